using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Sandbox.Http;

/// <summary>What is sent back: made as a whole, so that it can be kept and sent again.</summary>
internal sealed record SandboxResponse(int Status, ReadOnlyMemory<byte> Body, string ContentType = "application/json")
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static SandboxResponse Json(int status, JsonNode? body) => new(status, Bytes(body, Readable));

    /// <summary>The JSON as text, for people.</summary>
    public static string Write(JsonNode? node, bool indented) => Encoding.UTF8.GetString(Bytes(node, Readable with { Indented = indented }));

    /// <summary>A failure in the envelope that every page of the documentation shows.</summary>
    public static SandboxResponse Problem(int status, string type, string detail, string requestId) => Json(status, new JsonObject
    {
        ["title"] = TitleOf(type),
        ["detail"] = detail,
        ["instance"] = requestId,
        ["type"] = type,
        ["status"] = status,
    });

    /// <summary>A refusal that came through a gateway: HTTP's status is the gateway's, the one in the envelope LinkedIn's. A client must not compare the two.</summary>
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

/// <summary>Ends the handling of a request with a response that says why.</summary>
internal sealed class Refusal(SandboxResponse response) : Exception
{
    public SandboxResponse Response { get; } = response;
}
