namespace PostPress.Http;

/// <summary>
/// Sends through an <see cref="HttpClient"/> of the caller's. It takes a message once only, so every attempt gets a copy,
/// which shares the body.
/// </summary>
internal sealed class ForwardingHandler(HttpClient http) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
        foreach (var header in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return http.SendAsync(copy, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
