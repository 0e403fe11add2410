namespace PostPress;

/// <summary>No response came: the connection could not be made, was lost, or the response broke off.</summary>
public class PostPressConnectionException : PostPressException
{
    /// <summary>Makes an exception, for tests of code that catches it.</summary>
    /// <param name="message">What happened and what to do now.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public PostPressConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
