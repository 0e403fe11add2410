using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;
using PostPress.Sandbox.Http;
using PostPress.Sandbox.Wire;

namespace PostPress.Sandbox;

/// <summary>
/// A fault of the connection, or of a gateway between client and server. Inject it with <see cref="SandboxFaults"/>. Two faults
/// of the same kind are equal.
/// </summary>
public sealed record SandboxFault
{
    private const string Html = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
    private const long HugeLength = 1024L * 1024 * 1024;

    private SandboxFault(string name, bool serverActs, Func<Exchange, Task> play)
    {
        Name = name;
        ServerActs = serverActs;
        Play = play;
    }

    /// <summary>New connections are refused, and idle connections are closed. It works only with <see cref="SandboxFaults.Always(SandboxFault, string?)"/> and for all operations.</summary>
    public static SandboxFault RefuseConnection { get; } = new(nameof(RefuseConnection), serverActs: false, exchange =>
    {
        exchange.Reset();
        return Task.CompletedTask;
    });

    /// <summary>The connection is reset after the headers are read. The server doesn't act.</summary>
    public static SandboxFault ResetBeforeTheBody { get; } = new(nameof(ResetBeforeTheBody), serverActs: false, exchange =>
    {
        exchange.Reset();
        return Task.CompletedTask;
    });

    /// <summary>The connection is reset when half of the body has reached the server, or half of the first chunk. The server doesn't act.</summary>
    public static SandboxFault ResetAfterHalfTheRequest { get; } = new(nameof(ResetAfterHalfTheRequest), serverActs: false, async exchange =>
    {
        await exchange.ForwardHalfAsync();
        exchange.Reset();
    });

    /// <summary>The connection is reset after the request is read. The server doesn't act.</summary>
    public static SandboxFault ResetAfterTheRequest { get; } = new(nameof(ResetAfterTheRequest), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        exchange.Reset();
    });

    /// <summary>The server acts. Its response is dropped and the connection is reset.</summary>
    public static SandboxFault ResetAfterActing { get; } = new(nameof(ResetAfterActing), serverActs: true, async exchange =>
    {
        await exchange.ActAsync();
        exchange.Reset();
    });

    /// <summary>The request is read and gets no response. It ends when the client disconnects, or with <see cref="SandboxFaults.Clear"/>. The server doesn't act.</summary>
    public static SandboxFault Silence { get; } = new(nameof(Silence), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        await exchange.WaitAsync();
    });

    /// <summary>The server acts. Its response is dropped and the connection stays open. It ends like <see cref="Silence"/>.</summary>
    public static SandboxFault SilenceAfterActing { get; } = new(nameof(SilenceAfterActing), serverActs: true, async exchange =>
    {
        await exchange.ActAsync();
        await exchange.WaitAsync();
    });

    /// <summary>
    /// The body isn't read and there is no response, so that a large upload makes no progress. Because nothing is read, a
    /// disconnect of the client isn't noticed: it ends with <see cref="SandboxFaults.Clear"/> or with the sandbox. The server
    /// doesn't act.
    /// </summary>
    public static SandboxFault StalledUpload { get; } = new(nameof(StalledUpload), serverActs: false, async exchange =>
    {
        // Otherwise a client that waits for `100 Continue` would not begin to upload.
        await exchange.InviteBodyAsync();
        await exchange.StandStillAsync();
    });

    /// <summary>The server acts. Half of the response body arrives, and then the connection is closed.</summary>
    public static SandboxFault HalfTheResponse { get; } = new(nameof(HalfTheResponse), serverActs: true, async exchange =>
    {
        var (head, body) = await exchange.ActAsync();
        await exchange.SendAsync(head.WithFraming(Length(body.Length)), body[..(body.Length / 2)]);
    });

    /// <summary>The server acts. Half of the response body arrives as one chunk, and then the connection is closed without the last chunk.</summary>
    public static SandboxFault HalfTheResponseInChunks { get; } = new(nameof(HalfTheResponseInChunks), serverActs: true, async exchange =>
    {
        var (head, body) = await exchange.ActAsync();
        var half = body[..(body.Length / 2)];
        await exchange.SendAsync(head.WithFraming("Transfer-Encoding: chunked"), Ascii($"{half.Length:X}\r\n"), half, Ascii($"\r\n"));
    });

    /// <summary>The server acts. The <c>Content-Length</c> of the response is ten bytes too large, and then the connection is closed.</summary>
    public static SandboxFault LengthTooLong { get; } = new(nameof(LengthTooLong), serverActs: true, async exchange =>
    {
        var (head, body) = await exchange.ActAsync();
        await exchange.SendAsync(head.WithFraming(Length(body.Length + 10)), body);
    });

    /// <summary>The server acts. The <c>Content-Length</c> of the response is half of its length, all bytes are sent, and the connection stays open.</summary>
    public static SandboxFault LengthTooShort { get; } = new(nameof(LengthTooShort), serverActs: true, async exchange =>
    {
        var (head, body) = await exchange.ActAsync();
        await exchange.SendAsync(head.WithFraming(Length(body.Length / 2)), body);
        exchange.KeepOpen();
    });

    /// <summary>
    /// The server acts. Its response arrives one byte at a time, with a delay of <see cref="PostPressSandboxOptions.DripGap"/>. It
    /// ends early when the client disconnects, or with <see cref="SandboxFaults.Clear"/>.
    /// </summary>
    public static SandboxFault SlowDrip { get; } = new(nameof(SlowDrip), serverActs: true, async exchange =>
    {
        var (head, body) = await exchange.ActAsync();
        await exchange.DripAsync([.. head.WithFraming(Length(body.Length)), .. body]);
    });

    /// <summary>The headers of the response never end. The server doesn't act.</summary>
    public static SandboxFault EndlessHeaders { get; } = new(nameof(EndlessHeaders), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        await exchange.SendAsync(Ascii($"HTTP/1.1 200 OK\r\n"));
        await exchange.RepeatAsync(Ascii($"X-Filler: {new string('x', 1000)}\r\n"), long.MaxValue);
    });

    /// <summary>The server acts. Its response is replaced by a JSON body of 1 GiB: an empty object with white space.</summary>
    public static SandboxFault HugeResponse { get; } = new(nameof(HugeResponse), serverActs: true, async exchange =>
    {
        var (head, _) = await exchange.ActAsync();
        await exchange.SendAsync(head.WithFraming(Length(HugeLength)), "{"u8.ToArray());
        await exchange.RepeatAsync(Ascii($"{new string(' ', 64 * 1024)}"), HugeLength - 2);
        await exchange.SendAsync("}"u8.ToArray());
    });

    /// <summary>The response is not HTTP, and then the connection is closed. The server doesn't act.</summary>
    public static SandboxFault Garbage { get; } = new(nameof(Garbage), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        await exchange.SendAsync("SSH-2.0-OpenSSH_9.6\r\n\0\xFF\xFE\0\r\n\r\n"u8.ToArray());
    });

    /// <summary>The response is a fatal TLS alert, as from a server that expects TLS, and then the connection is closed. The server doesn't act.</summary>
    public static SandboxFault TlsInsteadOfHttp { get; } = new(nameof(TlsInsteadOfHttp), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        await exchange.SendAsync(FaultProxy.TlsAlert);
    });

    /// <summary>A gateway returns 502 with an HTML page. The server doesn't act.</summary>
    public static SandboxFault GatewayPage { get; } = new(nameof(GatewayPage), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        await exchange.RespondAsync(new SandboxResponse(502, Encoding.UTF8.GetBytes(Html), "text/html"));
    });

    /// <summary>The server acts. A gateway returns 502 with an HTML page instead of its response.</summary>
    public static SandboxFault GatewayPageAfterActing { get; } = new(nameof(GatewayPageAfterActing), serverActs: true, async exchange =>
    {
        await exchange.ActAsync();
        await exchange.RespondAsync(new SandboxResponse(502, Encoding.UTF8.GetBytes(Html), "text/html"));
    });

    /// <summary>307 to the same path on another host, which accepts all requests; see <see cref="SandboxFaults.KeySentElsewhere"/>. The server doesn't act.</summary>
    public static SandboxFault Redirect { get; } = new(nameof(Redirect), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        await exchange.RespondAsync(new SandboxResponse(307, default, "text/plain") { Headers = [(HeaderNames.Location, exchange.ElsewhereUri)] });
    });

    /// <summary>429 without a <c>Retry-After</c>. The server doesn't act.</summary>
    public static SandboxFault RateLimitedWithoutTime { get; } = new(nameof(RateLimitedWithoutTime), serverActs: false, exchange => LimitAsync(exchange, null));

    /// <summary>
    /// Gets all faults: those of the properties, and of the methods 429 with a delay of one second in both forms, 429 with 0
    /// seconds, and the statuses 408, 409, 500, 503 and 504 before and after the server acts.
    /// </summary>
    public static IReadOnlyList<SandboxFault> All { get; } =
    [
        RefuseConnection, ResetBeforeTheBody, ResetAfterHalfTheRequest, ResetAfterTheRequest, ResetAfterActing, Silence, SilenceAfterActing, StalledUpload, HalfTheResponse,
        HalfTheResponseInChunks, LengthTooLong, LengthTooShort, SlowDrip, EndlessHeaders, HugeResponse, Garbage, TlsInsteadOfHttp, GatewayPage, GatewayPageAfterActing, Redirect,
        RateLimitedWithoutTime, RateLimited(0), RateLimited(1), RateLimitedUntil(1),
        .. new[] { 408, 409, 500, 503, 504 }.SelectMany(status => new[] { Status(status), Status(status, afterActing: true) }),
    ];

    /// <summary>Gets the name of the fault: the name of the property, or of the method with its arguments, such as <c>Status(503, after acting)</c>.</summary>
    public string Name { get; }

    /// <summary>Gets whether the server acts on the request, if the request is valid.</summary>
    public bool ServerActs { get; }

    internal Func<Exchange, Task> Play { get; }

    /// <summary>An error response in the documented envelope. Its type is one that the operation lists for the status, if it lists one.</summary>
    /// <param name="status">The status, from 400 to 599.</param>
    /// <param name="afterActing">Whether the server acts before the response. The default is <see langword="false"/>.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not from 400 to 599.</exception>
    public static SandboxFault Status(int status, bool afterActing = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 400);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        return new(Invariant($"Status({status}{(afterActing ? ", after acting" : "")})"), afterActing, async exchange =>
        {
            if (afterActing)
            {
                await exchange.ActAsync();
            }
            else
            {
                await exchange.ReadRequestAsync();
            }

            var type = exchange.Operation?.Errors.Values.FirstOrDefault(e => e.Status == status)?.Type ?? status switch
            {
                408 => "errors/request_timeout",
                409 => "errors/conflict",
                _ => "errors/unexpected_error",
            };
            await exchange.RespondAsync(SandboxResponse.Problem(status, type, "This is the response of a gateway between client and server.", "req_between"));
        });
    }

    /// <summary>429 with <c>Retry-After</c> in seconds. The server doesn't act.</summary>
    /// <param name="seconds">The delay in seconds. The default is 1.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is negative.</exception>
    public static SandboxFault RateLimited(int seconds = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        return new(Invariant($"RateLimited({seconds})"), serverActs: false, exchange => LimitAsync(exchange, seconds.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>429 with <c>Retry-After</c> as an HTTP date, by the clock of the sandbox. The server doesn't act.</summary>
    /// <param name="seconds">The delay in seconds. The default is 1. An HTTP date has no fractions of a second: they are truncated.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is negative.</exception>
    public static SandboxFault RateLimitedUntil(int seconds = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        return new(Invariant($"RateLimitedUntil({seconds})"), serverActs: false, exchange => LimitAsync(exchange, (exchange.Now + TimeSpan.FromSeconds(seconds)).ToString("R", CultureInfo.InvariantCulture)));
    }

    /// <inheritdoc/>
    public bool Equals(SandboxFault? other) => other?.Name == Name;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;

    private static async Task LimitAsync(Exchange exchange, string? retryAfter)
    {
        await exchange.ReadRequestAsync();
        await exchange.RespondAsync(SandboxResponse.Problem(429, "errors/too_many_requests", "The rate limit of this key is exceeded.", "req_between") with
        {
            Headers = retryAfter is null ? [] : [(HeaderNames.RetryAfter, retryAfter)],
        });
    }

    private static string Length(long length) => Invariant($"Content-Length: {length}");

    private static byte[] Ascii(FormattableString text) => Encoding.ASCII.GetBytes(Invariant(text));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
