using Newtonsoft.Json;
using PostPress.Errors;

namespace PostPress.Http;

/// <summary>Sends a call and reads its answer. The one place where this library touches the network.</summary>
internal sealed class Transport
{
    /// <summary>The largest answer that is read. A page of 100 results is about 400 KB.</summary>
    private const int MaxResponseBytes = 64 * 1024 * 1024;

    private readonly Func<HttpClient> _httpClient;
    private readonly Uri _baseAddress;
    private readonly string _apiKey;

    internal Transport(Func<HttpClient> httpClient, PostPressClientOptions options)
    {
        _httpClient = httpClient;
        _apiKey = options.ApiKey!;
        var address = options.BaseAddress.AbsoluteUri;
        _baseAddress = address.EndsWith("/", StringComparison.Ordinal) ? options.BaseAddress : new Uri(address + "/");
    }

    internal async Task<TResponse> SendAsync<TResponse>(ApiCall<TResponse> call, CancellationToken cancellationToken)
        where TResponse : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var request = CreateRequest(call);
            using var response = await _httpClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw await ErrorReader.ReadAsync(response, call.Operation, call.IdempotencyKey, cancellationToken).ConfigureAwait(false);
            }

            using var body = await ResponseBody.ReadAsync(response.Content, MaxResponseBytes, cancellationToken).ConfigureAwait(false);
            return Parse(call, response, body);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw NoAnswer(call, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // HttpClient reports its own timeout as a cancellation that nobody asked for.
            throw NoAnswer(call, e);
        }
    }

    private static TResponse Parse<TResponse>(ApiCall<TResponse> call, HttpResponseMessage response, ResponseBody body)
        where TResponse : class
    {
        JsonException? cause = null;
        if (body.Length > 0 && !body.IsCut)
        {
            try
            {
                using var json = body.OpenJson();
                if (call.ReadResponse(json) is { } result)
                {
                    return result;
                }
            }
            catch (JsonException e)
            {
                cause = e;
            }
        }

        throw ErrorReader.Unreadable(response, body, call.Operation, call.IdempotencyKey, cause);
    }

    private static PostPressConnectionException NoAnswer<TResponse>(ApiCall<TResponse> call, Exception cause)
    {
        var next = call.IdempotencyKey is null
            ? "It reads only, so it can be repeated."
            : "It was not sent again. It may have been carried out: look before you repeat it, or repeat it with the same idempotency key.";
        return new PostPressConnectionException($"{call.Operation}: no answer from PostPress. {next}", cause)
        {
            Operation = call.Operation,
            IdempotencyKey = call.IdempotencyKey,
        };
    }

    private HttpRequestMessage CreateRequest<TResponse>(ApiCall<TResponse> call)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_baseAddress, call.RelativeUri)) { Content = call.Content() };
        request.Headers.TryAddWithoutValidation(PostPressApi.ApiKeyHeader, _apiKey);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (call.IdempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation(CreatePostOperation.IdempotencyKeyHeader, call.IdempotencyKey);
        }

        return request;
    }
}
