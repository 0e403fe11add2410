namespace PostPress;

/// <summary>What is known of a call that failed: whether PostPress acted on it.</summary>
public enum CallOutcome
{
    /// <summary>The request may have reached PostPress, and no response says what came of it. Look before you send a write again.</summary>
    Unknown,

    /// <summary>The request never left, or never reached a server. Nothing happened; send it again when you like.</summary>
    NotSent,

    /// <summary>
    /// PostPress refused the request, or the client's own check of it did (<see cref="InvalidRequestException"/>). Nothing
    /// happened. The same request will be refused again, except after 429.
    /// </summary>
    Refused,

    /// <summary>PostPress carried it out, and its response is of a kind that this library does not know. Do not send a write again.</summary>
    Applied,
}
