namespace PostPress.Resilience;

/// <summary>One attempt took too long; the call as a whole may go on.</summary>
internal sealed class AttemptTimeoutException(string message, Exception innerException) : TimeoutException(message, innerException);
