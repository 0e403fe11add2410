using System.Text.Json;
using System.Text.Json.Nodes;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Operations;

namespace PostPress.Sandbox.Tests;

/// <summary>The people, companies, posts and jobs of a default sandbox, held against the contract's results.</summary>
public sealed class PopulationTests
{
    private static readonly List<JsonNode> Items =
    [
        .. new[] { "people", "companies", "posts", "jobs" }.SelectMany(new Population(new PostPressSandboxOptions()).Of).Select(item => JsonNode.Parse(item.Json)!),
    ];

    [Test]
    public void Every_item_is_what_the_contract_says()
    {
        var schema = ApiContract.Embedded.Schemas.At("#/components/schemas/SearchResult");

        foreach (var item in Items)
        {
            Assert.That(schema.Validate(item), Is.Empty, item.ToJsonString());
        }
    }

    [Test]
    public void Ids_are_unique() =>
        Assert.That(Items.Select(i => $"{i["type"]} {i["id"]}"), Is.Unique);

    [Test]
    public void Every_member_of_every_result_occurs_with_every_kind_and_word_that_it_may_have()
    {
        var promised = new SortedSet<string>(StringComparer.Ordinal);
        Promise("#/components/schemas/SearchResult", promised, []);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in Items)
        {
            See("#/components/schemas/SearchResult", item, seen);
        }

        Assert.That(promised, Has.Count.GreaterThan(300));
        Assert.That(promised.Except(seen, StringComparer.Ordinal), Is.Empty);
    }

    /// <summary>What may stand at a schema: each kind that it allows, each word of its enum; then the same of its members.</summary>
    private static void Promise(string pointer, SortedSet<string> promised, HashSet<string> visited)
    {
        var (schema, at) = ApiContract.Embedded.Follow(pointer);
        if (!visited.Add(at))
        {
            return;
        }

        foreach (var branch in Branches(schema, at))
        {
            Promise(branch, promised, visited);
        }

        if (schema["enum"] is JsonArray words)
        {
            promised.UnionWith(words.Select(word => $"{at} {word}"));
        }
        else
        {
            promised.UnionWith(TypesOf(schema).Select(type => $"{at} {type}"));
        }

        if (schema["items"] is not null)
        {
            Promise($"{at}/items", promised, visited);
        }

        foreach (var (name, _) in schema["properties"]?.AsObject() ?? [])
        {
            Promise($"{at}/properties/{name}", promised, visited);
        }
    }

    private static void See(string pointer, JsonNode? value, HashSet<string> seen)
    {
        var (schema, at) = ApiContract.Embedded.Follow(pointer);
        foreach (var branch in Branches(schema, at).Where(b => ApiContract.Embedded.Schemas.At(b).Validate(value).Count == 0))
        {
            See(branch, value, seen);
        }

        seen.Add(schema["enum"] is null ? $"{at} {KindOf(schema, value)}" : $"{at} {value}");
        foreach (var item in value as JsonArray ?? [])
        {
            See($"{at}/items", item, seen);
        }

        foreach (var (name, member) in value as JsonObject ?? [])
        {
            if (schema["properties"]?[name] is not null)
            {
                See($"{at}/properties/{name}", member, seen);
            }
        }
    }

    private static IEnumerable<string> Branches(JsonObject schema, string at) => new[] { "oneOf", "anyOf" }
        .SelectMany(keyword => Enumerable.Range(0, (schema[keyword] as JsonArray)?.Count ?? 0).Select(i => $"{at}/{keyword}/{i}"));

    private static IEnumerable<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => types.Select(t => t!.GetValue<string>()),
        JsonValue type => [type.GetValue<string>()],
        _ => [],
    };

    private static string KindOf(JsonObject schema, JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Number => TypesOf(schema).Contains("integer", StringComparer.Ordinal) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString()!.ToLowerInvariant(),
    };
}
