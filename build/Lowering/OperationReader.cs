using System.Text.Json.Nodes;

namespace PostPress.Lowering;

/// <summary>Reads the operations of the contract, and the types that they use.</summary>
internal sealed class OperationReader(Contract contract)
{
    private readonly TypeReader _types = new(contract);

    public Model ReadModel()
    {
        var operations = new List<Operation>();
        foreach ((var path, var item) in contract.Root["paths"]?.AsObject() ?? [])
        {
            foreach ((var method, var operation) in item!.AsObject())
            {
                if (method is "get" or "put" or "post" or "delete" or "patch" or "head" or "options" or "trace")
                {
                    operations.Add(Place.Operation($"{method} {path}").WithPlace(
                        () => ReadOperation(path, method, operation!.AsObject(), item["parameters"]?.AsArray() ?? [])));
                }
            }
        }

        foreach (var operation in operations)
        {
            foreach (var type in (operation.Parts ?? []).Select(part => part.Property.Use.Type)
                .Concat(operation.Parameters.Select(parameter => parameter.Use.Type))
                .Append(operation.Body)
                .OfType<TypeUse>())
            {
                MarkReachable(type, reached => reached.InRequest, reached => reached.InRequest = true);
            }

            foreach (var type in new[] { operation.Response, operation.Error }.OfType<TypeUse>())
            {
                MarkReachable(type, reached => reached.InResponse, reached => reached.InResponse = true);
            }
        }

        List<NamedType> types = [.. _types.All.OrderBy(type => type.Name, StringComparer.Ordinal)];
        foreach (var type in types)
        {
            KeywordLedger.RequireChecked(type);
            RequireParameters(type, operations);
        }

        foreach (var union in types.OfType<UnionType>())
        {
            Unions.Complete(union);
        }

        return new Model([.. operations.Select(ApplyMaximums)], types, Refusals.Read(contract));
    }

    private Operation ReadOperation(string path, string method, JsonObject operation, JsonArray shared)
    {
        var id = operation["operationId"]?.GetValue<string>()
            ?? throw new LoweringException(Place.Operation($"{method} {path}"), "has no operationId.");
        var place = Place.Operation(id);

        List<Parameter> parameters = [.. shared.Concat(operation["parameters"]?.AsArray() ?? [])
            .Select(node => ReadParameter(contract.Resolve(node, place), id, place))];

        TypeUse? body = null;
        List<Part>? parts = null;
        var alternatives = new List<Alternatives>();
        if (operation["requestBody"] is { } requestBody)
        {
            var content = contract.Resolve(contract.Resolve(requestBody, place)["content"], place);
            if (content["multipart/form-data"] is JsonObject multipart)
            {
                parts = ReadParts(multipart, id, place, alternatives);
            }
            else
            {
                var use = ReadContent(content, Naming.Pascal(id) + "Request", place);
                KeywordLedger.RequireChecked(use.Unchecked ?? (use.IsOpen ? "anyOf" : null), place);
                body = use.Type;
            }
        }

        string? status = null;
        TypeUse? response = null;
        TypeUse? error = null;
        foreach ((var code, var node) in operation["responses"]?.AsObject() ?? [])
        {
            var isSuccess = code.StartsWith('2');
            if ((isSuccess && status is null) || code == "default")
            {
                var content = contract.Resolve(node, place)["content"] as JsonObject;
                var type = content is null ? null : ReadContent(content, Naming.Pascal(id) + (isSuccess ? "Response" : "Error"), place).Type;
                (status, response, error) = isSuccess ? (code, type, error) : (status, response, type);
            }
        }

        return new Operation(
            id,
            method,
            path,
            operation["x-is-write"]?.GetValue<bool>() ?? method is not ("get" or "head" or "options"),
            operation.Text("summary"),
            operation.Text("description"),
            parameters,
            body,
            parts,
            alternatives,
            status ?? throw new LoweringException(place, "has no response for success; list one, such as '200'."),
            response,
            error);
    }

    private Parameter ReadParameter(JsonObject parameter, string operation, Place place)
    {
        var wire = parameter["name"]!.GetValue<string>();
        var use = _types.Read(parameter["schema"], place, Naming.Pascal(operation) + Naming.Pascal(parameter.Text("x-sdk-name") ?? wire));
        KeywordLedger.RequireChecked(use.Unchecked ?? (use.Const is null ? null : "const"), place.Parameter(wire));
        return use.Type.Kind is Kind.Object or Kind.List or Kind.Any or Kind.Binary
            ? throw new LoweringException(place, $"parameter '{wire}' is not a string, number or boolean, which is all that a parameter can be.")
            : new Parameter(
                wire,
                Naming.Parameter(wire, parameter.Text("x-sdk-name"), place),
                parameter["in"]!.GetValue<string>(),
                parameter["required"]?.GetValue<bool>() ?? false,
                use with { Description = parameter.Text("description") ?? use.Description },
                contract.Follow(parameter["schema"]!.AsObject(), place),
                []);
    }

    private SchemaUse ReadContent(JsonObject content, string hint, Place place)
    {
        var schema = content["application/json"]?["schema"];
        if (schema is null)
        {
            throw new LoweringException(place, "a body has neither application/json nor multipart/form-data.");
        }

        var use = _types.Read(schema, place, hint);
        return use.Type.Kind == Kind.Object
            ? use
            : throw new LoweringException(place, "a JSON body has to be an object or a union of objects.");
    }

    private List<Part> ReadParts(JsonObject multipart, string operation, Place place, List<Alternatives> alternatives)
    {
        var schema = multipart["schema"]?.AsObject() ?? throw new LoweringException(place, "a multipart body has no schema.");
        var name = Naming.Pascal(operation) + "Part";
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            name = contract.SchemaName(reference, place);
            schema = contract.Schemas[name]!.AsObject();
        }

        var properties = _types.ReadProperties(schema, name, name);
        KeywordLedger.RequireChecked(KeywordLedger.ReadMemberRules(schema, properties, alternatives, "additionalProperties"), Place.Schema(name));
        foreach (var property in properties)
        {
            KeywordLedger.RequireChecked(property.Use.Unchecked ?? (property.Use.Const is null ? null : "const"), Place.Schema(name).Property(property.Wire));
        }

        return [.. properties.Select(property => new Part(
            property,
            multipart["encoding"]?[property.Wire]?["contentType"]?.GetValue<string>() is { } contentType
                ? contentType == "application/json"
                : property.Use.Type.Innermost.Kind is Kind.Object or Kind.Any))];
    }

    private void MarkReachable(TypeUse use, Func<NamedType, bool> isReached, Action<NamedType> mark)
    {
        if (use.Innermost.Name is not { } name || isReached(_types[name]))
        {
            return;
        }

        mark(_types[name]);
        var further = _types[name] switch
        {
            ObjectType type => type.Properties.Select(property => property.Use.Type)
                .Concat(type.Union is null ? [] : [new TypeUse(Kind.Object, type.Union.Name)]),
            UnionType union => union.Variants.Select(variant => new TypeUse(Kind.Object, variant.Name)),
            _ => [],
        };
        foreach (var next in further)
        {
            MarkReachable(next, isReached, mark);
        }
    }

    private List<ObjectType> Bodies(Operation operation) => operation.Body is null ? [] : _types[operation.Body.Name!] switch
    {
        UnionType union => union.Variants,
        NamedType type => [(ObjectType)type],
    };

    /// <summary>Adds the maximums that bodies set to their parameters.</summary>
    private Operation ApplyMaximums(Operation operation)
    {
        var bodies = Bodies(operation);
        return operation with
        {
            Parameters = [.. operation.Parameters.Select(parameter => parameter with
            {
                Lowered = [.. bodies
                    .Where(body => body.ParameterMaximums.ContainsKey(parameter.Wire))
                    .GroupBy(body => body.ParameterMaximums[parameter.Wire])
                    .Select(group => new LoweredMaximum([.. group.Select(body => body.Name)], RuleReader.Below(parameter.Schema, parameter.Use.Type, group.Key)))],
            })],
        };
    }

    /// <summary>Refuses an x-maximum-… for a parameter that does not exist.</summary>
    private void RequireParameters(NamedType type, List<Operation> operations)
    {
        foreach (var name in (type as ObjectType)?.ParameterMaximums.Keys ?? Enumerable.Empty<string>())
        {
            if (!operations.Exists(operation => Bodies(operation).Contains(type) && operation.Parameters.Any(parameter => parameter.Wire == name && parameter.Use.Type.IsNumber)))
            {
                throw new LoweringException(Place.Schema(type.Schema), $"'{ObjectType.MaximumPrefix}{name}': it is not the body of an operation that has a number '{name}' as a parameter.");
            }
        }
    }
}
