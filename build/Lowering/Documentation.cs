using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PostPress.Lowering;

/// <summary>Creates C# documentation from the descriptions in the contract, line by line.</summary>
internal static partial class Documentation
{
    /// <summary>The first paragraph becomes the summary, the others become the remarks.</summary>
    public static JsonArray Write(string? description, string fallback, string? limits = null, string? remark = null)
    {
        List<string> paragraphs = [.. Paragraphs(description ?? fallback)];
        var lines = new JsonArray { $"<summary>{paragraphs[0]}</summary>" };
        if (limits is not null)
        {
            lines.Add($"<value>{Inline(limits)}</value>");
        }

        List<string> remarks = [.. paragraphs.Skip(1), .. remark is null ? Array.Empty<string>() : [remark]];
        if (remarks.Count > 0)
        {
            lines.Add("<remarks>");
            foreach (var paragraph in remarks)
            {
                lines.Add($"<para>{paragraph}</para>");
            }

            lines.Add("</remarks>");
        }

        return lines;
    }

    /// <summary>Creates one paragraph for a parameter.</summary>
    public static string Line(string? description, string fallback) => string.Join(' ', Paragraphs(description ?? fallback));

    /// <summary>A name or value of the contract, unchanged.</summary>
    public static string Code(string text) => $"<c>{Escape(text)}</c>";

    /// <summary>The allowed values and limits of a schema, in words.</summary>
    public static string? Limits(JsonObject schema)
    {
        var sentences = new List<string>();
        var items = schema["items"] as JsonObject ?? [];
        if (Values(schema) is { } values)
        {
            sentences.Add($"One of {values}.");
        }
        else if (Values(items) is { } itemValues)
        {
            sentences.Add($"Each one of {itemValues}.");
        }

        Range("minItems", "maxItems", " items");
        Range("minimum", "maximum", "");
        if (schema["minLength"] is { } minLength)
        {
            sentences.Add(minLength.GetValue<decimal>() == 1 ? "Not empty." : $"At least {minLength} characters.");
        }

        if (schema["maxLength"] is { } maxLength)
        {
            sentences.Add($"At most {maxLength} characters.");
        }

        if ((schema["pattern"] ?? items["pattern"]) is { } pattern)
        {
            sentences.Add($"Matches `{pattern}`.");
        }

        return sentences.Count == 0 ? null : string.Join(' ', sentences);

        void Range(string min, string max, string unit)
        {
            var sentence = (schema[min], schema[max]) switch
            {
                ({ } low, { } high) => $"{low} to {high}{unit}.",
                ({ } low, null) => $"At least {low}{unit}.",
                (null, { } high) => $"At most {high}{unit}.",
                _ => null,
            };
            if (sentence is not null)
            {
                sentences.Add(sentence);
            }
        }
    }

    /// <summary>A fixed set of numbers, in words. Sets of strings are types with their own documentation.</summary>
    private static string? Values(JsonObject schema)
    {
        List<string> values = [.. (schema["enum"]?.AsArray() ?? [])
            .OfType<JsonNode>()
            .Where(value => value.GetValueKind() == JsonValueKind.Number)
            .Select(value => string.Create(CultureInfo.InvariantCulture, $"`{value}`"))];
        return values switch
        {
            [] => null,
            [var only] => only,
            _ => string.Join(", ", values.SkipLast(1)) + " or " + values[^1],
        };
    }

    private static IEnumerable<string> Paragraphs(string text)
        => BlankLines().Split(text.ReplaceLineEndings("\n").Trim()).Select(paragraph => Inline(LineBreak().Replace(paragraph, " ")));

    /// <summary>Converts the Markdown of a paragraph to XML.</summary>
    private static string Inline(string text)
    {
        return Strong().Replace(CodeSpan().Replace(Escape(text), "<c>${text}</c>"), "${text}");
    }

    /// <summary>Escapes text: a line break of C# would end the comment, and a character that XML does not allow would be an error.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.ReplaceLineEndings(" ").EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                0xFFFE or 0xFFFF => "\uFFFD",
                _ when Rune.IsControl(rune) => "\uFFFD",
                _ => rune.ToString(),
            });
        }

        return escaped.ToString();
    }

    [GeneratedRegex(@"\n\s*\n", RegexOptions.NonBacktracking)]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"\s*\n\s*", RegexOptions.NonBacktracking)]
    private static partial Regex LineBreak();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\*\*(?<text>[^*]+)\*\*", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Strong();
}
