namespace PostPress;

/// <summary>
/// The exception for a timeout of a call: no complete response came in time, or an upload made no progress. The inner exception
/// is a <see cref="TimeoutException"/>. A call that the caller cancels throws a <see cref="PostPressCanceledException"/>.
/// </summary>
public class PostPressTimeoutException : PostPressException
{
    /// <summary>Initializes an exception, for tests of code that catches it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause, or null.</param>
    public PostPressTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
