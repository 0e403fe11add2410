using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Http;

/// <summary>A call of an operation: reads the request, validates it against the contract, and creates the refusals.</summary>
internal sealed class OperationRequest(HttpContext http, RequestEntry entry, Operation operation, IReadOnlyDictionary<string, string> pathValues)
{
    /// <summary>The maximum size of a JSON body or a text part.</summary>
    public const int MaxTextBytes = 1024 * 1024;

    private const int MaxViolationsNamed = 4;

    public Operation Operation => operation;

    public string RequestId => entry.Id;

    /// <summary>The API key of the caller, after <see cref="Authenticate"/>.</summary>
    public string Key => entry.Key ?? "";

    public CancellationToken Aborted => http.RequestAborted;

    private RequestBody Content => operation.Body ?? throw new InvalidOperationException($"{operation.Id} takes no body.");

    /// <summary>A refusal with the first of <paramref name="types"/> that the operation lists, otherwise with <paramref name="otherwise"/>.</summary>
    public Refusal Refuse((string Type, int Status) otherwise, string detail, params string[] types)
    {
        var (type, status) = operation.Choose(otherwise, types);
        return new Refusal(SandboxResponse.Problem(status, type, detail, RequestId));
    }

    /// <summary>A refusal with a type that the operation lists, and its text in the contract.</summary>
    public Refusal Refuse(string type, string? detail = null)
    {
        var error = operation.Errors[type];
        var response = SandboxResponse.Problem(error.Status, error.Type, detail ?? error.Description ?? error.Type, RequestId);
        return new Refusal(error.Status == StatusCodes.Status502BadGateway ? response.AsSeenByTheGateway() : response);
    }

    public Refusal Malformed(string detail) => Refuse(("errors/malformed_request", 400), detail, "errors/malformed_request");

    public Refusal TooLarge(string what) => Refuse(
        ("errors/content_too_large", 413), FormattableString.Invariant($"{what} is larger than {MaxTextBytes} bytes."), "errors/content_too_large");

    /// <summary>A wrong value: 400, or 422 if the operation has no 400.</summary>
    public Refusal Invalid(string detail) =>
        Refuse(("errors/invalid_parameters", 400), detail, "errors/invalid_parameters", "errors/unprocessable_entity");

    public void Authenticate(IReadOnlyList<string> keys)
    {
        if (entry.FaultOfKey(keys) is { } fault)
        {
            throw Refuse(fault.Type, fault.Detail);
        }
    }

    /// <summary>The validated parameters in the path, the query and the headers.</summary>
    public JsonObject ReadParameters()
    {
        var values = new JsonObject();
        var violations = new List<Violation>();
        foreach (var parameter in operation.Parameters)
        {
            StringValues texts = parameter.In switch
            {
                "path" => pathValues[parameter.Name],
                "query" => http.Request.Query[parameter.Name],
                _ => http.Request.Headers[parameter.Name],
            };
            if (texts.Count > 1)
            {
                violations.Add(new Violation(parameter.Name, "maxItems", "must occur once"));
            }
            else if (texts.Count == 1)
            {
                violations.AddRange(Judge(parameter, values[parameter.Name] = ValueOf(parameter, texts)));
            }
            else if (parameter.Required)
            {
                violations.Add(new Violation(parameter.Name, "required", $"is required in the {parameter.In}"));
            }
        }

        NoteAccount(values);
        Require(violations, inParameters: true);
        return values;

        static IEnumerable<Violation> Judge(Parameter parameter, JsonNode? value) =>
            parameter.Schema.Validate(value).Select(v => v with { Path = parameter.Name });

        static JsonValue ValueOf(Parameter parameter, StringValues text) =>
            parameter.Schema.TakesNumbers && decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? JsonValue.Create(number)
                : JsonValue.Create(text.ToString());
    }

    /// <summary>The content type of the body. Throws if it is not that of the operation.</summary>
    public MediaTypeHeaderValue RequireContentType()
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false && Content.Required)
        {
            throw MissingBody();
        }

        if (MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            && type.MediaType.Equals(Content.MediaType, StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return type;
        }

        throw new Refusal(SandboxResponse.Problem(
            StatusCodes.Status415UnsupportedMediaType, "errors/malformed_request", $"The body must be {Content.MediaType}, not {http.Request.ContentType ?? "without a type"}.", RequestId));
    }

    /// <summary>The validated JSON body and its bytes.</summary>
    public async Task<(JsonObject Body, byte[] Bytes)> ReadJsonAsync()
    {
        RequireContentType();
        var bytes = await ReadAllAsync(http.Request.Body, "The body");
        if (bytes.Length == 0)
        {
            throw MissingBody();
        }

        var body = ParseJson(bytes, "The body");
        RequireBody(body);
        return (body as JsonObject ?? throw Invalid("The body must be an object."), bytes);
    }

    /// <summary>Refuses a body that is not valid, or that contains a text instead of an id.</summary>
    public void RequireBody(JsonNode? body)
    {
        NoteAccount(body);
        Require(Content.Schema.Validate(body));
        Require(Content.Schema.FindBrokenRules(body));
    }

    /// <summary>Logs the parts of a form, even if the form is refused.</summary>
    public void NoteParts(IEnumerable<SandboxPart> parts) => entry.NoteParts(parts);

    public async Task<byte[]> ReadAllAsync(Stream from, string what)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, Aborted)) > 0)
        {
            all.Write(buffer, 0, read);
            if (all.Length > MaxTextBytes)
            {
                throw TooLarge(what);
            }
        }

        return all.ToArray();
    }

    public JsonNode? ParseJson(byte[] bytes, string what)
    {
        try
        {
            var node = JsonNode.Parse(bytes);
            Touch(node);
            return node;
        }
        catch (JsonException error)
        {
            throw Malformed($"{what} is not JSON: {error.Message}");
        }
        catch (ArgumentException)
        {
            throw Malformed($"{what} contains a member twice in one object.");
        }
        catch (InvalidOperationException)
        {
            throw Malformed($"{what} contains text that is not Unicode.");
        }
    }

    /// <summary>Refuses the call if there are violations. The first one decides the error type.</summary>
    public void Require(IReadOnlyList<Violation> violations, bool inParameters = false)
    {
        if (violations.Count == 0)
        {
            return;
        }

        var first = violations[0];
        var type = first.Keyword switch
        {
            "required" => "errors/missing_parameters",
            "maxLength" => "errors/too_many_characters",
            "maximum" when inParameters => "errors/limit_too_high",
            "pattern" when first.Rule.Contains("://", StringComparison.Ordinal) => "errors/invalid_url",
            _ => "errors/invalid_parameters",
        };
        var rules = violations.Take(MaxViolationsNamed).Select(v => v.ToString());
        var rest = violations.Count > MaxViolationsNamed ? FormattableString.Invariant($"; and {violations.Count - MaxViolationsNamed} more") : "";
        throw Refuse((type, 400), $"{string.Join("; ", rules)}{rest}.", type, "errors/unprocessable_entity");
    }

    /// <summary>Identifies the target and the content of the call, to compare calls with the same idempotency key.</summary>
    public string Fingerprint(ReadOnlySpan<byte> content) => Convert.ToHexString(
        SHA256.HashData([.. Encoding.UTF8.GetBytes($"{Route.PathOf(http)}{http.Request.QueryString}\n"), .. content]));

    /// <summary>Logs the account before anything is validated, so that refused requests show it too.</summary>
    private void NoteAccount(JsonNode? values)
    {
        if (values is JsonObject map && map["account_id"] is JsonValue value && value.TryGetValue(out string? id))
        {
            entry.NoteAccount(id);
        }
    }

    private Refusal MissingBody() =>
        Refuse(("errors/missing_parameters", 400), "The body is missing.", "errors/missing_parameters", "errors/unprocessable_entity");

    /// <summary>The JSON is read lazily: errors occur only when all values are read.</summary>
    private static void Touch(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (_, member) in map)
                {
                    Touch(member);
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Touch(item);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }
}
