namespace PostPress;

/// <summary>The names under which the client can be watched: <c>AddSource</c> and <c>AddMeter</c> of OpenTelemetry take them.</summary>
public static class PostPressDiagnostics
{
    /// <summary>
    /// The name of the activity source. Each call is an activity named after its operation (<c>createPost</c>), each attempt
    /// beneath it one named <c>POST</c>, with the tags of OpenTelemetry's conventions for HTTP clients.
    /// </summary>
    public const string ActivitySourceName = "PostPress";

    /// <summary>
    /// The name of the meter. <c>postpress.client.call.duration</c> (seconds, with operation, outcome, status and error type)
    /// counts calls, <c>postpress.client.retries</c> counts what was sent again.
    /// </summary>
    public const string MeterName = "PostPress";

    /// <summary>The category under which the client logs.</summary>
    public const string LogCategory = "PostPress";
}
