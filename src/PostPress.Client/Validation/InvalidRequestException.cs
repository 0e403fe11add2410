namespace PostPress;

/// <summary>
/// The exception for a request that violates PostPress's contract. The request was not sent.
/// <see cref="PostPressClientOptions.CheckRequests"/> turns the check off.
/// </summary>
public class InvalidRequestException : PostPressException
{
    /// <summary>Initializes an exception, for tests of code that catches it.</summary>
    /// <param name="operation">The name of the operation in the contract, such as <c>createJob</c>.</param>
    /// <param name="violations">All violations.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public InvalidRequestException(string operation, IReadOnlyList<RequestViolation> violations)
        : base(Describe(operation, violations))
    {
        Operation = operation;
        Outcome = CallOutcome.Refused;
        Violations = violations;
    }

    /// <summary>Gets all violations, in the order of the contract.</summary>
    public IReadOnlyList<RequestViolation> Violations { get; }

    private static string Describe(string operation, IReadOnlyList<RequestViolation> violations)
    {
        Argument.NotNull(operation, nameof(operation));
        Argument.NotNull(violations, nameof(violations));
        return $"{operation} was not sent, because it violates PostPress's contract: {string.Join("; ", violations)}. "
            + "Correct these values. If PostPress allows them by now, set PostPressClientOptions.CheckRequests to false to send the request unchecked.";
    }
}
