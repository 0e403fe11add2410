using Newtonsoft.Json;
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
            return FromError(readError(body.IsCut ? Close(body.Bytes) : body.Bytes));
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
        _ => Nothing,
    };

    /// <summary>What is complete of a body that was cut, as a document: its beginning says what went wrong, however much follows.</summary>
    private static ArraySegment<byte> Close(ArraySegment<byte> json)
    {
        using var text = new StreamReader(new MemoryStream(json.Array!, json.Offset, json.Count, writable: false));
        using var reader = new JsonTextReader(text) { MaxDepth = 64, DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
        using var closed = new MemoryStream();
        using var writer = new JsonTextWriter(new StreamWriter(closed)) { AutoCompleteOnClose = true };
        try
        {
            while (reader.Read())
            {
                writer.WriteToken(reader, writeChildren: false);
            }
        }
        catch (JsonException)
        {
            // Here it was cut.
        }

        // Ends whatever is open.
        writer.Close();
        return new ArraySegment<byte>(closed.ToArray());
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
