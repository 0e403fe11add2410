using System.Net;

namespace PostPress;

/// <summary>
/// PostPress, or something on the way to it, sent a response other than the documented one: an error status, or a success
/// without the documented body.
/// </summary>
/// <remarks>
/// Switch on <see cref="ErrorType"/>:
/// <c>catch (PostPressApiException e) when (e.ErrorType == ErrorType.InsufficientJobSlot)</c>.
/// </remarks>
public class PostPressApiException : PostPressException
{
    /// <summary>How many characters of the body are kept.</summary>
    internal const int MaxResponseBody = 16 * 1024;

    /// <summary>Makes an exception, for tests of code that catches it.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public PostPressApiException(HttpStatusCode statusCode, string message, Exception? innerException = null)
        : base(message, innerException) => StatusCode = statusCode;

    /// <summary>Gets the HTTP status of the response.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>
    /// Gets the kind of error: one of the values of <see cref="PostPress.ErrorType"/>, a newer one, or null when the
    /// response names none (a gateway's HTML page, an empty or broken body).
    /// </summary>
    public ErrorType? ErrorType { get; init; }

    /// <summary>Gets the short title of the error, or null.</summary>
    public string? Title { get; init; }

    /// <summary>Gets PostPress's explanation of the error, or null. Keys, codes and texts of posts that it repeats are blanked out.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// Gets the id of the request, to be named to PostPress's support: <c>instance</c> or <c>request_id</c> of the body, else
    /// the header <c>X-Request-Id</c> or one like it; null if the response has none.
    /// </summary>
    public string? RequestId { get; init; }

    /// <summary>Gets how long PostPress asks to wait before another call (<c>Retry-After</c>), or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Gets the body of the response as text, at most 16,384 characters of it; empty when there was none. It can hold what
    /// was sent, so keep it out of logs.
    /// </summary>
    public string ResponseBody { get; init; } = "";
}
