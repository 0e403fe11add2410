using System.Net;
using Polly;
using Polly.Retry;
using PostPress.Diagnostics;
#if !NET
using System.Net.Sockets;
#endif

namespace PostPress.Pipeline;

/// <summary>Decides whether an attempt is retried, and after which delay.</summary>
internal static class RetryRules
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);

    /// <summary>Adds the rules as a strategy. Other requests are sent once.</summary>
    internal static ResiliencePipelineBuilder<HttpResponseMessage> AddPostPress(this ResiliencePipelineBuilder<HttpResponseMessage> builder) =>
        builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            Name = "PostPress",

            // The call contains the maximum.
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = static arguments => new ValueTask<bool>(ShouldRetry(CallContext.Current, arguments.Outcome.Exception, arguments.AttemptNumber)),
            DelayGenerator = static _ => new ValueTask<TimeSpan?>(CallContext.Current!.NextDelay),
            OnRetry = static arguments =>
            {
                Telemetry.Retrying(CallContext.Current!, arguments.Outcome.Exception);
                arguments.Outcome.Result?.Dispose();
                return default;
            },
        });

    /// <summary>Reads the header <c>Retry-After</c>, as seconds or as a date.</summary>
    internal static TimeSpan? ReadRetryAfter(HttpResponseMessage? response, DateTimeOffset now) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>Whether a failure proves that the request did not reach PostPress.</summary>
    internal static bool ProvesNothingWasSent(Exception failure, CallContext call)
    {
        if (failure is ObjectDisposedException)
        {
            // A disposed handler or client. The stream of an attachment is opened only when the body is sent.
            return call.Content is { IsStarted: false };
        }

        if (failure is not HttpRequestException http)
        {
            return false;
        }

#if NET
        return http.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError => true,

            // A proxy that fails CONNECT: .NET failed before it wrote the body. Other handlers can throw this exception without
            // writing the body, so it must be the exception of .NET.
            HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse => call.Content is { IsStarted: false } && http.Source == typeof(HttpClient).Namespace,
            _ => false,
        };
#else
        // Without HttpRequestError, only the inner exception shows the cause.
        return http.InnerException switch
        {
            WebException web => web.Status is WebExceptionStatus.NameResolutionFailure
                or WebExceptionStatus.ProxyNameResolutionFailure
                or WebExceptionStatus.ConnectFailure
                or WebExceptionStatus.TrustFailure,
            SocketException socket => socket.SocketErrorCode is SocketError.HostNotFound
                or SocketError.NoData
                or SocketError.TryAgain
                or SocketError.ConnectionRefused
                or SocketError.HostUnreachable
                or SocketError.NetworkUnreachable,
            _ => false,
        };
#endif
    }

    /// <summary>Decides, and permits the attempt.</summary>
    /// <param name="call">The call; null for another request.</param>
    /// <param name="thrown">The exception of the handlers, or null.</param>
    /// <param name="retries">The number of retries of this call.</param>
    private static bool ShouldRetry(CallContext? call, Exception? thrown, int retries)
    {
        if (call is null || retries >= call.MaxRetries || call.Token.IsCancellationRequested || call.Content is { CanBeResent: false } || !IsWorthwhile(call, thrown))
        {
            return false;
        }

        var delay = ReadRetryAfter(call.LastResponse, call.Now) ?? Backoff(retries);
        if (delay >= call.Remaining)
        {
            return false;
        }

        call.PermitRetry(delay);
        return true;
    }

    /// <summary>Decides by the result of the attempt itself, which a handler of the host may have changed.</summary>
    private static bool IsWorthwhile(CallContext call, Exception? thrown)
    {
        if (call.LastResponse is { } response)
        {
            return (int)response.StatusCode == 429
                || (call.MayRetryAfterArrival && ((int)response.StatusCode >= 500 || response.StatusCode == HttpStatusCode.RequestTimeout) && call.OutcomeOf(response, call.LastBody) != CallOutcome.Refused);
        }

        return (call.LastFailure ?? thrown) is HttpRequestException or IOException or AttemptTimeoutException or SecondSendException
            && (call.MayRetryAfterArrival || !call.MayHaveArrived);
    }

    /// <summary>The delay doubles with each attempt. It is randomized, so that many clients do not retry at the same time.</summary>
    private static TimeSpan Backoff(int retries)
    {
        var seconds = Math.Min(FirstDelay.TotalSeconds * Math.Pow(2, retries), LongestDelay.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (0.5 + Spread()));
    }

#if NET
    private static double Spread() => Random.Shared.NextDouble();
#else
    private static readonly Random Source = new();

    private static double Spread()
    {
        lock (Source)
        {
            return Source.NextDouble();
        }
    }
#endif
}
