using PostPress.Pipeline;

namespace PostPress;

/// <summary>
/// The base class of all exceptions that this library throws for a failed call. <c>catch (PostPressException e)</c> catches them
/// all.
/// </summary>
/// <remarks>
/// <para>
/// These are not failures of a call and have another base class: an <see cref="ArgumentException"/> for a wrong argument, an
/// <see cref="ObjectDisposedException"/> for a disposed client, and a <see cref="PostPressCanceledException"/> for a call that
/// the caller cancels.
/// </para>
/// <para>Guide: <c>docs/errors.md</c> in the package.</para>
/// </remarks>
public class PostPressException : Exception, IPostPressFailure
{
    /// <summary>Initializes an exception, for tests of code that catches it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause, or null.</param>
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

    /// <summary>Gets the status, the headers and the other metadata of the response; null if no response came.</summary>
    public PostPressResponse? Response { get; init; }

    /// <summary>Sets all properties except the outcome and the response from the call.</summary>
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
