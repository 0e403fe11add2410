namespace PostPress;

/// <summary>
/// A job was not created for a customer, because LinkedIn's ground rules forbid it: the customer has not accepted the Jobs
/// Terms, say. Nothing was sent. It is an <see cref="ArgumentException"/>, and a failure like all others.
/// </summary>
public class JobCustomerException : ArgumentException, IPostPressFailure
{
    /// <summary>Makes an exception, for tests of code that catches it.</summary>
    /// <param name="customerId">Your own id of the customer.</param>
    /// <param name="problems">A sentence for each reason.</param>
    /// <exception cref="ArgumentNullException"><paramref name="problems"/> is null.</exception>
    public JobCustomerException(string? customerId, IReadOnlyList<string> problems)
        : base(Describe(problems))
    {
        CustomerId = customerId;
        Problems = problems;
    }

    /// <summary>Gets your own id of the customer (<see cref="JobCustomer.CustomerId"/>); null if the record lacks it.</summary>
    public string? CustomerId { get; }

    /// <summary>Gets a sentence for each reason, as <see cref="JobCustomer.FindProblems"/> gives them.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Gets <see cref="CallOutcome.Refused"/>: nothing happened, and the same call would be refused again.</summary>
    public CallOutcome Outcome => CallOutcome.Refused;

    /// <summary>Gets the operation that was called, by its name in the contract: <c>createJob</c>.</summary>
    public string Operation => CreateJobOperation.Id;

    /// <summary>Gets null: no call was made.</summary>
    public string? IdempotencyKey => null;

    /// <summary>Gets zero: no call was made.</summary>
    public TimeSpan Elapsed => TimeSpan.Zero;

    /// <summary>Gets 0: the request was never sent.</summary>
    public int Attempts => 0;

    private static string Describe(IReadOnlyList<string> problems)
    {
        Argument.NotNull(problems, nameof(problems));
        return $"{CreateJobOperation.Id} was not sent, because LinkedIn's rules for posting for a customer do not allow it: {string.Join(" ", problems)}";
    }
}
