namespace PostPress;

/// <summary>What is known of a call that failed: whether PostPress acted on it.</summary>
public enum CallOutcome
{
    /// <summary>The request may have reached PostPress, and no answer says what came of it. Look before you repeat a write.</summary>
    Unknown,

    /// <summary>The request surely never left, or never reached a server. Nothing happened; repeat it when you like.</summary>
    NotSent,

    /// <summary>
    /// PostPress refused the request, or the client's own check of it did (<see cref="InvalidRequestException"/>). Nothing
    /// happened; repeating it unchanged will be refused again, but for 429.
    /// </summary>
    Refused,

    /// <summary>PostPress carried it out, and only its answer can't be read. Do not repeat a write.</summary>
    Applied,
}
