using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>The response to a request of your own.</summary>
public sealed class ApiResponse : IResponse
{
    /// <summary>Makes a response, for tests of code that reads one.</summary>
    /// <param name="body">The JSON body; null if it is empty.</param>
    public ApiResponse(JToken? body) => Body = body;

    /// <summary>Gets the JSON body; null if it is empty, as after 204.</summary>
    public JToken? Body { get; }

    /// <summary>Gets or sets the status and headers of the response, and what else is known of it; null for an object that did not come from a call.</summary>
    public PostPressResponse? Response { get; set; }

    bool IResponse.IsDocumented => true;
}
