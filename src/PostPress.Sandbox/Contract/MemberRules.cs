using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PostPress.Sandbox.Contract;

/// <summary>
/// Checks the rules between the members of an object that JSON Schema can't express: <c>x-rules</c>. Values that violate the
/// schema are not checked.
/// </summary>
internal sealed class MemberRules
{
    private readonly List<Func<JsonObject, IEnumerable<(string Member, string Rule)>>> _rules = [];

    /// <summary>Reads the rules of a schema.</summary>
    /// <exception cref="InvalidDataException">The kind of a rule is unknown.</exception>
    public MemberRules(JsonArray rules, string location)
    {
        foreach (var node in rules)
        {
            var rule = node!.AsObject();
            _rules.Add(Text(rule, "rule") switch
            {
                "ordered" => Ordered(Text(rule, "low"), Text(rule, "high")),
                "subset" => Subset(Text(rule, "list"), Text(rule, "of")),
                "notEmpty" => NotEmpty(Text(rule, "list")),
                "notBoth" => NotBoth([.. rule["values"]!.AsObject().Select(pair => (pair.Key, pair.Value!.GetValue<string>()))]),
                "matches" => Matches(Text(rule, "member"), Text(rule, "pattern"), rule["when"]!.AsObject().Select(pair => (pair.Key, pair.Value!.GetValue<bool>())).Single(), Text(rule, "message")),
                var other => throw new InvalidDataException($"{location}: the sandbox does not know the rule '{other}'."),
            });
        }
    }

    /// <summary>The violations of the rules, each at the member to change.</summary>
    public IEnumerable<(string Member, string Rule)> FindBroken(JsonObject value) => _rules.SelectMany(rule => rule(value));

    private static Func<JsonObject, IEnumerable<(string, string)>> Ordered(string low, string high) => value =>
        Number(value[low]) is { } least && Number(value[high]) is { } most && least > most
            ? [(low, string.Create(CultureInfo.InvariantCulture, $"must not be above `{high}`; it is {least}, and `{high}` is {most}"))]
            : [];

    private static Func<JsonObject, IEnumerable<(string, string)>> Subset(string list, string of) => value =>
        value[list] is JsonArray items && value[of] is JsonArray all
            ? items.Select((item, i) => (Item: item, Index: i))
                .Where(pair => !all.Any(one => JsonNode.DeepEquals(one, pair.Item)))
                .Select(pair => (string.Create(CultureInfo.InvariantCulture, $"{list}[{pair.Index}]"), $"must be one of `{of}`"))
            : [];

    private static Func<JsonObject, IEnumerable<(string, string)>> NotEmpty(string list) => value =>
        value[list] is JsonArray { Count: 0 } ? [(list, "needs at least 1 item, has 0")] : [];

    private static Func<JsonObject, IEnumerable<(string, string)>> NotBoth((string Member, string Value)[] values) => value =>
        values.All(pair => value[pair.Member] is JsonValue member && member.TryGetValue<string>(out var text) && text == pair.Value)
            ? [(values[0].Member, $"must not be {values[0].Value} with {string.Join(", ", values.Skip(1).Select(pair => $"`{pair.Member}` {pair.Value}"))}")]
            : [];

    private static Func<JsonObject, IEnumerable<(string, string)>> Matches(string member, string pattern, (string Name, bool State) flag, string message)
    {
        var form = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return value => (value[flag.Name]?.GetValue<bool>() ?? false) == flag.State && value[member] is JsonValue text && !form.IsMatch(text.GetValue<string>())
            ? [(member, message)]
            : [];
    }

    // Comparing doubles is exact enough.
    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(JsonObject rule, string name) => rule[name]!.GetValue<string>();
}
