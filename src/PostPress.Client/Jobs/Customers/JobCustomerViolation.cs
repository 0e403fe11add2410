namespace PostPress;

/// <summary>Something that LinkedIn's rule "one application for each customer, 1:1" does not allow, as <see cref="JobCustomers.Validate"/> finds it.</summary>
public sealed class JobCustomerViolation
{
    /// <summary>Gets what kind of violation it is.</summary>
    public required JobCustomerViolationKind Kind { get; init; }

    /// <summary>Gets the name of the member of <see cref="JobCustomer"/> that shows it: <c>ApplicationClientId</c>.</summary>
    public required string Member { get; init; }

    /// <summary>Gets your own ids of all customers concerned, each once, in the order in which they came; empty if the record lacks it.</summary>
    public required IReadOnlyList<string> CustomerIds { get; init; }

    /// <summary>
    /// Gets a sentence that names the member, the first of the customers, the rule and the way out. It repeats no value but the
    /// customers' ids, so that a secret that was mistaken for an id reaches no log.
    /// </summary>
    public required string Message { get; init; }

    /// <summary>Returns the message.</summary>
    /// <returns><see cref="Message"/>.</returns>
    public override string ToString() => Message;
}
