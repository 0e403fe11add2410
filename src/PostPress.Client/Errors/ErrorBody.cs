using Newtonsoft.Json;
using PostPress.Content;

namespace PostPress.Errors;

/// <summary>What the body of a response says of an error, in either of PostPress's envelopes. Empty if it says nothing.</summary>
internal sealed record ErrorBody(ErrorType? Type, string? Title, string? Detail, string? RequestId)
{
    private static readonly ErrorBody Nothing = new(null, null, null, null);

    internal static ErrorBody Read(BufferedBody? body, Func<ArraySegment<byte>, WireObject> readError)
    {
        if (body is not { Length: > 0, IsCut: false })
        {
            return Nothing;
        }

        try
        {
            return readError(body.Bytes) switch
            {
                ApiError error => new ErrorBody(error.Type, error.Title, error.Detail, error.Instance),
                QuickstartError { Error: { } error } => new ErrorBody(ToErrorType(error.Code), null, error.Message, error.RequestId),
                _ => Nothing,
            };
        }
        catch (JsonException)
        {
            return Nothing;
        }
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
