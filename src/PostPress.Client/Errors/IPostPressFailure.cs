namespace PostPress;

/// <summary>
/// The common properties of a call that did not succeed: a <see cref="PostPressException"/> for a failure, or a
/// <see cref="PostPressCanceledException"/> for a call that the caller canceled.
/// </summary>
/// <example>
/// Catch both: <c>catch (Exception e) when (e is IPostPressFailure { Outcome: CallOutcome.Unknown })</c>.
/// </example>
public interface IPostPressFailure
{
    /// <summary>Gets whether PostPress acted on the call.</summary>
    CallOutcome Outcome { get; }

    /// <summary>Gets the name of the operation in the contract (<c>createJob</c>, <c>solveJobCheckpoint</c>, <c>createPost</c>, <c>search</c>), or null.</summary>
    string? Operation { get; }

    /// <summary>Gets the <c>Idempotency-Key</c> of all attempts of the call; null for a call that only reads.</summary>
    string? IdempotencyKey { get; }

    /// <summary>Gets the duration of the call, with all its attempts and the delays between them.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Gets the number of attempts to send the request.</summary>
    int Attempts { get; }
}
