using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>Writes the types and operations as the OpenAPI document that NSwag understands.</summary>
/// <remarks>
/// A union is a base schema whose variants inherit by <c>allOf</c>. What NSwag has no notion of goes
/// to the templates as extensions: <c>x-name</c> (the C# name), <c>x-doc</c> (lines of documentation),
/// <c>x-format</c> (the C# expression for how a value stands in JSON) and those named below.
/// </remarks>
internal static class LoweredDocument
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Contract contract, Model model)
    {
        var schemas = new JsonObject();
        foreach (NamedType type in model.Types)
        {
            schemas[type.Name] = type switch
            {
                EnumType enumType => Enum(enumType),
                UnionType union => Union(union),
                _ => Object((ObjectType)type),
            };
            if (IsResponseRoot(type, model))
            {
                schemas[type.Name]!["x-is-response-root"] = true;
                schemas[type.Name]!["x-proof"] = Proof(type);
                schemas[type.Name]!["x-proof-tags"] = ProofTags(type);
            }
        }

        var paths = new JsonObject();
        string? keyHeader = ApiKeyHeader(contract);
        foreach (Operation operation in model.Operations)
        {
            JsonObject lowered = Operation(operation);
            lowered["x-api-key-header"] = keyHeader;
            lowered["x-refusals"] = new JsonArray([.. model.Refusals.Select(type => JsonValue.Create(type))]);
            JsonObject item = paths[operation.Path] as JsonObject ?? [];
            item[operation.Method] = lowered;
            paths[operation.Path] = item;
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject { ["title"] = contract.Root["info"]?["title"]?.DeepClone(), ["version"] = contract.Root["info"]?["version"]?.DeepClone() },
            ["servers"] = contract.Root["servers"]?.DeepClone() ?? new JsonArray(),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
        return document.ToJsonString(Indented);
    }

    /// <summary>
    /// <c>x-numbers</c>, <c>x-strings</c>: which JSON kinds occur; <c>x-members</c>: the named values;
    /// <c>x-words</c>: all of them, in words.
    /// </summary>
    private static JsonObject Enum(EnumType type) => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. type.Members.Select(member => JsonValue.Create(member.Wire))]),
        ["x-numbers"] = type.HasNumbers,
        ["x-strings"] = type.HasStrings,
        ["x-in-request"] = type.InRequest,
        ["x-words"] = RuleReader.Words(type.Members.Select(member => member.Wire), "or"),
        ["x-doc"] = Documentation.Write(
            type.Description,
            $"One of the values of `{type.Schema}`.",
            remark: "The API may send values that are not listed here; they are kept as they are."),
        ["x-members"] = new JsonArray([.. type.Members.Select(member => new JsonObject
        {
            ["wire"] = member.Wire,
            ["number"] = member.IsNumber,
            ["name"] = member.Name,
            ["doc"] = Documentation.Write(member.Description, $"`{member.Wire}`."),
        })]),
    };

    /// <summary>
    /// <c>x-cases</c>: the discriminator's values; <c>x-marks</c>: where no discriminator tells, the
    /// members to look for and what each variant needs of them; <c>x-tags</c>: the constants.
    /// </summary>
    private static JsonObject Union(UnionType union)
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = Properties(union.Shared, union, firstBit: 0) };
        Class(schema, union, union.Shared);
        schema["x-is-union"] = true;
        schema["x-tags"] = new JsonArray([.. union.Tags.Where(tag => IsCommonTag(union, tag)).Select(tag => new JsonObject
        {
            ["wire"] = tag,
            ["name"] = TagName(union, tag),
        })]);

        if (union.Discriminator is not null)
        {
            schema["properties"]![union.Discriminator] = new JsonObject { ["type"] = "string" };
            schema["discriminator"] = new JsonObject
            {
                ["propertyName"] = union.Discriminator,
                ["mapping"] = new JsonObject(union.Mapping.Select(
                    pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, Reference(pair.Value.Name)["$ref"]!.GetValue<string>()))),
            };
            schema["x-discriminator"] = union.Discriminator;
            schema["x-cases"] = new JsonArray([.. union.Mapping.Select(pair => new JsonObject { ["value"] = pair.Key, ["class"] = pair.Value.Name })]);
            schema["x-unknown-path"] = union.Discriminator;
            schema["x-unknown"] = $"must be {RuleReader.Words(union.Mapping.Keys, "or")}";
            return schema;
        }

        List<string> names = [.. union.VariantRules.SelectMany(mark => mark.Constants.Select(constant => constant.Key).Concat(mark.AnyOf)).Distinct(StringComparer.Ordinal)];
        schema["x-mark-names"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
        schema["x-marks"] = new JsonArray([.. union.VariantRules.Select(mark => new JsonObject
        {
            ["class"] = mark.Variant.Name,
            ["constants"] = new JsonArray([.. mark.Constants.Select(constant => new JsonObject
            {
                ["index"] = names.IndexOf(constant.Key),
                ["value"] = constant.Value,
            })]),
            ["both"] = mark.Constants.Count > 0 && mark.AnyOf.Count > 0,
            ["any"] = new JsonArray([.. mark.AnyOf.Select(name => JsonValue.Create(names.IndexOf(name)))]),
        })]);
        schema["x-unknown-path"] = "";
        schema["x-unknown"] = $"must have {RuleReader.Words(union.VariantRules.Select(Words), "or")}";
        return schema;
    }

    private static string Words(VariantRule rule)
        => RuleReader.Words(rule.Constants.Select(constant => $"{constant.Key} {constant.Value}").Concat(rule.AnyOf), rule.Constants.Count > 0 ? "and" : "or");

    private static JsonObject Object(ObjectType type)
    {
        List<Property> own = [.. type.Properties.Where(property => !type.IsFixed(property))];
        var schema = new JsonObject { ["type"] = "object", ["properties"] = Properties(own, type, type.Union?.Shared.Count ?? 0) };
        if (Required(own, type) is { Count: > 0 } required)
        {
            schema["required"] = required;
        }

        if (type.Union is not null)
        {
            schema = new JsonObject { ["allOf"] = new JsonArray { Reference(type.Union.Name), schema } };
        }

        Class(schema, type, own);
        schema["x-tags"] = new JsonArray([.. type.Properties.Where(type.IsFixed).Select(property => new JsonObject
        {
            ["wire"] = property.Wire,
            ["name"] = property.Name,
            ["const"] = property.Use.Const,
            ["override"] = type.Union is not null && IsCommonTag(type.Union, property.Wire),
        })]);
        if (type.InRequest)
        {
            MemberRules(schema, type, own);
        }

        return schema;
    }

    /// <summary>
    /// <c>x-names</c>: the declared members; <c>x-is-closed</c>: whether there may be no other;
    /// <c>x-count</c>: the rule for how many there are; <c>x-alternatives</c>: which have to be there.
    /// </summary>
    private static void MemberRules(JsonObject schema, ObjectType type, List<Property> own)
    {
        List<string> fixedNames = [.. type.Properties.Where(type.IsFixed).Select(property => property.Wire)];
        List<Property> settable = [.. type.Union?.Shared ?? [], .. own];
        List<string> names = [.. fixedNames, .. settable.Select(property => property.Wire)];
        string? count = RuleReader.Members(type.MinProperties, type.MaxProperties);
        schema["x-names"] = type.IsClosed || count is not null ? new JsonArray([.. names.Select(name => JsonValue.Create(name))]) : null;
        schema["x-is-closed"] = type.IsClosed;
        schema["x-count"] = count;
        schema["x-alternatives"] = Alternatives(type.Alternatives, name => settable.Find(property => property.Wire == name) is not { } property
            ? "true"
            : $"Has({JsonValue.Create(name).ToJsonString()}, {(IsBacked(property, type) ? "_" + Naming.LowerFirst(property.Name) : property.Name)} is not null)");
    }

    private static JsonArray Alternatives(IReadOnlyList<Alternatives> alternatives, Func<string, string> condition)
        => [.. alternatives.Select(alternative => new JsonObject
        {
            ["count"] = string.Join(" + ", alternative.Branches.Select(branch => $"({string.Join(" && ", branch.Select(condition))} ? 1 : 0)")),
            ["only-one"] = alternative.OnlyOne,
            ["words"] = RuleReader.Words(alternative.Branches.Select(branch => RuleReader.Words(branch, "with")), alternative.OnlyOne ? "and" : "or"),
        })];

    /// <summary><c>x-is-open</c>: users may make one.</summary>
    private static void Class(JsonObject schema, NamedType type, List<Property> own)
    {
        if (schema["type"] is not null && Required(own, type) is { Count: > 0 } required)
        {
            schema["required"] = required;
        }

        schema["x-doc"] = Documentation.Write(
            type.Description,
            $"The API's `{type.Schema}`.",
            remark: type is UnionType ? "A variant that is not known here is an instance of this very class, with all that it holds in <see cref=\"WireObject.AdditionalProperties\"/>." : null);
        schema["x-is-open"] = type is not UnionType || !type.InRequest;
        schema["x-in-request"] = type.InRequest;
    }

    /// <summary>
    /// <c>x-bit</c>: the place of the property in its class, negative where a null need not be
    /// remembered; <c>x-is-struct</c>: a value type; <c>x-is-backed</c>: a required value type, which
    /// needs a field to tell whether it was read; <c>x-rule</c>: the rule for the value in a request;
    /// <c>x-kind</c>: whether it is needed there, and how open it is.
    /// </summary>
    private static JsonObject Properties(List<Property> properties, NamedType owner, int firstBit)
    {
        var schemas = new JsonObject();
        for (int i = 0; i < properties.Count; i++)
        {
            Property property = properties[i];
            JsonObject schema = Schema(property.Use.Type);
            schema["x-name"] = property.Name;
            schema["x-doc"] = Documentation.Write(
                property.Use.Description ?? (property.Use.Const is null ? null : $"Always `{property.Use.Const}`."),
                $"The API's `{property.Wire}`.",
                property.Use.Limits,
                Naming.IsPlain(property.Wire, property.Name) ? null : $"<c>{property.Wire}</c> on the wire.");
            schema["x-format"] = Format(property.Use.Type);
            schema["x-is-struct"] = property.Use.Type.IsStruct;
            schema["x-is-backed"] = IsBacked(property, owner);
            schema["x-rule"] = property.Use.Rule;
            schema["x-kind"] = FieldKind(property.Use, property.Required);
            schema["x-bit"] = owner.InResponse ? firstBit + i : -1;
            schemas[property.Wire] = schema;
        }

        return schemas;
    }

    private static bool IsBacked(Property property, NamedType owner) => property.Use.Type.IsStruct && IsRequired(property, owner);

    private static string FieldKind(SchemaUse use, bool required)
    {
        List<string> kinds = [];
        if (required)
        {
            kinds.Add("Required");
        }

        if (use.Nullable)
        {
            kinds.Add("Nullable");
        }

        if (use.IsOpen)
        {
            kinds.Add("Open");
        }

        return string.Join(" | ", kinds.DefaultIfEmpty("Optional").Select(kind => "FieldKind." + kind));
    }

    /// <summary>The body of a successful response as a whole, or a variant of it.</summary>
    private static bool IsResponseRoot(NamedType type, Model model)
        => model.Operations.Any(operation => operation.Response?.Name == type.Name || (type is ObjectType { Union: { } union } && operation.Response?.Name == union.Name));

    /// <summary>The members that a response without its tag must have.</summary>
    private static JsonArray Proof(NamedType type)
        => type is ObjectType root ? [.. root.Properties.Where(property => property.Required && !property.Use.Nullable && property.Use.Const is null).Select(property => JsonValue.Create(property.Name))] : [];

    /// <summary>The constants that are properties of a response, and prove what it is.</summary>
    private static JsonArray ProofTags(NamedType type)
        => type is ObjectType root ? [.. root.Properties.Where(property => property.Use.Const is not null && !root.IsFixed(property)).Select(property => new JsonObject { ["name"] = property.Name, ["const"] = property.Use.Const })] : [];

    private static JsonArray Required(List<Property> properties, NamedType owner)
        => [.. properties.Where(property => IsRequired(property, owner)).Select(property => JsonValue.Create(property.Wire))];

    /// <summary>Requests want what they need from the compiler; answers are read whatever they lack.</summary>
    private static bool IsRequired(Property property, NamedType owner) => owner.InRequest && property.Required && !property.Use.Nullable;

    /// <summary>
    /// <c>x-address</c>: the path in pieces; <c>x-is-json</c>: a part of a multipart body that is a
    /// JSON text; <c>x-check-type</c>: what stands for a file where parts are checked, its presence or
    /// the number of files; <c>x-lowered</c>: the rules that some bodies bring for a parameter.
    /// </summary>
    private static JsonObject Operation(Operation operation)
    {
        var lowered = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["x-name"] = Naming.Pascal(operation.Id),
            ["x-doc"] = Documentation.Write($"{Sentence(operation.Summary) ?? $"The operation `{operation.Id}`."}\n\n{operation.Description}", ""),
            ["x-address"] = Address(operation),
            ["x-is-write"] = operation.IsWrite,
            ["x-request-media-type"] = operation.Body is not null ? "application/json" : operation.Parts is not null ? "multipart/form-data" : null,
            ["x-alternatives"] = Alternatives(
                operation.PartAlternatives,
                name => "@" + Naming.LowerFirst(operation.Parts!.First(part => part.Property.Wire == name).Property.Name) + " is not null"),
            ["parameters"] = new JsonArray([.. operation.Parameters.Select(Parameter)]),
        };

        if (operation.Body is not null)
        {
            lowered["requestBody"] = Content("application/json", Schema(operation.Body));
            lowered["requestBody"]!["required"] = true;
        }
        else if (operation.Parts is not null)
        {
            var parts = new JsonObject();
            foreach (Part part in operation.Parts)
            {
                JsonObject schema = Schema(part.Property.Use.Type);
                schema["x-name"] = part.Property.Name;
                schema["x-doc"] = Documentation.Write(part.Property.Use.Description, $"The part `{part.Property.Wire}`.", part.Property.Use.Limits);
                schema["x-format"] = part.IsJson ? Format(part.Property.Use.Type) : null;
                schema["x-is-json"] = part.IsJson;
                schema["x-rule"] = part.Property.Use.Rule;
                schema["x-required"] = part.Property.Required;
                schema["x-check-type"] = part.Property.Use.Type switch
                {
                    { Kind: Kind.Binary } => "object",
                    { Item.Kind: Kind.Binary } => "int",
                    _ => null,
                };
                parts[part.Property.Wire] = schema;
            }

            lowered["requestBody"] = Content("multipart/form-data", new JsonObject { ["type"] = "object", ["properties"] = parts });
        }

        var responses = new JsonObject { [operation.SuccessStatus] = Response(operation.Response) };
        if (operation.Error is not null)
        {
            responses["default"] = Response(operation.Error);
        }

        lowered["responses"] = responses;
        return lowered;
    }

    private static JsonObject Parameter(Parameter parameter) => new()
    {
        ["name"] = parameter.Wire,
        ["in"] = parameter.In,
        ["required"] = parameter.Required || parameter.In == "path",
        ["schema"] = Schema(parameter.Use.Type),
        ["x-name"] = parameter.Name,
        ["x-constant"] = Naming.Pascal(parameter.Wire),
        ["x-doc"] = Documentation.Line(parameter.Use.Description, $"The parameter `{parameter.Wire}`."),
        ["x-is-text"] = parameter.Use.Type.Kind == Kind.String,
        ["x-is-enum"] = parameter.Use.Type.Kind is Kind.Enum or Kind.Timestamp,
        ["x-rule"] = parameter.Use.Rule,
        ["x-lowered"] = new JsonArray([.. parameter.Lowered.Select(lowered => new JsonObject
        {
            ["types"] = string.Join(" or ", lowered.Types),
            ["rule"] = lowered.Rule,
        })]),
    };

    private static JsonArray Address(Operation operation)
    {
        var pieces = new JsonArray();
        string[] parts = operation.Path.TrimStart('/').Split('{', '}');
        for (int i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 0 && parts[i].Length > 0)
            {
                pieces.Add(new JsonObject { ["text"] = parts[i] });
            }
            else if (i % 2 == 1)
            {
                string name = operation.Parameters.FirstOrDefault(parameter => parameter.In == "path" && parameter.Wire == parts[i])?.Name
                    ?? throw new LoweringException(Place.Operation(operation.Id), $"the path has '{{{parts[i]}}}', but no parameter of that name is listed.");
                pieces.Add(new JsonObject { ["parameter"] = name });
            }
        }

        return pieces;
    }

    private static JsonObject Response(TypeUse? type)
    {
        JsonObject response = type is null ? [] : Content("application/json", Schema(type));
        response["description"] = "";
        return response;
    }

    private static JsonObject Content(string mediaType, JsonObject schema)
        => new() { ["content"] = new JsonObject { [mediaType] = new JsonObject { ["schema"] = schema } } };

    private static JsonObject Schema(TypeUse type) => type.Kind switch
    {
        Kind.String => new() { ["type"] = "string" },
        Kind.Boolean => new() { ["type"] = "boolean" },
        Kind.Int32 => new() { ["type"] = "integer", ["format"] = "int32" },
        Kind.Int64 => new() { ["type"] = "integer", ["format"] = "int64" },
        Kind.Decimal => new() { ["type"] = "number", ["format"] = "decimal" },
        Kind.Timestamp => new() { ["type"] = "string", ["format"] = "date-time" },
        Kind.Binary => new() { ["type"] = "string", ["format"] = "binary" },
        Kind.List => new() { ["type"] = "array", ["items"] = Schema(type.Item!) },
        Kind.Any => [],
        _ => Reference(type.Name!),
    };

    private static string Format(TypeUse type) => type.Kind switch
    {
        Kind.List => Format(type.Item!) + ".List",
        Kind.Timestamp => "Timestamp.JsonFormat",
        Kind.Enum or Kind.Object => type.Name + ".JsonFormat",
        _ => "Scalar." + type.Kind,
    };

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    /// <summary>Whether the base class can have the property: no variant has another one of that name.</summary>
    private static bool IsCommonTag(UnionType union, string tag)
        => union.Variants.TrueForAll(variant => variant.Properties.Find(property => property.Wire == tag) is not { } property || variant.IsFixed(property));

    private static string TagName(UnionType union, string tag)
        => union.Variants.SelectMany(variant => variant.Properties).First(property => property.Wire == tag).Name;

    private static string? ApiKeyHeader(Contract contract)
        => (contract.Root["components"]?["securitySchemes"]?.AsObject() ?? [])
            .Select(pair => pair.Value)
            .FirstOrDefault(scheme => scheme?["type"]?.GetValue<string>() == "apiKey" && scheme["in"]?.GetValue<string>() == "header")
            ?["name"]?.GetValue<string>();

    private static string? Sentence(string? text) => text is null || text.EndsWith('.') ? text : text + ".";
}
