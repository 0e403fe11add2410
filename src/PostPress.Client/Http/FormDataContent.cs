using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PostPress.Resilience;

namespace PostPress.Http;

/// <summary>
/// A multipart/form-data body that streams its files. Written by hand because .NET's own encodes file names in a way
/// (RFC 2047) that form parsers do not read, and hides how far it has come.
/// </summary>
internal sealed class FormDataContent : HttpContent
{
    /// <summary>Large enough for full speed, small enough for progress that moves.</summary>
    private const int PieceSize = 128 * 1024;

    private readonly IReadOnlyList<MultipartPart> _parts;
    private readonly IProgress<UploadProgress>? _progress;
    private readonly string _boundary = "postpress-" + Guid.NewGuid().ToString("N");

    internal FormDataContent(IReadOnlyList<MultipartPart> parts, IProgress<UploadProgress>? progress)
    {
        _parts = parts;
        _progress = progress;
        Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data") { Parameters = { new NameValueHeaderValue("boundary", _boundary) } };
    }

    /// <summary>The call that the body belongs to; an upload is a part of its deadlines.</summary>
    internal Call Call { get; set; } = null!;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        WriteAsync(stream, Call.Token);

#if NET
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        WriteAsync(stream, cancellationToken);
#endif

    protected override bool TryComputeLength(out long length)
    {
        length = End().Length;
        foreach (var part in _parts)
        {
            if (part.Length is not { } partLength)
            {
                length = 0;
                return false;
            }

            length += Begin(part).Length + partLength + 2;
        }

        return true;
    }

    private async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var started = Call.GetTimestamp();
        Call.AwaitUpload();
        var output = new CountingOutput(stream, _progress, TryComputeLength(out var total) ? total : null, Call);
        var piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        foreach (var part in _parts)
        {
            await output.WriteAsync(Begin(part), cancellationToken).ConfigureAwait(false);
            if (part.Bytes is { } bytes)
            {
                await output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await CopyAsync(part.Attachment!, output, piece, cancellationToken).ConfigureAwait(false);
            }

            await output.WriteAsync(NewLine, cancellationToken).ConfigureAwait(false);
        }

        await output.WriteAsync(End(), cancellationToken).ConfigureAwait(false);
        Call.AddUpload(Call.GetElapsed(started));
        Call.AwaitAnswer();

        // Not in a finally: a write that was given up may still read from the buffer.
        ArrayPool<byte>.Shared.Return(piece);
    }

    private async Task CopyAsync(Attachment attachment, CountingOutput output, byte[] piece, CancellationToken cancellationToken)
    {
        Call.IsBodyUsedUp |= !attachment.CanReopen;
        var source = await attachment.OpenAsync(cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            int read;

            // A stream of the caller's may not listen to the token.
            while ((read = await source.ReadAsync(piece.AsMemory(0, PieceSize), cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false)) > 0)
            {
                await output.WriteAsync(piece, read, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (attachment.OwnsStream)
            {
                source.Dispose();
            }
        }
    }

    private static readonly byte[] NewLine = [(byte)'\r', (byte)'\n'];

    private byte[] Begin(MultipartPart part) => Encoding.UTF8.GetBytes("--" + _boundary + "\r\n" + part.Headers);

    private byte[] End() => Encoding.UTF8.GetBytes("--" + _boundary + "--\r\n");

    private sealed class CountingOutput(Stream stream, IProgress<UploadProgress>? progress, long? total, Call call)
    {
        private long _sent;

        internal Task WriteAsync(byte[] bytes, CancellationToken cancellationToken) => WriteAsync(bytes, bytes.Length, cancellationToken);

        internal async Task WriteAsync(byte[] bytes, int count, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(bytes.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            call.AwaitUpload();
            _sent += count;
            progress?.Report(new UploadProgress(_sent, total));
        }
    }
}
