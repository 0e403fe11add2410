using System.Text;
using Newtonsoft.Json;
using PostPress.Http;

namespace PostPress.Errors;

/// <summary>Makes one exception of whatever a failing answer holds: either JSON envelope, HTML, nothing, or half of something.</summary>
internal static class ErrorReader
{
    /// <summary>How many bytes of a failing answer are read.</summary>
    private const int MaxBytes = 64 * 1024;

    internal static async Task<PostPressApiException> ReadAsync(HttpResponseMessage response, string operation, string? idempotencyKey, CancellationToken cancellationToken)
    {
        ResponseBody? body = null;
        try
        {
            body = await ResponseBody.ReadAsync(response.Content, MaxBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status is known and says enough: what was lost is its explanation.
        }

        using (body)
        {
            var error = body is null ? default : Read(body);
            return new PostPressApiException(response.StatusCode, Describe(response, error, body))
            {
                Operation = operation,
                IdempotencyKey = idempotencyKey,
                ErrorType = error.Type,
                Title = error.Title,
                Detail = error.Detail,
                Instance = error.Instance,
                RetryAfter = GetRetryAfter(response),
                ResponseBody = Cap(body),
            };
        }
    }

    /// <summary>A success whose body can't be read: the call was carried out, its result is lost.</summary>
    internal static PostPressApiException Unreadable(HttpResponseMessage response, ResponseBody body, string operation, string? idempotencyKey, Exception? cause)
    {
        var what = body.Length == 0 ? "an empty body" : LooksLikeHtml(body) ? "an HTML page" : "a body that is not the documented JSON";
        return new PostPressApiException(
            response.StatusCode,
            $"{operation}: PostPress answered {(int)response.StatusCode} with {what}. The call was carried out as far as the status tells; its result can't be read.",
            cause)
        {
            Operation = operation,
            IdempotencyKey = idempotencyKey,
            ResponseBody = Cap(body),
        };
    }

    private static ErrorMembers Read(ResponseBody body)
    {
        if (body.Length == 0 || body.IsCut)
        {
            return default;
        }

        try
        {
            using var json = body.OpenJson();
            return SearchOperation.ReadError(json) switch
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

    private static string Describe(HttpResponseMessage response, ErrorMembers error, ResponseBody? body)
    {
        var message = new StringBuilder().Append((int)response.StatusCode).Append(' ');
        if (error.Type is { } type)
        {
            message.Append(type.Value);
        }
        else
        {
            message.Append(response.StatusCode.ToString());
        }

        if ((error.Detail ?? error.Title) is { } text)
        {
            message.Append(": ").Append(text);
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
            message.Append(" (request ").Append(instance).Append(')');
        }

        return message.ToString();
    }

    private static bool LooksLikeHtml(ResponseBody body) => body.GetText().TrimStart().StartsWith("<", StringComparison.Ordinal);

    private static string Cap(ResponseBody? body)
    {
        var text = body?.GetText() ?? "";
        return text.Length <= PostPressApiException.MaxResponseBody ? text : text.Substring(0, PostPressApiException.MaxResponseBody);
    }

    private static TimeSpan? GetRetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - DateTimeOffset.UtcNow is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

    private readonly record struct ErrorMembers(ErrorType? Type, string? Title, string? Detail, string? Instance);
}
