using PostPress.Pipeline;

namespace PostPress;

/// <summary>
/// The exception for a call that the caller canceled. <see cref="Outcome"/> says whether PostPress may have acted.
/// <see cref="IdempotencyKey"/> is the key for a safe retry.
/// </summary>
public class PostPressCanceledException : OperationCanceledException, IPostPressFailure
{
    /// <summary>Initializes an exception, for tests of code that catches it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause, or null.</param>
    /// <param name="cancellationToken">The token that the caller canceled.</param>
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

    /// <summary>Sets all properties except the outcome from the call.</summary>
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

    /// <summary>Returns a copy with another token.</summary>
    internal PostPressCanceledException With(CancellationToken cancellationToken) => new(Message, this, cancellationToken)
    {
        Outcome = Outcome,
        Operation = Operation,
        IdempotencyKey = IdempotencyKey,
        Elapsed = Elapsed,
        Attempts = Attempts,
    };
}
