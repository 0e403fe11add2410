// The lowered contract for NSwag's own templates. The lowering speaks to ours through x- members; what of that plain OpenAPI
// can say is said here, so that the peers send and read what our client does:
//  - a variant's constant tag becomes a property with that default, unless a discriminator writes it;
//  - of several tags for one class the first is kept: NSwag stops at two;
//  - x- members are left out.
using System.Text.Json.Nodes;

var (input, output) = (args[0], args[1]);
var document = JsonNode.Parse(File.ReadAllText(input))!.AsObject();
var schemas = document["components"]!["schemas"]!.AsObject();

var discriminators = new Dictionary<string, string>(StringComparer.Ordinal);
foreach (var (_, schema) in schemas)
{
    if (schema!["discriminator"] is { } discriminator)
    {
        var mapping = discriminator["mapping"]!.AsObject();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (tag, target) in mapping.ToList())
        {
            var variant = target!.GetValue<string>();
            if (!seen.Add(variant))
            {
                mapping.Remove(tag);
            }

            discriminators[variant.Split('/')[^1]] = discriminator["propertyName"]!.GetValue<string>();
        }
    }
}

foreach (var (name, schema) in schemas)
{
    var own = schema!["allOf"]?.AsArray()[^1] ?? schema;
    foreach (var tag in ((schema["x-tags"] ?? own["x-tags"])?.AsArray() ?? []).Select(tag => tag!.AsObject()))
    {
        var wire = tag["wire"]!.GetValue<string>();
        if (tag["const"] is { } constant && wire != discriminators.GetValueOrDefault(name))
        {
            var properties = new JsonObject { [wire] = new JsonObject { ["type"] = "string", ["default"] = constant.DeepClone() } };
            foreach (var (property, value) in own["properties"]?.AsObject() ?? [])
            {
                properties[property] = value?.DeepClone();
            }

            own["properties"] = properties;
        }
    }
}

RemoveExtensions(document);
var text = document.ToJsonString();
if (!File.Exists(output) || File.ReadAllText(output) != text)
{
    File.WriteAllText(output, text);
}

static void RemoveExtensions(JsonNode? node)
{
    if (node is JsonObject members)
    {
        foreach (var (name, value) in members.ToList())
        {
            if (name.StartsWith("x-", StringComparison.Ordinal))
            {
                members.Remove(name);
            }
            else
            {
                RemoveExtensions(value);
            }
        }
    }
    else if (node is JsonArray items)
    {
        foreach (var item in items)
        {
            RemoveExtensions(item);
        }
    }
}
