using System.Net;
using Polly;

namespace PostPress.Resilience;

/// <summary>Decides whether a call is sent again, and after which pause.</summary>
internal static class RetryRule
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    /// <summary>Says whether to go on, and leaves the pause in <see cref="Call.NextDelay"/>.</summary>
    internal static bool ShouldRetry(Call? call, Outcome<HttpResponseMessage> outcome)
    {
        if (call is null || call.Attempts > call.Settings.MaxRetries || call.Token.IsCancellationRequested || call.IsBodyUsedUp)
        {
            return false;
        }

        var response = outcome.Result;
        if (!(response is not null ? IsWorthwhile(call.Settings, response.StatusCode) : IsWorthwhile(call, outcome.Exception!)))
        {
            return false;
        }

        call.NextDelay = RetryAfter.Get(response, call.Now) ?? Backoff(call.Attempts);
        return call.NextDelay < call.Remaining;
    }

    private static bool IsWorthwhile(in CallSettings settings, HttpStatusCode status) =>
        (int)status == 429 || (MayRepeat(settings) && ((int)status >= 500 || status == HttpStatusCode.RequestTimeout));

    private static bool IsWorthwhile(Call call, Exception failure) => failure switch
    {
        SecondSendException => false,
        HttpRequestException or IOException or AttemptTimeoutException => !call.MayHaveArrived || MayRepeat(call.Settings),
        _ => false,
    };

    private static bool MayRepeat(in CallSettings settings) => !settings.IsWrite || settings.TrustIdempotencyKey;

    /// <summary>Doubles with every attempt, and is spread so that many clients do not come back at once.</summary>
    private static TimeSpan Backoff(int attempts)
    {
        var pause = Math.Min(FirstPause.TotalSeconds * Math.Pow(2, attempts - 1), LongestPause.TotalSeconds);
        return TimeSpan.FromSeconds(pause * (0.5 + Spread()));
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
