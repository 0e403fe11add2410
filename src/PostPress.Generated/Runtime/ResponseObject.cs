using Newtonsoft.Json;

namespace PostPress;

/// <summary>What the body of a successful response has in common: it tells how it came.</summary>
public abstract class ResponseObject : WireObject, IResponse
{
    private protected ResponseObject()
    {
    }

    /// <summary>
    /// The status and headers of the response, its request id, the number of attempts and the time of the call. It is
    /// <see langword="null"/> for an object that did not come from a call. No serializer writes it. Set it in tests of your own.
    /// </summary>
    [JsonIgnore]
#if NET
    [System.Text.Json.Serialization.JsonIgnore]
#endif
    public PostPressResponse? Response { get; set; }

    /// <summary>
    /// Whether what was read proves to be the documented response: its tag is there, or all its required members are. A
    /// gateway can send any other JSON with a success.
    /// </summary>
    internal bool IsDocumented => HasTag || HasProof;

    /// <inheritdoc/>
    bool IResponse.IsDocumented => IsDocumented;

    /// <summary>Whether the constant that tells this variant was read.</summary>
    private protected bool HasTag { get; set; }

    /// <summary>Whether the members prove it: a constant among them, or all that are required.</summary>
    private protected abstract bool HasProof { get; }
}

/// <summary>What a call gives back: a response of the contract, or one to a request that the contract does not describe.</summary>
internal interface IResponse
{
    /// <summary>How the response came.</summary>
    PostPressResponse? Response { get; set; }

    /// <summary>Whether what was read proves to be the response that is expected.</summary>
    bool IsDocumented { get; }
}
