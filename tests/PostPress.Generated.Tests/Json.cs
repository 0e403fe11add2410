using System.Reflection;
using System.Text.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Generated.Tests;

/// <summary>JSON as text in, JSON as text out, compared as JSON by another library than the one that is tested.</summary>
internal static class Json
{
    /// <summary>Reads and writes with plain JsonConvert, as users do.</summary>
    public static string RoundTrip(string json, Type type) => JsonConvert.SerializeObject(JsonConvert.DeserializeObject(json, type));

    public static string Text(JToken json) => json.ToString(Formatting.None);

    /// <summary>Parses without touching dates or digits.</summary>
    public static JToken Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
        return JToken.Load(reader);
    }

    /// <summary>
    /// The first place where two texts differ; null if they are the same JSON. The order of members is
    /// free, and numbers are the same digit for digit. On demand a member that is null may be missing
    /// from either.
    /// </summary>
    public static string? Difference(string expected, string actual, bool nullsMayLack = false)
    {
        using var left = JsonDocument.Parse(expected);
        using var right = JsonDocument.Parse(actual);
        return Difference(left.RootElement, right.RootElement, "$", nullsMayLack);
    }

    public static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"No resource '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string? Difference(JsonElement expected, JsonElement actual, string path, bool nullsMayLack)
    {
        if (expected.ValueKind != actual.ValueKind)
        {
            return $"{path} is {actual.GetRawText()}, not {expected.GetRawText()}";
        }

        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                var left = Members(expected);
                var right = Members(actual);
                var name = left.Keys.Union(right.Keys, StringComparer.Ordinal).FirstOrDefault(name => left.ContainsKey(name) != right.ContainsKey(name));
                return name is not null
                    ? $"{path}.{name} is {(left.ContainsKey(name) ? "missing" : "invented")}"
                    : left.Select(member => Difference(member.Value, right[member.Key], $"{path}.{member.Key}", nullsMayLack)).FirstOrDefault(difference => difference is not null);

            case JsonValueKind.Array:
                return expected.GetArrayLength() != actual.GetArrayLength()
                    ? $"{path} has {actual.GetArrayLength()} items, not {expected.GetArrayLength()}"
                    : expected.EnumerateArray().Zip(actual.EnumerateArray(), (one, other) => Difference(one, other, $"{path}[]", nullsMayLack)).FirstOrDefault(difference => difference is not null);

            default:
                return Scalar(expected) == Scalar(actual) ? null : $"{path} is {actual.GetRawText()}, not {expected.GetRawText()}";
        }

        Dictionary<string, JsonElement> Members(JsonElement json)
            => json.EnumerateObject()
                .Where(member => !nullsMayLack || member.Value.ValueKind != JsonValueKind.Null)
                .GroupBy(member => member.Name, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);
    }

    private static string? Scalar(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : json.GetRawText();
}
