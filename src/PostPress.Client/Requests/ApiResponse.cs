using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>The response to an <see cref="ApiRequest"/>.</summary>
public sealed class ApiResponse : IResponse
{
    /// <summary>Initializes a response, for tests of code that reads it.</summary>
    /// <param name="body">The JSON body; null if it is empty.</param>
    public ApiResponse(JToken? body) => Body = body;

    /// <summary>Gets the JSON body; null if it is empty, as after 204.</summary>
    public JToken? Body { get; }

    /// <summary>Gets or sets the status, the headers and the other metadata of the response; null if the object did not come from a call.</summary>
    public PostPressResponse? Response { get; set; }

    bool IResponse.IsDocumented => true;
}
