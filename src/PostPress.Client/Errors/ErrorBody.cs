using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PostPress.Content;

namespace PostPress.Errors;

/// <summary>The error in the body of a response, in either of PostPress's envelopes. Empty if the body contains no error.</summary>
internal sealed record ErrorBody(ErrorType? Type, string? Title, string? Detail, string? RequestId)
{
    private static readonly ErrorBody Nothing = new(null, null, null, null);

    internal static ErrorBody Read(BufferedBody? body, Func<ArraySegment<byte>, WireObject> readError)
    {
        if (body is not { Length: > 0 })
        {
            return Nothing;
        }

        try
        {
            return FromError(readError(body.Outline is { } outline ? Readable(outline) : body.Bytes));
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }

    private static ErrorBody FromError(WireObject body) => body switch
    {
        ApiError error => new ErrorBody(error.Type, error.Title, error.Detail, error.Instance),
        QuickstartError { Error: { } error } => new ErrorBody(ToErrorType(error.Code), null, error.Message, error.RequestId),
        _ => new ErrorBody(null, null, Text(body, "detail"), Text(body, "instance")),
    };

    /// <summary>The error of a gateway can have neither envelope, but a member with the same name.</summary>
    private static string? Text(WireObject body, string name) =>
        body.AdditionalProperties.TryGetValue(name, out var value) && value.Type == JTokenType.String ? (string?)value : null;

    /// <summary>The texts and numbers of an outline, as a complete JSON document: the outline may be incomplete.</summary>
    private static ArraySegment<byte> Readable(JsonOutline outline)
    {
        using var text = new StreamReader(new MemoryStream(outline.Bytes.Array!, outline.Bytes.Offset, outline.Bytes.Count, writable: false));
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None };
        return new ArraySegment<byte>(Encoding.UTF8.GetBytes(Scalar.Text(Scalars(reader, levels: 2))));
    }

    private static JObject Scalars(JsonTextReader reader, int levels)
    {
        var found = new JObject();
        try
        {
            while (reader.Read() && reader.TokenType != JsonToken.EndObject)
            {
                if (reader.TokenType != JsonToken.PropertyName || reader.Value is not string name || !reader.Read())
                {
                    continue;
                }

                if (reader.TokenType == JsonToken.StartObject && levels > 1)
                {
                    found[name] = Scalars(reader, levels - 1);
                }
                else if (reader.TokenType is JsonToken.StartObject or JsonToken.StartArray)
                {
                    reader.Skip();
                }
                else
                {
                    found[name] = new JValue(reader.Value);
                }
            }
        }
        catch (JsonException)
        {
            // The body was truncated here.
        }

        return found;
    }

    internal ErrorBody Redacted(Secrets secrets) => new(
        Type is { Value: { } type } ? new ErrorType(secrets.Redact(type)!) : (ErrorType?)null,
        secrets.Redact(Title),
        secrets.Redact(Detail),
        secrets.Redact(RequestId));

    /// <summary>The envelope of the quickstart omits the prefix of the documented types.</summary>
    private static ErrorType? ToErrorType(string? code) =>
        string.IsNullOrEmpty(code) ? (ErrorType?)null : new ErrorType(code!.StartsWith("errors/", StringComparison.Ordinal) ? code : "errors/" + code);
}
