namespace PostPress;

/// <summary>
/// A timeout of the call has passed: no response in time, a response that came too slowly, or an upload that stood still.
/// The inner exception is a <see cref="TimeoutException"/>. A call that the caller cancels is a <see cref="PostPressCanceledException"/>.
/// </summary>
public class PostPressTimeoutException : PostPressException
{
    /// <summary>Makes an exception, for tests of code that catches it.</summary>
    /// <param name="message">What happened and what to do now.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public PostPressTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
