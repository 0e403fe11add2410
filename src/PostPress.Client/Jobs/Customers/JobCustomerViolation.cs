namespace PostPress;

/// <summary>A violation of LinkedIn's rule "one application for each customer, 1:1", as <see cref="JobCustomers.Validate"/> finds it.</summary>
public sealed class JobCustomerViolation
{
    /// <summary>Gets the kind of violation.</summary>
    public required JobCustomerViolationKind Kind { get; init; }

    /// <summary>Gets the name of the property of <see cref="JobCustomer"/> that is wrong, such as <c>ApplicationClientId</c>.</summary>
    public required string Member { get; init; }

    /// <summary>Gets your own ids of all customers concerned, each once, in the order of the input; empty if the id is missing.</summary>
    public required IReadOnlyList<string> CustomerIds { get; init; }

    /// <summary>
    /// Gets a sentence that names the property, the first customers, the rule and the correction. It contains no values except
    /// the ids of the customers, so that a secret in the wrong property reaches no log.
    /// </summary>
    public required string Message { get; init; }

    /// <summary>Returns the message.</summary>
    /// <returns><see cref="Message"/>.</returns>
    public override string ToString() => Message;
}
