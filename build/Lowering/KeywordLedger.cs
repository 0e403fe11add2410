using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>Records which keywords of a schema were read. A keyword that was not read is an error if it matters.</summary>
/// <remarks>
/// An unknown keyword is always an error. A keyword that limits values matters if a request contains the schema, because
/// requests are checked. Until this is known, it is recorded as <see cref="SchemaUse.Unchecked"/>.
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

    /// <summary>Whether a keyword only describes, independent of its value.</summary>
    public static bool IsMetadata(string keyword) => Metadata.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal);

    /// <summary>Whether a keyword allows every value, because it only describes, or because every value of the C# type is valid.</summary>
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

    /// <summary>Refuses a keyword that limits a request and that the C# code would not check.</summary>
    public static void RequireChecked(string? keyword, Place place)
    {
        if (keyword is not null)
        {
            throw new LoweringException(place, $"'{keyword}' cannot be checked before a request is sent; say it otherwise, or teach it to build/Lowering/RuleReader.cs.");
        }
    }

    /// <summary>Like <see cref="RequireChecked(string, Place)"/>, for a type and its members if a request can contain it.</summary>
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

    /// <summary>The first keyword of a schema that has an effect and was not read.</summary>
    public static string? UnreadKeyword(JsonObject schema, params string[] read)
    {
        // Some branches are only rules, while others became types.
        if (read is ["anyOf"] or ["oneOf"] && schema[read[0]]!.AsArray().Any(branch => branch!.AsObject().IsMemberRule()))
        {
            return read[0];
        }

        return schema.FirstOrDefault(pair => pair.Key is not ("type" or "discriminator") && !read.Contains(pair.Key, StringComparer.Ordinal) && !IsAnnotation(pair.Key, pair.Value)).Key;
    }

    /// <summary>The other keywords of a branch that lists words or numbers.</summary>
    public static string? UnreadKeywordOfValues(JsonObject branch)
        => !branch.ContainsKey("enum") && !branch.ContainsKey("const") ? "type" : UnreadKeyword(branch, "enum", "const");

    /// <summary>Reads the required members. Returns the first keyword that says something else about an object.</summary>
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
