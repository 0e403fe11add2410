using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PostPress.Lowering;

/// <summary>The contract as a tree of JSON.</summary>
internal sealed partial class Contract
{
    private const string SchemaPrefix = "#/components/schemas/";

    private Contract(JsonObject root)
    {
        Root = root;
        Schemas = root["components"]?["schemas"]?.AsObject() ?? [];
    }

    public JsonObject Root { get; }

    public JsonObject Schemas { get; }

    public static Contract Load(string path)
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(path);
        try
        {
            yaml.Load(text);
        }
        catch (YamlException exception)
        {
            throw new LoweringException($"line {exception.Start.Line}: {exception.Message}");
        }

        return new Contract(ToJson(yaml.Documents[0].RootNode) as JsonObject
            ?? throw new LoweringException("the contract: is not a YAML mapping."));
    }

    /// <summary>The name of the component schema of a <c>$ref</c>.</summary>
    public string SchemaName(string reference, Place place)
    {
        var name = reference.StartsWith(SchemaPrefix, StringComparison.Ordinal) ? reference[SchemaPrefix.Length..] : "";
        return Schemas.ContainsKey(name)
            ? name
            : throw new LoweringException(place, $"'{reference}' does not point to a schema under {SchemaPrefix}.");
    }

    /// <summary>Returns a schema, or the component schema of its <c>$ref</c>.</summary>
    public JsonObject Follow(JsonObject schema, Place place)
        => schema.Text("$ref") is { } reference ? Schemas[SchemaName(reference, place)]!.AsObject() : schema;

    /// <summary>Follows a <c>$ref</c> to a parameter, response or request body.</summary>
    public JsonObject Resolve(JsonNode? node, Place place)
    {
        if (node?["$ref"]?.GetValue<string>() is not { } reference)
        {
            return node as JsonObject ?? throw new LoweringException(place, "an object is missing.");
        }

        JsonNode? target = Root;
        foreach (var part in reference.TrimStart('#', '/').Split('/'))
        {
            target = target?[part];
        }

        return target as JsonObject ?? throw new LoweringException(place, $"'{reference}' points to nothing.");
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(
            child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, ToJson(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any } scalar => Plain(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new LoweringException($"line {node.Start.Line}: unknown kind of YAML node."),
    };

    /// <summary>Converts a plain scalar by the core schema of YAML 1.2.</summary>
    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when Number().IsMatch(text) => JsonValue.Create(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(text),
    };

    [GeneratedRegex("^[-+]?(?:[.][0-9]+|[0-9]+(?:[.][0-9]*)?)(?:[eE][-+]?[0-9]+)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
