using PostPress.Pipeline;

namespace PostPress;

/// <summary>
/// The base of everything that this library throws for a call that failed. One <c>catch (PostPressException e)</c> takes
/// all of it.
/// </summary>
/// <remarks>
/// Not a failure of a call, and so not a <see cref="PostPressException"/>: wrong use is an <see cref="ArgumentException"/>, a
/// client that was disposed of is an <see cref="ObjectDisposedException"/>, and a call that the caller cancels is a
/// <see cref="PostPressCanceledException"/>.
/// </remarks>
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

    /// <summary>Gets the status and headers of the response, and what else is known of it; null if no response came.</summary>
    public PostPressResponse? Response { get; init; }

    /// <summary>Sets what the call itself knows: all but the outcome and the response.</summary>
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
}
