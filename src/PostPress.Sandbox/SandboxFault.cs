using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;
using PostPress.Sandbox.Http;
using PostPress.Sandbox.Wire;

namespace PostPress.Sandbox;

/// <summary>
/// A way in which a connection, or something between client and server, goes wrong. Set one with
/// <see cref="SandboxFaults"/>; two are equal when they are of the same kind.
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

    /// <summary>Nothing listens: connections are refused, and those that are idle are closed. Only for <see cref="SandboxFaults.Always(SandboxFault, string?)"/> and every operation.</summary>
    public static SandboxFault RefuseConnection { get; } = new(nameof(RefuseConnection), serverActs: false, exchange =>
    {
        exchange.Reset();
        return Task.CompletedTask;
    });

    /// <summary>The connection is reset once the headers are read. The server doesn't act.</summary>
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

    /// <summary>The connection is reset once the whole request is read. The server doesn't act.</summary>
    public static SandboxFault ResetAfterTheRequest { get; } = new(nameof(ResetAfterTheRequest), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        exchange.Reset();
    });

    /// <summary>The server acts; its response is swallowed and the connection reset.</summary>
    public static SandboxFault ResetAfterActing { get; } = new(nameof(ResetAfterActing), serverActs: true, async exchange =>
    {
        await exchange.ActAsync();
        exchange.Reset();
    });

    /// <summary>The request is read and gets no response. Ends when the client goes, or with <see cref="SandboxFaults.Clear"/>. The server doesn't act.</summary>
    public static SandboxFault Silence { get; } = new(nameof(Silence), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        await exchange.WaitAsync();
    });

    /// <summary>The server acts; its response is swallowed and the connection stays open. Ends as <see cref="Silence"/> does.</summary>
    public static SandboxFault SilenceAfterActing { get; } = new(nameof(SilenceAfterActing), serverActs: true, async exchange =>
    {
        await exchange.ActAsync();
        await exchange.WaitAsync();
    });

    /// <summary>
    /// The body isn't read and there is no response, so that a large upload stands still. Who doesn't read can't see the client go:
    /// ends with <see cref="SandboxFaults.Clear"/> or the sandbox. The server doesn't act.
    /// </summary>
    public static SandboxFault StalledUpload { get; } = new(nameof(StalledUpload), serverActs: false, async exchange =>
    {
        // Otherwise a client that waits for `100 Continue` would not begin to upload.
        await exchange.InviteBodyAsync();
        await exchange.StandStillAsync();
    });

    /// <summary>The server acts; half of its response's body arrives, then the connection is closed.</summary>
    public static SandboxFault HalfTheResponse { get; } = new(nameof(HalfTheResponse), serverActs: true, async exchange =>
    {
        var (head, body) = await exchange.ActAsync();
        await exchange.SendAsync(head.WithFraming(Length(body.Length)), body[..(body.Length / 2)]);
    });

    /// <summary>The server acts; half of its response's body arrives as one chunk, then the connection is closed without the last chunk.</summary>
    public static SandboxFault HalfTheResponseInChunks { get; } = new(nameof(HalfTheResponseInChunks), serverActs: true, async exchange =>
    {
        var (head, body) = await exchange.ActAsync();
        var half = body[..(body.Length / 2)];
        await exchange.SendAsync(head.WithFraming("Transfer-Encoding: chunked"), Ascii($"{half.Length:X}\r\n"), half, Ascii($"\r\n"));
    });

    /// <summary>The server acts; the response announces ten bytes more than come before the connection is closed.</summary>
    public static SandboxFault LengthTooLong { get; } = new(nameof(LengthTooLong), serverActs: true, async exchange =>
    {
        var (head, body) = await exchange.ActAsync();
        await exchange.SendAsync(head.WithFraming(Length(body.Length + 10)), body);
    });

    /// <summary>The server acts; the response announces half of its bytes, sends all of them, and the connection stays open.</summary>
    public static SandboxFault LengthTooShort { get; } = new(nameof(LengthTooShort), serverActs: true, async exchange =>
    {
        var (head, body) = await exchange.ActAsync();
        await exchange.SendAsync(head.WithFraming(Length(body.Length / 2)), body);
        exchange.KeepOpen();
    });

    /// <summary>
    /// The server acts; its response arrives one byte at a time, <see cref="PostPressSandboxOptions.DripGap"/> apart. Ends early when
    /// the client goes, or with <see cref="SandboxFaults.Clear"/>.
    /// </summary>
    public static SandboxFault SlowDrip { get; } = new(nameof(SlowDrip), serverActs: true, async exchange =>
    {
        var (head, body) = await exchange.ActAsync();
        await exchange.DripAsync([.. head.WithFraming(Length(body.Length)), .. body]);
    });

    /// <summary>The response's headers never end. The server doesn't act.</summary>
    public static SandboxFault EndlessHeaders { get; } = new(nameof(EndlessHeaders), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        await exchange.SendAsync(Ascii($"HTTP/1.1 200 OK\r\n"));
        await exchange.RepeatAsync(Ascii($"X-Filler: {new string('x', 1000)}\r\n"), long.MaxValue);
    });

    /// <summary>The server acts; its response is replaced by a body of 1 GiB, which is JSON: an empty object with much space in it.</summary>
    public static SandboxFault HugeResponse { get; } = new(nameof(HugeResponse), serverActs: true, async exchange =>
    {
        var (head, _) = await exchange.ActAsync();
        await exchange.SendAsync(head.WithFraming(Length(HugeLength)), "{"u8.ToArray());
        await exchange.RepeatAsync(Ascii($"{new string(' ', 64 * 1024)}"), HugeLength - 2);
        await exchange.SendAsync("}"u8.ToArray());
    });

    /// <summary>The response is no HTTP, then the connection is closed. The server doesn't act.</summary>
    public static SandboxFault Garbage { get; } = new(nameof(Garbage), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        await exchange.SendAsync("SSH-2.0-OpenSSH_9.6\r\n\0\xFF\xFE\0\r\n\r\n"u8.ToArray());
    });

    /// <summary>The response is a fatal TLS alert, as from a server that wants to be spoken to in TLS, then the connection is closed. The server doesn't act.</summary>
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

    /// <summary>The server acts; a gateway loses its response and gives 502 with an HTML page instead.</summary>
    public static SandboxFault GatewayPageAfterActing { get; } = new(nameof(GatewayPageAfterActing), serverActs: true, async exchange =>
    {
        await exchange.ActAsync();
        await exchange.RespondAsync(new SandboxResponse(502, Encoding.UTF8.GetBytes(Html), "text/html"));
    });

    /// <summary>307 to the same path on another host, which is a listener that takes anything: see <see cref="SandboxFaults.KeySentElsewhere"/>. The server doesn't act.</summary>
    public static SandboxFault Redirect { get; } = new(nameof(Redirect), serverActs: false, async exchange =>
    {
        await exchange.ReadRequestAsync();
        await exchange.RespondAsync(new SandboxResponse(307, default, "text/plain") { Headers = [(HeaderNames.Location, exchange.ElsewhereUri)] });
    });

    /// <summary>429 without a <c>Retry-After</c>. The server doesn't act.</summary>
    public static SandboxFault RateLimitedWithoutTime { get; } = new(nameof(RateLimitedWithoutTime), serverActs: false, exchange => LimitAsync(exchange, null));

    /// <summary>
    /// Gets every fault: the properties, and of the methods 429 with a second to wait in both forms, 0 seconds, and the statuses
    /// 408, 409, 500, 503 and 504 before and after the server acts.
    /// </summary>
    public static IReadOnlyList<SandboxFault> All { get; } =
    [
        RefuseConnection, ResetBeforeTheBody, ResetAfterHalfTheRequest, ResetAfterTheRequest, ResetAfterActing, Silence, SilenceAfterActing, StalledUpload, HalfTheResponse,
        HalfTheResponseInChunks, LengthTooLong, LengthTooShort, SlowDrip, EndlessHeaders, HugeResponse, Garbage, TlsInsteadOfHttp, GatewayPage, GatewayPageAfterActing, Redirect,
        RateLimitedWithoutTime, RateLimited(0), RateLimited(1), RateLimitedUntil(1),
        .. new[] { 408, 409, 500, 503, 504 }.SelectMany(status => new[] { Status(status), Status(status, afterActing: true) }),
    ];

    /// <summary>Gets what it is called: the name of the property, or of the method with its arguments, such as <c>Status(503, after acting)</c>.</summary>
    public string Name { get; }

    /// <summary>Gets whether the server carries the request out, provided that it is valid.</summary>
    public bool ServerActs { get; }

    internal Func<Exchange, Task> Play { get; }

    /// <summary>A response with this status in the documented envelope, with a type that the operation lists for it where it lists one.</summary>
    /// <param name="status">The status, 400 to 599.</param>
    /// <param name="afterActing">Whether the server acts before; the default is that it doesn't.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is no error.</exception>
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
            await exchange.RespondAsync(SandboxResponse.Problem(status, type, "This is the response of something between client and server.", "req_between"));
        });
    }

    /// <summary>429 with <c>Retry-After</c> in seconds. The server doesn't act.</summary>
    /// <param name="seconds">The seconds; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seconds"/> is negative.</exception>
    public static SandboxFault RateLimited(int seconds = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        return new(Invariant($"RateLimited({seconds})"), serverActs: false, exchange => LimitAsync(exchange, seconds.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>429 with <c>Retry-After</c> as an HTTP date, by the sandbox's clock. The server doesn't act.</summary>
    /// <param name="seconds">How far ahead the date is; 1 second by default. An HTTP date has no parts of a second: they are cut off.</param>
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

    /// <summary>Gives its name.</summary>
    public override string ToString() => Name;

    private static async Task LimitAsync(Exchange exchange, string? retryAfter)
    {
        await exchange.ReadRequestAsync();
        await exchange.RespondAsync(SandboxResponse.Problem(429, "errors/too_many_requests", "The rate limit of this key is used up.", "req_between") with
        {
            Headers = retryAfter is null ? [] : [(HeaderNames.RetryAfter, retryAfter)],
        });
    }

    private static string Length(long length) => Invariant($"Content-Length: {length}");

    private static byte[] Ascii(FormattableString text) => Encoding.ASCII.GetBytes(Invariant(text));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
