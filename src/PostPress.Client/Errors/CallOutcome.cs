namespace PostPress;

/// <summary>Whether PostPress acted on a call that failed. Guide: <c>docs/reliability.md</c> in the package.</summary>
public enum CallOutcome
{
    /// <summary>PostPress may have acted: the request may have reached it, and no response says whether it acted. Check the result before you retry a write.</summary>
    Unknown,

    /// <summary>PostPress did not act: the request never reached it. A retry is safe.</summary>
    NotSent,

    /// <summary>
    /// PostPress did not act: it refused the request, or the client's own check found a violation
    /// (<see cref="InvalidRequestException"/>). Except after 429, the same request will be refused again.
    /// </summary>
    Refused,

    /// <summary>PostPress acted, but this library does not know the kind of its response. Do not retry a write.</summary>
    Applied,
}
