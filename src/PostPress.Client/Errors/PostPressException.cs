using PostPress.Resilience;

namespace PostPress;

/// <summary>
/// The base of what this library throws when a call to PostPress fails, but for a deadline, which is a
/// <see cref="PostPressTimeoutException"/>. What the caller cancels stays an <see cref="OperationCanceledException"/>; what
/// the caller passes wrongly stays an <see cref="ArgumentException"/>.
/// </summary>
public class PostPressException : Exception, IPostPressFailure
{
    /// <summary>Makes an exception, for tests of code that catches it.</summary>
    /// <param name="message">What happened and what to do now.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public PostPressException(string message, Exception? innerException = null)
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
