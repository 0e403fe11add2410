using System.Buffers;
using System.Text;

namespace PostPress.Content;

/// <summary>A part of a multipart/form-data body: its headers and the source of its bytes.</summary>
internal sealed class FormDataPart
{
    private FormDataPart(string name, string? fileName, string? contentType, byte[]? bytes, Attachment? attachment)
    {
        var headers = new StringBuilder("Content-Disposition: form-data; name=\"").Append(Escape(name)).Append('"');
        if (fileName is not null)
        {
            headers.Append("; filename=\"").Append(Escape(fileName)).Append('"');
        }

        if (contentType is not null)
        {
            headers.Append("\r\nContent-Type: ").Append(contentType);
        }

        Headers = headers.Append("\r\n\r\n").ToString();
        Bytes = bytes;
        Attachment = attachment;
    }

    internal string Headers { get; }

    /// <summary>The content of a part in memory; otherwise null.</summary>
    internal byte[]? Bytes { get; }

    /// <summary>The file of a part that is streamed; otherwise null.</summary>
    internal Attachment? Attachment { get; }

    internal long? Length => Bytes?.LongLength ?? Attachment!.Length;

    internal static FormDataPart Text(string name, string value) => new(name, null, null, Encoding.UTF8.GetBytes(value), null);

    internal static FormDataPart Json<T>(string name, T value, Action<WireWriter, T> write)
    {
        var json = Utf8WireWriter.Write(value, write);
        var part = new FormDataPart(name, null, "application/json", [.. json], null);
        ArrayPool<byte>.Shared.Return(json.Array!);
        return part;
    }

    internal static FormDataPart File(string name, Attachment attachment) => new(name, attachment.FileName, attachment.ContentType, null, attachment);

    /// <summary>Escapes a name like browsers do (WHATWG, "multipart/form-data encoding algorithm"): UTF-8, with three characters percent-encoded.</summary>
    private static string Escape(string text) => text.Replace("\r", "%0D").Replace("\n", "%0A").Replace("\"", "%22");
}
