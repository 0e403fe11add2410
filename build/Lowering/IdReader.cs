using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>
/// Members whose values are ids, not texts. <c>x-parameter-type</c> is the type of the id. The enum of all types has the pattern
/// of each type in <c>x-id-patterns</c>. With <c>x-accepts-text</c>, texts are accepted too.
/// </summary>
internal sealed class IdReader(Contract contract)
{
    // The method of the facade that finds ids.
    private const string Finder = "Search.FindIdAsync";

    private readonly KeyValuePair<string, JsonObject> _kinds = contract.Schemas
        .Select(pair => KeyValuePair.Create(pair.Key, pair.Value as JsonObject ?? []))
        .FirstOrDefault(pair => pair.Value.ContainsKey("x-id-patterns"));

    /// <summary>If the values of a schema are ids, adds their rule, and where to find them.</summary>
    /// <param name="schema">The schema of the member.</param>
    /// <param name="use">The result of reading the schema.</param>
    /// <param name="place">Its owner, for messages.</param>
    /// <param name="find">Returns a type by its name; null for a union, whose variants have their own rules.</param>
    public SchemaUse Read(JsonObject schema, SchemaUse use, Place place, Func<string, ObjectType?> find)
    {
        if (schema.Text("x-parameter-type") is not { } kind)
        {
            return use;
        }

        var pattern = _kinds.Value?["x-id-patterns"]?[kind]?.GetValue<string>()
            ?? throw new LoweringException(place, $"'x-parameter-type: {kind}' has no entry in the x-id-patterns of an enum; add one.");
        var member = TypeReader.ReadMembers(_kinds.Value, Place.Schema(_kinds.Key), _kinds.Key).Find(value => value.Wire == kind)?.Name
            ?? throw new LoweringException(place, $"'x-parameter-type: {kind}' is no value of {_kinds.Key}.");
        var source = $"{Finder} and {Naming.Type(_kinds.Key)}.{member}";
        var takesText = schema["x-accepts-text"]?.GetValue<bool>() == true;
        return use with
        {
            Description = $"{use.Description}\n\nFind the id with `{Finder}` and `{Naming.Type(_kinds.Key)}.{member}`.",
            Rule = takesText ? use.Rule : WithPattern(use.Rule, use.Type, EcmaPattern.ToDotNet(pattern) ?? throw new LoweringException(place, $"the pattern of {kind} cannot be checked."), $"must be an id, not a text; find it with {source}", find),
        };
    }

    private static JsonObject? WithPattern(JsonObject? rule, TypeUse type, string pattern, string message, Func<string, ObjectType?> find)
    {
        var result = (JsonObject?)rule?.DeepClone() ?? [];
        switch (type.Kind)
        {
            case Kind.String:
                result["kind"] = "text";
                break;
            case Kind.List:
                result["kind"] = "list";
                result["item"] = WithPattern((JsonObject?)result["item"], type.Item!, pattern, message, find);
                return result;
            case Kind.Object when find(type.Name!) is { } holder:
                holder.HoldsIds = true;
                result["kind"] = "ids";
                break;
            default:
                return rule;
        }

        result["pattern"] = pattern;
        result["patternMessage"] = message;
        return result;
    }
}
