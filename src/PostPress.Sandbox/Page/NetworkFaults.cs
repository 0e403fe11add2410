namespace PostPress.Sandbox.Page;

/// <summary>A network fault that the page offers.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Meaning">A short description.</param>
internal sealed record OfferedFault(SandboxFault Fault, string Meaning);

/// <summary>The network faults that the page offers, except those that <see cref="NextFailures"/> offers too.</summary>
internal static class NetworkFaults
{
    public static IReadOnlyList<OfferedFault> Offered { get; } =
    [
        new(SandboxFault.ResetBeforeTheBody, "The connection is reset once the headers are read."),
        new(SandboxFault.ResetAfterHalfTheRequest, "The connection is reset once half of the body is read."),
        new(SandboxFault.ResetAfterTheRequest, "The connection is reset once the request is read."),
        new(SandboxFault.ResetAfterActing, "The connection is reset instead of the response."),
        new(SandboxFault.Silence, "The request gets no response. The connection stays open until the client closes it."),
        new(SandboxFault.SilenceAfterActing, "The response is lost. The connection stays open until the client closes it."),
        new(SandboxFault.StalledUpload, "The body is not read. The connection stays open until Reset."),
        new(SandboxFault.HalfTheResponse, "The connection is closed after half of the response."),
        new(SandboxFault.HalfTheResponseInChunks, "The connection is closed after half of a chunked response."),
        new(SandboxFault.LengthTooLong, "The response announces ten bytes more than it has."),
        new(SandboxFault.LengthTooShort, "The response announces half of its bytes."),
        new(SandboxFault.SlowDrip, "The response is slow: one byte at a time."),
        new(SandboxFault.HugeResponse, "The body of the response has 1 GiB."),
        new(SandboxFault.EndlessHeaders, "The headers of the response never end."),
        new(SandboxFault.Garbage, "The response is not HTTP."),
        new(SandboxFault.TlsInsteadOfHttp, "The response is a TLS alert, as from a server that wants https."),
        new(SandboxFault.GatewayPageAfterActing, "A gateway returns 502 with an HTML page instead of the response."),
        new(SandboxFault.Redirect, "307 to another host."),
        new(SandboxFault.RateLimitedWithoutTime, "429 without Retry-After."),
        new(SandboxFault.RateLimitedUntil(1), "429 with Retry-After as a date."),
        .. new[] { 408, 409, 500, 503, 504 }.Select(status => new OfferedFault(SandboxFault.Status(status, afterActing: true), FormattableString.Invariant($"{status} instead of the response."))),
    ];
}
