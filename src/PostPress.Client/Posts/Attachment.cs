namespace PostPress;

/// <summary>A file that a post carries. It is read while it is sent and never held in memory as a whole.</summary>
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

    /// <summary>Gets the name that the file gets.</summary>
    public string FileName { get; }

    /// <summary>Gets the media type that is sent with the file.</summary>
    public string ContentType { get; }

    /// <summary>Gets the size in bytes, or null when it is not known before the file is read.</summary>
    public long? Length { get; private set; }

    /// <summary>Gets whether the file can be read again from its start.</summary>
    internal bool CanReopen { get; }

    /// <summary>Gets whether the stream is closed after it was sent; a stream of the caller's is not.</summary>
    internal bool OwnsStream { get; }

    /// <summary>Attaches a file from disk. It is opened when it is sent and closed afterwards.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="contentType">The media type; null takes it from the extension of the file.</param>
    /// <returns>The attachment.</returns>
    /// <exception cref="ArgumentException">The path is null or empty, or <paramref name="contentType"/> can't be sent.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Attachment FromFile(string path, string? contentType = null)
    {
        Argument.NotEmpty(path, nameof(path));
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"There is no file at {file.FullName} to attach.", file.FullName);
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

    /// <summary>Attaches bytes from memory.</summary>
    /// <param name="content">The bytes; not copied, so leave them alone until the post is sent.</param>
    /// <param name="fileName">The name that the file gets.</param>
    /// <param name="contentType">The media type; null takes it from the extension of the name.</param>
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

    /// <summary>Attaches what a function opens, such as a blob in a store. Every attempt to send opens it anew and closes it afterwards.</summary>
    /// <param name="open">Opens the content at its start.</param>
    /// <param name="fileName">The name that the file gets.</param>
    /// <param name="length">The size in bytes; null if it isn't known, in which case the request goes out in chunks, without a Content-Length.</param>
    /// <param name="contentType">The media type; null takes it from the extension of the name.</param>
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
    /// Attaches a stream of yours, from where it stands to its end. It is read once and not closed; a post with such an
    /// attachment can be sent only once, so prefer <see cref="FromFactory"/>.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="fileName">The name that the file gets.</param>
    /// <param name="contentType">The media type; null takes it from the extension of the name.</param>
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

    /// <summary>Refuses what could only be sent half: a stream that was read before.</summary>
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
        new("The stream of this attachment was already sent, and it isn't read twice. Attach it anew, or use Attachment.FromFactory.");
}
