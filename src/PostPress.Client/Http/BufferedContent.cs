using System.Net;

namespace PostPress.Http;

/// <summary>An answer's body that was read to its end, with the headers that it came with.</summary>
internal sealed class BufferedContent : HttpContent
{
    private readonly HttpContent? _original;

    internal BufferedContent(ResponseBody? body, HttpContent? original)
    {
        Body = body;
        _original = original;
        if (original is not null)
        {
            foreach (var header in original.Headers)
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
        }
    }

    /// <summary>The body, or null if it broke off.</summary>
    internal ResponseBody? Body { get; }

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
            Body?.Dispose();
            _original?.Dispose();
        }

        base.Dispose(disposing);
    }
}
