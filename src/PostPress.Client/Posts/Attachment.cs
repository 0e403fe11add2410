namespace PostPress;

/// <summary>A file of a post. It is read while it is sent, and never held in memory as a whole.</summary>
public sealed class Attachment
{
    private readonly Func<CancellationToken, Task<Stream>> _open;
    private int _opened;

    private Attachment(string fileName, string? contentType, Func<CancellationToken, Task<Stream>> open, bool canReopen, bool ownsStream)
    {
        Argument.NotEmpty(fileName, nameof(fileName));
        FileName = fileName;
        ContentType = contentType ?? MediaTypes.FromFileName(fileName);
        _open = open;
        CanReopen = canReopen;
        OwnsStream = ownsStream;
        if (ContentType.Length == 0 || ContentType.Any(c => c is < ' ' or > '~'))
        {
            throw new ArgumentException("contentType must be a media type such as image/png.", nameof(contentType));
        }
    }

    /// <summary>Gets the name of the file.</summary>
    public string FileName { get; }

    /// <summary>Gets the media type of the file.</summary>
    public string ContentType { get; }

    /// <summary>Gets the size in bytes, or null if it is not known before the file is read.</summary>
    public long? Length { get; private set; }

    /// <summary>Gets whether the file can be read again from its start.</summary>
    internal bool CanReopen { get; }

    /// <summary>Gets whether the stream is closed after it was sent. A stream of the caller is not.</summary>
    internal bool OwnsStream { get; }

    /// <summary>Creates an attachment from a file. The file is opened when it is sent, and closed afterwards.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="contentType">The media type; null to derive it from the file extension.</param>
    /// <returns>The attachment.</returns>
    /// <exception cref="ArgumentException">The path is null or empty, or <paramref name="contentType"/> can't be sent.</exception>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static Attachment FromFile(string path, string? contentType = null)
    {
        Argument.NotEmpty(path, nameof(path));
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"The attachment {file.FullName} does not exist.", file.FullName);
        }

        return new Attachment(
            file.Name,
            contentType,
            _ => Task.FromResult<Stream>(new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan)),
            canReopen: true,
            ownsStream: true)
        {
            Length = file.Length,
        };
    }

    /// <summary>Creates an attachment from bytes in memory.</summary>
    /// <param name="content">The bytes. They are not copied; don't change them before the post is sent.</param>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="contentType">The media type; null to derive it from the file extension.</param>
    /// <returns>The attachment.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty, or <paramref name="contentType"/> can't be sent.</exception>
    public static Attachment FromBytes(byte[] content, string fileName, string? contentType = null)
    {
        Argument.NotNull(content, nameof(content));

        return new Attachment(fileName, contentType, _ => Task.FromResult<Stream>(new MemoryStream(content, writable: false)), canReopen: true, ownsStream: true)
        {
            Length = content.Length,
        };
    }

    /// <summary>Creates an attachment from a function that opens a stream, such as a blob. Each attempt opens a stream and closes it afterwards.</summary>
    /// <param name="open">Opens a stream at the start of the content.</param>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="length">The size in bytes; null if it isn't known. The request is then sent in chunks, without a Content-Length.</param>
    /// <param name="contentType">The media type; null to derive it from the file extension.</param>
    /// <returns>The attachment.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty, or <paramref name="contentType"/> can't be sent.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public static Attachment FromFactory(Func<CancellationToken, Task<Stream>> open, string fileName, long? length = null, string? contentType = null)
    {
        Argument.NotNull(open, nameof(open));

        if (length < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "length must not be negative.");
        }

        return new Attachment(fileName, contentType, open, canReopen: true, ownsStream: true) { Length = length };
    }

    /// <summary>
    /// Creates an attachment from a stream, from its current position to its end. The stream is read once and not closed. A post
    /// with such an attachment can be sent only once, so prefer <see cref="FromFactory"/>.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="contentType">The media type; null to derive it from the file extension.</param>
    /// <returns>The attachment.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty, the stream can't be read, or <paramref name="contentType"/> can't be sent.</exception>
    public static Attachment FromStream(Stream stream, string fileName, string? contentType = null)
    {
        Argument.NotNull(stream, nameof(stream));

        if (!stream.CanRead)
        {
            throw new ArgumentException("The stream can't be read.", nameof(stream));
        }

        return new Attachment(fileName, contentType, _ => Task.FromResult(stream), canReopen: false, ownsStream: false)
        {
            Length = stream.CanSeek ? stream.Length - stream.Position : null,
        };
    }

    /// <summary>Throws if the stream was already read and can't be read again.</summary>
    internal void CheckUnused()
    {
        if (!CanReopen && Volatile.Read(ref _opened) != 0)
        {
            throw UsedUp();
        }
    }

    internal Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _opened, 1) != 0 && !CanReopen ? throw UsedUp() : _open(cancellationToken);

    private static InvalidOperationException UsedUp() =>
        new("The stream of this attachment was already sent and can't be read again. Create a new attachment, or use Attachment.FromFactory.");
}
