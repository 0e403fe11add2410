using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>The rules of the contract for values in requests, as data for build/Templates/Rule.liquid.</summary>
/// <remarks>
/// A rule has a kind: <c>text</c>, <c>number</c>, <c>list</c>, <c>count</c>, <c>enum</c> or <c>object</c>. Which C# type it is for
/// is stored with it. <see cref="FindUnchecked"/> returns what no rule can check, so that nothing is lost without an
/// error.
/// </remarks>
internal static class RuleReader
{
    /// <summary>The rule for an object: the rules of its type.</summary>
    public static JsonObject Object() => new() { ["kind"] = "object" };

    /// <summary>The rule for an enumeration with fixed values.</summary>
    public static JsonObject Enum() => new() { ["kind"] = "enum" };

    /// <summary>The rule for a scalar; <see langword="null"/> if every value is allowed.</summary>
    public static JsonObject? Of(JsonObject schema, TypeUse type, JsonObject? itemRule) => type.Kind switch
    {
        // Also without limits, because a text must not contain half of a surrogate pair.
        Kind.String => Limits(
            "text",
            ("minLength", schema["minLength"]),
            ("maxLength", schema["maxLength"]),
            ("pattern", Pattern(schema)),
            ("patternMessage", PatternMessage(schema))) ?? new JsonObject { ["kind"] = "text" },
        Kind.Int32 or Kind.Int64 or Kind.Decimal => Number(schema, type),
        Kind.List when type.Item!.Kind == Kind.Binary => Limits("count", ("minItems", schema["minItems"]), ("maxItems", schema["maxItems"])),

        // Also without limits, because items must not be null.
        Kind.List => Limits("list", ("item", itemRule), ("minItems", schema["minItems"]), ("maxItems", schema["maxItems"]))
            ?? (type.Item.IsStruct ? null : new JsonObject { ["kind"] = "list" }),
        _ => null,
    };

    /// <summary>The rule for the number of members of an object.</summary>
    public static JsonObject? Members(int? minimum, int? maximum)
    {
        var rule = Limits("count", ("minItems", minimum), ("maxItems", maximum));
        rule?.Add("noun", "member");
        return rule;
    }

    /// <summary>The rule for a parameter whose maximum is lower for this body.</summary>
    public static JsonObject Below(JsonObject schema, TypeUse type, decimal maximum)
    {
        var lowered = (JsonObject)schema.DeepClone();
        lowered["maximum"] = schema["maximum"] is { } own ? Math.Min(own.GetValue<decimal>(), maximum) : maximum;
        var rule = Number(lowered, type)!;
        rule["where"] = " with this body";
        return rule;
    }

    /// <summary>The first keyword of a schema that no rule checks for values of its type.</summary>
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

        // If every type is allowed, nothing is known about the value.
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

    /// <summary>A rule with the limits that have a value; <see langword="null"/> if there are none.</summary>
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

    /// <summary>A number as text, so that it keeps its digits: NSwag reads numbers of JSON as floating point.</summary>
    private static JsonNode? Exact(JsonNode? value)
        => value is null ? null : JsonValue.Create(value.GetValue<decimal>().ToString("0.############################", CultureInfo.InvariantCulture));

    /// <summary>Whether the C# type of the schema can represent a number.</summary>
    private static bool IsWritable(JsonNode? value, TypeUse type)
        => value?.GetValue<decimal>() is { } number && (type.Kind == Kind.Decimal || number == decimal.Truncate(number));

    /// <summary>The description of a pattern in the contract, for people; the pattern itself if there is none.</summary>
    private static string? PatternMessage(JsonObject schema)
        => Pattern(schema) is null ? null : schema["x-pattern-message"]?.GetValue<string>() ?? "must match " + schema["pattern"];

    private static string? Pattern(JsonObject schema)
        => schema["pattern"]?.GetValue<string>() is { } pattern ? EcmaPattern.ToDotNet(pattern) : null;
}

/// <summary>Converts regular expressions of the contract (ECMAScript with the <c>u</c> flag) to .NET.</summary>
internal static class EcmaPattern
{
    private const string SpaceCharacters = @"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

    /// <summary>The same pattern for .NET; <see langword="null"/> if .NET does not support it or gives it another meaning.</summary>
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

                // In .NET, $ also matches before a line break at the end.
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

            // A character outside of the class can be two chars in .NET. With an unlimited quantifier this makes no difference.
            if (piece.StartsWith("[^", StringComparison.Ordinal) && !(at < pattern.Length && pattern[at] is '*' or '+'))
            {
                return null;
            }

            result.Append(piece);
        }

        return result.ToString();
    }

    /// <summary><c>(?:</c> and lookaheads have the same meaning. Other groups that start with (? do not.</summary>
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
            // An empty class, or every character, in ECMAScript; a literal bracket in .NET.
            return null;
        }

        for (; at < pattern.Length && pattern[at] != ']'; at++)
        {
            var piece = pattern[at] switch
            {
                '\\' => Escape(pattern, ref at, inClass: true),

                // In .NET this is the subtraction of classes.
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
