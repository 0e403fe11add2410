using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace PostPress;

/// <summary>The metadata of a response: status, headers, request id, attempts and duration. Every result has it, and every exception with a response.</summary>
public sealed class PostPressResponse
{
    /// <summary>The header of PostPress, then those of gateways.</summary>
    private static readonly string[] RequestIdHeaders = ["X-Request-Id", "Request-Id", "X-Correlation-Id", "X-Amzn-RequestId", "CF-Ray"];

    private readonly string? _requestId;

    /// <summary>Initializes metadata, for tests of code that reads it.</summary>
    /// <param name="statusCode">See <see cref="StatusCode"/>.</param>
    /// <param name="headers">See <see cref="Headers"/>.</param>
    /// <param name="requestId">See <see cref="RequestId"/>; <see langword="null"/> to read it from the headers.</param>
    /// <param name="attempts">See <see cref="Attempts"/>.</param>
    /// <param name="elapsed">See <see cref="Elapsed"/>.</param>
    /// <param name="idempotencyKey">See <see cref="IdempotencyKey"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="headers"/> is <see langword="null"/>.</exception>
    public PostPressResponse(HttpStatusCode statusCode, HttpResponseHeaders headers, string? requestId, int attempts, TimeSpan elapsed, string? idempotencyKey)
    {
        StatusCode = statusCode;
        Headers = headers ?? throw new ArgumentNullException(nameof(headers));
        _requestId = requestId;
        Attempts = attempts;
        Elapsed = elapsed;
        IdempotencyKey = idempotencyKey;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The headers of the response, without the content headers. They can contain secrets, such as cookies.</summary>
    public HttpResponseHeaders Headers { get; }

    /// <summary>
    /// The id of the request, for PostPress's support: from the body (<c>instance</c>, <c>request_id</c>), otherwise from the header
    /// <c>X-Request-Id</c> or a header of a gateway (<c>Request-Id</c>, <c>X-Correlation-Id</c>, <c>X-Amzn-RequestId</c>,
    /// <c>CF-Ray</c>), otherwise <see langword="null"/>.
    /// </summary>
    public string? RequestId => _requestId ?? FindRequestId();

    /// <summary>The number of attempts to send the request.</summary>
    public int Attempts { get; }

    /// <summary>The duration of the call, with all its attempts and the delays between them.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The <c>Idempotency-Key</c> of the call; <see langword="null"/> for a call that only reads.</summary>
    public string? IdempotencyKey { get; }

    /// <summary>Returns the status and the request id.</summary>
    /// <returns>A text such as <c>201, request req_1</c>.</returns>
    public override string ToString()
    {
        var status = ((int)StatusCode).ToString(CultureInfo.InvariantCulture);
        return RequestId is { } id ? $"{status}, request {id}" : status;
    }

    private string? FindRequestId()
    {
        foreach (var name in RequestIdHeaders)
        {
            if (Headers.TryGetValues(name, out var values) && values.FirstOrDefault(value => value.Length > 0) is { } id)
            {
                return id;
            }
        }

        return null;
    }
}
