using Newtonsoft.Json;

namespace PostPress;

/// <summary>The base class of the bodies of successful responses. It contains the metadata of the response.</summary>
public abstract class ResponseObject : WireObject, IResponse
{
    private protected ResponseObject()
    {
    }

    /// <summary>
    /// The status and headers of the response, its request id, the number of attempts and the duration of the call. It is
    /// <see langword="null"/> if the object did not come from a call. It is not serialized. Tests can set it.
    /// </summary>
    [JsonIgnore]
#if NET
    [System.Text.Json.Serialization.JsonIgnore]
#endif
    public PostPressResponse? Response { get; set; }

    /// <summary>
    /// Whether the JSON is the documented response: it contains its tag, or all its required members. A gateway can send other
    /// JSON with a success status.
    /// </summary>
    internal bool IsDocumented => HasTag || HasProof;

    /// <inheritdoc/>
    bool IResponse.IsDocumented => IsDocumented;

    /// <summary>Whether the tag of this variant was read.</summary>
    private protected bool HasTag { get; set; }

    /// <summary>Whether the members identify the response: a constant, or all required members.</summary>
    private protected abstract bool HasProof { get; }
}

/// <summary>The response of a call, in the contract or not.</summary>
internal interface IResponse
{
    /// <summary>The metadata of the response.</summary>
    PostPressResponse? Response { get; set; }

    /// <summary>Whether the JSON is the expected response.</summary>
    bool IsDocumented { get; }
}
