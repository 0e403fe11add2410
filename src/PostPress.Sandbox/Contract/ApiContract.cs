using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PostPress.Sandbox.Contract;

/// <summary>The operations of the contract with their requests, responses and errors.</summary>
internal sealed class ApiContract
{
    private static readonly Lazy<ApiContract> Shared = new(() =>
    {
        using var stream = typeof(ApiContract).Assembly.GetManifestResourceStream("postpress.yaml")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return new ApiContract(copy.ToArray());
    });

    private readonly JsonNode _root;

    /// <summary>Reads a contract and builds all its schemas.</summary>
    /// <exception cref="InvalidDataException">The contract uses something that the sandbox doesn't support.</exception>
    public ApiContract(byte[] yaml)
    {
        File = yaml;
        using var text = new StreamReader(new MemoryStream(yaml));
        _root = Yaml.Read(text) ?? throw new InvalidDataException("The contract is empty.");
        Schemas = new SchemaSet(_root);
        foreach (var (name, _) in _root["components"]?["schemas"]?.AsObject() ?? [])
        {
            Schemas.At($"#/components/schemas/{Pointer.Escape(name)}");
        }

        BasePaths = [.. _root["servers"]!.AsArray().Select(s => new Uri(s!["url"]!.GetValue<string>()).AbsolutePath.TrimEnd('/'))];
        Operations = [.. _root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => new Operation(this, path.Key, method.Key)))];
    }

    /// <summary>The contract that is embedded in this assembly.</summary>
    public static ApiContract Embedded => Shared.Value;

    /// <summary>The bytes of the file.</summary>
    public byte[] File { get; }

    public SchemaSet Schemas { get; }

    /// <summary>The paths of the servers, without a trailing slash: <c>/api/v1</c>, <c>/v1</c>.</summary>
    public IReadOnlyList<string> BasePaths { get; }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>The object at <paramref name="pointer"/> and its location. References are resolved.</summary>
    public (JsonObject Node, string Pointer) Follow(string pointer)
    {
        var node = Pointer.Find(_root, pointer) as JsonObject ?? throw new InvalidDataException($"'{pointer}' is not an object.");
        return node["$ref"] is { } target ? Follow(target.GetValue<string>()) : (node, pointer);
    }

    /// <summary>The values of the enum at <paramref name="schema"/>.</summary>
    public IReadOnlyList<string> EnumOf(string schema) => [.. Follow(schema).Node["enum"]!.AsArray().Select(word => word!.GetValue<string>())];

    /// <summary>The allowed values of a member. References and <c>allOf</c> are resolved; the smallest list wins.</summary>
    public IReadOnlyList<string>? WordsOf(string schema, string member)
    {
        var (node, at) = Follow(schema);
        var lists = new List<IReadOnlyList<string>>();
        if (node["properties"]?[member] is JsonObject && Words($"{at}/properties/{Pointer.Escape(member)}") is { } own)
        {
            lists.Add(own);
        }

        for (var i = 0; i < (node["allOf"] as JsonArray)?.Count; i++)
        {
            if (WordsOf($"{at}/allOf/{i}", member) is { } part)
            {
                lists.Add(part);
            }
        }

        return lists.MinBy(list => list.Count);
    }

    private List<string>? Words(string pointer)
    {
        var (node, at) = Follow(pointer);
        if (node["const"] is JsonValue only)
        {
            return [only.GetValue<string>()];
        }

        if (node["enum"] is JsonArray list)
        {
            return [.. list.Select(word => word!.GetValue<string>())];
        }

        foreach (var keyword in (string[])["allOf", "anyOf"])
        {
            for (var i = 0; i < (node[keyword] as JsonArray)?.Count; i++)
            {
                if (Words($"{at}/{keyword}/{i}") is { } part)
                {
                    return part;
                }
            }
        }

        return null;
    }
}

/// <summary>An error of an operation.</summary>
internal sealed record ListedError(string Type, int Status, string? Description);

/// <summary>A parameter in the path, the query or a header.</summary>
internal sealed record Parameter(string Name, string In, bool Required, Schema Schema);

/// <summary>The request body of an operation.</summary>
/// <param name="Required">Whether the body is required.</param>
/// <param name="MediaType">Its content type.</param>
/// <param name="Schema">The schema of the body.</param>
/// <param name="Parts">The parts of a multipart body; empty for a JSON one.</param>
internal sealed record RequestBody(bool Required, string MediaType, Schema Schema, IReadOnlyList<Part> Parts);

/// <summary>A part of a multipart body.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="Kind">How its bytes are read.</param>
/// <param name="Repeats">Whether there can be several parts with this name.</param>
internal sealed record Part(string Name, PartKind Kind, bool Repeats);

internal enum PartKind
{
    Text,
    Json,
    File,
}

/// <summary>An operation of the contract.</summary>
internal sealed class Operation
{
    public Operation(ApiContract contract, string path, string method)
    {
        var (node, at) = contract.Follow($"#/paths/{Pointer.Escape(path)}/{method}");
        Id = node["operationId"]!.GetValue<string>();
        Method = method.ToUpperInvariant();
        Segments = path.Trim('/').Split('/');
        Parameters = [.. Enumerable.Range(0, (node["parameters"] as JsonArray)?.Count ?? 0).Select(i =>
        {
            var (parameter, where) = contract.Follow($"{at}/parameters/{i}");
            return new Parameter(
                parameter["name"]!.GetValue<string>(),
                parameter["in"]!.GetValue<string>(),
                parameter["required"]?.GetValue<bool>() == true,
                contract.Schemas.At($"{where}/schema"));
        })];

        Body = node["requestBody"] is null ? null : ReadBody(contract, $"{at}/requestBody");

        Responses = [.. node["responses"]!.AsObject().Select(r => new Response(contract, r.Key, $"{at}/responses/{r.Key}"))];
        Errors = Responses.SelectMany(r => r.Errors).ToDictionary(e => e.Type, StringComparer.Ordinal);
    }

    public string Id { get; }

    public string Method { get; }

    /// <summary>The segments of the path. Variables are in braces.</summary>
    public IReadOnlyList<string> Segments { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The request body; null if there is none.</summary>
    public RequestBody? Body { get; }

    public IReadOnlyList<Response> Responses { get; }

    /// <summary>The errors of this operation, by type.</summary>
    public IReadOnlyDictionary<string, ListedError> Errors { get; }

    /// <summary>
    /// The first of <paramref name="types"/> that this operation lists, otherwise <paramref name="otherwise"/>, which its
    /// <c>default</c> response covers. A type that is listed with the status of a gateway is a refusal by LinkedIn, and not used here.
    /// </summary>
    public (string Type, int Status) Choose((string Type, int Status) otherwise, params string[] types)
    {
        var listed = Array.Find(types, type => Errors.TryGetValue(type, out var error) && error.Status != 502);
        return listed is null ? otherwise : (listed, Errors[listed].Status);
    }

    private static RequestBody ReadBody(ApiContract contract, string pointer)
    {
        var (body, at) = contract.Follow(pointer);
        var mediaType = body["content"]!.AsObject().Single().Key;
        var mediaAt = $"{at}/content/{Pointer.Escape(mediaType)}";
        return new RequestBody(
            body["required"]?.GetValue<bool>() == true,
            mediaType,
            contract.Schemas.At($"{mediaAt}/schema"),
            mediaType == "multipart/form-data" ? ReadParts(contract, mediaAt) : []);
    }

    private static Part[] ReadParts(ApiContract contract, string mediaAt)
    {
        var media = contract.Follow(mediaAt).Node;
        var (schema, at) = contract.Follow($"{mediaAt}/schema");
        return [.. schema["properties"]!.AsObject().Select(property =>
        {
            var (node, where) = contract.Follow($"{at}/properties/{Pointer.Escape(property.Key)}");
            var repeats = node["items"] is not null;
            var item = repeats ? contract.Follow($"{where}/items").Node : node;
            var asJson = media["encoding"]?[property.Key]?["contentType"]?.GetValue<string>() == "application/json";
            var kind = IsBinary(item) ? PartKind.File : asJson || repeats || item["properties"] is not null ? PartKind.Json : PartKind.Text;
            return new Part(property.Key, kind, repeats && kind == PartKind.File);
        })];
    }

    private static bool IsBinary(JsonObject schema) =>
        schema["format"]?.GetValue<string>() == "binary" || schema["contentMediaType"]?.GetValue<string>() == "application/octet-stream";
}

/// <summary>A response of an operation.</summary>
internal sealed partial class Response
{
    public Response(ApiContract contract, string status, string pointer)
    {
        var (node, at) = contract.Follow(pointer);
        Status = int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        foreach (var (name, _) in node["headers"]?.AsObject() ?? [])
        {
            var (_, headerAt) = contract.Follow($"{at}/headers/{Pointer.Escape(name)}");
            contract.Schemas.At($"{headerAt}/schema");
        }

        MediaType = node["content"]!.AsObject().First().Key;
        var schemaAt = $"{at}/content/{Pointer.Escape(MediaType)}/schema";
        Schema = contract.Schemas.At(schemaAt);
        if (Status >= 400)
        {
            var descriptions = Listed().Matches(node["description"]?.GetValue<string>() ?? "").ToDictionary(m => m.Groups["type"].Value, m => m.Groups["text"].Value, StringComparer.Ordinal);
            // The common envelope allows all types. The types of this response are in its description.
            var types = contract.WordsOf(schemaAt, "type") ?? [];
            Errors = [.. types.Where(type => descriptions.Count == 0 || descriptions.ContainsKey(type)).Select(type => new ListedError(type, Status, descriptions.GetValueOrDefault(type)))];
        }
    }

    /// <summary>The status; 0 for <c>default</c>.</summary>
    public int Status { get; }

    public string MediaType { get; }

    public Schema Schema { get; }

    /// <summary>The errors of the response, with their texts in the description of the response.</summary>
    public IReadOnlyList<ListedError> Errors { get; } = [];

    [GeneratedRegex("^- `(?<type>[^`]+)`: (?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listed();
}
