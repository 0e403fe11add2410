namespace PostPress;

/// <summary>The exception for a call without a response: the connection failed or was lost, or the response was incomplete.</summary>
public class PostPressConnectionException : PostPressException
{
    /// <summary>Initializes an exception, for tests of code that catches it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause, or null.</param>
    public PostPressConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
