using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>Reads the contract's schemas, as far as operations reach them, into C# types.</summary>
internal sealed class SchemaReader(Contract contract)
{
    private static readonly HashSet<string> Annotations =
    [
        "title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "externalDocs", "$comment",
    ];

    private static readonly HashSet<string> Keywords =
    [
        .. Annotations, "$ref", "type", "format", "enum", "const", "properties", "required", "additionalProperties", "items", "oneOf",
        "anyOf", "allOf", "discriminator", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "minimum",
        "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minProperties", "maxProperties", "contentMediaType",
        "contentEncoding",
    ];

    private const string MaximumPrefix = "x-maximum-";

    private readonly Dictionary<string, NamedType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Usage> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reading = new(StringComparer.Ordinal);

    public Model ReadModel()
    {
        var operations = new List<Operation>();
        foreach ((string path, JsonNode? item) in contract.Root["paths"]?.AsObject() ?? [])
        {
            foreach ((string method, JsonNode? operation) in item!.AsObject())
            {
                if (method is "get" or "put" or "post" or "delete" or "patch" or "head" or "options" or "trace")
                {
                    operations.Add(Shaped(
                        $"operation '{method} {path}'",
                        () => ReadOperation(path, method, operation!.AsObject(), item["parameters"]?.AsArray() ?? [])));
                }
            }
        }

        foreach (Operation operation in operations)
        {
            foreach (TypeUse type in (operation.Parts ?? []).Select(part => part.Property.Usage.Type)
                .Concat(operation.Parameters.Select(parameter => parameter.Usage.Type))
                .Append(operation.Body)
                .OfType<TypeUse>())
            {
                Reach(type, reached => reached.InRequest, reached => reached.InRequest = true);
            }

            foreach (TypeUse type in new[] { operation.Response, operation.Error }.OfType<TypeUse>())
            {
                Reach(type, reached => reached.InResponse, reached => reached.InResponse = true);
            }
        }

        List<NamedType> types = [.. _types.Values.OrderBy(type => type.Name, StringComparer.Ordinal)];
        foreach (NamedType type in types)
        {
            RequireChecked(type);
            RequireParameters(type, operations);
        }

        foreach (UnionType union in types.OfType<UnionType>())
        {
            Unions.Complete(union);
        }

        return new Model([.. operations.Select(ApplyMaximums)], types, Refusals.Read(contract));
    }

    /// <summary>Refuses a rule for requests that the C# would not check: it would be left out in silence.</summary>
    private static void RequireChecked(NamedType type)
    {
        if (type.InRequest)
        {
            RequireChecked(type.Unchecked, $"schema '{type.Schema}'");
            foreach (Property property in (type as ObjectType)?.Properties ?? [])
            {
                RequireChecked(property.Usage.Unchecked, $"schema '{type.Schema}', property '{property.Wire}'");
            }
        }
    }

    /// <summary>Refuses an x-maximum-… for a parameter that there is not.</summary>
    private void RequireParameters(NamedType type, List<Operation> operations)
    {
        foreach (string name in (type as ObjectType)?.ParameterMaximums.Keys ?? Enumerable.Empty<string>())
        {
            if (!operations.Exists(operation => Bodies(operation).Contains(type) && operation.Parameters.Any(parameter => parameter.Wire == name && IsNumber(parameter.Usage.Type))))
            {
                throw new LoweringException($"schema '{type.Schema}'", $"'{MaximumPrefix}{name}': it is not the body of an operation that has a number '{name}' as a parameter.");
            }
        }
    }

    private List<ObjectType> Bodies(Operation operation) => operation.Body is null ? [] : _types[operation.Body.Name!] switch
    {
        UnionType union => union.Variants,
        NamedType type => [(ObjectType)type],
    };

    private static void RequireChecked(string? keyword, string place)
    {
        if (keyword is not null)
        {
            throw new LoweringException(place, $"'{keyword}' cannot be checked before a request is sent; say it otherwise, or teach it to build/Lowering/Rules.cs.");
        }
    }

    /// <summary>Brings the maxima that bodies set to the parameters that they are for.</summary>
    private Operation ApplyMaximums(Operation operation)
    {
        List<ObjectType> bodies = Bodies(operation);
        return operation with
        {
            Parameters = [.. operation.Parameters.Select(parameter => parameter with
            {
                Lowered = [.. bodies
                    .Where(body => body.ParameterMaximums.ContainsKey(parameter.Wire))
                    .GroupBy(body => body.ParameterMaximums[parameter.Wire])
                    .Select(group => new LoweredMaximum([.. group.Select(body => body.Name)], Rules.Below(parameter.Schema, parameter.Usage.Type, group.Key)))],
            })],
        };
    }

    private Operation ReadOperation(string path, string method, JsonObject operation, JsonArray shared)
    {
        string id = operation["operationId"]?.GetValue<string>()
            ?? throw new LoweringException($"operation '{method} {path}'", "has no operationId.");
        string place = $"operation '{id}'";

        List<Parameter> parameters = [.. shared.Concat(operation["parameters"]?.AsArray() ?? [])
            .Select(node => ReadParameter(contract.Resolve(node, place), id, place))];

        TypeUse? body = null;
        List<Part>? parts = null;
        var alternatives = new List<Alternatives>();
        if (operation["requestBody"] is { } requestBody)
        {
            JsonObject content = contract.Resolve(contract.Resolve(requestBody, place)["content"], place);
            if (content["multipart/form-data"] is JsonObject multipart)
            {
                parts = ReadParts(multipart, id, place, alternatives);
            }
            else
            {
                Usage usage = ReadContent(content, Naming.Pascal(id) + "Request", place);
                RequireChecked(usage.Unchecked ?? (usage.IsOpen ? "anyOf" : null), place);
                body = usage.Type;
            }
        }

        string? status = null;
        TypeUse? response = null;
        TypeUse? error = null;
        foreach ((string code, JsonNode? node) in operation["responses"]?.AsObject() ?? [])
        {
            bool isSuccess = code.StartsWith('2');
            if ((isSuccess && status is null) || code == "default")
            {
                JsonObject? content = contract.Resolve(node, place)["content"] as JsonObject;
                TypeUse? type = content is null ? null : ReadContent(content, Naming.Pascal(id) + (isSuccess ? "Response" : "Error"), place).Type;
                (status, response, error) = isSuccess ? (code, type, error) : (status, response, type);
            }
        }

        return new Operation(
            id,
            method,
            path,
            operation["x-is-write"]?.GetValue<bool>() ?? method is not ("get" or "head" or "options"),
            Text(operation, "summary"),
            Text(operation, "description"),
            parameters,
            body,
            parts,
            alternatives,
            status ?? throw new LoweringException(place, "has no response for success; list one, such as '200'."),
            response,
            error);
    }

    private Parameter ReadParameter(JsonObject parameter, string operation, string place)
    {
        string wire = parameter["name"]!.GetValue<string>();
        Usage usage = Read(parameter["schema"], place, Naming.Pascal(operation) + Naming.Pascal(wire));
        RequireChecked(usage.Unchecked ?? (usage.Const is null ? null : "const"), $"{place}, parameter '{wire}'");
        return usage.Type.Kind is Kind.Object or Kind.List or Kind.Any or Kind.Binary
            ? throw new LoweringException(place, $"parameter '{wire}' is not a string, number or boolean, which is all that a parameter can be.")
            : new Parameter(
                wire,
                Naming.Camel(Text(parameter, "x-sdk-name") ?? wire),
                parameter["in"]!.GetValue<string>(),
                parameter["required"]?.GetValue<bool>() ?? false,
                usage with { Description = Text(parameter, "description") ?? usage.Description },
                Follow(parameter["schema"]!.AsObject(), place),
                []);
    }

    private Usage ReadContent(JsonObject content, string hint, string place)
    {
        JsonNode? schema = content["application/json"]?["schema"];
        if (schema is null)
        {
            throw new LoweringException(place, "a body has neither application/json nor multipart/form-data.");
        }

        Usage usage = Read(schema, place, hint);
        return usage.Type.Kind == Kind.Object
            ? usage
            : throw new LoweringException(place, "a JSON body has to be an object or a union of objects.");
    }

    private List<Part> ReadParts(JsonObject multipart, string operation, string place, List<Alternatives> alternatives)
    {
        JsonObject schema = multipart["schema"]?.AsObject() ?? throw new LoweringException(place, "a multipart body has no schema.");
        string name = Naming.Pascal(operation) + "Part";
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            name = contract.SchemaName(reference, place);
            schema = contract.Schemas[name]!.AsObject();
        }

        List<Property> properties = ReadProperties(schema, name, name);
        RequireChecked(ReadMemberRules(schema, properties, alternatives, "additionalProperties"), $"schema '{name}'");
        foreach (Property property in properties)
        {
            RequireChecked(property.Usage.Unchecked ?? (property.Usage.Const is null ? null : "const"), $"schema '{name}', property '{property.Wire}'");
        }

        return [.. properties.Select(property => new Part(
            property,
            multipart["encoding"]?[property.Wire]?["contentType"]?.GetValue<string>() is { } contentType
                ? contentType == "application/json"
                : Innermost(property.Usage.Type).Kind is Kind.Object or Kind.Any))];
    }

    /// <summary>Reads a schema where it is used.</summary>
    /// <param name="node">The schema.</param>
    /// <param name="place">Whose it is, for messages.</param>
    /// <param name="hint">The name of the C# type, if it takes a new one.</param>
    private Usage Read(JsonNode? node, string place, string hint)
    {
        if (node is not JsonObject schema)
        {
            throw new LoweringException(place, "a schema is true, false or missing; write out what is allowed.");
        }

        foreach ((string keyword, _) in schema)
        {
            if (!Keywords.Contains(keyword) && !keyword.StartsWith("x-", StringComparison.Ordinal))
            {
                throw new LoweringException(place, $"'{keyword}' cannot be lowered; say it with the keywords that the contract uses elsewhere.");
            }
        }

        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            if (schema.FirstOrDefault(pair => pair.Key is not "$ref" && !IsAnnotation(pair.Key)).Key is { } sibling)
            {
                throw new LoweringException(place, $"'{sibling}' beside a $ref cannot be lowered; put it into the schema that is referred to.");
            }

            Usage target = ReadNamed(contract.SchemaName(reference, place));
            return target with { Description = Text(schema, "description") ?? target.Description };
        }

        Usage usage = ReadStructure(schema, place, hint);
        return usage with { Description = Text(schema, "description") ?? usage.Description };
    }

    private Usage ReadNamed(string name)
    {
        if (_named.TryGetValue(name, out Usage? known))
        {
            return known;
        }

        string place = $"schema '{name}'";
        if (!_reading.Add(name))
        {
            throw new LoweringException(place, "refers to itself without an object in between.");
        }

        Usage usage = Shaped(place, () => Read(contract.Schemas[name], place, name));
        _named[name] = usage;
        return usage;
    }

    private Usage ReadStructure(JsonObject schema, string place, string hint)
    {
        if (Alternatives(schema, "anyOf", out bool nullable) is { } anyOf)
        {
            // "This, or something newer": C# types are open anyway.
            List<JsonObject> named = [.. anyOf.Where(branch => branch.ContainsKey("$ref"))];
            JsonObject chosen = (named, anyOf) switch
            {
                ({ Count: 1 }, _) when anyOf.All(branch => branch == named[0] || IsBareType(branch)) => named[0],
                (_, { Count: 1 }) => anyOf[0],
                _ => throw new LoweringException(place, "an anyOf of several schemas cannot be lowered; use oneOf, or one $ref beside bare types."),
            };
            Usage usage = Read(chosen, place, hint);
            usage = usage with { Nullable = usage.Nullable || nullable };
            return anyOf.Count > 1
                ? usage with { Rule = null, IsOpen = true, Unchecked = Beside(schema, "anyOf") }
                : usage with { Unchecked = usage.Unchecked ?? Beside(schema, "anyOf") };
        }

        if (Alternatives(schema, "oneOf", out nullable) is { } oneOf)
        {
            Usage usage = oneOf.Count == 1 ? Read(oneOf[0], place, hint) : ReadOneOf(schema, oneOf, place, hint);
            return usage with { Nullable = usage.Nullable || nullable, Unchecked = usage.Unchecked ?? Beside(schema, "oneOf") };
        }

        if (schema["allOf"] is JsonArray allOf)
        {
            if (allOf.Count == 1 && !schema.ContainsKey("properties") && allOf[0]!["$ref"] is not null)
            {
                Usage usage = Read(allOf[0], place, hint);
                return usage with { Unchecked = usage.Unchecked ?? Beside(schema, "allOf") };
            }

            string? lost = null;
            JsonObject flat = Flatten(schema, place, ref lost);
            return ReadObject(flat, place, hint, lost);
        }

        return ReadPlain(schema, place, hint);
    }

    private Usage ReadPlain(JsonObject schema, string place, string hint)
    {
        List<string> kinds = Kinds(schema);
        bool nullable = kinds.Remove("null");
        Usage? item = null;
        TypeUse type = (kinds.Count == 1 ? kinds[0] : "") switch
        {
            "string" => ReadString(schema, place, hint),
            "integer" => new TypeUse(IsLong(schema) ? Kind.Int64 : Kind.Int32),
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

        string? constant = type.Kind == Kind.String && schema["const"] is JsonValue value ? value.GetValue<string>() : null;
        var usage = new Usage(type, nullable, constant, Limits: Documentation.Limits(schema));
        return type.Kind switch
        {
            Kind.Object => usage with { Rule = Rules.Object(type.Name!) },
            Kind.Enum => usage with { Rule = Rules.Enum(type.Name!), Unchecked = Rules.FindUnchecked(schema, type) },
            _ => usage with
            {
                Rule = Rules.Of(schema, type, item?.Rule),
                Unchecked = Rules.FindUnchecked(schema, type) ?? item?.Unchecked ?? (item?.Const is null ? null : "const"),
            },
        };
    }

    private TypeUse ReadString(JsonObject schema, string place, string hint)
    {
        if (schema.ContainsKey("enum"))
        {
            return Register(new EnumType(SchemaOf(place), Naming.Type(hint), Text(schema, "description"), ReadMembers(schema, place, hint)), place);
        }

        return new TypeUse(Text(schema, "format") switch
        {
            "date-time" => Kind.Timestamp,
            "binary" => Kind.Binary,
            _ => Kind.String,
        });
    }

    private Usage ReadItem(JsonObject schema, string place, string hint)
    {
        Usage item = Read(schema["items"] ?? new JsonObject(), place, Naming.Singular(hint));
        return item.Nullable
            ? throw new LoweringException(place, "a list whose items can be null cannot be lowered; leave null out.")
            : item;
    }

    /// <summary>Reads an object.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="place">Whose it is, for messages.</param>
    /// <param name="hint">The name of the C# type.</param>
    /// <param name="lost">A keyword that was lost on the way here.</param>
    private Usage ReadObject(JsonObject schema, string place, string hint, string? lost = null)
    {
        var type = new ObjectType(SchemaOf(place), Naming.Type(hint), Text(schema, "description"));
        var usage = new Usage(Register(type, place), Kinds(schema).Contains("null"), Rule: Rules.Object(type.Name));

        // Known from here on: the properties may refer back to it.
        if (place == $"schema '{hint}'")
        {
            _named[hint] = usage with { Description = type.Description };
        }

        type.Properties.AddRange(ReadProperties(schema, hint, type.Name));
        type.IsClosed = schema["additionalProperties"] is JsonValue open && !open.GetValue<bool>();
        type.MinProperties = (int?)schema["minProperties"]?.GetValue<decimal>();
        type.MaxProperties = (int?)schema["maxProperties"]?.GetValue<decimal>();
        type.Unchecked = lost ?? ReadMemberRules(schema, type.Properties, type.Alternatives, "additionalProperties", "minProperties", "maxProperties");
        foreach ((string keyword, JsonNode? maximum) in schema.Where(pair => pair.Key.StartsWith(MaximumPrefix, StringComparison.Ordinal)))
        {
            type.ParameterMaximums[keyword[MaximumPrefix.Length..]] = maximum!.GetValue<decimal>();
        }

        return type.Properties.Find(property => Innermost(property.Usage.Type).Kind == Kind.Binary) is { } binary
            ? throw new LoweringException(place, $"property '{binary.Wire}' is binary, which only a part of a multipart body can be; send it there.")
            : usage;
    }

    private List<Property> ReadProperties(JsonObject schema, string owner, string ownerName)
    {
        HashSet<string> required = [.. schema["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? []];
        var properties = new List<Property>();
        foreach ((string wire, JsonNode? node) in schema["properties"]?.AsObject() ?? [])
        {
            string? sdkName = node is JsonObject property ? Text(property, "x-sdk-name") : null;
            string name = Naming.Property(wire, sdkName, owner, ownerName);
            Usage usage = Read(node, $"schema '{owner}', property '{wire}'", ownerName + name);
            properties.Add(new Property(wire, name, required.Contains(wire), usage));
        }

        Naming.RequireUnique(properties.Select(property => (property.Name, property.Wire)), owner, "give one an x-sdk-name");
        return properties;
    }

    /// <summary>Reads which members have to be there; gives the first keyword that says something else of an object.</summary>
    private static string? ReadMemberRules(JsonObject schema, List<Property> properties, List<Alternatives> alternatives, params string[] known)
    {
        HashSet<string> names = [.. properties.Select(property => property.Wire)];
        foreach ((string keyword, JsonNode? value) in schema)
        {
            if (keyword is "anyOf" or "oneOf")
            {
                List<List<string>> branches = [.. value!.AsArray().Select(branch => Required(branch!.AsObject()))];
                if (branches.Exists(branch => branch.Count == 0 || !branch.TrueForAll(names.Contains)))
                {
                    return keyword;
                }

                alternatives.Add(new Alternatives(keyword == "oneOf", branches));
            }
            else if (keyword == "required" ? !Required(schema).TrueForAll(names.Contains) : !(keyword is "type" or "properties" || known.Contains(keyword, StringComparer.Ordinal) || SaysNothing(keyword, value)))
            {
                return keyword;
            }
        }

        return null;
    }

    private static List<string> Required(JsonObject schema) => [.. (schema["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>())];

    private Usage ReadOneOf(JsonObject schema, List<JsonObject> branches, string place, string hint)
    {
        List<JsonObject> resolved = [.. branches.Select(branch => Follow(branch, place))];
        if (resolved.All(branch => Kinds(branch) is ["string"] or ["integer"]))
        {
            List<EnumMember> members = [.. resolved.SelectMany(branch => ReadMembers(branch, place, hint))];
            Naming.RequireUnique(members.Select(member => (member.Name, member.Wire)), SchemaOf(place), "name the values with x-enum-varnames");
            TypeUse enumType = Register(new EnumType(SchemaOf(place), Naming.Type(hint), Text(schema, "description"), members), place);
            return new Usage(enumType, Rule: Rules.Enum(enumType.Name!), Unchecked: resolved.Select(FindUncheckedBranch).FirstOrDefault(keyword => keyword is not null));
        }

        if (branches.Any(branch => !branch.ContainsKey("$ref")))
        {
            throw new LoweringException(place, "a oneOf of schemas without a name cannot be lowered; make each branch a $ref to a named schema.");
        }

        var union = new UnionType(SchemaOf(place), Naming.Type(hint), Text(schema, "description"));
        var usage = new Usage(Register(union, place), Rule: Rules.Object(union.Name));
        union.Unchecked = Beside(schema, "oneOf");
        if (place == $"schema '{hint}'")
        {
            _named[hint] = usage with { Description = union.Description };
        }

        foreach (JsonObject branch in branches)
        {
            TypeUse type = Read(branch, place, hint).Type;
            if (type.Kind != Kind.Object || _types[type.Name!] is not ObjectType variant)
            {
                throw new LoweringException(place, $"'{branch["$ref"]}' is not an object, as each variant of a union has to be.");
            }

            if (variant.Union is not null && variant.Union != union)
            {
                throw new LoweringException(
                    $"schema '{variant.Schema}'",
                    $"is a variant of both '{variant.Union.Schema}' and '{union.Schema}', and a C# class has one base class; give each union its own schema.");
            }

            variant.Union = union;
            union.Variants.Add(variant);
        }

        if (schema["discriminator"] is JsonObject discriminator)
        {
            union.Discriminator = discriminator["propertyName"]!.GetValue<string>();
            foreach ((string value, JsonNode? target) in discriminator["mapping"]?.AsObject() ?? [])
            {
                string name = contract.SchemaName(target!.GetValue<string>(), place);
                union.Mapping[value] = union.Variants.Find(variant => variant.Schema == name)
                    ?? throw new LoweringException(place, $"the discriminator maps '{value}' to '{name}', which is not in the oneOf.");
            }
        }

        return usage;
    }

    /// <summary>Of a branch that is words or numbers: whatever it says but which.</summary>
    private static string? FindUncheckedBranch(JsonObject branch)
        => !branch.ContainsKey("enum") && !branch.ContainsKey("const")
            ? "type"
            : branch.FirstOrDefault(pair => pair.Key is not ("type" or "enum" or "const") && !SaysNothing(pair.Key, pair.Value)).Key;

    private static List<EnumMember> ReadMembers(JsonObject schema, string place, string hint)
    {
        List<JsonNode> values = [.. (schema["enum"]?.AsArray() ?? [schema["const"]?.DeepClone()]).OfType<JsonNode>()];
        string[]? names = Parallel("x-enum-varnames");
        string[]? descriptions = Parallel("x-enum-descriptions");
        var members = new List<EnumMember>();
        for (int i = 0; i < values.Count; i++)
        {
            bool isNumber = values[i].GetValueKind() == System.Text.Json.JsonValueKind.Number;
            string wire = values[i].ToString();

            // A number needs no name: the number itself converts.
            if (!isNumber || names is not null)
            {
                members.Add(new EnumMember(
                    wire,
                    isNumber,
                    Naming.EnumMember(wire, names?[i], SchemaOf(place), Naming.Pascal(hint)),
                    descriptions?[i]));
            }
            else
            {
                members.Add(new EnumMember(wire, isNumber, "", descriptions?[i]));
            }
        }

        Naming.RequireUnique(
            members.Where(member => member.Name.Length > 0).Select(member => (member.Name, member.Wire)),
            SchemaOf(place),
            "name the values with x-enum-varnames");
        return members;

        string[]? Parallel(string keyword)
        {
            string[]? words = schema[keyword]?.AsArray().Select(word => word!.GetValue<string>()).ToArray();
            return words is null || words.Length == values.Count
                ? words
                : throw new LoweringException(place, $"{keyword} has {words.Length} entries for {values.Count} values; give one for each.");
        }
    }

    /// <summary>One object with the members of all: the first schema that has a member describes it.</summary>
    private JsonObject Flatten(JsonObject schema, string place, ref string? lost)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        lost ??= Beside(schema, "allOf", "properties", "required");
        foreach (JsonNode? node in schema["allOf"]!.AsArray().Append(new JsonObject(
            schema.Where(pair => pair.Key is "properties" or "required").Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())))))
        {
            JsonObject part = Follow(node as JsonObject ?? throw new LoweringException(place, "a branch of allOf is not an object."), place);
            if (part.ContainsKey("allOf"))
            {
                part = Flatten(part, place, ref lost);
            }
            else if (part.ContainsKey("oneOf") || part.ContainsKey("anyOf") || Kinds(part) is not ([] or ["object"]))
            {
                throw new LoweringException(place, "an allOf of anything but plain objects cannot be lowered; write the properties out.");
            }

            lost ??= Beside(part, "properties", "required");
            foreach ((string name, JsonNode? property) in part["properties"]?.AsObject() ?? [])
            {
                if (!properties.TryAdd(name, property?.DeepClone()) && !JsonNode.DeepEquals(properties[name], property))
                {
                    lost ??= "allOf";
                }
            }

            foreach (JsonNode? name in part["required"]?.AsArray() ?? [])
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

    /// <summary>The branches of an <c>anyOf</c> or <c>oneOf</c> that make a difference to types; null if none does.</summary>
    private static List<JsonObject>? Alternatives(JsonObject schema, string keyword, out bool nullable)
    {
        List<JsonObject> branches = [.. (schema[keyword]?.AsArray() ?? []).OfType<JsonObject>()];
        nullable = branches.RemoveAll(branch => Kinds(branch) is ["null"]) > 0;

        // A branch that only requires members is a rule, not a type.
        branches.RemoveAll(branch => branch.All(pair => pair.Key == "required" || IsAnnotation(pair.Key)));
        return branches.Count == 0 ? null : branches;
    }

    /// <summary>The first keyword of a schema that says something beside those that were read.</summary>
    private static string? Beside(JsonObject schema, params string[] read)
    {
        // Some branches were left out as rules, while others became types.
        if (read is ["anyOf"] or ["oneOf"] && schema[read[0]]!.AsArray().Any(branch => branch!.AsObject().All(pair => pair.Key == "required" || IsAnnotation(pair.Key))))
        {
            return read[0];
        }

        return schema.FirstOrDefault(pair => pair.Key is not ("type" or "discriminator") && !read.Contains(pair.Key, StringComparer.Ordinal) && !SaysNothing(pair.Key, pair.Value)).Key;
    }

    private JsonObject Follow(JsonObject schema, string place)
        => schema["$ref"]?.GetValue<string>() is { } reference ? contract.Schemas[contract.SchemaName(reference, place)]!.AsObject() : schema;

    private TypeUse Register(NamedType type, string place)
    {
        if (_types.TryGetValue(type.Name, out NamedType? other))
        {
            throw new LoweringException(place, $"the C# type {type.Name} comes from '{other.Schema}' already; name one of the schemas otherwise.");
        }

        _types.Add(type.Name, type);
        return new TypeUse(type is EnumType ? Kind.Enum : Kind.Object, type.Name);
    }

    private void Reach(TypeUse use, Func<NamedType, bool> isReached, Action<NamedType> mark)
    {
        if (Innermost(use).Name is not { } name || isReached(_types[name]))
        {
            return;
        }

        mark(_types[name]);
        IEnumerable<TypeUse> further = _types[name] switch
        {
            ObjectType type => type.Properties.Select(property => property.Usage.Type)
                .Concat(type.Union is null ? [] : [new TypeUse(Kind.Object, type.Union.Name)]),
            UnionType union => union.Variants.Select(variant => new TypeUse(Kind.Object, variant.Name)),
            _ => [],
        };
        foreach (TypeUse next in further)
        {
            Reach(next, isReached, mark);
        }
    }

    /// <summary>Turns what goes wrong with a node of another kind than OpenAPI has there into an error with a name.</summary>
    private static T Shaped<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new LoweringException(place, $"is not shaped as OpenAPI 3.1 has it. {exception.Message}");
        }
    }

    private static TypeUse Innermost(TypeUse type) => type.Item is null ? type : Innermost(type.Item);

    private static bool IsLong(JsonObject schema)
        => Text(schema, "format") == "int64"
            || schema["maximum"]?.GetValue<decimal>() > int.MaxValue
            || schema["minimum"]?.GetValue<decimal>() < int.MinValue;

    /// <summary>Whether a keyword allows every value: it is a remark, or what C# types are by themselves.</summary>
    public static bool SaysNothing(string keyword, JsonNode? value)
        => IsAnnotation(keyword)
            || keyword is "format" or "contentMediaType" or "contentEncoding"
            || (keyword is "uniqueItems" && value?.GetValue<bool>() == false)
            || (keyword is "additionalProperties" && value is JsonValue flag && flag.GetValue<bool>());

    private static bool IsAnnotation(string keyword) => Annotations.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal);

    private static bool IsBareType(JsonObject schema) => schema.All(pair => pair.Key == "type" || IsAnnotation(pair.Key));

    /// <summary>The JSON kinds that a schema names or implies.</summary>
    private static List<string> Kinds(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => [.. types.Select(type => type!.GetValue<string>())],
        JsonValue type => [type.GetValue<string>()],
        _ when schema.ContainsKey("properties") => ["object"],
        _ when schema.ContainsKey("items") => ["array"],
        _ when (schema["const"] ?? schema["enum"]?[0])?.GetValueKind() == System.Text.Json.JsonValueKind.String => ["string"],
        _ => [],
    };

    private static bool IsNumber(TypeUse type) => type.Kind is Kind.Int32 or Kind.Int64 or Kind.Decimal;

    private static string? Text(JsonObject node, string key) => node[key]?.GetValue<string>();

    /// <summary>The name in <c>schema 'X', property 'y'</c>.</summary>
    private static string SchemaOf(string place) => place.Split('\'')[1];
}
