
using System.Runtime.InteropServices;

namespace PostPress.Http;

/// <summary>What is sent, and how the answer is read.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct ApiCall<TResponse>
{
    /// <summary>The <c>operationId</c> of the contract.</summary>
    internal required string Operation { get; init; }

    /// <summary>Path and query, relative to the base address, without a slash in front.</summary>
    internal required string RelativeUri { get; init; }

    /// <summary>The body; it may be written more than once.</summary>
    internal required HttpContent Content { get; init; }

    internal required Func<ArraySegment<byte>, TResponse> ReadResponse { get; init; }

    /// <summary>Whether PostPress creates, publishes or stores something.</summary>
    internal required bool IsWrite { get; init; }

    /// <summary>The deadlines of the operation.</summary>
    internal required Func<PostPressClientOptions, OperationTimeouts> Timeouts { get; init; }

    /// <summary>What of the request must not stand in an exception's text, asked for when there is one; null if nothing of it is secret.</summary>
    internal IEnumerable<string?>? Secrets { get; init; }

    internal required CallOptions? Options { get; init; }
}
