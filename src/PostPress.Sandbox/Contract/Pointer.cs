using System.Globalization;
using System.Text.Json.Nodes;

namespace PostPress.Sandbox.Contract;

/// <summary>JSON pointers as fragments (<c>#/components/schemas/X</c>), as in the references of OpenAPI.</summary>
internal static class Pointer
{
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Last(string pointer) => Unescape(pointer[(pointer.LastIndexOf('/') + 1)..]);

    /// <exception cref="InvalidDataException">There is nothing at the location.</exception>
    public static JsonNode? Find(JsonNode root, string pointer)
    {
        if (!pointer.StartsWith("#/", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{pointer}' does not point into this document.");
        }

        var node = root;
        foreach (var name in pointer[2..].Split('/').Select(Unescape))
        {
            node = node switch
            {
                JsonObject map when map.TryGetPropertyValue(name, out var member) => member,
                JsonArray list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < list.Count => list[i],
                _ => throw new InvalidDataException($"'{pointer}' points to nothing."),
            };
        }

        return node;
    }

    private static string Unescape(string name) => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
