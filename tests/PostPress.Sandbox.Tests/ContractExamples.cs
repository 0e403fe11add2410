using System.Text.Json.Nodes;
using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Tests;

/// <summary>A value that the contract shows, and where the schema stands that it is an example of.</summary>
internal sealed record ContractExample(string Schema, string Name, JsonNode? Value);

/// <summary>All examples of the contract: wherever a schema and examples stand side by side.</summary>
internal static class ContractExamples
{
    public static JsonNode Document { get; } = Yaml.Read(new StringReader(File.ReadAllText(Path.Combine(RepoRoot.Path, "openapi", "postpress.yaml"))))!;

    public static IReadOnlyList<ContractExample> Read() => [.. In(Document, "#")];

    private static IEnumerable<ContractExample> In(JsonNode? node, string at)
    {
        if (node is JsonObject { } both && both["schema"] is not null && both["examples"] is JsonObject examples)
        {
            foreach (var (name, example) in examples)
            {
                var shown = example!["$ref"] is { } target ? Pointer.Find(Document, target.GetValue<string>())! : example;
                yield return new ContractExample($"{at}/schema", name, shown["value"]);
            }
        }

        var children = node switch
        {
            JsonObject map => map.Select(m => (Node: m.Value, At: $"{at}/{Pointer.Escape(m.Key)}")),
            JsonArray list => list.Select((item, i) => (Node: item, At: $"{at}/{i}")),
            _ => [],
        };
        foreach (var example in children.SelectMany(child => In(child.Node, child.At)))
        {
            yield return example;
        }
    }
}
