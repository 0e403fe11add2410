using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using PostPress.Pipeline;

namespace PostPress.Diagnostics;

/// <summary>Activities and metrics that follow OpenTelemetry's semantic conventions for HTTP clients. They cost nothing without a listener.</summary>
internal static class Telemetry
{
    private static readonly string? Version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);
    private static readonly ActivitySource Source = new(PostPressDiagnostics.ActivitySourceName, Version);
    private static readonly Meter Meter = new(PostPressDiagnostics.MeterName, Version);

    private static readonly Histogram<double> CallDuration = Meter.CreateHistogram<double>(
        "postpress.client.call.duration",
        "s",
        "Duration of calls, with all attempts and the delays between them.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600] });

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "postpress.client.retries", "{attempt}", "Number of retries.");

    internal static Activity? StartCall(CallContext call, Uri baseAddress)
    {
        var activity = Source.StartActivity(call.Operation, ActivityKind.Internal);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("postpress.operation", call.Operation);
            activity.SetTag("server.address", baseAddress.Host);
            activity.SetTag("server.port", baseAddress.Port);
        }

        return activity;
    }

    internal static Activity? StartAttempt(CallContext call, HttpRequestMessage request)
    {
        var activity = Source.StartActivity(call.Method, ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("http.request.method", call.Method);
            activity.SetTag("server.address", request.RequestUri?.Host);
            activity.SetTag("server.port", request.RequestUri?.Port);
            activity.SetTag("postpress.operation", call.Operation);
            activity.SetTag("postpress.attempt", call.Attempts);
            if (call.Attempts > 1)
            {
                activity.SetTag("http.request.resend_count", call.Attempts - 1);
            }
        }

        return activity;
    }

    internal static void EndAttempt(Activity? activity, HttpStatusCode? status, Exception? failure)
    {
        if (activity is null)
        {
            return;
        }

        if (status is { } code)
        {
            activity.SetTag("http.response.status_code", (int)code);
        }

        if (failure is not null || (int?)status >= 400)
        {
            activity.SetTag("error.type", failure is not null ? Describe(failure) : Text((int)status!.Value));
            activity.SetStatus(ActivityStatusCode.Error);
        }

        activity.Dispose();
    }

    internal static void Succeeded(Activity? activity, CallContext call, PostPressResponse response)
    {
        activity?.SetTag("postpress.attempts", call.Attempts);
        if (call.Logger.IsEnabled(LogLevel.Information))
        {
            Log.CallSucceeded(call.Logger, call.Operation, (long)response.Elapsed.TotalMilliseconds, call.Attempts, call.ClientName, response.RequestId, call.IdempotencyKey);
        }

        if (CallDuration.Enabled)
        {
            CallDuration.Record(response.Elapsed.TotalSeconds, Operation(call));
        }
    }

    internal static void Failed(Activity? activity, CallContext call, PostPressException failure)
    {
        var api = failure as PostPressApiException;
        var reason = api is not null ? api.ErrorType is { IsKnown: true } type ? type.Value! : Text((int)api.StatusCode) : failure.GetType().Name;
        if (activity is not null)
        {
            activity.SetTag("error.type", reason);
            activity.SetTag("postpress.outcome", failure.Outcome.ToString());
            activity.SetTag("postpress.attempts", call.Attempts);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        // The caller handles a refusal, for example of a mistyped code.
        var level = failure.Outcome == CallOutcome.Refused ? LogLevel.Warning : LogLevel.Error;
        Log.CallFailed(call.Logger, level, call.Operation, reason, (long)failure.Elapsed.TotalMilliseconds, call.Attempts, failure.Outcome, call.ClientName, failure.Response?.RequestId, call.IdempotencyKey);
        if (CallDuration.Enabled)
        {
            var tags = new TagList { Operation(call), { "postpress.outcome", failure.Outcome.ToString() }, { "error.type", reason } };
            if (api is not null)
            {
                tags.Add("http.response.status_code", (int)api.StatusCode);
            }

            CallDuration.Record(failure.Elapsed.TotalSeconds, tags);
        }
    }

    internal static void Cancelled(Activity? activity, CallContext call)
    {
        activity?.SetTag("error.type", nameof(OperationCanceledException));
        activity?.SetTag("postpress.outcome", call.Outcome.ToString());
        activity?.SetStatus(ActivityStatusCode.Error);
        Log.CallCancelled(call.Logger, call.Operation, (long)call.Elapsed.TotalMilliseconds, call.Attempts, call.Outcome, call.ClientName, call.IdempotencyKey);
    }

    internal static void Retrying(CallContext call, Exception? thrown)
    {
        var reason = call.LastResponse is { } response ? Text((int)response.StatusCode) : Describe(call.LastFailure ?? thrown!);
        Log.CallRetries(call.Logger, call.Operation, call.Attempts, reason, (long)call.NextDelay.TotalMilliseconds, call.ClientName, call.IdempotencyKey);
        if (Retries.Enabled)
        {
            Retries.Add(1, Operation(call), new KeyValuePair<string, object?>("error.type", reason));
        }
    }

    /// <summary>The kind of a failure, without its message, which can contain anything.</summary>
    internal static string Describe(Exception failure) => failure switch
    {
        AttemptTimeoutException => "timeout",
#if NET
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } => error.ToString(),
#endif
        _ => failure.GetType().Name,
    };

    private static KeyValuePair<string, object?> Operation(CallContext call) => new("postpress.operation", call.Operation);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
