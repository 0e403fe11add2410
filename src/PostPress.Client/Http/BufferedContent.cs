using System.Net;

namespace PostPress.Http;

/// <summary>An answer's body that was read to its end.</summary>
internal sealed class BufferedContent : HttpContent
{
    private readonly HttpContent? _original;

    /// <param name="body">The body, or null if it broke off.</param>
    /// <param name="original">Where it came from; disposed with this.</param>
    /// <param name="copiesHeaders">Whether anybody looks at the headers.</param>
    internal BufferedContent(ResponseBody? body, HttpContent? original, bool copiesHeaders)
    {
        Body = body;
        _original = original;
        if (copiesHeaders && original is not null)
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
