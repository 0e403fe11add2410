using PostPress.Pipeline;

namespace PostPress;

/// <summary>
/// The caller cancelled a call. <see cref="Outcome"/> tells whether it may have been carried out all the same, and
/// <see cref="IdempotencyKey"/> with which key it can be sent again.
/// </summary>
public class PostPressCanceledException : OperationCanceledException, IPostPressFailure
{
    /// <summary>Makes an exception, for tests of code that catches it.</summary>
    /// <param name="message">What happened and what to do now.</param>
    /// <param name="innerException">What caused it, or null.</param>
    /// <param name="cancellationToken">The token that the caller cancelled.</param>
    public PostPressCanceledException(string message, Exception? innerException = null, CancellationToken cancellationToken = default)
        : base(message, innerException, cancellationToken)
    {
    }

    /// <inheritdoc/>
    public CallOutcome Outcome { get; init; }

    /// <inheritdoc/>
    public string? Operation { get; init; }

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }

    /// <inheritdoc/>
    public TimeSpan Elapsed { get; init; }

    /// <inheritdoc/>
    public int Attempts { get; init; }

    /// <summary>Sets what the call itself knows: all but the outcome.</summary>
    internal CallContext Call
    {
        init
        {
            Operation = value.Operation;
            IdempotencyKey = value.IdempotencyKey;
            Elapsed = value.Elapsed;
            Attempts = value.Attempts;
        }
    }

    /// <summary>The same, for another token.</summary>
    internal PostPressCanceledException With(CancellationToken cancellationToken) => new(Message, this, cancellationToken)
    {
        Outcome = Outcome,
        Operation = Operation,
        IdempotencyKey = IdempotencyKey,
        Elapsed = Elapsed,
        Attempts = Attempts,
    };
}
