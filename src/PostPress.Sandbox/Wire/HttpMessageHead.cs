using System.Globalization;
using System.Text;

namespace PostPress.Sandbox.Wire;

/// <summary>The start line and the headers of an HTTP/1.1 message, unchanged.</summary>
internal sealed class HttpMessageHead
{
    private readonly (string Name, string Value)[] _headers;

    public HttpMessageHead(byte[] bytes)
    {
        Bytes = bytes;
        var lines = Encoding.Latin1.GetString(bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        StartLine = lines.Length > 0 ? lines[0] : "";
        _headers = [.. lines.Skip(1).Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2).Select(pair => (pair[0].Trim(), pair[1].Trim()))];
    }

    public byte[] Bytes { get; }

    public string StartLine { get; }

    /// <summary>The second word of the start line: the target of a request, the status of a response.</summary>
    public string SecondWord => StartLine.Split(' ') is [_, var word, ..] ? word : "";

    /// <summary>Whether it is an interim response, such as <c>100 Continue</c>.</summary>
    public bool IsInterim => SecondWord.StartsWith('1');

    public bool ExpectsContinue => this["Expect"] is not null;

    /// <summary>Whether the connection is closed after this message.</summary>
    public bool Closes => string.Equals(this["Connection"], "close", StringComparison.OrdinalIgnoreCase);

    public bool IsChunked => this["Transfer-Encoding"] is not null;

    public long ContentLength => long.TryParse(this["Content-Length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0;

    public string? this[string name] => Array.Find(_headers, h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The same head with another header for the length of its body.</summary>
    public byte[] WithFraming(string framing)
    {
        var text = new StringBuilder(StartLine).Append("\r\n");
        foreach (var (name, value) in _headers.Where(h => h.Name.ToUpperInvariant() is not ("CONTENT-LENGTH" or "TRANSFER-ENCODING")))
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append(framing).Append("\r\n\r\n").ToString());
    }
}
