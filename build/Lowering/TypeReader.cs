using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>Reads schemas as C# types, each where it is used.</summary>
internal sealed class TypeReader
{
    private readonly Contract _contract;
    private readonly UnionReader _unions;
    private readonly Dictionary<string, NamedType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaUse> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reading = new(StringComparer.Ordinal);
    private readonly IdReader _ids;

    public TypeReader(Contract contract)
    {
        _contract = contract;
        _unions = new UnionReader(contract, this);
        _ids = new IdReader(contract);
    }

    /// <summary>All types that have been read.</summary>
    public IEnumerable<NamedType> All => _types.Values;

    public NamedType this[string name] => _types[name];

    /// <summary>Reads a schema where it is used.</summary>
    /// <param name="node">The schema.</param>
    /// <param name="place">Its owner, for messages.</param>
    /// <param name="hint">The name of the C# type, if a new one is needed.</param>
    public SchemaUse Read(JsonNode? node, Place place, string hint)
    {
        if (node is not JsonObject schema)
        {
            throw new LoweringException(place, "a schema is true, false or missing; write out what is allowed.");
        }

        KeywordLedger.RequireKnown(schema, place);
        if (schema.Text("$ref") is { } reference)
        {
            if (schema.FirstOrDefault(pair => pair.Key is not "$ref" && !KeywordLedger.IsMetadata(pair.Key)).Key is { } sibling)
            {
                throw new LoweringException(place, $"'{sibling}' beside a $ref cannot be lowered; put it into the schema that is referred to.");
            }

            var target = ReadNamed(_contract.SchemaName(reference, place));
            return target with { Description = schema.Text("description") ?? target.Description };
        }

        var use = ReadStructure(schema, place, hint);
        return use with { Description = schema.Text("description") ?? use.Description };
    }

    private SchemaUse ReadNamed(string name)
    {
        if (_named.TryGetValue(name, out var known))
        {
            return known;
        }

        var place = Place.Schema(name);
        if (!_reading.Add(name))
        {
            throw new LoweringException(place, "refers to itself without an object in between.");
        }

        var use = place.WithPlace(() => Read(_contract.Schemas[name], place, name));
        _named[name] = use;
        return use;
    }

    private SchemaUse ReadStructure(JsonObject schema, Place place, string hint)
    {
        if (Alternatives(schema, "anyOf", out var nullable) is { } anyOf)
        {
            // "This, or something newer": C# types accept undocumented values anyway.
            List<JsonObject> named = [.. anyOf.Where(branch => branch.ContainsKey("$ref"))];
            var chosen = (named, anyOf) switch
            {
                ({ Count: 1 }, _) when anyOf.All(branch => branch == named[0] || branch.IsBareType()) => named[0],
                (_, { Count: 1 }) => anyOf[0],
                _ => throw new LoweringException(place, "an anyOf of several schemas cannot be lowered; use oneOf, or one $ref beside bare types."),
            };
            var use = Read(chosen, place, hint);
            use = use with { Nullable = use.Nullable || nullable };
            return anyOf.Count > 1
                ? use with { Rule = null, IsOpen = true, Unchecked = KeywordLedger.UnreadKeyword(schema, "anyOf") }
                : use with { Unchecked = use.Unchecked ?? KeywordLedger.UnreadKeyword(schema, "anyOf") };
        }

        if (Alternatives(schema, "oneOf", out nullable) is { } oneOf)
        {
            var use = oneOf.Count == 1 ? Read(oneOf[0], place, hint) : _unions.Read(schema, oneOf, place, hint);
            return use with { Nullable = use.Nullable || nullable, Unchecked = use.Unchecked ?? KeywordLedger.UnreadKeyword(schema, "oneOf") };
        }

        if (schema["allOf"] is JsonArray allOf)
        {
            if (allOf.Count == 1 && !schema.ContainsKey("properties") && allOf[0]!["$ref"] is not null)
            {
                var use = Read(allOf[0], place, hint);
                return use with { Unchecked = use.Unchecked ?? KeywordLedger.UnreadKeyword(schema, "allOf") };
            }

            string? lost = null;
            var flat = Flatten(schema, place, ref lost);
            return ReadObject(flat, place, hint, lost);
        }

        return ReadPlain(schema, place, hint);
    }

    private SchemaUse ReadPlain(JsonObject schema, Place place, string hint)
    {
        var kinds = schema.Kinds();
        var nullable = kinds.Remove("null");
        SchemaUse? item = null;
        var type = (kinds.Count == 1 ? kinds[0] : "") switch
        {
            "string" => ReadString(schema, place, hint),
            "integer" => new TypeUse(schema.IsLong() ? Kind.Int64 : Kind.Int32),
            "number" => new TypeUse(Kind.Decimal),
            "boolean" => new TypeUse(Kind.Boolean),
            "array" => new TypeUse(Kind.List, Item: (item = ReadItem(schema, place, hint)).Type),
            "object" when schema.ContainsKey("properties") => ReadObject(schema, place, hint).Type,
            _ => new TypeUse(Kind.Any),
        };

        if (schema["additionalProperties"] is JsonObject)
        {
            throw new LoweringException(place, "a schema for additionalProperties cannot be lowered; list the properties, or allow any.");
        }

        var constant = type.Kind == Kind.String && schema["const"] is JsonValue value ? value.GetValue<string>() : null;
        var use = new SchemaUse(type, nullable, constant, Limits: Documentation.Limits(schema));
        return type.Kind switch
        {
            Kind.Object => use with { Rule = RuleReader.Object() },
            Kind.Enum => use with { Rule = RuleReader.Enum(), Unchecked = RuleReader.FindUnchecked(schema, type) },
            _ => use with
            {
                Rule = RuleReader.Of(schema, type, item?.Rule),
                Unchecked = RuleReader.FindUnchecked(schema, type) ?? item?.Unchecked ?? (item?.Const is null ? null : "const"),
            },
        };
    }

    private TypeUse ReadString(JsonObject schema, Place place, string hint)
    {
        if (schema.ContainsKey("enum"))
        {
            return Register(new EnumType(place.Name, Naming.Type(hint), schema.Text("description"), ReadMembers(schema, place, hint)), place);
        }

        return new TypeUse(schema.Text("format") switch
        {
            "date-time" => Kind.Timestamp,
            "binary" => Kind.Binary,
            _ => Kind.String,
        });
    }

    public static List<EnumMember> ReadMembers(JsonObject schema, Place place, string hint)
    {
        List<JsonNode> values = [.. (schema["enum"]?.AsArray() ?? [schema["const"]?.DeepClone()]).OfType<JsonNode>()];
        var names = Parallel("x-enum-varnames");
        var descriptions = Parallel("x-enum-descriptions");
        var members = new List<EnumMember>();
        for (var i = 0; i < values.Count; i++)
        {
            var isNumber = values[i].GetValueKind() == JsonValueKind.Number;
            var wire = values[i].ToString();

            // A number needs no name, because it is converted implicitly.
            if (!isNumber || names is not null)
            {
                members.Add(new EnumMember(
                    wire,
                    isNumber,
                    Naming.EnumMember(wire, names?[i], place.Name, Naming.Pascal(hint)),
                    descriptions?[i]));
            }
            else
            {
                members.Add(new EnumMember(wire, isNumber, "", descriptions?[i]));
            }
        }

        RequireUnique(members, place);
        return members;

        string[]? Parallel(string keyword)
        {
            var words = schema[keyword]?.AsArray().Select(word => word!.GetValue<string>()).ToArray();
            return words is null || words.Length == values.Count
                ? words
                : throw new LoweringException(place, $"{keyword} has {words.Length} entries for {values.Count} values; give one for each.");
        }
    }

    /// <summary>Refuses values with the same name.</summary>
    public static void RequireUnique(List<EnumMember> members, Place place)
        => Naming.RequireUnique(
            members.Where(member => member.Name.Length > 0).Select(member => (member.Name, member.Wire)),
            place.Name,
            "name the values with x-enum-varnames");

    private SchemaUse ReadItem(JsonObject schema, Place place, string hint)
    {
        var item = Read(schema["items"] ?? new JsonObject(), place, Naming.Singular(hint));
        return item.Nullable
            ? throw new LoweringException(place, "a list whose items can be null cannot be lowered; leave null out.")
            : item;
    }

    /// <summary>Reads an object.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="place">Its owner, for messages.</param>
    /// <param name="hint">The name of the C# type.</param>
    /// <param name="lost">A keyword that was not read before.</param>
    private SchemaUse ReadObject(JsonObject schema, Place place, string hint, string? lost = null)
    {
        var type = new ObjectType(place.Name, Naming.Type(hint), schema.Text("description"));
        var use = new SchemaUse(Register(type, place), schema.Kinds().Contains("null"), Rule: RuleReader.Object());
        KnowAhead(use with { Description = type.Description }, place, hint);

        type.Properties.AddRange(ReadProperties(schema, hint, type.Name));
        type.IsClosed = schema["additionalProperties"] is JsonValue open && !open.GetValue<bool>();
        type.MinProperties = (int?)schema["minProperties"]?.GetValue<decimal>();
        type.MaxProperties = (int?)schema["maxProperties"]?.GetValue<decimal>();
        type.Unchecked = lost ?? KeywordLedger.ReadMemberRules(schema, type.Properties, type.Alternatives, "additionalProperties", "minProperties", "maxProperties");
        type.Rules.AddRange(MemberRules.Read(schema, type.Properties, place));
        foreach ((var keyword, var maximum) in schema.Where(pair => pair.Key.StartsWith(ObjectType.MaximumPrefix, StringComparison.Ordinal)))
        {
            type.ParameterMaximums[keyword[ObjectType.MaximumPrefix.Length..]] = maximum!.GetValue<decimal>();
        }

        return type.Properties.Find(property => property.Use.Type.Innermost.Kind == Kind.Binary) is { } binary
            ? throw new LoweringException(place, $"property '{binary.Wire}' is binary, which only a part of a multipart body can be; send it there.")
            : use;
    }

    public List<Property> ReadProperties(JsonObject schema, string owner, string ownerName)
    {
        var required = schema.Required();
        var properties = new List<Property>();
        foreach ((var wire, var node) in schema["properties"]?.AsObject() ?? [])
        {
            var sdkName = node is JsonObject property ? property.Text("x-sdk-name") : null;
            var name = Naming.Property(wire, sdkName, owner, ownerName);
            var place = Place.Schema(owner).Property(wire);
            var use = _ids.Read(node as JsonObject ?? [], Read(node, place, ownerName + name), place, type => _types[type] as ObjectType);
            properties.Add(new Property(wire, name, required.Contains(wire), use));
        }

        Naming.RequireUnique(properties.Select(property => (property.Name, property.Wire)), owner, "give one an x-sdk-name");
        return properties;
    }

    /// <summary>One object with the members of all schemas. The first schema with a member describes it.</summary>
    private JsonObject Flatten(JsonObject schema, Place place, ref string? lost)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        lost ??= KeywordLedger.UnreadKeyword(schema, "allOf", "properties", "required");
        foreach (var node in schema["allOf"]!.AsArray().Append(new JsonObject(
            schema.Where(pair => pair.Key is "properties" or "required").Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())))))
        {
            var part = _contract.Follow(node as JsonObject ?? throw new LoweringException(place, "a branch of allOf is not an object."), place);
            if (part.ContainsKey("allOf"))
            {
                part = Flatten(part, place, ref lost);
            }
            else if (part.ContainsKey("oneOf") || part.ContainsKey("anyOf") || part.Kinds() is not ([] or ["object"]))
            {
                throw new LoweringException(place, "an allOf of anything but plain objects cannot be lowered; write the properties out.");
            }

            lost ??= KeywordLedger.UnreadKeyword(part, "properties", "required");
            foreach ((var name, var property) in part["properties"]?.AsObject() ?? [])
            {
                if (!properties.TryAdd(name, property?.DeepClone()) && !JsonNode.DeepEquals(properties[name], property))
                {
                    lost ??= "allOf";
                }
            }

            foreach (var name in part["required"]?.AsArray() ?? [])
            {
                required.Add(name!.DeepClone());
            }
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = schema["description"]?.DeepClone(),
            ["properties"] = properties,
            ["required"] = required,
        };
    }

    /// <summary>The branches of an <c>anyOf</c> or <c>oneOf</c> that affect types; null if there are none.</summary>
    private static List<JsonObject>? Alternatives(JsonObject schema, string keyword, out bool nullable)
    {
        List<JsonObject> branches = [.. (schema[keyword]?.AsArray() ?? []).OfType<JsonObject>()];
        nullable = branches.RemoveAll(branch => branch.Kinds() is ["null"]) > 0;

        // A branch that only lists required members is a rule, not a type.
        branches.RemoveAll(branch => branch.IsMemberRule());
        return branches.Count == 0 ? null : branches;
    }

    /// <summary>Records a named schema before its members are read, because they can refer to it.</summary>
    public void KnowAhead(SchemaUse use, Place place, string hint)
    {
        if (place == Place.Schema(hint))
        {
            _named[hint] = use;
        }
    }

    public TypeUse Register(NamedType type, Place place)
    {
        if (_types.TryGetValue(type.Name, out var other))
        {
            throw new LoweringException(place, $"the C# type {type.Name} comes from '{other.Schema}' already; name one of the schemas otherwise.");
        }

        _types.Add(type.Name, type);
        return new TypeUse(type is EnumType ? Kind.Enum : Kind.Object, type.Name);
    }
}
