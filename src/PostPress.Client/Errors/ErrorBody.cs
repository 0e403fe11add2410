using System.Runtime.InteropServices;
using Newtonsoft.Json;
using PostPress.Content;

namespace PostPress.Errors;

/// <summary>What the body of a response says of an error, in either of PostPress's envelopes. Empty if it says nothing.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ErrorBody(ErrorType? Type, string? Title, string? Detail, string? RequestId)
{
    internal static ErrorBody Read(BufferedBody? body, Func<ArraySegment<byte>, WireObject> readError)
    {
        if (body is not { Length: > 0, IsCut: false })
        {
            return default;
        }

        try
        {
            return readError(body.Bytes) switch
            {
                ApiError error => new ErrorBody(error.Type, error.Title, error.Detail, error.Instance),
                QuickstartError { Error: { } error } => new ErrorBody(ToErrorType(error.Code), null, error.Message, error.RequestId),
                _ => default,
            };
        }
        catch (JsonException)
        {
            return default;
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
