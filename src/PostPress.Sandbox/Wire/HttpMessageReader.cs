using System.Globalization;
using System.Text;

namespace PostPress.Sandbox.Wire;

/// <summary>Reads HTTP/1.1 messages from a connection and copies their bodies unchanged.</summary>
internal sealed class HttpMessageReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private Span<byte> Ready => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Peeks at the next byte; null if the other side has closed the connection.</summary>
    public async ValueTask<byte?> PeekAsync(CancellationToken cancellationToken) =>
        _start < _end || await FillAsync(cancellationToken) ? _buffer[_start] : null;

    /// <summary>Reads the next head; null if the other side has closed the connection between two messages.</summary>
    public async Task<HttpMessageHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        if (await PeekAsync(cancellationToken) is null)
        {
            return null;
        }

        return new HttpMessageHead(await ReadThroughAsync("\r\n\r\n"u8.ToArray(), cancellationToken));
    }

    /// <summary>Copies the body of <paramref name="head"/> to <paramref name="to"/>.</summary>
    public async Task CopyBodyAsync(HttpMessageHead head, Stream to, CancellationToken cancellationToken)
    {
        if (!head.IsChunked)
        {
            await CopyAsync(head.ContentLength, to, cancellationToken);
            return;
        }

        long size;
        do
        {
            size = await CopyChunkSizeAsync(to, cancellationToken);
            await CopyAsync(size, to, cancellationToken);
            // An empty line follows each chunk. Trailers may follow the last chunk, up to an empty line.
            byte[] line;
            do
            {
                line = await ReadThroughAsync("\r\n"u8.ToArray(), cancellationToken);
                await to.WriteAsync(line, cancellationToken);
            }
            while (size == 0 && line.Length > 2);
        }
        while (size > 0);
    }

    /// <summary>Copies half of the body, or half of the first chunk.</summary>
    public async Task CopyHalfBodyAsync(HttpMessageHead head, Stream to, CancellationToken cancellationToken)
    {
        var whole = head.IsChunked ? await CopyChunkSizeAsync(to, cancellationToken) : head.ContentLength;
        await CopyAsync(whole / 2, to, cancellationToken);
    }

    /// <summary>Reads and discards bytes until the other side closes the connection.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        do
        {
            _start = _end;
        }
        while (await FillAsync(cancellationToken));
    }

    private async Task<long> CopyChunkSizeAsync(Stream to, CancellationToken cancellationToken)
    {
        var line = await ReadThroughAsync("\r\n"u8.ToArray(), cancellationToken);
        await to.WriteAsync(line, cancellationToken);
        return long.Parse(Encoding.ASCII.GetString(line).Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private async Task CopyAsync(long length, Stream to, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (await PeekAsync(cancellationToken) is null)
            {
                throw new EndOfStreamException("The connection ended in the middle of a message.");
            }

            var count = (int)Math.Min(length, _end - _start);
            await to.WriteAsync(_buffer.AsMemory(_start, count), cancellationToken);
            _start += count;
            length -= count;
        }
    }

    private async Task<byte[]> ReadThroughAsync(byte[] mark, CancellationToken cancellationToken)
    {
        int at;
        while ((at = Ready.IndexOf(mark)) < 0)
        {
            if (!await FillAsync(cancellationToken))
            {
                throw new EndOfStreamException("The connection ended in the middle of a message.");
            }
        }

        var read = Ready[..(at + mark.Length)].ToArray();
        _start += read.Length;
        return read;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        Ready.CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            throw new InvalidDataException("A head or a line is too long.");
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
