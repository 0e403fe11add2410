using System.Runtime.InteropServices;

namespace PostPress.Resilience;

/// <summary>What a call may do and how long it may take: the client's options and the call's own, put together.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct CallSettings
{
    /// <summary>The <c>operationId</c> of the contract.</summary>
    internal required string Operation { get; init; }

    /// <summary>Whether PostPress creates, publishes or stores something.</summary>
    internal required bool IsWrite { get; init; }

    internal required string? IdempotencyKey { get; init; }

    internal required bool TrustIdempotencyKey { get; init; }

    internal required int MaxRetries { get; init; }

    internal required TimeSpan AttemptTimeout { get; init; }

    internal required TimeSpan TotalTimeout { get; init; }

    internal required TimeSpan UploadStallTimeout { get; init; }
}
