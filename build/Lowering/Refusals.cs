using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>
/// The error types that mean that nothing was done. An error type (RFC 9457) is one of them if every response that lists it
/// refuses by its status: 4xx, except 408 and 409. A gateway can give such an error another status.
/// </summary>
internal static class Refusals
{
    public static IReadOnlyList<string> Read(Contract contract)
    {
        var refused = new HashSet<string>(StringComparer.Ordinal);
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in (contract.Root["paths"]?.AsObject() ?? []).SelectMany(path => path.Value!.AsObject()).Select(pair => pair.Value).OfType<JsonObject>())
        {
            var place = Place.Operation(operation.Text("operationId") ?? "");
            foreach ((var status, var response) in operation["responses"]?.AsObject() ?? [])
            {
                var schema = contract.Resolve(response, place)["content"]?["application/json"]?["schema"];
                if (schema is not null && status != "default" && !status.StartsWith('2'))
                {
                    (status.StartsWith('4') && status is not ("408" or "409") ? refused : open).UnionWith(Types(contract, schema, place));
                }
            }
        }

        return [.. refused.Except(open, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Types(Contract contract, JsonNode schema, Place place)
    {
        var resolved = contract.Resolve(schema, place);
        var own = resolved["properties"]?["type"]?["enum"] is JsonArray values ? values.Select(value => value!.GetValue<string>()) : [];
        return own.Concat((resolved["allOf"]?.AsArray() ?? []).Concat(resolved["oneOf"]?.AsArray() ?? []).SelectMany(part => Types(contract, part!, place)));
    }
}
