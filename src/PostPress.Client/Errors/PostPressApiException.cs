using System.Net;

namespace PostPress;

/// <summary>
/// The exception for a response with an error status, or with a success status but without the documented body. The response
/// comes from PostPress or from a proxy or gateway in between.
/// </summary>
/// <remarks>
/// <para>
/// Handle errors by <see cref="ErrorType"/>:
/// <c>catch (PostPressApiException e) when (e.ErrorType == ErrorType.InsufficientJobSlot)</c>.
/// </para>
/// <para>Guide: <c>docs/errors.md</c> in the package.</para>
/// </remarks>
public class PostPressApiException : PostPressException
{
    /// <summary>The maximum number of characters of the body that are kept.</summary>
    internal const int MaxResponseBody = 16 * 1024;

    /// <summary>Initializes an exception, for tests of code that catches it.</summary>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause, or null.</param>
    public PostPressApiException(HttpStatusCode statusCode, string message, Exception? innerException = null)
        : base(message, innerException) => StatusCode = statusCode;

    /// <summary>Gets the HTTP status of the response.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>
    /// Gets the type of the error: one of the values of <see cref="PostPress.ErrorType"/>, or a newer one. It is null if the
    /// response contains none (an HTML page of a gateway, an empty or incomplete body).
    /// </summary>
    public ErrorType? ErrorType { get; init; }

    /// <summary>Gets the short title of the error, or null.</summary>
    public string? Title { get; init; }

    /// <summary>Gets PostPress's explanation of the error, or null. Keys, codes and texts of posts in it are masked.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// Gets the id of the request, for PostPress's support: <c>instance</c> or <c>request_id</c> of the body, otherwise the header
    /// <c>X-Request-Id</c> or a similar one; null if the response has none.
    /// </summary>
    public string? RequestId { get; init; }

    /// <summary>Gets the delay before another call that PostPress asks for (<c>Retry-After</c>), or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Gets the body of the response as text, at most 16,384 characters; empty if there was none. It can contain values of the
    /// request, so don't log it.
    /// </summary>
    public string ResponseBody { get; init; } = "";

    /// <summary>Gets whether the connection broke before the end of the body, so that nothing but the status is known.</summary>
    internal bool IsIncomplete { get; init; }
}
