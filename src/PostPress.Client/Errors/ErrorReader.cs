using System.Net;
using System.Text;
using Newtonsoft.Json;
using PostPress.Http;
using PostPress.Resilience;

namespace PostPress.Errors;

/// <summary>Makes one exception of whatever a failing answer holds: either JSON envelope, HTML, nothing, or half of something.</summary>
internal static class ErrorReader
{
    /// <summary>How many bytes of a failing answer are read.</summary>
    internal const int MaxBytes = 64 * 1024;

    /// <summary>An answer that tells a failure.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its body; null if it broke off.</param>
    /// <param name="call">The call that it answers.</param>
    internal static PostPressApiException Read(HttpResponseMessage response, ResponseBody? body, Call call)
    {
        var error = body is null ? default : Read(body).Redacted(new Secrets(call));
        var outcome = Outcomes.Of(response.StatusCode);
        return new PostPressApiException(response.StatusCode, Describe(response, error, body, call, outcome))
        {
            Outcome = outcome,
            About = call,
            ErrorType = error.Type,
            Title = error.Title,
            Detail = error.Detail,
            Instance = error.Instance,
            RetryAfter = RetryAfter.Get(response, call.Now),
            ResponseBody = Cap(body),
        };
    }

    /// <summary>A success whose body can't be read: the call was carried out, its result is lost.</summary>
    internal static PostPressApiException Unreadable(HttpResponseMessage response, ResponseBody? body, Call call, Exception? cause)
    {
        var what = body is not { Length: > 0 } ? "an empty body"
            : body.IsCut ? "a body that is too large"
            : LooksLikeHtml(body) ? "an HTML page"
            : "a body that is not the documented JSON";
        var next = call.Settings.IsWrite ? " It was carried out, as far as the status tells: do not repeat it." : "";
        return new PostPressApiException(response.StatusCode, $"{call.Settings.Operation}: PostPress answered {(int)response.StatusCode} with {what}.{next}", cause)
        {
            Outcome = CallOutcome.Applied,
            About = call,
            ResponseBody = Cap(body),
        };
    }

    /// <summary>An answer that a handler of the host took away, in order to send the request again.</summary>
    internal static PostPressApiException Hidden(HttpStatusCode status, Call call) =>
        new(status, $"{call.Settings.Operation}: PostPress answered {(int)status}, and a handler between the client and the network tried to send the request again, which was refused. Take that handler out of the client's pipeline to see the whole answer.")
        {
            Outcome = Outcomes.Of(status),
            About = call,
        };

    private static ErrorMembers Read(ResponseBody body)
    {
        if (body.Length == 0 || body.IsCut)
        {
            return default;
        }

        try
        {
            return SearchOperation.ReadError(body.Bytes) switch
            {
                ApiError error => new ErrorMembers(error.Type, error.Title, error.Detail, error.Instance),
                QuickstartError { Error: { } error } => new ErrorMembers(ToErrorType(error.Code), null, error.Message, error.RequestId),
                _ => default,
            };
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The quickstart's envelope leaves out the prefix of the documented types.</summary>
    private static ErrorType? ToErrorType(string? code) =>
        string.IsNullOrEmpty(code) ? (ErrorType?)null : new ErrorType(code!.StartsWith("errors/", StringComparison.Ordinal) ? code : "errors/" + code);

    private static string Describe(HttpResponseMessage response, ErrorMembers error, ResponseBody? body, Call call, CallOutcome outcome)
    {
        var message = new StringBuilder().Append((int)response.StatusCode).Append(' ');
        if (error.Type is { } type)
        {
            message.Append(Short(type.Value, 200));
        }
        else
        {
            message.Append(response.StatusCode.ToString());
        }

        if ((error.Detail ?? error.Title) is { } text)
        {
            message.Append(": ").Append(Short(text, 2000));
        }
        else if (error.Type is null)
        {
            message.Append(": ").Append(body switch
            {
                null => "the answer broke off before its explanation.",
                { Length: 0 } => "the answer has no body.",
                _ when LooksLikeHtml(body) => "the answer is an HTML page, as gateways send it, not an answer of the API.",
                _ => "the answer is not in a form that PostPress documents; see ResponseBody.",
            });
        }

        if (error.Instance is { Length: > 0 } instance)
        {
            message.Append(" (request ").Append(Short(instance, 200)).Append(')');
        }

        if (call.Settings.IsWrite && outcome == CallOutcome.Unknown)
        {
            message.Append(" — ").Append(call.Settings.Operation).Append(" was NOT sent again and may have been carried out. Look before you repeat it, or repeat it with the same CallOptions.IdempotencyKey.");
        }

        return message.ToString();
    }

    private static bool LooksLikeHtml(ResponseBody body) => body.GetText().TrimStart().StartsWith("<", StringComparison.Ordinal);

    private static string Short(string text, int length) => text.Length <= length ? text : text.Remove(length) + "…";

    private static string Cap(ResponseBody? body)
    {
        var text = body?.GetText() ?? "";
        return text.Length <= PostPressApiException.MaxResponseBody ? text : text.Substring(0, PostPressApiException.MaxResponseBody);
    }

    private readonly record struct ErrorMembers(ErrorType? Type, string? Title, string? Detail, string? Instance)
    {
        internal ErrorMembers Redacted(Secrets secrets) =>
            new(Type is { Value: { } type } ? new ErrorType(secrets.Redact(type)!) : (ErrorType?)null, secrets.Redact(Title), secrets.Redact(Detail), secrets.Redact(Instance));
    }
}
