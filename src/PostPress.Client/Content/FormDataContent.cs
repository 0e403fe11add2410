using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PostPress.Pipeline;

namespace PostPress.Content;

/// <summary>
/// A multipart/form-data body that streams its files. The class of .NET is not used, because it encodes file names with RFC 2047,
/// which form parsers do not read, and does not report its progress.
/// </summary>
internal sealed class FormDataContent : RequestContent
{
    /// <summary>Large enough for full speed, small enough for regular progress reports.</summary>
    private const int PieceSize = 128 * 1024;

    private readonly IReadOnlyList<FormDataPart> _parts;
    private readonly IProgress<UploadProgress>? _progress;
    private bool _canBeResent = true;
    private readonly string _boundary = "postpress-" + Guid.NewGuid().ToString("N");

    internal FormDataContent(IReadOnlyList<FormDataPart> parts, IProgress<UploadProgress>? progress)
    {
        _parts = parts;
        _progress = progress;
        Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data") { Parameters = { new NameValueHeaderValue("boundary", _boundary) } };
    }

    /// <summary>False after reading a stream of the caller has begun, because it can be read only once.</summary>
    internal override bool CanBeResent => _canBeResent;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        Written = WriteAsync(stream, CallContext.Current?.Token ?? default);

#if NET
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Written = WriteAsync(stream, cancellationToken);
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
        Start();
        var call = CallContext.Current;
        var attempt = call?.Timeouts.BeginUpload() ?? 0;
        var output = new CountingOutput(stream, _progress, TryComputeLength(out var total) ? total : null, call, attempt);
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
        call?.Timeouts.EndUpload(attempt);

        // Not in a finally block: an abandoned write may still read from the buffer.
        ArrayPool<byte>.Shared.Return(piece);
    }

    private async Task CopyAsync(Attachment attachment, CountingOutput output, byte[] piece, CancellationToken cancellationToken)
    {
        _canBeResent &= attachment.CanReopen;
        var source = await attachment.OpenAsync(cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            int read;

            // A stream of the caller may ignore the token.
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

    private byte[] Begin(FormDataPart part) => Encoding.UTF8.GetBytes("--" + _boundary + "\r\n" + part.Headers);

    private byte[] End() => Encoding.UTF8.GetBytes("--" + _boundary + "--\r\n");

    private sealed class CountingOutput(Stream stream, IProgress<UploadProgress>? progress, long? total, CallContext? call, int attempt)
    {
        private long _sent;

        internal Task WriteAsync(byte[] bytes, CancellationToken cancellationToken) => WriteAsync(bytes, bytes.Length, cancellationToken);

        internal async Task WriteAsync(byte[] bytes, int count, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(bytes.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            call?.Timeouts.MoveUpload(attempt);
            _sent += count;
            progress?.Report(new UploadProgress(_sent, total));
        }
    }
}
