namespace PostPress;

/// <summary>The names for telemetry. Pass them to <c>AddSource</c> and <c>AddMeter</c> of OpenTelemetry.</summary>
/// <remarks>Guide: <c>docs/telemetry.md</c> in the package.</remarks>
public static class PostPressDiagnostics
{
    /// <summary>
    /// The name of the activity source. Each call is an activity with the name of its operation (<c>createPost</c>). Each attempt
    /// is a child activity with the name of the HTTP method (<c>POST</c>). The tags follow OpenTelemetry's conventions for HTTP
    /// clients.
    /// </summary>
    public const string ActivitySourceName = "PostPress";

    /// <summary>
    /// The name of the meter. <c>postpress.client.call.duration</c> measures calls in seconds, with operation, outcome, status and
    /// error type. <c>postpress.client.retries</c> counts retries.
    /// </summary>
    public const string MeterName = "PostPress";

    /// <summary>The log category of the client.</summary>
    public const string LogCategory = "PostPress";
}
