using System.Buffers;
using System.Text;

namespace PostPress.Content;

/// <summary>
/// The body of a response, read asynchronously into pooled memory before it is parsed: parsing straight from the network
/// would block a thread for every slow response.
/// </summary>
internal sealed class BufferedBody : IDisposable
{
    /// <summary>The largest body that is read: a page of 100 results is about 400 KB. It counts what a decompressing handler gives.</summary>
    internal const int MaxBytes = 16 * 1024 * 1024;

    private const int MaxOutlinedBytes = 128 * 1024 * 1024;
    private const int FirstSize = 16 * 1024;

    private byte[] _buffer;
    private int _length;

    private BufferedBody(byte[] buffer) => _buffer = buffer;

    internal int Length => _length;

    internal ArraySegment<byte> Bytes => new(_buffer, 0, _length);

    /// <summary>Whether the body went on after <see cref="MaxBytes"/>.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>The outline of an error's whole body that was cut; null for every other body.</summary>
    internal JsonOutline? Outline { get; private set; }

    /// <summary>
    /// Reads the body, up to <see cref="MaxBytes"/>. The rest is left unread; that of an error is read for its outline, up to
    /// <see cref="MaxOutlinedBytes"/>.
    /// </summary>
    internal static async ValueTask<BufferedBody> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = response.Content;
        var expected = content.Headers.ContentLength is { } length and >= 0 ? (int)Math.Min(length + 1, MaxBytes) : FirstSize;

        // When reading fails, the buffer goes to the garbage collector: a read that was given up may still write to it.
        var body = new BufferedBody(ArrayPool<byte>.Shared.Rent(Math.Max(expected, 256)));
#if NET
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        var stream = await content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
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
                body.Outline = response.IsSuccessStatusCode ? null : await ReadOutlineAsync(body.Bytes, stream, cancellationToken).ConfigureAwait(false);
                return body;
            }
        }
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
            // The status is known and so is the beginning: the error says more than that the rest did not come.
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
