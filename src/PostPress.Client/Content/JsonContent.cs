using System.Buffers;
using System.Net;

namespace PostPress.Content;

/// <summary>A JSON body that is serialized once: it has a Content-Length, and each attempt sends the same bytes.</summary>
internal sealed class JsonContent : RequestContent
{
    private readonly ArraySegment<byte> _json;

    // The content itself, and each write that has not completed.
    private int _holders = 1;
    private int _disposed;

    private JsonContent(ArraySegment<byte> json)
    {
        _json = json;
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    internal static JsonContent Of<T>(T value, Action<WireWriter, T> write, IEnumerable<string?>? secrets = null) =>
        new(Utf8WireWriter.Write(value, write)) { Secrets = secrets };

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => WriteAsync(stream, CancellationToken.None);

#if NET
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        WriteAsync(stream, cancellationToken);

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Hold();
        stream.Write(_json);
        Release();
    }
#endif

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Count;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Release();
        }

        base.Dispose(disposing);
    }

    private async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        Hold();
        await stream.WriteAsync(_json.AsMemory(), cancellationToken).ConfigureAwait(false);

        // Not in a finally block: an abandoned write may still read from the array, which is then not returned to the pool.
        Release();
    }

    /// <summary>A server may respond before it has read the body, so the content can be disposed while it is being written.</summary>
    private void Hold()
    {
        Start();
        int holders;
        do
        {
            holders = Volatile.Read(ref _holders);
            _ = holders > 0 ? holders : throw new ObjectDisposedException(nameof(JsonContent));
        }
        while (Interlocked.CompareExchange(ref _holders, holders + 1, holders) != holders);
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            ArrayPool<byte>.Shared.Return(_json.Array!);
        }
    }
}
