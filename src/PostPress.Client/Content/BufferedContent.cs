using System.Net;

namespace PostPress.Content;

/// <summary>The body of a response that was read to its end. The call owns the memory and returns it to the pool.</summary>
internal sealed class BufferedContent : HttpContent
{
    private readonly HttpContent? _original;

    /// <param name="body">The body; null if it is incomplete.</param>
    /// <param name="original">The original content, which is disposed with this one.</param>
    /// <param name="copiesHeaders">Whether other handlers may read the headers.</param>
    internal BufferedContent(BufferedBody? body, HttpContent? original, bool copiesHeaders)
    {
        Body = body;
        _original = original;
        if (copiesHeaders && original is not null)
        {
            CopyHeaders(original);
        }
    }

    /// <summary>The body; null if it is incomplete.</summary>
    internal BufferedBody? Body { get; }

    /// <summary>Creates another message for a response that was returned before, even if that message was disposed.</summary>
    internal static HttpResponseMessage Copy(HttpResponseMessage response, BufferedBody? body, HttpRequestMessage request)
    {
        var content = new BufferedContent(body, original: null, copiesHeaders: false);
        if (response.Content is { } original)
        {
            content.CopyHeaders(original);
        }

        var copy = new HttpResponseMessage(response.StatusCode)
        {
            Content = content,
            ReasonPhrase = response.ReasonPhrase,
            RequestMessage = request,
            Version = response.Version,
        };
        foreach (var header in response.Headers)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return copy;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        Body is null ? Task.CompletedTask : stream.WriteAsync(Body.Bytes.Array!, 0, Body.Length);

    protected override bool TryComputeLength(out long length)
    {
        length = Body?.Length ?? 0;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _original?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CopyHeaders(HttpContent original)
    {
        foreach (var header in original.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }
}
