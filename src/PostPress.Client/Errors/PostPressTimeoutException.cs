using PostPress.Resilience;

namespace PostPress;

/// <summary>
/// A deadline of the call has passed: no answer in time, an answer that came too slowly, or an upload that stood still.
/// What the caller cancels is no timeout.
/// </summary>
public class PostPressTimeoutException : TimeoutException, IPostPressFailure
{
    /// <summary>Makes an exception, for tests of code that catches it.</summary>
    /// <param name="message">What happened and what to do now.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public PostPressTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
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
    internal Call About
    {
        init
        {
            Operation = value.Settings.Operation;
            IdempotencyKey = value.Settings.IdempotencyKey;
            Elapsed = value.Elapsed;
            Attempts = value.Attempts;
        }
    }
}
