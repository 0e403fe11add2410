using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>The content of one schema.</summary>
internal static class SchemaNode
{
    public static string? Text(this JsonObject node, string key) => node[key]?.GetValue<string>();

    /// <summary>The JSON types that a schema names or implies.</summary>
    public static List<string> Kinds(this JsonObject schema) => schema["type"] switch
    {
        JsonArray types => [.. types.Select(type => type!.GetValue<string>())],
        JsonValue type => [type.GetValue<string>()],
        _ when schema.ContainsKey("properties") => ["object"],
        _ when schema.ContainsKey("items") => ["array"],
        _ when (schema["const"] ?? schema["enum"]?[0])?.GetValueKind() == JsonValueKind.String => ["string"],
        _ => [],
    };

    /// <summary>The required members.</summary>
    public static List<string> Required(this JsonObject schema) => [.. (schema["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>())];

    public static bool IsLong(this JsonObject schema)
        => schema.Text("format") == "int64"
            || schema["maximum"]?.GetValue<decimal>() > int.MaxValue
            || schema["minimum"]?.GetValue<decimal>() < int.MinValue;

    /// <summary>Whether it only has a JSON type.</summary>
    public static bool IsBareType(this JsonObject schema) => schema.All(pair => pair.Key == "type" || KeywordLedger.IsMetadata(pair.Key));

    /// <summary>Whether it only lists required members: a rule, not a type.</summary>
    public static bool IsMemberRule(this JsonObject schema) => schema.All(pair => pair.Key == "required" || KeywordLedger.IsMetadata(pair.Key));
}
