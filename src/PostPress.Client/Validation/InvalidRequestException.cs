namespace PostPress;

/// <summary>
/// A request breaks rules of PostPress's contract. It was not sent: nothing has happened. The checks can be turned off by
/// <see cref="PostPressClientOptions.CheckRequests"/>.
/// </summary>
public class InvalidRequestException : PostPressException
{
    /// <summary>Makes an exception, for tests of code that catches it.</summary>
    /// <param name="operation">The operation that was called, by its name in the contract: <c>createJob</c>.</param>
    /// <param name="violations">Every rule that is broken.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public InvalidRequestException(string operation, IReadOnlyList<RequestViolation> violations)
        : base(Describe(operation, violations))
    {
        Operation = operation;
        Outcome = CallOutcome.Refused;
        Violations = violations;
    }

    /// <summary>Gets every rule that is broken, in the order of the contract.</summary>
    public IReadOnlyList<RequestViolation> Violations { get; }

    private static string Describe(string operation, IReadOnlyList<RequestViolation> violations)
    {
        Argument.NotNull(operation, nameof(operation));
        Argument.NotNull(violations, nameof(violations));
        return $"{operation} was not sent, because PostPress's contract does not allow it: {string.Join("; ", violations)}. "
            + "Correct what is named. If PostPress allows more by now, PostPressClientOptions.CheckRequests = false sends it unchecked.";
    }
}
