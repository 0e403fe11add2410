using System.Net;
using PostPress.Resilience;

namespace PostPress.Http;

/// <summary>
/// Sends through an <see cref="HttpClient"/> of the caller's. It takes a message once only, so every attempt gets a copy,
/// which shares the body.
/// </summary>
internal sealed class ForwardingHandler(HttpClient http) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isWrite = Call.Current is { Settings: { IsWrite: true, TrustIdempotencyKey: false } };
        var copy = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            Content = isWrite && request.Content is { } body ? new OnceContent(body) : request.Content,
        };
        foreach (var header in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        var response = await http.SendAsync(copy, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.RequestMessage?.RequestUri is { } answeredBy && request.RequestUri is { } asked && answeredBy.Authority != asked.Authority)
        {
            // What another host says is no answer of PostPress's.
            response.Dispose();
            throw new HttpRequestException("The HttpClient followed a redirect to another host.");
        }

        return response;
    }

    /// <summary>A body that goes out once in an attempt: a handler inside of the caller's HttpClient that repeats, or follows a redirect, meets a latch here.</summary>
    private sealed class OnceContent : HttpContent
    {
        private readonly HttpContent _body;
        private int _sent;

        internal OnceContent(HttpContent body)
        {
            _body = body;
            foreach (var header in body.Headers)
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            Interlocked.Exchange(ref _sent, 1) == 0 ? _body.CopyToAsync(stream) : throw new SecondSendException();

#if NET
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            Interlocked.Exchange(ref _sent, 1) == 0 ? _body.CopyToAsync(stream, cancellationToken) : throw new SecondSendException();
#endif

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Headers.ContentLength ?? 0;
            return _body.Headers.ContentLength is not null;
        }
    }
}
