using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PostPress.Content;

namespace PostPress.Errors;

/// <summary>What the body of a response says of an error, in either of PostPress's envelopes. Empty if it says nothing.</summary>
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

    /// <summary>A gateway's error can be of neither envelope, and have a member of one all the same.</summary>
    private static string? Text(WireObject body, string name) =>
        body.AdditionalProperties.TryGetValue(name, out var value) && value.Type == JTokenType.String ? (string?)value : null;

    /// <summary>The texts and numbers of an outline, as a document of their own: the outline ends where the body broke off.</summary>
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
            // Here it was cut.
        }

        return found;
    }

    internal ErrorBody Redacted(Secrets secrets) => new(
        Type is { Value: { } type } ? new ErrorType(secrets.Redact(type)!) : (ErrorType?)null,
        secrets.Redact(Title),
        secrets.Redact(Detail),
        secrets.Redact(RequestId));

    /// <summary>The quickstart's envelope leaves out the prefix of the documented types.</summary>
    private static ErrorType? ToErrorType(string? code) =>
        string.IsNullOrEmpty(code) ? (ErrorType?)null : new ErrorType(code!.StartsWith("errors/", StringComparison.Ordinal) ? code : "errors/" + code);
}
