using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PostPress.Sandbox.Contract;

/// <summary>Reads YAML 1.2 (core schema, as OpenAPI requires) as JSON nodes of System.Text.Json.</summary>
internal static partial class Yaml
{
    public static JsonNode? Read(TextReader text)
    {
        var parser = new Parser(text);
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        var root = ReadNode(parser, new Dictionary<AnchorName, JsonNode?>());
        parser.Consume<DocumentEnd>();
        return root;
    }

    private static JsonNode? ReadNode(Parser parser, Dictionary<AnchorName, JsonNode?> anchors)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.TryGetValue(alias.Value, out var known)
                ? known?.DeepClone()
                : throw new YamlException(alias.Start, alias.End, $"The alias '{alias.Value}' has no anchor.");
        }

        var start = parser.Accept<NodeEvent>(out var node) ? node.Anchor : AnchorName.Empty;
        JsonNode? value = parser.Current switch
        {
            Scalar => ReadScalar(parser.Consume<Scalar>()),
            SequenceStart => ReadSequence(parser, anchors),
            MappingStart => ReadMapping(parser, anchors),
            var other => throw new YamlException($"Unexpected {other?.GetType().Name}."),
        };
        if (!start.IsEmpty)
        {
            anchors[start] = value;
        }

        return value;
    }

    private static JsonArray ReadSequence(Parser parser, Dictionary<AnchorName, JsonNode?> anchors)
    {
        var array = new JsonArray();
        parser.Consume<SequenceStart>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            array.Add(ReadNode(parser, anchors));
        }

        return array;
    }

    private static JsonObject ReadMapping(Parser parser, Dictionary<AnchorName, JsonNode?> anchors)
    {
        var map = new JsonObject();
        parser.Consume<MappingStart>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            if (map.ContainsKey(key.Value))
            {
                throw new YamlException(key.Start, key.End, $"The key '{key.Value}' occurs twice in one mapping.");
            }

            map.Add(key.Value, ReadNode(parser, anchors));
        }

        return map;
    }

    private static JsonValue? ReadScalar(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain)
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ when Number().IsMatch(text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
