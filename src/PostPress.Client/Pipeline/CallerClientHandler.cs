using System.Net;
using PostPress.Content;

namespace PostPress.Pipeline;

/// <summary>
/// Sends through an <see cref="HttpClient"/> of the caller's. It takes a message once only, so every attempt gets a copy,
/// which shares the body.
/// </summary>
internal sealed class CallerClientHandler(HttpClient http) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Version = request.Version };
        foreach (var header in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (request.Content is { } body)
        {
            copy.Content = new OnceContent(body, copy);
        }

        if (request.Content is null || request.Headers.ExpectContinue == true)
        {
            // Here a redirect can come before a body is asked for.
            SendKeyAsBearerToken(copy);
        }

        var response = await http.SendAsync(copy, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.RequestMessage?.RequestUri is { } answeredBy && request.RequestUri is { } asked && answeredBy.Authority != asked.Authority)
        {
            // What another host says is no response of PostPress's.
            response.Dispose();
            throw new HttpRequestException("The HttpClient followed a redirect to another host.");
        }

        return response;
    }

    /// <summary>.NET drops a bearer token, and no other key, when it follows a redirect to another address.</summary>
    private static void SendKeyAsBearerToken(HttpRequestMessage copy)
    {
        if (copy.Headers.TryGetValues(PostPressApi.ApiKeyHeader, out var keys))
        {
            copy.Headers.TryAddWithoutValidation("Authorization", "Bearer " + string.Concat(keys));
            copy.Headers.Remove(PostPressApi.ApiKeyHeader);
        }
    }

    /// <summary>
    /// A body that is sent once in an attempt: a handler inside of the caller's HttpClient that retries is stopped here. When
    /// the network asks for the body, the headers are on their way with the documented key. What a redirect sends after that
    /// carries a bearer token, and .NET drops it.
    /// </summary>
    private sealed class OnceContent : HttpContent
    {
        private readonly HttpContent _body;
        private readonly HttpRequestMessage _message;
        private int _sent;

        internal OnceContent(HttpContent body, HttpRequestMessage message)
        {
            _body = body;
            _message = message;
            foreach (var header in body.Headers)
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Begin(stream);
            return _body.CopyToAsync(stream);
        }

#if NET
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            Begin(stream);
            return _body.CopyToAsync(stream, cancellationToken);
        }
#endif

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Headers.ContentLength ?? 0;
            return _body.Headers.ContentLength is not null;
        }

        private void Begin(Stream stream)
        {
            if (Interlocked.Exchange(ref _sent, 1) != 0)
            {
                throw new SecondSendException();
            }

            if (stream.GetType().DeclaringType == typeof(HttpContent) && _body is RequestContent { CanBeResent: true })
            {
                // A handler reads the body ahead, into a buffer. The network would take it from there without asking.
                _message.Content = new OnceContent(_body, _message);
            }
            else if (stream is not MemoryStream)
            {
                SendKeyAsBearerToken(_message);
            }
        }
    }
}

/// <summary>Something inside of the caller's HttpClient tried to send a request a second time in one attempt.</summary>
internal sealed class SecondSendException() : Exception("A request is not sent a second time in one attempt.");
