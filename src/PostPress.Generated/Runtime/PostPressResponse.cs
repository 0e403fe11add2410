using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace PostPress;

/// <summary>What is known of a response beside its body. Every result and every exception with a response has one.</summary>
public sealed class PostPressResponse
{
    /// <summary>PostPress's own, then what gateways use.</summary>
    private static readonly string[] RequestIdHeaders = ["X-Request-Id", "Request-Id", "X-Correlation-Id", "X-Amzn-RequestId", "CF-Ray"];

    private readonly string? _requestId;

    /// <summary>Makes one, for tests of code that reads it.</summary>
    /// <param name="statusCode">See <see cref="StatusCode"/>.</param>
    /// <param name="headers">See <see cref="Headers"/>.</param>
    /// <param name="requestId">See <see cref="RequestId"/>; <see langword="null"/> takes it from the headers.</param>
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

    /// <summary>The headers of the response, those of its body left out. They can hold what is secret, such as cookies.</summary>
    public HttpResponseHeaders Headers { get; }

    /// <summary>
    /// The id of the request, to be named to PostPress's support: of the body if it has one (<c>instance</c>,
    /// <c>request_id</c>), else of the header <c>X-Request-Id</c> or one that gateways use (<c>Request-Id</c>,
    /// <c>X-Correlation-Id</c>, <c>X-Amzn-RequestId</c>, <c>CF-Ray</c>); else <see langword="null"/>.
    /// </summary>
    public string? RequestId => _requestId ?? FindRequestId();

    /// <summary>How many times the request was sent.</summary>
    public int Attempts { get; }

    /// <summary>How long the call took, with all its attempts and the delays between them.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The <c>Idempotency-Key</c> that the call carried; <see langword="null"/> for a call that only reads.</summary>
    public string? IdempotencyKey { get; }

    /// <summary>Says the status and the request id.</summary>
    /// <returns>Text such as <c>201, request req_1</c>.</returns>
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
