using System.Net;
using System.Text;
using Newtonsoft.Json;
using PostPress.Content;
using PostPress.Diagnostics;
using PostPress.Pipeline;

namespace PostPress.Errors;

/// <summary>Creates the exception for a failed call.</summary>
internal static class Failures
{
    /// <summary>A response with an error status. Its body is one of the JSON envelopes, HTML, empty or incomplete.</summary>
    /// <param name="call">The call.</param>
    /// <param name="response">The response.</param>
    /// <param name="body">Its body; null if it is incomplete.</param>
    internal static PostPressApiException FromError(CallContext call, HttpResponseMessage response, BufferedBody? body)
    {
        var error = call.ReadError(body).Redacted(new Secrets(call));
        var outcome = call.OutcomeOf(response, body);
        var message = new StringBuilder().Append((int)response.StatusCode).Append(' ').Append(error.Type is { } type ? Short(type.Value, 200) : response.StatusCode.ToString());
        if ((error.Detail ?? error.Title) is { } text)
        {
            message.Append(": ").Append(Short(text, 2000));
        }
        else if (error.Type is null)
        {
            message.Append(": ").Append(body switch
            {
                null => "the response ended before its explanation.",
                { Length: 0 } => "the response has no body.",
                _ when LooksLikeHtml(body) => "the response is an HTML page, probably from a gateway, not from the API.",
                _ => "PostPress does not document this form of response. See ResponseBody.",
            });
        }

        if (response.StatusCode == HttpStatusCode.NotFound && error.Type is null && call.LacksVersion)
        {
            message.Append(" PostPressClientOptions.BaseAddress does not end with /api/v1, as PostPress's own address does.");
        }

        return Create(call, response, body, error, message, outcome, cause: null);
    }

    /// <summary>A success status without the documented response. It doesn't prove that PostPress acted.</summary>
    /// <param name="call">The call.</param>
    /// <param name="response">The response.</param>
    /// <param name="body">Its body; null if it is incomplete.</param>
    /// <param name="cause">Why the body can't be read; null if it is JSON of another kind.</param>
    internal static PostPressApiException FromUnreadable(CallContext call, HttpResponseMessage response, BufferedBody? body, JsonException? cause)
    {
        var error = call.ReadError(body).Redacted(new Secrets(call));
        var what = body is not { Length: > 0 } ? "an empty body"
            : body.IsCut ? FormattableString.Invariant($"a body of more than {BufferedBody.MaxBytes / 1024 / 1024} MiB")
            : LooksLikeHtml(body) ? "an HTML page"
            : error.Type is { } type ? $"an error ({Short(type.Value, 200)})"
            : KindOf(body) is { } kind ? kind
            : cause is not null ? "a body that is not JSON"
            : "a JSON object that is not the documented response";
        var message = new StringBuilder($"{call.Operation}: the response has the status {(int)response.StatusCode}, but {what} instead of the documented response.");
        return Create(call, response, body, error, message, CallOutcome.Unknown, cause);
    }

    /// <summary>No response came. The message doesn't contain the message of the cause, which can contain anything.</summary>
    internal static PostPressException FromException(CallContext call, Exception cause, Uri baseAddress)
    {
        var outcome = call.Outcome;
        var where = FormattableString.Invariant($"{call.Operation}, {call.Elapsed.TotalSeconds:0.0} s, attempts: {call.Attempts}");
        if (cause is AttemptTimeoutException || call.Timeouts.Passed != TimeoutKind.None)
        {
            var what = call.Timeouts.Passed switch
            {
                TimeoutKind.UploadStall => "the upload made no progress for longer than UploadStallTimeout",
                TimeoutKind.Attempt => "there was no complete response within the timeout of an attempt",
                _ => "the call took longer than its total timeout",
            };
            var inner = cause as TimeoutException ?? new TimeoutException(what, cause);
            return new PostPressTimeoutException($"PostPress at {baseAddress.Authority}: {what} ({where}). {Advice(call, outcome)}", inner) { Outcome = outcome, Call = call };
        }

        var problem = outcome == CallOutcome.NotSent ? "could not be reached" : "sent no complete response";
        return new PostPressConnectionException($"PostPress at {baseAddress.Authority} {problem} ({Telemetry.Describe(cause)}; {where}). {Advice(call, outcome)}{Handlers(call, cause)}", cause) { Outcome = outcome, Call = call };
    }

    /// <summary>The caller canceled the call.</summary>
    internal static PostPressCanceledException FromCancellation(CallContext call, Exception cause, CancellationToken cancellationToken) =>
        new($"{call.Operation} was canceled. {Advice(call, call.Outcome)}", cause, cancellationToken) { Outcome = call.Outcome, Call = call };

    private static PostPressApiException Create(CallContext call, HttpResponseMessage response, BufferedBody? body, ErrorBody error, StringBuilder message, CallOutcome outcome, Exception? cause)
    {
        var metadata = call.Describe(response, error.RequestId);
        if (metadata.RequestId is { Length: > 0 } requestId)
        {
            message.Append(" (request ").Append(Short(requestId, 200)).Append(')');
        }

        if (call.IsWrite && outcome == CallOutcome.Unknown)
        {
            message.Append(message[message.Length - 1] is '.' or ')' or '!' or '?' ? " " : ". ").Append(Advice(call, outcome));
        }

        return new PostPressApiException(response.StatusCode, message.Append(Handlers(call, cause)).ToString(), cause)
        {
            Outcome = outcome,
            Call = call,
            Response = metadata,
            ErrorType = error.Type,
            Title = error.Title,
            Detail = error.Detail,
            RequestId = metadata.RequestId,
            RetryAfter = RetryRules.ReadRetryAfter(response, call.Now),
            ResponseBody = Cap(body),
            IsIncomplete = body is null,
        };
    }

    private static string Advice(CallContext call, CallOutcome outcome) => outcome switch
    {
        CallOutcome.NotSent => "Nothing was sent. A retry is safe.",
        CallOutcome.Refused => "PostPress refused it for now. Retry it later.",
        _ when !call.IsWrite => "It only reads. A retry is safe.",
        _ => $"PostPress may have acted, so it was not retried. Check the result before you retry it, or retry it with the same CallOptions.IdempotencyKey: {call.IdempotencyKey}",
    };

    /// <summary>Names a handler that tried to retry the request.</summary>
    private static string Handlers(CallContext call, Exception? cause) => cause is SecondSendException
        ? " A handler in the HttpClient tried to retry the request, which is not allowed, and the first response is not known. Remove that handler."
        : call.RefusedSends > 0 ? " A handler of the host tried to retry the request, which is not allowed."
        : "";

    /// <summary>The kind of a JSON document that is not an object.</summary>
    private static string? KindOf(BufferedBody body) => body.GetText().Trim() switch
    {
        "null" => "null",
        var text when text.StartsWith("[", StringComparison.Ordinal) => "a JSON array",
        var text when text.StartsWith("\"", StringComparison.Ordinal) => "a JSON string",
        _ => null,
    };

    private static bool LooksLikeHtml(BufferedBody body) => body.GetText().TrimStart().StartsWith("<", StringComparison.Ordinal);

    private static string Short(string text, int length) => text.Length <= length ? text : text.Remove(length) + "…";

    private static string Cap(BufferedBody? body)
    {
        var text = body?.GetText(PostPressApiException.MaxResponseBody) ?? "";
        return text.Length <= PostPressApiException.MaxResponseBody ? text : text.Substring(0, PostPressApiException.MaxResponseBody);
    }
}
