using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>What the contract asks of a value in a request, as data that build/Templates/Rule.liquid writes C# from.</summary>
/// <remarks>
/// A rule has a kind: <c>text</c>, <c>number</c>, <c>list</c>, <c>count</c>, <c>enum</c> or <c>object</c>. Which C# type it is for
/// stands beside it. Whatever a schema says that no rule can check is told by <see cref="FindUnchecked"/>: nothing is left out in
/// silence.
/// </remarks>
internal static class RuleReader
{
    /// <summary>The rule for an object, by what its type says.</summary>
    public static JsonObject Object() => new() { ["kind"] = "object" };

    /// <summary>The rule for a closed set of values: those of the type.</summary>
    public static JsonObject Enum() => new() { ["kind"] = "enum" };

    /// <summary>The rule for a value of a plain kind; <see langword="null"/> if anything of that kind will do.</summary>
    public static JsonObject? Of(JsonObject schema, TypeUse type, JsonObject? itemRule) => type.Kind switch
    {
        // Also without limits: no text may have half a character.
        Kind.String => Limits(
            "text",
            ("minLength", schema["minLength"]),
            ("maxLength", schema["maxLength"]),
            ("pattern", Pattern(schema)),
            ("patternMessage", PatternMessage(schema))) ?? new JsonObject { ["kind"] = "text" },
        Kind.Int32 or Kind.Int64 or Kind.Decimal => Number(schema, type),
        Kind.List when type.Item!.Kind == Kind.Binary => Limits("count", ("minItems", schema["minItems"]), ("maxItems", schema["maxItems"])),

        // Also without limits: no item may be null.
        Kind.List => Limits("list", ("item", itemRule), ("minItems", schema["minItems"]), ("maxItems", schema["maxItems"]))
            ?? (type.Item.IsStruct ? null : new JsonObject { ["kind"] = "list" }),
        _ => null,
    };

    /// <summary>The rule for how many members an object has.</summary>
    public static JsonObject? Members(int? minimum, int? maximum)
    {
        var rule = Limits("count", ("minItems", minimum), ("maxItems", maximum));
        rule?.Add("noun", "member");
        return rule;
    }

    /// <summary>The rule for a parameter whose maximum the body lowers.</summary>
    public static JsonObject Below(JsonObject schema, TypeUse type, decimal maximum)
    {
        var lowered = (JsonObject)schema.DeepClone();
        lowered["maximum"] = schema["maximum"] is { } own ? Math.Min(own.GetValue<decimal>(), maximum) : maximum;
        var rule = Number(lowered, type)!;
        rule["where"] = " with this body";
        return rule;
    }

    /// <summary>The first keyword of a schema that no rule checks for a value of its kind.</summary>
    public static string? FindUnchecked(JsonObject schema, TypeUse type)
    {
        HashSet<string> known = [.. type.Kind switch
        {
            Kind.String => ["minLength", "maxLength", "pattern", "const"],
            Kind.Int32 or Kind.Int64 or Kind.Decimal => ["minimum", "maximum", "enum"],
            Kind.List => ["items", "minItems", "maxItems"],
            Kind.Enum => ["enum"],
            _ => Array.Empty<string>(),
        }];

        // Of a value of any kind nothing is known, not even its kind.
        if (type.Kind != Kind.Any)
        {
            known.Add("type");
        }

        foreach ((var keyword, var value) in schema)
        {
            var isChecked = known.Contains(keyword) && keyword switch
            {
                "pattern" => Pattern(schema) is not null,
                "minimum" or "maximum" => IsWritable(value, type),
                _ => true,
            };
            if (!isChecked && !KeywordLedger.IsAnnotation(keyword, value))
            {
                return keyword;
            }
        }

        return null;
    }

    private static JsonObject? Number(JsonObject schema, TypeUse type)
    {
        JsonArray allowed = [.. (schema["enum"]?.AsArray() ?? [])
            .OfType<JsonNode>()
            .Where(value => value.GetValueKind() == JsonValueKind.Number && IsWritable(value, type))
            .Select(Exact)];
        return Limits("number", ("minimum", Exact(schema["minimum"])), ("maximum", Exact(schema["maximum"])), ("allowed", allowed.Count == 0 ? null : allowed));
    }

    /// <summary>A rule of those limits that there are; <see langword="null"/> if there are none.</summary>
    private static JsonObject? Limits(string kind, params (string Name, JsonNode? Value)[] limits)
    {
        var rule = new JsonObject { ["kind"] = kind };
        foreach ((var name, var value) in limits)
        {
            if (value is not null)
            {
                rule[name] = value.DeepClone();
            }
        }

        return rule.Count > 1 ? rule : null;
    }

    /// <summary>A number digit by digit, as text: NSwag reads numbers of JSON as floating point.</summary>
    private static JsonNode? Exact(JsonNode? value)
        => value is null ? null : JsonValue.Create(value.GetValue<decimal>().ToString("0.############################", CultureInfo.InvariantCulture));

    /// <summary>Whether a number can be written in the C# type of the schema.</summary>
    private static bool IsWritable(JsonNode? value, TypeUse type)
        => value?.GetValue<decimal>() is { } number && (type.Kind == Kind.Decimal || number == decimal.Truncate(number));

    /// <summary>The contract's words for a pattern, which a person can follow; the pattern itself where it has none.</summary>
    private static string? PatternMessage(JsonObject schema)
        => Pattern(schema) is null ? null : schema["x-pattern-message"]?.GetValue<string>() ?? "must match " + schema["pattern"];

    private static string? Pattern(JsonObject schema)
        => schema["pattern"]?.GetValue<string>() is { } pattern ? EcmaPattern.ToDotNet(pattern) : null;
}

/// <summary>Regular expressions of the contract (ECMAScript, with the <c>u</c> flag) as .NET has them.</summary>
internal static class EcmaPattern
{
    private const string SpaceCharacters = @"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

    /// <summary>The same pattern for .NET; <see langword="null"/> for what the two read differently or only one knows.</summary>
    public static string? ToDotNet(string pattern)
    {
        var result = new StringBuilder();
        var at = 0;
        while (at < pattern.Length)
        {
            var c = pattern[at];
            var piece = c switch
            {
                '[' => Class(pattern, ref at),
                '\\' => Escape(pattern, ref at, inClass: false),
                '.' => @"[^\n\r\u2028\u2029]",

                // In .NET, a $ also stands before a last line break.
                '$' => @"\z",
                '(' when at + 1 < pattern.Length && pattern[at + 1] == '?' => Group(pattern, ref at),
                _ when char.IsSurrogate(c) => null,
                _ => c.ToString(),
            };
            if (piece is null)
            {
                return null;
            }

            at++;

            // One of all other characters may be two in .NET; where as many as you like may stand, that makes no difference.
            if (piece.StartsWith("[^", StringComparison.Ordinal) && !(at < pattern.Length && pattern[at] is '*' or '+'))
            {
                return null;
            }

            result.Append(piece);
        }

        return result.ToString();
    }

    /// <summary><c>(?:</c> and lookaheads are alike; what else begins so is not.</summary>
    private static string? Group(string pattern, ref int at)
    {
        at += 2;
        return at < pattern.Length && pattern[at] is ':' or '=' or '!' ? "(?" + pattern[at] : null;
    }

    private static string? Class(string pattern, ref int at)
    {
        var result = new StringBuilder("[");
        at++;
        if (at < pattern.Length && pattern[at] == '^')
        {
            result.Append('^');
            at++;
        }

        if (at < pattern.Length && pattern[at] == ']')
        {
            // Nothing, or anything, in ECMAScript; a literal bracket in .NET.
            return null;
        }

        for (; at < pattern.Length && pattern[at] != ']'; at++)
        {
            var piece = pattern[at] switch
            {
                '\\' => Escape(pattern, ref at, inClass: true),

                // .NET subtracts classes with it.
                '[' => @"\[",
                var c when char.IsSurrogate(c) => null,
                var c => c.ToString(),
            };
            if (piece is null)
            {
                return null;
            }

            result.Append(piece);
        }

        return at < pattern.Length ? result.Append(']').ToString() : null;
    }

    private static string? Escape(string pattern, ref int at, bool inClass)
    {
        if (++at >= pattern.Length)
        {
            return null;
        }

        var c = pattern[at];
        return c switch
        {
            'd' => inClass ? "0-9" : "[0-9]",
            'w' => inClass ? "A-Za-z0-9_" : "[A-Za-z0-9_]",
            's' => inClass ? SpaceCharacters : $"[{SpaceCharacters}]",
            'D' when !inClass => "[^0-9]",
            'W' when !inClass => "[^A-Za-z0-9_]",
            'S' when !inClass => $"[^{SpaceCharacters}]",
            't' or 'n' or 'v' or 'f' or 'r' => @"\" + c,
            '/' => "/",
            '-' when inClass => @"\-",
            '^' or '$' or '\\' or '.' or '*' or '+' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '|' => @"\" + c,
            _ => null,
        };
    }
}
