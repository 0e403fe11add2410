namespace PostPress;

/// <summary>The progress of an upload: the bytes that were handed to the network.</summary>
public readonly struct UploadProgress : IEquatable<UploadProgress>
{
    /// <summary>Initializes a report.</summary>
    /// <param name="bytesSent">The number of bytes sent so far.</param>
    /// <param name="totalBytes">The total number of bytes; null if it isn't known.</param>
    public UploadProgress(long bytesSent, long? totalBytes)
    {
        BytesSent = bytesSent;
        TotalBytes = totalBytes;
    }

    /// <summary>Gets the number of bytes sent so far: files, texts and multipart headers.</summary>
    public long BytesSent { get; }

    /// <summary>Gets the total number of bytes; null if the size of an attachment isn't known.</summary>
    public long? TotalBytes { get; }

    /// <summary>Compares two reports.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(UploadProgress left, UploadProgress right) => left.Equals(right);

    /// <summary>Compares two reports.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(UploadProgress left, UploadProgress right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(UploadProgress other) => other.BytesSent == BytesSent && other.TotalBytes == TotalBytes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UploadProgress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => BytesSent.GetHashCode();
}
