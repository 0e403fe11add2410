using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace PostPress.Generated.Tests;

/// <summary>A request that breaks one rule of the contract.</summary>
/// <param name="Request">The body, or the parts of a multipart body.</param>
/// <param name="Keyword">The keyword of the rule.</param>
/// <param name="Path">Where it is broken.</param>
/// <param name="Union">Where a variant may no longer be recognised in its stead; null where that cannot be.</param>
internal sealed record BadRequest(JToken Request, string Keyword, string Path, string? Union)
{
    public override string ToString() => $"{Keyword} at {(Path.Length == 0 ? "the body" : Path)}: {Json.Text(Request)}";
}

/// <summary>For every rule in a schema of the contract one request that breaks it and no other, found by walking the schema.</summary>
internal sealed class BadRequests
{
    // One of these matches whatever pattern the contract has, and one does not.
    private static readonly string[] Words = ["7", "en", "eng", "USD", "ACoAAA7", "https://example.com/a", "", "UPPER CASE", "7\n"];

    private readonly List<BadRequest> _found = [];

    private BadRequests()
    {
    }

    public static IReadOnlyList<BadRequest> Of(JToken schema)
    {
        var requests = new BadRequests();
        requests.Visit(schema, Valid(schema), request => request, "", null);
        return requests._found;
    }

    /// <summary>A value with every member of the schema that keeps all its rules.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="ids">The form of the ids that stand here; null if none do.</param>
    public static JToken Valid(JToken schema, string? ids = null)
    {
        ids = IdPattern(schema) ?? ids;
        schema = Contract.Follow(schema);
        if ((schema["oneOf"] ?? schema["anyOf"]) is JArray branches)
        {
            return Valid(branches[0]);
        }

        if ((schema["const"] ?? schema["enum"]?[0]) is { } value)
        {
            return value.DeepClone();
        }

        return (string?)schema["type"] switch
        {
            "string" => Words.First(word => Matches(schema, word) && (ids is null || Matches(word, ids))),
            "integer" => schema["minimum"]?.DeepClone() ?? 7,
            "number" => schema["minimum"]?.DeepClone() ?? 7.5m,
            "boolean" => true,
            "array" => new JArray(Enumerable.Range(0, Math.Max(1, (int?)schema["minItems"] ?? 0)).Select(_ => Valid(schema["items"]!, ids))),
            "object" => InOrder(schema, new JObject(schema["properties"]!.Cast<JProperty>().Select(property => new JProperty(property.Name, Valid(property.Value, HoldsIds(property.Name) ? ids : null))))),
            _ => throw new InvalidOperationException($"No value for {Json.Text(schema)}."),
        };
    }

    /// <summary>The largest value of a list of numbers where the first one is below another member.</summary>
    private static JObject InOrder(JToken schema, JObject value)
    {
        foreach (var rule in Rules(schema, "ordered").Where(rule => (decimal)value[(string)rule["low"]!]! > (decimal)value[(string)rule["high"]!]!))
        {
            value[(string)rule["high"]!] = schema["properties"]![(string)rule["high"]!]!["enum"]!.Last!.DeepClone();
        }

        return value;
    }

    private static IEnumerable<JToken> Rules(JToken schema, string kind) => (schema["x-rules"] ?? new JArray()).Where(rule => (string?)rule["rule"] == kind);

    /// <summary>The form of the ids that a member takes; null if it takes none, or text as well.</summary>
    private static string? IdPattern(JToken schema) =>
        schema["x-parameter-type"] is { } kind && (bool?)schema["x-accepts-text"] != true
            ? (string?)Contract.Schemas.Properties().Select(named => named.Value["x-id-patterns"]).OfType<JObject>().Single()[(string)kind!]
            : null;

    private static bool HoldsIds(string member) => member is "id" or "include" or "exclude";

    private void Visit(JToken schema, JToken valid, Func<JToken, JToken> embed, string path, string? union)
    {
        var ids = IdPattern(schema);
        schema = Contract.Follow(schema);
        if (schema["oneOf"] is JArray branches)
        {
            VisitOneOf(schema, branches, embed, path, union);
            return;
        }

        if (schema["enum"] is JArray values)
        {
            Add(values[0].Type == JTokenType.String ? "something newer" : 987654, "enum");
        }

        switch ((string?)schema["type"])
        {
            case "string":
                Break(schema["minLength"] is not null, new string('x', Math.Max(0, ((int?)schema["minLength"] ?? 0) - 1)), "minLength");
                Break(schema["maxLength"] is not null, new string('x', ((int?)schema["maxLength"] ?? 0) + 1), "maxLength");
                Break(schema["pattern"] is not null, Words.FirstOrDefault(word => word.Length > 0 && !Matches(schema, word)), "pattern");
                Break(schema["pattern"] is not null && !Matches(schema, valid + "\n"), valid + "\n", "pattern");
                break;
            case "integer" or "number":
                Break(schema["minimum"] is not null, ((decimal?)schema["minimum"] ?? 0) - 1, "minimum");
                Break(schema["maximum"] is not null, ((decimal?)schema["maximum"] ?? 0) + 1, "maximum");
                break;
            case "array":
                VisitArray(schema, embed, path, ids);
                break;
            case "object":
                VisitObject(schema, (JObject)valid, embed, path, union);
                break;
        }

        void Add(JToken value, string keyword) => _found.Add(new BadRequest(embed(value), keyword, path, union));

        void Break(bool isRule, JToken value, string keyword)
        {
            if (isRule)
            {
                Add(value, keyword);
            }
        }
    }

    private void VisitOneOf(JToken schema, JArray branches, Func<JToken, JToken> embed, string path, string? union)
    {
        if (branches.All(branch => branch["$ref"] is null))
        {
            _found.Add(new BadRequest(embed("something newer"), "oneOf", path, union));
            _found.Add(new BadRequest(embed(987654), "oneOf", path, union));
            return;
        }

        foreach (var branch in branches)
        {
            Visit(branch, Valid(branch), embed, path, path);
        }

        var discriminator = (string?)schema["discriminator"]?["propertyName"];
        _found.Add(new BadRequest(
            embed(discriminator is null ? new JObject { ["something_newer"] = 1 } : new JObject { [discriminator] = "something newer" }),
            "oneOf",
            discriminator is null ? path : Member(path, discriminator),
            union));
        if (discriminator is null)
        {
            var all = new JObject();
            foreach (var branch in branches)
            {
                all.Merge(Valid(branch));
            }

            // What all variants have, together: more than one of them, or none.
            _found.Add(new BadRequest(embed(all), "oneOf", path + "*", path));
        }
    }

    private void VisitArray(JToken schema, Func<JToken, JToken> embed, string path, string? ids)
    {
        var item = Valid(schema["items"]!, ids);
        var fewest = (int?)schema["minItems"] ?? 0;
        var most = (int?)schema["maxItems"] ?? 100;
        if (fewest > 0)
        {
            _found.Add(new BadRequest(embed(Items(fewest - 1)), "minItems", path, null));
        }

        if (schema["maxItems"] is not null)
        {
            _found.Add(new BadRequest(embed(Items(most + 1)), "maxItems", path, null));
        }

        // The second of two, so that the index is seen to be right.
        Visit(schema["items"]!, item, second => embed(new JArray(item.DeepClone(), second)), path + "[1]", null);

        JArray Items(int count) => [.. Enumerable.Range(0, count).Select(_ => item.DeepClone())];
    }

    private void VisitObject(JToken schema, JObject valid, Func<JToken, JToken> embed, string path, string? union)
    {
        var isRequired = false;
        VisitRules(schema, valid, embed, path);
        foreach (var property in schema["properties"]!.Cast<JProperty>())
        {
            var name = property.Name;
            var type = Contract.Follow(property.Value);
            if (IdPattern(property.Value) is not null)
            {
                VisitIds(type, With, Member(path, name));
            }

            isRequired = schema["required"]?.Any(member => (string?)member == name) == true;
            if (isRequired)
            {
                var without = (JObject)valid.DeepClone();
                without.Remove(name);
                _found.Add(new BadRequest(embed(without), "required", Member(path, name), union));
                _found.Add(new BadRequest(With(JValue.CreateNull()), "type", Member(path, name), union));
            }

            JToken odd = (string?)type["type"] == "array" || type["properties"] is not null || type["oneOf"] is not null ? true : new JArray(true);
            _found.Add(new BadRequest(With(odd), type["const"] is null ? "type" : "const", Member(path, name), type["const"] is null ? null : union));
            if (type["const"] is null)
            {
                Visit(property.Value, valid[name]!, With, Member(path, name), null);
            }

            JToken With(JToken value)
            {
                var changed = (JObject)valid.DeepClone();
                changed[name] = value.DeepClone();
                return embed(changed);
            }
        }

        if (schema["additionalProperties"] is { Type: JTokenType.Boolean } open && !(bool)open)
        {
            var more = (JObject)valid.DeepClone();
            more["something_newer"] = "x";
            _found.Add(new BadRequest(embed(more), "additionalProperties", Member(path, "something_newer"), null));
        }

        if ((int?)schema["minProperties"] is > 0)
        {
            _found.Add(new BadRequest(embed(new JObject()), "minProperties", path, null));
        }
    }

    /// <summary>A text where an id belongs, in each form that takes ids.</summary>
    private void VisitIds(JToken type, Func<JToken, JToken> embed, string path)
    {
        const string Text = "two words";
        switch ((string?)type["type"])
        {
            case "string":
                _found.Add(new BadRequest(embed(Text), "x-parameter-type", path, null));
                break;
            case "array":
                VisitIds(Contract.Follow(type["items"]!), item => embed(new JArray(item)), path + "[0]");
                break;
            case "object":
                foreach (var member in type["properties"]!.Cast<JProperty>().Where(member => HoldsIds(member.Name)))
                {
                    VisitIds(Contract.Follow(member.Value), value => embed(new JObject { [member.Name] = value }), Member(path, member.Name));
                }

                break;
        }
    }

    /// <summary>Members that do not go together.</summary>
    private void VisitRules(JToken schema, JObject valid, Func<JToken, JToken> embed, string path)
    {
        foreach (var rule in Rules(schema, "ordered").Where(rule => schema["properties"]![(string)rule["low"]!]!["enum"] is null))
        {
            Add((string)rule["low"]!, (decimal)valid[(string)rule["high"]!]! + 1, (string)rule["low"]!);
        }

        foreach (var rule in Rules(schema, "subset"))
        {
            Add((string)rule["list"]!, new JArray("another"), (string)rule["list"]! + "[0]");
        }

        foreach (var rule in Rules(schema, "notEmpty"))
        {
            var empty = (JObject)valid.DeepClone();
            foreach (var list in empty.Properties().Where(property => property.Value is JArray))
            {
                list.Value = new JArray();
            }

            _found.Add(new BadRequest(embed(empty), "x-rules", Member(path, (string)rule["list"]!), null));
        }

        foreach (var rule in Rules(schema, "matches"))
        {
            var flag = ((JObject)rule["when"]!).Properties().Single();
            var odd = (JObject)valid.DeepClone();
            odd[flag.Name] = flag.Value;
            odd[(string)rule["member"]!] = Words.First(word => Matches(schema["properties"]![(string)rule["member"]!]!, word) && !Matches(word, (string)rule["pattern"]!));
            _found.Add(new BadRequest(embed(odd), "x-rules", Member(path, (string)rule["member"]!), null));
        }

        foreach (var rule in Rules(schema, "notBoth"))
        {
            var both = (JObject)valid.DeepClone();
            both.Merge(rule["values"]!);
            _found.Add(new BadRequest(embed(both), "x-rules", Member(path, ((JObject)rule["values"]!).Properties().First().Name), null));
        }

        void Add(string name, JToken value, string where)
        {
            var changed = (JObject)valid.DeepClone();
            changed[name] = value;
            _found.Add(new BadRequest(embed(changed), "x-rules", Member(path, where), null));
        }
    }

    private static bool Matches(string word, string pattern) => Regex.IsMatch(word, pattern.Replace("$", @"\z", StringComparison.Ordinal), RegexOptions.None, TimeSpan.FromSeconds(1));

    private static bool Matches(JToken schema, string word)
        => word.Length >= ((int?)schema["minLength"] ?? 0)
            && (schema["pattern"] is not { } pattern || Regex.IsMatch(word, ((string)pattern!).Replace("$", @"\z", StringComparison.Ordinal), RegexOptions.None, TimeSpan.FromSeconds(1)));

    private static string Member(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
