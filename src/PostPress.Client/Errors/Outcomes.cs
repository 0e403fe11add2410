using System.Net;

namespace PostPress.Errors;

/// <summary>Reads from an error response whether PostPress acted.</summary>
internal static class Outcomes
{
    /// <summary>
    /// An error type of PostPress that always means a refusal decides, whatever the status is. Otherwise the status decides: 4xx
    /// is a refusal, except for 408, after which the request may have arrived, and 409, which a retry can get after the first
    /// attempt succeeded. After every other status the outcome is unknown.
    /// </summary>
    internal static CallOutcome Of(HttpStatusCode status, ErrorType? type) => (int)status switch
    {
        < 400 => CallOutcome.Unknown,
        _ when type is { Value: { } word } && PostPressApi.IsRefusal(word) => CallOutcome.Refused,
        408 or 409 => CallOutcome.Unknown,
        < 500 => CallOutcome.Refused,
        _ => CallOutcome.Unknown,
    };
}
