using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Newtonsoft.Json;

namespace PostPress.Http;

/// <summary>A JSON body that was serialised once: it has a Content-Length, and every attempt sends the same bytes.</summary>
internal sealed class JsonContent : HttpContent
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly byte[] _json;

    internal JsonContent(byte[] json)
    {
        _json = json;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    internal static byte[] Serialize(Action<JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var text = new StreamWriter(buffer, Utf8, bufferSize: 1024, leaveOpen: true))
        using (var json = new JsonTextWriter(text))
        {
            write(json);
        }

        return buffer.ToArray();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        stream.WriteAsync(_json, 0, _json.Length);

#if NET
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_json, 0, _json.Length, cancellationToken);

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.Write(_json, 0, _json.Length);
#endif

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
