namespace PostPress.Sandbox.Page;

/// <summary>Checks whether a file is an image that is safe to show, by its content.</summary>
internal static class PageImage
{
    /// <summary>The content type, by the first bytes; null for other files, such as HTML and SVG, which could run scripts.</summary>
    public static string? TypeOf(SandboxPart part)
    {
        var bytes = part.Content.Span;
        return part.FileName is null || part.Length == 0 || bytes.Length < part.Length ? null
            : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
            : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
            : bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) ? "image/gif"
            : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "image/webp"
            : null;
    }
}
