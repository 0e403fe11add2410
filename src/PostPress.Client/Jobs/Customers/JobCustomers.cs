namespace PostPress;

/// <summary>Checks all your customers against each other: LinkedIn wants one application for each customer, and one customer for each application.</summary>
/// <remarks>
/// <para>
/// Found are an application, or a company page, that two customers share, a customer with two applications, a client id and a
/// developer application id that do not belong together, half an application, and malformed ids. Every field that is wrong is a
/// violation of its own, so an application that is shared shows twice: by its client id and by its developer application id.
/// A customer without any application id is being onboarded, and no violation. What stands in the way of a single customer's
/// job is said by <see cref="JobCustomer.Validate"/>.
/// </para>
/// <para>
/// The customers are read once, one after the other, and not kept: only their ids are. Time and memory grow with their number,
/// no faster: 100,000 are no problem.
/// </para>
/// <para>
/// Source: <c>001_a540d0750890718e.txt</c>, LinkedIn's Job Posting API page, section "Create and Configure Customer
/// Applications".
/// </para>
/// </remarks>
public static class JobCustomers
{
    /// <summary>Checks all your customers against each other.</summary>
    /// <param name="customers">All customers. A customer may be listed more than once, such as once for each of several jobs.</param>
    /// <returns>
    /// The violations in the order of <see cref="JobCustomerViolationKind"/>, and within a kind by member and in the order in
    /// which the customers came; empty if all is well.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="customers"/> is null.</exception>
    /// <exception cref="ArgumentException">One of the customers is null.</exception>
    public static IReadOnlyList<JobCustomerViolation> Validate(IEnumerable<JobCustomer> customers)
    {
        Argument.NotNull(customers, nameof(customers));

        var index = new CustomerIndex();
        foreach (var customer in customers)
        {
            index.Add(customer);
        }

        return index.FindViolations();
    }

    /// <summary>Checks all your customers against each other, as <see cref="Validate"/> does, while they come from a database.</summary>
    /// <param name="customers">All customers. A customer may be listed more than once.</param>
    /// <param name="cancellationToken">Cancels the reading of the customers.</param>
    /// <returns>The violations, as <see cref="Validate"/> returns them.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="customers"/> is null.</exception>
    /// <exception cref="ArgumentException">One of the customers is null.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<IReadOnlyList<JobCustomerViolation>> ValidateAsync(IAsyncEnumerable<JobCustomer> customers, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(customers, nameof(customers));

        return ReadAsync();

        async Task<IReadOnlyList<JobCustomerViolation>> ReadAsync()
        {
            var index = new CustomerIndex();
            await foreach (var customer in customers.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                cancellationToken.ThrowIfCancellationRequested();
                index.Add(customer);
            }

            return index.FindViolations();
        }
    }
}
