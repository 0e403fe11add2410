using System.Net;
using PostPress.Content;

namespace PostPress.Pipeline;

/// <summary>
/// Sends requests through the <see cref="HttpClient"/> of the caller. An <see cref="HttpClient"/> sends a message only once, so each
/// attempt sends a copy with the same body.
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
            // Here a redirect can occur before the body is written.
            SendKeyAsBearerToken(copy);
        }

        var response = await http.SendAsync(copy, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.RequestMessage?.RequestUri is { } answeredBy && request.RequestUri is { } asked && answeredBy.Authority != asked.Authority)
        {
            // The response of another host is not a response of PostPress.
            response.Dispose();
            throw new HttpRequestException("The HttpClient followed a redirect to another host.");
        }

        return response;
    }

    /// <summary>Sends the key as a bearer token, because .NET drops only bearer tokens when it follows a redirect to another address.</summary>
    private static void SendKeyAsBearerToken(HttpRequestMessage copy)
    {
        if (copy.Headers.TryGetValues(PostPressApi.ApiKeyHeader, out var keys))
        {
            copy.Headers.TryAddWithoutValidation("Authorization", "Bearer " + string.Concat(keys));
            copy.Headers.Remove(PostPressApi.ApiKeyHeader);
        }
    }

    /// <summary>
    /// A body that is sent once in an attempt. It stops a handler in the caller's HttpClient that retries. When the body is written,
    /// the headers with the documented key are already sent. For a redirect after that, the key is a bearer token, which .NET
    /// drops.
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
                // A handler reads the body into a buffer. The network would then read the buffer, not this content.
                _message.Content = new OnceContent(_body, _message);
            }
            else if (stream is not MemoryStream)
            {
                SendKeyAsBearerToken(_message);
            }
        }
    }
}

/// <summary>A handler in the caller's HttpClient tried to send a request a second time in one attempt.</summary>
internal sealed class SecondSendException() : Exception("A request is not sent a second time in one attempt.");
