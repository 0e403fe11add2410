using System.Buffers;
using System.Text;

namespace PostPress.Content;

/// <summary>
/// The body of a response, read asynchronously into pooled memory before it is parsed: parsing straight from the network
/// would block a thread for each slow response.
/// </summary>
internal sealed class BufferedBody : IDisposable
{
    /// <summary>The maximum size of a body, after decompression. A page of 100 results is about 400 KB.</summary>
    internal const int MaxBytes = 16 * 1024 * 1024;

    private const int MaxOutlinedBytes = 128 * 1024 * 1024;
    private const int FirstSize = 16 * 1024;

    private byte[] _buffer;
    private int _length;

    private BufferedBody(byte[] buffer) => _buffer = buffer;

    internal int Length => _length;

    internal ArraySegment<byte> Bytes => new(_buffer, 0, _length);

    /// <summary>Whether the body was longer than <see cref="MaxBytes"/> and was truncated.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>The outline of an error body that was truncated; null for other bodies.</summary>
    internal JsonOutline? Outline { get; private set; }

    /// <summary>Reads the body, up to <see cref="MaxBytes"/>. The rest is not read.</summary>
    internal static async ValueTask<BufferedBody> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var expected = content.Headers.ContentLength is { } length and >= 0 ? (int)Math.Min(length + 1, MaxBytes) : FirstSize;

        // If reading fails, the buffer is not returned to the pool: an abandoned read may still write to it.
        var body = new BufferedBody(ArrayPool<byte>.Shared.Rent(Math.Max(expected, 256)));
        var stream = await OpenAsync(content, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            body.MakeRoom();
            var room = Math.Min(body._buffer.Length, MaxBytes) - body._length;
            var read = await stream.ReadAsync(body._buffer.AsMemory(body._length, room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return body;
            }

            body._length += read;
            if (body._length == MaxBytes)
            {
                body.IsCut = true;
                return body;
            }
        }
    }

    /// <summary>Reads the body of an error: as every other body, and the rest for its outline, up to <see cref="MaxOutlinedBytes"/>.</summary>
    internal static async ValueTask<BufferedBody> ReadErrorAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(content, cancellationToken).ConfigureAwait(false);
        if (body.IsCut)
        {
            // The content gives the stream that was read so far, not another one.
            var rest = await OpenAsync(content, cancellationToken).ConfigureAwait(false);
            body.Outline = await ReadOutlineAsync(body.Bytes, rest, cancellationToken).ConfigureAwait(false);
        }

        return body;
    }

    /// <summary>The beginning of the body as text.</summary>
    internal string GetText(int maxCharacters = 1024) => Encoding.UTF8.GetString(_buffer, 0, Math.Min(_length, maxCharacters * 4));

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

    private static Task<Stream> OpenAsync(HttpContent content, CancellationToken cancellationToken) =>
#if NET
        content.ReadAsStreamAsync(cancellationToken);
#else
        content.ReadAsStreamAsync();
#endif

    private static async ValueTask<JsonOutline> ReadOutlineAsync(ArraySegment<byte> beginning, Stream rest, CancellationToken cancellationToken)
    {
        var outline = new JsonOutline();
        outline.Add(beginning);
        var buffer = new byte[64 * 1024];
        try
        {
            for (var total = beginning.Count; !outline.IsFull && total < MaxOutlinedBytes;)
            {
                var read = await rest.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                outline.Add(buffer.AsSpan(0, read));
                total += read;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status and the beginning are known. They say more about the error than the lost connection.
        }

        return outline;
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
