using System.Net;

namespace PostPress.Errors;

/// <summary>What a response that is no success says about whether PostPress acted.</summary>
internal static class Outcomes
{
    /// <summary>
    /// PostPress's own error type decides where it is one that only refuses, whatever status a gateway gave it. Else the
    /// status does: 4xx refuses, but for 408, which is a request that was cut off somewhere, and 409, which a repeated
    /// request can meet when the first one was carried out. Everything else leaves it open.
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
