using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Sandbox.Http;

/// <summary>A complete response, which can be kept and returned again.</summary>
internal sealed record SandboxResponse(int Status, ReadOnlyMemory<byte> Body, string ContentType = "application/json")
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static SandboxResponse Json(int status, JsonNode? body) => new(status, Bytes(body, Readable));

    /// <summary>The JSON as indented text.</summary>
    public static string Write(JsonNode? node, bool indented) => Encoding.UTF8.GetString(Bytes(node, Readable with { Indented = indented }));

    /// <summary>An error response in the documented envelope.</summary>
    public static SandboxResponse Problem(int status, string type, string detail, string requestId) => Json(status, new JsonObject
    {
        ["title"] = TitleOf(type),
        ["detail"] = detail,
        ["instance"] = requestId,
        ["type"] = type,
        ["status"] = status,
    });

    /// <summary>A refusal with the HTTP status of a gateway and LinkedIn's status in the envelope. Clients must not compare the two.</summary>
    public SandboxResponse AsSeenByTheGateway()
    {
        var envelope = JsonNode.Parse(Body.Span)!;
        envelope["title"] = "Bad Request";
        envelope["status"] = 400;
        return Json(Status, envelope);
    }

    private static byte[] Bytes(JsonNode? node, JsonWriterOptions options)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, options))
        {
            if (node is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                node.WriteTo(writer);
            }
        }

        return bytes.ToArray();
    }

    private static string TitleOf(string type)
    {
        var words = type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace('_', ' ');
        return string.Concat(words[..1].ToUpperInvariant(), words.AsSpan(1));
    }
}

/// <summary>Stops the handling of a request with an error response.</summary>
internal sealed class Refusal(SandboxResponse response) : Exception
{
    public SandboxResponse Response { get; } = response;
}
