using System.Globalization;
using Newtonsoft.Json.Linq;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PostPress.Generated.Tests;

/// <summary>The contract, read independently of the lowering, so that a new schema is tested without a new test.</summary>
internal static class Contract
{
    private static readonly JObject Root = Load();

    private static readonly Lazy<HashSet<string>> InRequests = new(() => Reach(isResponse: false));

    private static readonly Lazy<HashSet<string>> InResponses = new(() => Reach(isResponse: true));

    public static JObject Schemas => (JObject)Root["components"]!["schemas"]!;

    /// <summary>Named schemas that an operation needs and that become a type of their own.</summary>
    public static IEnumerable<string> Types => InRequests.Value.Union(InResponses.Value, StringComparer.Ordinal).Where(name => IsObject(name) || IsUnion(name) || IsEnum(name)).Order(StringComparer.Ordinal);

    public static IEnumerable<string> Objects => Types.Where(IsObject);

    public static IEnumerable<string> Unions => Types.Where(IsUnion);

    public static IEnumerable<string> Enums => Types.Where(IsEnum);

    public static IEnumerable<string> Variants(string union) => Schemas[union]!["oneOf"]!.Select(branch => Name(branch["$ref"]!));

    public static string? UnionOf(string variant) => Unions.FirstOrDefault(union => Variants(union).Contains(variant, StringComparer.Ordinal));

    public static string? Discriminator(string union) => (string?)Schemas[union]!["discriminator"]?["propertyName"];

    /// <summary>Whether a response can hold the type; others are only sent.</summary>
    public static bool IsResponse(string name) => InResponses.Value.Contains(name);

    /// <summary>Whether a request can hold the type; others are only read.</summary>
    public static bool IsRequest(string name) => InRequests.Value.Contains(name);

    public static Type ClrType(string name)
        => typeof(WireObject).Assembly.GetType("PostPress." + name) ?? throw new InvalidOperationException($"There is no type for schema '{name}'.");

    /// <summary>Every example of an operation, with the schema that it is an example of.</summary>
    public static IEnumerable<(string Name, string Schema, JToken Value)> Examples()
    {
        foreach (var operation in Operations())
        {
            var id = (string)operation["operationId"]!;
            if (operation["requestBody"]?["content"]?["application/json"] is JObject body)
            {
                foreach (var example in ExamplesOf(body))
                {
                    yield return ($"{id}, {example.Key}", Name(body["schema"]!["$ref"]!), example.Value);
                }
            }

            foreach (var response in operation["responses"]!.Cast<JProperty>())
            {
                if (Follow(response.Value)["content"]?["application/json"] is JObject content)
                {
                    var isSuccess = response.Name.StartsWith('2');
                    foreach (var example in ExamplesOf(content))
                    {
                        // Every failure is read as what the default response is.
                        var schema = Name((isSuccess ? content : Follow(operation["responses"]!["default"]!)["content"]!["application/json"]!)["schema"]!["$ref"]!);
                        yield return ($"{id}, {response.Name}, {example.Key}", schema, example.Value);
                    }
                }
            }
        }
    }

    /// <summary>A value with every member that the schema lists; its strings look like dates, which no reader may touch.</summary>
    public static JToken Sample(string name) => Sample(Schemas[name]!, name);

    public static JObject ObjectSample(string name) => (JObject)Sample(name);

    private static JToken Sample(JToken schema, string hint)
    {
        if (schema["$ref"] is { } reference)
        {
            return Sample(Schemas[Name(reference)]!, hint);
        }

        var branch = (schema["oneOf"] ?? schema["anyOf"])?.First(candidate => (string?)candidate["type"] != "null");
        if (branch is not null)
        {
            return Sample(branch, hint);
        }

        if ((schema["const"] ?? schema["enum"]?.First) is { } value)
        {
            return value.DeepClone();
        }

        var type = schema["type"] is JArray types ? (string?)types.First : (string?)schema["type"];
        return type switch
        {
            "string" when (string?)schema["format"] == "date-time" => "2026-01-31T12:34:56.000+02:00",
            "string" => $"2026-01-31T12:34:56.1230000Z",
            "integer" when (string?)schema["format"] == "int64" => 9007199254740993L,
            "integer" => 7,
            "number" => 12.34m,
            "boolean" => true,
            "array" => new JArray(Sample(schema["items"]!, hint), Sample(schema["items"]!, hint)),
            _ when schema["properties"] is JObject properties
                => new JObject(properties.Properties().Select(property => new JProperty(property.Name, Sample(property.Value, property.Name)))),
            _ => new JObject { ["anything"] = new JArray(1, "2", JValue.CreateNull()) },
        };
    }

    public static IEnumerable<KeyValuePair<string, JToken>> ExamplesOf(JObject content)
        => (content["examples"] ?? new JObject()).Cast<JProperty>().Select(example => KeyValuePair.Create(example.Name, Follow(example.Value)["value"]!));

    /// <summary>The statuses of the responses that list an error type.</summary>
    public static IEnumerable<int> StatusesOf(string errorType)
        => from operation in Operations()
           from response in operation["responses"]!.Cast<JProperty>()
           where response.Name != "default" && !response.Name.StartsWith('2')
           where ((JObject)Schemas[Name(Follow(response.Value)["content"]!["application/json"]!["schema"]!["$ref"]!)]!).Descendants().OfType<JValue>().Any(value => value.Type == JTokenType.String && (string?)value == errorType)
           select int.Parse(response.Name, CultureInfo.InvariantCulture);

    /// <summary>The examples of an operation's successful responses.</summary>
    public static IEnumerable<JObject> ResponseExamples(string id)
        => from operation in Operations()
           where (string?)operation["operationId"] == id
           from response in operation["responses"]!.Cast<JProperty>()
           where response.Name.StartsWith('2')
           from example in ExamplesOf((JObject)Follow(response.Value)["content"]!["application/json"]!)
           select (JObject)example.Value;

    private static bool IsObject(string name) => Schemas[name]!["properties"] is not null;

    private static bool IsUnion(string name) => Schemas[name]!["oneOf"] is JArray branches && branches.All(branch => branch["$ref"] is not null);

    private static bool IsEnum(string name)
        => (Schemas[name]!["enum"] is not null && (string?)Schemas[name]!["type"] == "string")
            || (Schemas[name]!["oneOf"] is JArray branches && branches.All(branch => branch["$ref"] is null));

    /// <summary>Every operation, with its path as <c>x-path</c>.</summary>
    public static IEnumerable<JObject> Operations()
        => ((JObject)Root["paths"]!).Properties().SelectMany(path => ((JObject)path.Value).PropertyValues().Cast<JObject>().Select(operation =>
        {
            operation["x-path"] = path.Name;
            return operation;
        }));

    /// <summary>What a reference points to, or the node itself.</summary>
    public static JToken Follow(JToken node)
        => node["$ref"] is { } reference
            ? ((string)reference!).TrimStart('#', '/').Split('/').Aggregate((JToken)Root, (at, part) => at[part]!)
            : node;

    /// <summary>The named schemas that the requests or the responses of operations reach.</summary>
    private static HashSet<string> Reach(bool isResponse)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in Operations())
        {
            foreach (var content in isResponse ? [] : operation["requestBody"]?["content"]?.Cast<JProperty>() ?? [])
            {
                // The multipart body itself is written part by part; what its parts hold are types.
                var schema = content.Value["schema"]!;
                Visit(content.Name == "multipart/form-data" ? Schemas[Name(schema["$ref"]!)]!["properties"]! : schema);
            }

            foreach (var response in isResponse ? operation["responses"]!.Cast<JProperty>().Where(response => response.Name[0] is '2' or 'd') : [])
            {
                Visit(Follow(response.Value)["content"]!["application/json"]!["schema"]!);
            }
        }

        return reached;

        void Visit(JToken node)
        {
            if (node is JObject schema && schema["$ref"] is { Type: JTokenType.String } reference && reached.Add(Name(reference)))
            {
                Visit(Schemas[Name(reference)]!);
            }

            foreach (var child in node.Children().Where(child => child is not JProperty { Name: "discriminator" or "description" }))
            {
                Visit(child);
            }
        }
    }

    public static string Name(JToken reference) => ((string)reference!).Split('/')[^1];

    private static JObject Load()
    {
        using var text = new StringReader(Json.Resource("postpress.yaml"));
        var yaml = new YamlStream();
        yaml.Load(text);
        return (JObject)Convert(yaml.Documents[0].RootNode);
    }

    private static JToken Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JObject(mapping.Children.Select(child => new JProperty(((YamlScalarNode)child.Key).Value!, Convert(child.Value)))),
        YamlSequenceNode sequence => new JArray(sequence.Children.Select(Convert)),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => scalar.Value switch
        {
            null or "" or "null" => JValue.CreateNull(),
            "true" => true,
            "false" => false,
            { } text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            { } text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            { } text => text,
        },
        _ => ((YamlScalarNode)node).Value!,
    };
}
