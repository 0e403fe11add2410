using Newtonsoft.Json;

namespace PostPress.Http;

/// <summary>One logical call: what is sent, and how the answer is read.</summary>
internal sealed class ApiCall<TResponse>
{
    /// <summary>The <c>operationId</c> of the contract.</summary>
    internal required string Operation { get; init; }

    /// <summary>Path and query, relative to the base address, without a slash in front.</summary>
    internal required string RelativeUri { get; init; }

    /// <summary>Makes the body for one attempt.</summary>
    internal required Func<HttpContent> Content { get; init; }

    internal required Func<JsonReader, TResponse?> ReadResponse { get; init; }

    /// <summary>The <c>Idempotency-Key</c>; null for a call that only reads.</summary>
    internal required string? IdempotencyKey { get; init; }
}
