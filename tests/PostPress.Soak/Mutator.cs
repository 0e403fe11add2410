using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Soak;

/// <summary>Spoils answers: as bytes, as text, and as JSON that is well formed and wrong.</summary>
public sealed class Mutator(Random dice)
{
    /// <summary>Texts that have broken readers before: other kinds, limits, lookalikes.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e400", "-1e400", "9223372036854775808", "99999999999999999999999999999999999999", "1e-400", "-0.0", "\"\"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"2026-13-45T99:99:99Z\"", "\"NaN\"", "\"0x10\"", "\"9999999999999999999999\"", "[]", "{}", "[null]", "[[[[]]]]", "{\"type\":null}", "{\"type\":[]}", "{\"type\":{\"type\":1}}", "{\"$type\":\"System.IO.FileInfo\"}",
        "{\"$ref\":\"1\"}", "{\"object\":1,\"object\":2}", "NaN", "Infinity", "undefined", "new Date(0)", "'single'", "/* a comment */ 1", "0x7fffffff",
    ];

    private static readonly byte[][] Pieces =
    [
        "\0"u8.ToArray(), [0xff], [0xff, 0xfe], [0xef, 0xbb, 0xbf], [0xed, 0xa0, 0x80], "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), "\""u8.ToArray(), "\\"u8.ToArray(), ","u8.ToArray(), ":"u8.ToArray(),
        "\\u"u8.ToArray(), "<html>"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "1e999999999"u8.ToArray(), "//"u8.ToArray(), "/*"u8.ToArray(),
    ];

    /// <summary>An answer that is spoilt in one to four ways.</summary>
    public byte[] Spoil(byte[] answer, byte[] other)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(other);
        var result = answer;
        for (var times = dice.Next(1, 5); times > 0; times--)
        {
            result = dice.Next(5) < 3 && Parse(result) is { } json ? SpoilJson(json) : SpoilBytes(result, other);
        }

        return result;
    }

    private byte[] SpoilBytes(byte[] answer, byte[] other)
    {
        var (from, to) = (dice.Next(answer.Length + 1), dice.Next(answer.Length + 1));
        (from, to) = (Math.Min(from, to), Math.Max(from, to));
        switch (dice.Next(9))
        {
            case 0:
                return answer[..from];
            case 1:
                return answer[to..];
            case 2:
                return [.. answer[..from], .. answer[to..]];
            case 3:
                return [.. answer[..to], .. answer[from..]];
            case 4:
                return [.. answer[..from], .. Pieces[dice.Next(Pieces.Length)], .. answer[from..]];
            case 5:
                return [.. answer[..from], .. other[Math.Min(to, other.Length)..]];
            case 6 when answer.Length > 0:
                var flipped = answer.ToArray();
                for (var bits = dice.Next(1, 9); bits > 0; bits--)
                {
                    flipped[dice.Next(flipped.Length)] ^= (byte)(1 << dice.Next(8));
                }

                return flipped;
            case 7:
                var depth = dice.Next(1, 20_000);
                return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(dice.Next(2) == 0 ? "[" : "{\"a\":", depth)));
            default:
                var encoding = dice.Next(3) switch { 0 => Encoding.Unicode, 1 => Encoding.BigEndianUnicode, _ => Encoding.UTF32 };
                return [.. encoding.GetPreamble(), .. encoding.GetBytes(Encoding.UTF8.GetString(answer))];
        }
    }

    /// <summary>Changes one place. The text is put together by hand, so that it can hold what no JSON writer writes.</summary>
    private byte[] SpoilJson(JsonNode root)
    {
        var places = new List<JsonNode>();
        Collect(root, places);
        var place = places[dice.Next(places.Count)];
        var replacement = dice.Next(7) switch
        {
            0 => NumberText(),
            1 => new string('[', 70) + new string(']', 70),
            2 => $"\"{new string('x', dice.Next(100_000))}\"",
            3 => places[dice.Next(places.Count)].ToJsonString(),
            4 => $"[{place.ToJsonString()}]",
            _ => Values[dice.Next(Values.Length)],
        };
        switch (place.Parent)
        {
            case JsonObject parent:
                var name = place.GetPropertyName();
                switch (dice.Next(4))
                {
                    case 0:
                        parent.Remove(name);
                        return Bytes(root);
                    case 1:
                        parent.Remove(name);
                        parent.Add(name + "2", place);
                        return Bytes(root);
                    case 2:
                        return Marked(root, place, $"{replacement},{JsonSerializer.Serialize(name)}:{place.ToJsonString()}");
                    default:
                        return Marked(root, place, replacement);
                }

            case JsonArray when dice.Next(3) == 0:
                return Marked(root, place, $"{place.ToJsonString()},{replacement}");
            default:
                return Marked(root, place, replacement);
        }
    }

    /// <summary>A number with very many digits.</summary>
    private string NumberText() =>
        new string('9', dice.Next(1, dice.Next(2) == 0 ? 100 : 5000)) + (dice.Next(2) == 0 ? "" : ".5e" + dice.Next(-400, 400).ToString(CultureInfo.InvariantCulture));

    private static byte[] Marked(JsonNode root, JsonNode place, string text)
    {
        const string mark = "place-to-be-replaced";
        if (ReferenceEquals(root, place))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        place.ReplaceWith(mark);
        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace($"\"{mark}\"", text, StringComparison.Ordinal));
    }

    private static byte[] Bytes(JsonNode root) => Encoding.UTF8.GetBytes(root.ToJsonString());

    private static JsonNode? Parse(byte[] answer)
    {
        try
        {
            // It is read lazily: a name that comes twice shows in walking over it, half a character in writing it.
            var root = JsonNode.Parse(answer);
            if (root is not null)
            {
                Collect(root, []);
            }

            _ = root?.ToJsonString();
            return root;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Collect(JsonNode node, List<JsonNode> places)
    {
        places.Add(node);
        foreach (var child in node switch { JsonObject map => map.Select(m => m.Value), JsonArray list => list, _ => [] })
        {
            if (child is not null)
            {
                Collect(child, places);
            }
        }
    }
}
