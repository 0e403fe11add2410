using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PostPress.Lowering;

/// <summary>Writes the types and operations as an OpenAPI document that NSwag supports.</summary>
/// <remarks>
/// A union is a base schema whose variants inherit by <c>allOf</c>. What NSwag does not support is passed
/// to the templates as data in extensions. The templates write the C# code. <c>x-name</c> is the C# name,
/// <c>x-doc</c> documentation line by line, <c>x-type</c> the type (<see cref="Type"/>), <c>x-rule</c>
/// the rule for requests (<see cref="RuleReader"/>). The others are described below.
/// </remarks>
internal static partial class LoweredDocument
{
    // NSwag uses it to mark empty output of templates, and removes it from all output.
    private const string EmptyMark = "__EMPTY-TEMPLATE__";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Contract contract, Model model)
    {
        var schemas = new JsonObject();
        foreach (var type in model.Types)
        {
            schemas[type.Name] = type switch
            {
                EnumType enumType => Enum(enumType),
                UnionType union => Union(union),
                _ => Object((ObjectType)type),
            };
            if (IsResponseRoot(type, model))
            {
                schemas[type.Name]!["x-response"] = Proof(type);
            }
        }

        var paths = new JsonObject();
        foreach (var operation in model.Operations)
        {
            var lowered = Operation(operation);
            var item = paths[operation.Path] as JsonObject ?? [];
            item[operation.Method] = lowered;
            paths[operation.Path] = item;
        }

        // NSwag does not pass extensions of the document to templates.
        if (model.Operations is [var first, ..])
        {
            paths[first.Path]![first.Method]!["x-api"] = new JsonObject
            {
                ["keyHeader"] = ApiKeyHeader(contract),
                ["refusals"] = Strings(model.Refusals),
            };
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject { ["title"] = contract.Root["info"]?["title"]?.DeepClone(), ["version"] = contract.Root["info"]?["version"]?.DeepClone() },
            ["servers"] = contract.Root["servers"]?.DeepClone() ?? new JsonArray(),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
        RequireKept(document);
        return document.ToJsonString(Indented);
    }

    /// <summary>Refuses the two kinds of text that NSwag would change for the templates.</summary>
    private static void RequireKept(JsonNode? node)
    {
        foreach (var child in node switch { JsonObject members => members.Select(member => member.Value), JsonArray items => items, _ => [] })
        {
            RequireKept(child);
        }

        if (node?.GetValueKind() == JsonValueKind.String && node.GetValue<string>() is var text && (text.Contains(EmptyMark, StringComparison.Ordinal) || Date().IsMatch(text)))
        {
            throw new LoweringException($"the contract: NSwag cannot keep '{text}' as it is, a date or a mark of its own; write it otherwise.");
        }
    }

    /// <summary>
    /// <c>x-members</c>: the listed values, where those without a name are numbers; <c>x-numbers</c>: whether there are numbers;
    /// <c>x-request</c>: all values in words, if a request can contain one.
    /// </summary>
    private static JsonObject Enum(EnumType type) => new()
    {
        ["type"] = "string",
        ["enum"] = Strings(type.Members.Select(member => member.Wire)),
        ["x-numbers"] = type.HasNumbers,
        ["x-request"] = type.InRequest ? new JsonObject { ["words"] = Words(type.Members.Select(member => member.Wire), "or") } : null,
        ["x-doc"] = Documentation.Write(
            type.Description,
            $"One of the values of `{type.Schema}`.",
            remark: "The API can send values that are not listed here. They are kept unchanged."),
        ["x-members"] = new JsonArray([.. type.Members.Select(member => new JsonObject
        {
            ["wire"] = member.Wire,
            ["number"] = member.IsNumber,
            ["name"] = member.Name,
            ["doc"] = Documentation.Write(member.Description, $"`{member.Wire}`."),
        })]),
    };

    /// <summary><c>x-union</c>: how its variants are identified, and all variants in words.</summary>
    private static JsonObject Union(UnionType union)
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = Properties(union.Shared, union) };
        Class(schema, union, union.Shared);
        schema["x-tags"] = new JsonArray([.. union.Tags.Where(tag => IsCommonTag(union, tag)).Select(tag => new JsonObject
        {
            ["wire"] = tag,
            ["name"] = TagName(union, tag),
        })]);
        if (union.Discriminator is null)
        {
            schema["x-union"] = VariantRules(union);
            return schema;
        }

        schema["properties"]![union.Discriminator] = new JsonObject { ["type"] = "string" };
        schema["discriminator"] = new JsonObject
        {
            ["propertyName"] = union.Discriminator,
            ["mapping"] = new JsonObject(union.Mapping.Select(
                pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, Reference(pair.Value.Name)["$ref"]!.GetValue<string>()))),
        };
        schema["x-union"] = new JsonObject
        {
            ["discriminator"] = union.Discriminator,
            ["cases"] = new JsonArray([.. union.Mapping.Select(pair => new JsonObject { ["value"] = pair.Key, ["class"] = pair.Value.Name })]),
            ["words"] = $"must be {Words(union.Mapping.Keys, "or")}",
        };
        return schema;
    }

    /// <summary>Without a discriminator: the names of the members to read ahead for, and which of them each variant has.</summary>
    private static JsonObject VariantRules(UnionType union)
    {
        List<string> names = [.. union.VariantRules.SelectMany(rule => rule.Constants.Select(constant => constant.Key).Concat(rule.AnyOf)).Distinct(StringComparer.Ordinal)];
        return new JsonObject
        {
            ["names"] = Strings(names),
            ["rules"] = new JsonArray([.. union.VariantRules.Select(rule => new JsonObject
            {
                ["class"] = rule.Variant.Name,
                ["constants"] = new JsonArray([.. rule.Constants.Select(constant => new JsonObject
                {
                    ["index"] = names.IndexOf(constant.Key),
                    ["value"] = constant.Value,
                })]),
                ["any"] = new JsonArray([.. rule.AnyOf.Select(name => JsonValue.Create(names.IndexOf(name)))]),
            })]),
            ["words"] = $"must have {Words(union.VariantRules.Select(InWords), "or")}",
        };

        static string InWords(VariantRule rule)
            => Words(rule.Constants.Select(constant => $"{constant.Key} {constant.Value}").Concat(rule.AnyOf), rule.Constants.Count > 0 ? "and" : "or");
    }

    /// <summary><c>x-tags</c>: the constants that the type sets, not the user.</summary>
    private static JsonObject Object(ObjectType type)
    {
        List<Property> own = [.. type.Properties.Where(property => !type.IsFixed(property))];
        var schema = new JsonObject { ["type"] = "object", ["properties"] = Properties(own, type) };
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
            ["inherited"] = type.Union is not null && IsCommonTag(type.Union, property.Wire),
        })]);
        return schema;
    }

    /// <summary><c>x-keeps-nulls</c>: whether a null that was read is written back, as in responses.</summary>
    private static void Class(JsonObject schema, NamedType type, List<Property> own)
    {
        if (schema["type"] is not null && Required(own, type) is { Count: > 0 } required)
        {
            schema["required"] = required;
        }

        schema["x-doc"] = Documentation.Write(
            type.Description,
            $"The API's `{type.Schema}`.",
            remark: type is UnionType union ? VariantsInWords(union) : null);
        schema["x-keeps-nulls"] = type.InResponse;
        schema["x-request"] = type.InRequest ? MemberRules(type, own) : null;
    }

    /// <summary>Lists the variants in the comment of the base class, because the base class itself can't be created for a request.</summary>
    private static string VariantsInWords(UnionType union)
    {
        var variants = Words(union.Variants.Select(variant => $"<see cref=\"{variant.Name}\"/>"), "or");
        return (union.InRequest ? $"Create one of these variants: {variants}. " : $"One of these variants: {variants}. ")
            + "A variant that this version doesn't know is read as this class, and <see cref=\"WireObject.AdditionalProperties\"/> holds its members.";
    }

    /// <summary>
    /// <c>x-request</c>: the rules of a request for all members together. <c>closed</c>: no other members are allowed;
    /// <c>count</c>: the number of members; <c>alternatives</c>: which members are required; <c>rules</c>: the rules between members
    /// (<see cref="Lowering.MemberRules"/>); <c>ids</c>: the members with ids whose type only the containing object knows.
    /// </summary>
    private static JsonObject MemberRules(NamedType named, List<Property> own)
    {
        if (named is not ObjectType type)
        {
            return [];
        }

        List<Property> settable = [.. type.Union?.Shared ?? [], .. own];
        return new JsonObject
        {
            ["closed"] = type.IsClosed,
            ["count"] = RuleReader.Members(type.MinProperties, type.MaxProperties),
            ["alternatives"] = Alternatives(type.Alternatives, name => settable.Find(property => property.Wire == name)),
            ["rules"] = new JsonArray([.. type.Rules.Select(rule => rule.DeepClone())]),
            ["ids"] = type.HoldsIds ? Ids(settable) : null,
        };
    }

    /// <summary>The members that contain ids: <c>id</c>, <c>include</c> and <c>exclude</c>.</summary>
    private static JsonArray Ids(List<Property> properties) => [.. properties
        .Where(property => property.Wire is "id" or "include" or "exclude")
        .Select(property => new JsonObject { ["wire"] = property.Wire, ["name"] = property.Name, ["list"] = property.Use.Type.Kind == Kind.List })];

    /// <summary>A member without a name is a constant that the type sets. It is always present.</summary>
    private static JsonArray Alternatives(IReadOnlyList<Alternatives> alternatives, Func<string, Property?> find)
        => [.. alternatives.Select(alternative => new JsonObject
        {
            ["branches"] = new JsonArray([.. alternative.Branches.Select(branch => new JsonArray([.. branch.Select(wire => new JsonObject
            {
                ["wire"] = wire,
                ["name"] = find(wire)?.Name,
            })]))]),
            ["onlyOne"] = alternative.OnlyOne,
            ["words"] = Words(alternative.Branches.Select(branch => Words(branch, "with")), alternative.OnlyOne ? "and" : "or"),
        })];

    /// <summary>
    /// <c>x-field</c>: whether a request requires the member, and whether it accepts null or undocumented values; whether it is the
    /// <c>list</c> of a response, which is never null.
    /// </summary>
    private static JsonObject Properties(List<Property> properties, NamedType owner)
    {
        var schemas = new JsonObject();
        foreach (var property in properties)
        {
            var schema = Schema(property.Use.Type);
            schema["x-name"] = property.Name;
            schema["x-doc"] = Documentation.Write(
                property.Use.Description ?? (property.Use.Const is null ? null : $"Always `{property.Use.Const}`."),
                $"The API's `{property.Wire}`.",
                property.Use.Limits,
                Naming.IsPlain(property.Wire, property.Name) ? null : $"{Documentation.Code(property.Wire)} in JSON.");
            schema["x-type"] = Type(property.Use.Type, name => IsHidden(name, owner));
            schema["x-rule"] = property.Use.Rule?.DeepClone();
            schema["x-field"] = new JsonObject
            {
                ["required"] = property.Required,
                ["nullable"] = property.Use.Nullable,
                ["open"] = property.Use.IsOpen,
                ["list"] = IsResponseList(property, owner),
            };
            schemas[property.Wire] = schema;
        }

        return schemas;
    }

    /// <summary>A list in a response is never null. In a request, an absent list has a meaning.</summary>
    private static bool IsResponseList(Property property, NamedType owner) => property.Use.Type.Kind == Kind.List && !owner.InRequest;

    /// <summary>Whether the name of a type is also the name of a member, so that the full name is needed.</summary>
    private static bool IsHidden(string type, NamedType owner)
    {
        // C# still uses the name for the type if the member has exactly this type. A nullable struct has another type.
        IEnumerable<Property> members = (owner as UnionType)?.Shared ?? [.. (owner as ObjectType)!.Properties, .. ((ObjectType)owner).Union?.Shared ?? []];
        return Naming.IsMember(type) || members.Any(member => member.Name == type
            && !(member.Use.Type.CSharpName == type && (!member.Use.Type.IsStruct || IsRequired(member, owner))));
    }

    /// <summary>Whether a type is the whole body of a successful response, or a variant of it.</summary>
    private static bool IsResponseRoot(NamedType type, Model model)
        => model.Operations.Any(operation => operation.Response?.Name == type.Name || (type is ObjectType { Union: { } union } && operation.Response?.Name == union.Name));

    /// <summary>
    /// <c>x-response</c>: what identifies a response of the type. <c>tags</c>: constants that are properties;
    /// <c>members</c>: the required members if there are no such constants.
    /// </summary>
    private static JsonObject Proof(NamedType type)
    {
        var properties = (type as ObjectType)?.Properties ?? [];
        return new JsonObject
        {
            ["tags"] = new JsonArray([.. properties
                .Where(property => property.Use.Const is not null && !((ObjectType)type).IsFixed(property))
                .Select(property => new JsonObject { ["name"] = property.Name, ["const"] = property.Use.Const })]),
            ["members"] = new JsonArray([.. properties
                .Where(property => property.Required && !property.Use.Nullable && property.Use.Const is null)
                .Select(property => new JsonObject { ["name"] = property.Name, ["list"] = IsResponseList(property, type) })]),
        };
    }

    private static JsonArray Required(List<Property> properties, NamedType owner)
        => Strings(properties.Where(property => IsRequired(property, owner)).Select(property => property.Wire));

    /// <summary>The compiler requires the required members of requests. Responses can be read without them.</summary>
    private static bool IsRequired(Property property, NamedType owner) => owner.InRequest && property.Required && !property.Use.Nullable;

    /// <summary>
    /// <c>x-address</c>: the path in pieces; <c>x-media-type</c>: the media type of a request; <c>x-alternatives</c>: which parts are
    /// required. For a part, <c>x-part</c>: whether a request requires it, and whether it is a JSON text.
    /// </summary>
    private static JsonObject Operation(Operation operation)
    {
        var lowered = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["x-name"] = Naming.Operation(operation.Id),
            ["x-doc"] = Documentation.Write($"{Sentence(operation.Summary) ?? $"The operation `{operation.Id}`."}\n\n{operation.Description}", ""),
            ["x-address"] = Address(operation),
            ["x-is-write"] = operation.IsWrite,
            ["x-media-type"] = operation.Body is not null ? "application/json" : operation.Parts is not null ? "multipart/form-data" : null,
            ["x-alternatives"] = Alternatives(operation.PartAlternatives, wire => operation.Parts!.First(part => part.Property.Wire == wire).Property),
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
            foreach (var part in operation.Parts)
            {
                var schema = Schema(part.Property.Use.Type);
                schema["x-name"] = part.Property.Name;
                schema["x-doc"] = Documentation.Write(part.Property.Use.Description, $"The part `{part.Property.Wire}`.", part.Property.Use.Limits);
                schema["x-type"] = Type(part.Property.Use.Type);
                schema["x-rule"] = part.Property.Use.Rule?.DeepClone();
                schema["x-part"] = new JsonObject { ["required"] = part.Property.Required, ["json"] = part.IsJson };
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

    /// <summary>
    /// <c>x-constant</c>: the C# name of a constant; <c>x-lowered</c>: the rules for a parameter that depend on the body.
    /// </summary>
    private static JsonObject Parameter(Parameter parameter) => new()
    {
        ["name"] = parameter.Wire,
        ["in"] = parameter.In,
        ["required"] = parameter.Required || parameter.In == "path",
        ["schema"] = Schema(parameter.Use.Type),
        ["x-name"] = Naming.LowerFirst(parameter.Name),
        ["x-constant"] = parameter.Name,
        ["x-doc"] = Documentation.Line(parameter.Use.Description, $"The parameter `{parameter.Wire}`."),
        ["x-type"] = Type(parameter.Use.Type),
        ["x-rule"] = parameter.Use.Rule?.DeepClone(),
        ["x-lowered"] = new JsonArray([.. parameter.Lowered.Select(lowered => new JsonObject
        {
            ["types"] = Strings(lowered.Types),
            ["rule"] = lowered.Rule.DeepClone(),
        })]),
    };

    private static JsonArray Address(Operation operation)
    {
        var pieces = new JsonArray();
        var parts = operation.Path.TrimStart('/').Split('{', '}');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 0 && parts[i].Length > 0)
            {
                pieces.Add(new JsonObject { ["text"] = parts[i] });
            }
            else if (i % 2 == 1)
            {
                var name = operation.Parameters.FirstOrDefault(parameter => parameter.In == "path" && parameter.Wire == parts[i])?.Name
                    ?? throw new LoweringException(Place.Operation(operation.Id), $"the path has '{{{parts[i]}}}', but no parameter of that name is listed.");
                pieces.Add(new JsonObject { ["parameter"] = Naming.LowerFirst(name) });
            }
        }

        return pieces;
    }

    private static JsonObject Response(TypeUse? type)
    {
        var response = type is null ? [] : Content("application/json", Schema(type));
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

    /// <summary>
    /// A type as data: its <c>kind</c>, the <c>name</c> of a generated type, the <c>item</c> of a list; <c>struct</c>: a value type;
    /// <c>hidden</c>: something else has the same name where it is used.
    /// </summary>
    private static JsonObject Type(TypeUse type, Func<string, bool>? isHidden = null) => new()
    {
        ["kind"] = type.Kind.ToString().ToLowerInvariant(),
        ["name"] = type.CSharpName,
        ["item"] = type.Item is null ? null : Type(type.Item, isHidden),
        ["struct"] = type.IsStruct,
        ["hidden"] = type.CSharpName is not null && isHidden?.Invoke(type.CSharpName) == true,
    };

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    /// <summary>Whether the base class can have the property, because no variant has another property of this name.</summary>
    private static bool IsCommonTag(UnionType union, string tag)
        => union.Variants.TrueForAll(variant => variant.Properties.Find(property => property.Wire == tag) is not { } property || variant.IsFixed(property));

    private static string TagName(UnionType union, string tag)
        => union.Variants.SelectMany(variant => variant.Properties).First(property => property.Wire == tag).Name;

    private static string? ApiKeyHeader(Contract contract)
        => (contract.Root["components"]?["securitySchemes"]?.AsObject() ?? [])
            .Select(pair => pair.Value)
            .FirstOrDefault(scheme => scheme?["type"]?.GetValue<string>() == "apiKey" && scheme["in"]?.GetValue<string>() == "header")
            ?["name"]?.GetValue<string>();

    private static JsonArray Strings(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    /// <summary><c>a, b or c</c>.</summary>
    private static string Words(IEnumerable<string> words, string last)
    {
        List<string> all = [.. words];
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} {last} {all[^1]}";
    }

    private static string? Sentence(string? text) => text is null || text.EndsWith('.') ? text : text + ".";

    // Texts that Newtonsoft.Json reads as dates and writes in another form.
    [GeneratedRegex(@"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T|/Date\()", RegexOptions.NonBacktracking)]
    private static partial Regex Date();
}
