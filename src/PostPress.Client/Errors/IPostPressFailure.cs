namespace PostPress;

/// <summary>
/// What every call that did not succeed says, whatever its class: <see cref="PostPressException"/> for a failure, and
/// <see cref="PostPressCanceledException"/> for a call that the caller cancelled.
/// </summary>
/// <example>
/// Both in one: <c>catch (Exception e) when (e is IPostPressFailure { Outcome: CallOutcome.Unknown })</c>.
/// </example>
public interface IPostPressFailure
{
    /// <summary>Gets what is known of the call: whether PostPress acted on it.</summary>
    CallOutcome Outcome { get; }

    /// <summary>Gets the operation that failed, as the contract names it (<c>createJob</c>, <c>solveJobCheckpoint</c>, <c>createPost</c>, <c>search</c>), or null.</summary>
    string? Operation { get; }

    /// <summary>Gets the <c>Idempotency-Key</c> that the call carried in all its attempts; null for a call that only reads.</summary>
    string? IdempotencyKey { get; }

    /// <summary>Gets how long the call took, with all its attempts and the delays between them.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Gets how many times the request was sent, or tried to be.</summary>
    int Attempts { get; }
}
