using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>
/// The rules between members of a request, which JSON Schema can't express: <c>x-rules</c>. The kind of a rule is
/// <c>ordered</c> (a minimum and a maximum), <c>subset</c> (of another list), <c>notEmpty</c> (a list), <c>notBoth</c> (values
/// that exclude each other), or <c>matches</c> (a pattern for a text, when a flag is set or not).
/// </summary>
internal static class MemberRules
{
    /// <summary>The rules as data for the templates, with the names of members in the JSON and in C#.</summary>
    public static IEnumerable<JsonObject> Read(JsonObject schema, List<Property> properties, Place place)
    {
        foreach (var node in schema["x-rules"]?.AsArray() ?? [])
        {
            var rule = node!.AsObject();
            yield return rule.Text("rule") switch
            {
                "ordered" => new JsonObject { ["kind"] = "ordered", ["low"] = Member(rule.Text("low"), type => type.IsNumber), ["high"] = Member(rule.Text("high"), type => type.IsNumber) },
                "subset" => new JsonObject { ["kind"] = "subset", ["list"] = Member(rule.Text("list"), IsTexts), ["of"] = Member(rule.Text("of"), IsTexts) },
                "notEmpty" => new JsonObject { ["kind"] = "notEmpty", ["list"] = Member(rule.Text("list"), type => type.Kind == Kind.List) },
                "notBoth" => new JsonObject
                {
                    ["kind"] = "notBoth",
                    ["values"] = new JsonArray([.. rule["values"]!.AsObject().Select(pair =>
                    {
                        var member = Member(pair.Key, type => type.Kind == Kind.Enum);
                        member["value"] = pair.Value!.GetValue<string>();
                        return member;
                    })]),
                },
                "matches" when rule["when"]!.AsObject().Single() is var (flag, state) => new JsonObject
                {
                    ["kind"] = "matches",
                    ["member"] = Member(rule.Text("member"), type => type.Kind == Kind.String),
                    ["flag"] = Member(flag, type => type.Kind == Kind.Boolean),
                    ["state"] = state!.GetValue<bool>(),
                    ["rule"] = new JsonObject
                    {
                        ["kind"] = "text",
                        ["pattern"] = EcmaPattern.ToDotNet(rule.Text("pattern") ?? "") ?? throw new LoweringException(place, $"x-rules: the pattern '{rule["pattern"]}' cannot be checked."),
                        ["patternMessage"] = rule.Text("message"),
                    },
                },
                var other => throw new LoweringException(place, $"x-rules: '{other}' is no rule; use ordered, subset, notEmpty, notBoth or matches."),
            };
        }

        JsonObject Member(string? wire, Func<TypeUse, bool> fits)
        {
            var property = properties.Find(candidate => candidate.Wire == wire);
            return property is not null && fits(property.Use.Type)
                ? new JsonObject { ["wire"] = wire, ["name"] = property.Name }
                : throw new LoweringException(place, $"x-rules: '{wire}' is no member of the kind that the rule is for.");
        }

        static bool IsTexts(TypeUse type) => type is { Kind: Kind.List, Item.Kind: Kind.String };
    }
}
