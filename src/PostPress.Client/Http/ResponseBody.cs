using System.Buffers;
using System.Text;

namespace PostPress.Http;

/// <summary>
/// The body of an answer, read asynchronously into pooled memory before it is parsed: parsing straight from the network
/// would block a thread for every slow answer.
/// </summary>
internal sealed class ResponseBody : IDisposable
{
    /// <summary>The largest answer that is read: a page of 100 results is about 400 KB.</summary>
    internal const int MaxBytes = 64 * 1024 * 1024;

    private const int FirstSize = 16 * 1024;

    private byte[] _buffer;
    private int _length;

    private ResponseBody(byte[] buffer) => _buffer = buffer;

    internal int Length => _length;

    internal ArraySegment<byte> Bytes => new(_buffer, 0, _length);

    /// <summary>Whether the body went on after the limit that it was read with.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>Reads the body, up to <paramref name="limit"/> bytes; the rest is left unread.</summary>
    internal static async ValueTask<ResponseBody> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var expected = content.Headers.ContentLength is { } length and >= 0 ? (int)Math.Min(length + 1, limit) : FirstSize;
        // When reading fails, the buffer goes to the garbage collector: a read that was given up may still write to it.
        var body = new ResponseBody(ArrayPool<byte>.Shared.Rent(Math.Max(expected, 256)));
#if NET
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        var stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        while (true)
        {
            body.MakeRoom();
            var read = await stream.ReadAsync(body._buffer.AsMemory(body._length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return body;
            }

            body._length += read;
            if (body._length > limit)
            {
                body._length = limit;
                body.IsCut = true;
                return body;
            }
        }
    }

    internal string GetText() => Encoding.UTF8.GetString(_buffer, 0, _length);

    /// <inheritdoc/>
    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void MakeRoom()
    {
        if (_length < _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Buffer.BlockCopy(_buffer, 0, larger, 0, _length);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
