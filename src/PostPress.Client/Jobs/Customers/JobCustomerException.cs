namespace PostPress;

/// <summary>
/// The exception for a job that was not created or published for a customer, because LinkedIn's rules forbid it. For example,
/// the customer has not accepted the Jobs Terms. Nothing was sent.
/// </summary>
public class JobCustomerException : PostPressException
{
    /// <summary>Initializes an exception, for tests of code that catches it.</summary>
    /// <param name="customerId">Your own id of the customer.</param>
    /// <param name="violations">A sentence for each reason.</param>
    /// <param name="operation">The operation that was not sent; null for <c>createJob</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="violations"/> is null.</exception>
    public JobCustomerException(string? customerId, IReadOnlyList<string> violations, string? operation = null)
        : base(Describe(violations, operation ?? CreateJobOperation.Id))
    {
        Operation = operation ?? CreateJobOperation.Id;
        Outcome = CallOutcome.Refused;
        CustomerId = customerId;
        Violations = violations;
    }

    /// <summary>Gets your own id of the customer (<see cref="JobCustomer.CustomerId"/>); null if it is missing.</summary>
    public string? CustomerId { get; }

    /// <summary>Gets a sentence for each reason, as <see cref="JobCustomer.Validate"/> returns them.</summary>
    public IReadOnlyList<string> Violations { get; }

    private static string Describe(IReadOnlyList<string> violations, string operation)
    {
        Argument.NotNull(violations, nameof(violations));
        return $"{operation} was not sent, because LinkedIn's rules for posting for a customer do not allow it: {string.Join(" ", violations)}";
    }
}
