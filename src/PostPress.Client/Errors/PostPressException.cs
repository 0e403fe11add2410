namespace PostPress;

/// <summary>
/// The base of everything that this library throws when a call to PostPress fails. What the caller cancels stays an
/// <see cref="OperationCanceledException"/>; what the caller passes wrongly stays an <see cref="ArgumentException"/>.
/// </summary>
public class PostPressException : Exception
{
    /// <summary>Makes an exception, for tests of code that catches it.</summary>
    /// <param name="message">What happened and what to do now.</param>
    /// <param name="innerException">What caused it, or null.</param>
    public PostPressException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the operation that failed, as the contract names it (<c>createJob</c>, <c>solveJobCheckpoint</c>, <c>createPost</c>, <c>search</c>), or null.</summary>
    public string? Operation { get; init; }

    /// <summary>Gets the <c>Idempotency-Key</c> that the call carried; null for a call that only reads.</summary>
    public string? IdempotencyKey { get; init; }
}
