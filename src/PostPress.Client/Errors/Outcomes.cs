using System.Net;

namespace PostPress.Errors;

/// <summary>What a status says about whether PostPress acted.</summary>
internal static class Outcomes
{
    /// <summary>
    /// 4xx refuses, but for two: 408 is a request that was cut off somewhere, and 409 is what a repeated request can meet
    /// when the first one was carried out. A redirect or a 5xx leaves it open, whatever its page advises.
    /// </summary>
    internal static CallOutcome Of(HttpStatusCode status) => (int)status switch
    {
        408 or 409 => CallOutcome.Unknown,
        >= 400 and < 500 => CallOutcome.Refused,
        >= 200 and < 300 => CallOutcome.Applied,
        _ => CallOutcome.Unknown,
    };
}
