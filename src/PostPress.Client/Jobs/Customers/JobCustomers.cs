namespace PostPress;

/// <summary>Compares all your customers with each other: LinkedIn requires one application for each customer, and one customer for each application.</summary>
/// <remarks>
/// <para>
/// It finds an application or a company page that two customers share, a customer with two applications, a client id and a
/// developer application id of different applications, an application with only one of its ids, and malformed ids. Each wrong
/// property is a violation of its own, so a shared application is found twice: by its client id and by its developer
/// application id. A customer without application ids is being onboarded, which is no violation.
/// <see cref="JobCustomer.Validate"/> checks a single customer.
/// </para>
/// <para>
/// The customers are read once, one at a time. Only their ids are kept in memory. Time and memory grow linearly with their
/// number: 100,000 are no problem.
/// </para>
/// <para>
/// Source: <c>001_a540d0750890718e.txt</c>, LinkedIn's Job Posting API page, section "Create and Configure Customer
/// Applications".
/// </para>
/// </remarks>
public static class JobCustomers
{
    /// <summary>Compares all your customers with each other.</summary>
    /// <param name="customers">All customers. A customer may be listed more than once, such as once for each of several jobs.</param>
    /// <returns>
    /// The violations in the order of <see cref="JobCustomerViolationKind"/>, and within a kind by property and in the order of
    /// the input; empty if there is none.
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

    /// <summary>Compares all your customers with each other, like <see cref="Validate"/>, while they are read from a database.</summary>
    /// <param name="customers">All customers. A customer may be listed more than once.</param>
    /// <param name="cancellationToken">Cancels the reading of the customers.</param>
    /// <returns>The violations, as <see cref="Validate"/> returns them.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="customers"/> is null.</exception>
    /// <exception cref="ArgumentException">One of the customers is null.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
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
