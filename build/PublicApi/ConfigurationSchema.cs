using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace PostPress.PublicApi;

/// <summary>
/// The JSON schema of the section "PostPress" in appsettings.json, from the options and their documentation. The package
/// gives it to the editor, which then completes and explains the options.
/// </summary>
public static class ConfigurationSchema
{
    /// <summary>The path of the schema, relative to the root of the repository.</summary>
    public const string Path = "src/PostPress.Client/ConfigurationSchema.json";

    /// <summary>A time above zero, at most one day. A number alone would mean days, which is not intended.</summary>
    private const string Time = @"^(([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d(\.\d{1,7})?)?|1\.00:00(:00)?)$";

    private const string TimeAdvice = "Written as hours, minutes and seconds, such as 00:00:30.";

    private static readonly Dictionary<string, (int Minimum, int Maximum)> Limits = new(StringComparer.Ordinal) { [nameof(PostPressClientOptions.MaxRetries)] = (0, 100) };

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, XElement> Documentation = XDocument
        .Load(System.IO.Path.ChangeExtension(typeof(PostPressClientOptions).Assembly.Location, "xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>The schema.</summary>
    /// <returns>JSON, with a line break at its end.</returns>
    public static string Text()
    {
        var options = new PostPressClientOptions();
        var members = new JsonObject();
        foreach (var option in typeof(PostPressClientOptions).GetProperties())
        {
            if (Member(option, option.GetValue(options)) is { } member)
            {
                members[option.Name] = member;
            }
        }

        // Each named client has its own section, next to or inside the section of the unnamed client. An application can store
        // other values there too, so only these members are limited.
        var schema = new JsonObject
        {
            ["definitions"] = new JsonObject
            {
                ["logLevel"] = new JsonObject
                {
                    ["properties"] = new JsonObject { ["PostPress"] = Reference("logLevelThreshold"), ["Polly"] = Reference("logLevelThreshold") },
                },
                ["postPressClient"] = new JsonObject
                {
                    ["description"] = "The options of a PostPress client.",
                    ["properties"] = members,
                    ["additionalProperties"] = Reference("postPressClient"),
                },
            },
            ["type"] = "object",
            ["properties"] = new JsonObject { ["PostPress"] = Reference("postPressClient") },
        };
        return schema.ToJsonString(Format) + "\n";
    }

    /// <summary>The schema of an option, or null if a text can't represent it: a function, a clock, a logger factory.</summary>
    private static JsonObject? Member(PropertyInfo option, object? value)
    {
        var type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
        var description = Describe(option);
        JsonObject? member =
            type == typeof(bool) ? new() { ["type"] = "boolean" }
            : type == typeof(int) || type == typeof(long) ? new() { ["type"] = "integer" }
            : type == typeof(string) ? new() { ["type"] = "string" }
            : type == typeof(Uri) ? new() { ["type"] = "string", ["format"] = "uri" }
            : type == typeof(TimeSpan) ? new() { ["type"] = "string", ["pattern"] = Time }
            : type == typeof(OperationTimeouts) ? new() { ["type"] = "object" }
            : null;
        if (member is null)
        {
            return null;
        }

        if (type == typeof(OperationTimeouts))
        {
            var parts = new JsonObject();
            foreach (var part in type.GetProperties())
            {
                parts[part.Name] = Member(part, part.GetValue(value));
            }

            member["properties"] = parts;
        }
        else if (value is not null)
        {
            member["default"] = value switch
            {
                bool flag => flag,
                int or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
                _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
            };
        }

        if (Limits.TryGetValue(option.Name, out var limits))
        {
            (member["minimum"], member["maximum"]) = (limits.Minimum, limits.Maximum);
        }

        if (type == typeof(TimeSpan))
        {
            description += " " + TimeAdvice;
        }
        else if (type != option.PropertyType)
        {
            description += " In a configuration, a negative number stands for null.";
        }

        member["description"] = description;
        return member;
    }

    private static JsonObject Reference(string definition) => new() { ["$ref"] = "#/definitions/" + definition };

    /// <summary>The comment of an option, as plain text.</summary>
    private static string Describe(PropertyInfo option)
    {
        var comment = Documentation[$"P:{option.DeclaringType!.FullName}.{option.Name}"];
        var summary = Plain(comment.Element("summary")!);
        summary = summary.StartsWith("Gets or sets ", StringComparison.Ordinal) ? summary["Gets or sets ".Length..] : summary;
        return $"{char.ToUpperInvariant(summary[0])}{summary[1..]} {(comment.Element("value") is { } value ? Plain(value) : "")}".TrimEnd();
    }

    private static string Plain(XElement element) => string.Join(' ', string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } reference => NameOf(reference.Value),
        XElement { Name.LocalName: "see" } see => see.Attribute("langword")?.Value ?? see.Value,
        XElement { Name.LocalName: "para" } paragraph => $" {Plain(paragraph)} ",
        XElement inner => Plain(inner),
        _ => "",
    })).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The last name of a reference such as <c>M:PostPress.SearchClient.FindIdAsync(System.String)</c>.</summary>
    private static string NameOf(string reference) => reference.Split('(')[0].Split('.')[^1];
}
