using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>What the contract asks of a value in a request, as the C# expression of the rule that checks it.</summary>
/// <remarks>
/// A type stands as <c>global::@.Type</c>; the template puts its namespace there. Whatever a schema says
/// that no rule can check is told by <see cref="FindUnchecked"/>: nothing is left out in silence.
/// </remarks>
internal static class RuleReader
{
    private const string Space = "global::@.";

    public static string Object(string type) => $"{Space}ObjectRule<{Space}{type}>.Instance";

    public static string Enum(string type) => $"{Space}{type}.RequestRule";

    /// <summary>The rule for a value of a plain kind; <see langword="null"/> if anything of that kind will do.</summary>
    public static string? Of(JsonObject schema, TypeUse type, string? itemRule) => type.Kind switch
    {
        Kind.String => Make(
            "TextRule",
            Argument("minLength", schema["minLength"], ""),
            Argument("maxLength", schema["maxLength"], ""),
            Pattern(schema) is { } pattern ? $"pattern: {Literal(pattern)}, shown: {Literal(schema["pattern"]!.GetValue<string>())}" : null),
        Kind.Int32 or Kind.Int64 or Kind.Decimal => Number(schema, type),

        // Also without limits: no item may be null.
        Kind.List when type.Item!.Kind != Kind.Binary => (itemRule, Counts(schema)) switch
        {
            (null, []) when type.Item.IsStruct => null,
            (_, var counts) => $"new {Space}ListRule<{CSharp(type.Item)}>({string.Join(", ", counts.Prepend(itemRule is null ? null : "item: " + itemRule).OfType<string>())})",
        },
        Kind.List => Make("CountRule", Counts(schema)),
        _ => null,
    };

    /// <summary>The rule for how many members an object has.</summary>
    public static string? Members(int? minimum, int? maximum) => Make(
        "CountRule",
        minimum is null ? null : string.Create(CultureInfo.InvariantCulture, $"minItems: {minimum}"),
        maximum is null ? null : string.Create(CultureInfo.InvariantCulture, $"maxItems: {maximum}")) is { } rule
            ? rule[..^1] + ", noun: \"member\")"
            : null;

    /// <summary>The rule for a parameter whose maximum the body lowers.</summary>
    public static string Below(JsonObject schema, TypeUse type, decimal maximum)
    {
        var lowered = (JsonObject)schema.DeepClone();
        lowered["maximum"] = schema["maximum"] is { } own ? Math.Min(own.GetValue<decimal>(), maximum) : maximum;
        return Number(lowered, type, "where: \" with this body\"")!;
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

        foreach ((string keyword, JsonNode? value) in schema)
        {
            bool isChecked = known.Contains(keyword) && keyword switch
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

    /// <summary><c>a, b or c</c>.</summary>
    public static string Words(IEnumerable<string> words, string last)
    {
        List<string> all = [.. words];
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} {last} {all[^1]}";
    }

    private static string? Number(JsonObject schema, TypeUse type, string? where = null)
    {
        string suffix = Suffix(type);
        List<string> allowed = [.. (schema["enum"]?.AsArray() ?? [])
            .OfType<JsonNode>()
            .Where(value => value.GetValueKind() == JsonValueKind.Number && IsWritable(value, type))
            .Select(value => Plain(value) + suffix)];
        return Make(
            $"NumberRule<{CSharp(type)}>",
            Argument("minimum", schema["minimum"], suffix),
            Argument("maximum", schema["maximum"], suffix),
            allowed.Count == 0 ? null : $"allowed: new {CSharp(type)}[] {{ {string.Join(", ", allowed)} }}",
            where);
    }

    private static string? Make(string type, params string?[] arguments)
        => arguments.All(argument => argument is null) ? null : $"new {Space}{type}({string.Join(", ", arguments.OfType<string>())})";

    private static string[] Counts(JsonObject schema)
        => [.. new[] { Argument("minItems", schema["minItems"], ""), Argument("maxItems", schema["maxItems"], "") }.OfType<string>()];

    private static string? Argument(string name, JsonNode? value, string suffix) => value is null ? null : $"{name}: {Plain(value)}{suffix}";

    private static string Plain(JsonNode value) => value.GetValue<decimal>().ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Suffix(TypeUse type) => type.Kind switch
    {
        Kind.Int64 => "L",
        Kind.Decimal => "m",
        _ => "",
    };

    /// <summary>Whether a number can be written in the C# type of the schema.</summary>
    private static bool IsWritable(JsonNode? value, TypeUse type)
        => value?.GetValue<decimal>() is { } number && (type.Kind == Kind.Decimal || number == decimal.Truncate(number));

    private static string? Pattern(JsonObject schema)
        => schema["pattern"]?.GetValue<string>() is { } pattern ? EcmaPattern.ToDotNet(pattern) : null;

    private static string Literal(string text) => JsonSerializer.Serialize(text);

    private static string CSharp(TypeUse type) => type.Kind switch
    {
        Kind.String => "string",
        Kind.Boolean => "bool",
        Kind.Int32 => "int",
        Kind.Int64 => "long",
        Kind.Decimal => "decimal",
        Kind.Timestamp => Space + "Timestamp",
        Kind.List => $"System.Collections.Generic.IList<{CSharp(type.Item!)}>",
        Kind.Any => "Newtonsoft.Json.Linq.JToken",
        _ => Space + type.Name,
    };
}

/// <summary>Regular expressions of the contract (ECMAScript, with the <c>u</c> flag) as .NET has them.</summary>
internal static class EcmaPattern
{
    private const string SpaceCharacters = @"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

    /// <summary>The same pattern for .NET; <see langword="null"/> for what the two read differently or only one knows.</summary>
    public static string? ToDotNet(string pattern)
    {
        var result = new StringBuilder();
        int at = 0;
        while (at < pattern.Length)
        {
            char c = pattern[at];
            string? piece = c switch
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
            string? piece = pattern[at] switch
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

        char c = pattern[at];
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
