using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>Which keywords of a schema were read: what would be lost is an error, where it matters.</summary>
/// <remarks>
/// A keyword that is not known at all always is one. What limits values matters where a request holds the
/// schema, since requests are checked; it is noted as <see cref="SchemaUse.Unchecked"/> until that is known.
/// </remarks>
internal static class KeywordLedger
{
    private static readonly HashSet<string> Metadata =
    [
        "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "externalDocs", "$comment",
    ];

    private static readonly HashSet<string> Known =
    [
        .. Metadata, "$ref", "type", "format", "enum", "const", "properties", "required", "additionalProperties", "items", "oneOf",
        "anyOf", "allOf", "discriminator", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "minimum",
        "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minProperties", "maxProperties", "contentMediaType",
        "contentEncoding",
    ];

    /// <summary>Whether a keyword only describes, whatever its value is.</summary>
    public static bool IsMetadata(string keyword) => Metadata.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal);

    /// <summary>Whether a keyword allows every value: it describes, or says what C# types are by themselves.</summary>
    public static bool IsAnnotation(string keyword, JsonNode? value)
        => IsMetadata(keyword)
            || keyword is "format" or "contentMediaType" or "contentEncoding"
            || (keyword is "uniqueItems" && value?.GetValue<bool>() == false)
            || (keyword is "additionalProperties" && value is JsonValue flag && flag.GetValue<bool>());

    /// <summary>Refuses keywords that no part of the lowering reads.</summary>
    public static void RequireKnown(JsonObject schema, Place place)
    {
        if (schema.FirstOrDefault(pair => !Known.Contains(pair.Key) && !IsMetadata(pair.Key)).Key is { } keyword)
        {
            throw new LoweringException(place, $"'{keyword}' cannot be lowered; say it with the keywords that the contract uses elsewhere.");
        }
    }

    /// <summary>Refuses a keyword that limits what a request may hold and that the C# would not check.</summary>
    public static void RequireChecked(string? keyword, Place place)
    {
        if (keyword is not null)
        {
            throw new LoweringException(place, $"'{keyword}' cannot be checked before a request is sent; say it otherwise, or teach it to build/Lowering/RuleReader.cs.");
        }
    }

    /// <summary>As <see cref="RequireChecked(string, Place)"/>, for a type and its members if a request can hold it.</summary>
    public static void RequireChecked(NamedType type)
    {
        if (type.InRequest)
        {
            var place = Place.Schema(type.Schema);
            RequireChecked(type.Unchecked, place);
            foreach (var property in (type as ObjectType)?.Properties ?? [])
            {
                RequireChecked(property.Use.Unchecked, place.Property(property.Wire));
            }
        }
    }

    /// <summary>The first keyword of a schema that says something and is not one of those that were read.</summary>
    public static string? UnreadKeyword(JsonObject schema, params string[] read)
    {
        // Some branches were left out as rules, while others became types.
        if (read is ["anyOf"] or ["oneOf"] && schema[read[0]]!.AsArray().Any(branch => branch!.AsObject().IsMemberRule()))
        {
            return read[0];
        }

        return schema.FirstOrDefault(pair => pair.Key is not ("type" or "discriminator") && !read.Contains(pair.Key, StringComparer.Ordinal) && !IsAnnotation(pair.Key, pair.Value)).Key;
    }

    /// <summary>Of a branch that lists words or numbers: what it says beside them.</summary>
    public static string? UnreadKeywordOfValues(JsonObject branch)
        => !branch.ContainsKey("enum") && !branch.ContainsKey("const") ? "type" : UnreadKeyword(branch, "enum", "const");

    /// <summary>Reads which members have to be there; gives the first keyword that says something else of an object.</summary>
    public static string? ReadMemberRules(JsonObject schema, List<Property> properties, List<Alternatives> alternatives, params string[] read)
    {
        HashSet<string> names = [.. properties.Select(property => property.Wire)];
        foreach ((var keyword, var value) in schema)
        {
            var isRead = keyword switch
            {
                "type" or "properties" => true,
                "required" => schema.Required().TrueForAll(names.Contains),
                "anyOf" or "oneOf" => AddAlternatives(keyword, value!.AsArray()),
                _ => read.Contains(keyword, StringComparer.Ordinal) || IsAnnotation(keyword, value),
            };
            if (!isRead)
            {
                return keyword;
            }
        }

        return null;

        bool AddAlternatives(string keyword, JsonArray value)
        {
            List<List<string>> branches = [.. value.Select(branch => branch!.AsObject().Required())];
            if (!branches.TrueForAll(branch => branch.Count > 0 && branch.TrueForAll(names.Contains)))
            {
                return false;
            }

            alternatives.Add(new Alternatives(keyword == "oneOf", branches));
            return true;
        }
    }
}
