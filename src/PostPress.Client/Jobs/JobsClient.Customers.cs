namespace PostPress;

/// <content>Customers: jobs that you post for your customers, under LinkedIn's rules.</content>
public partial class JobsClient
{
    /// <summary>
    /// Creates the draft of a LinkedIn job for one of your customers, if LinkedIn's rules allow it, and returns an entry for your
    /// audit log. It calls <see cref="CreateAsync"/>. The call is not retried once it may have reached PostPress.
    /// </summary>
    /// <remarks>
    /// <para>
    /// If the call fails or is canceled, there is no entry, although the draft may exist (<see cref="CallOutcome.Unknown"/>,
    /// <see cref="CallOutcome.Applied"/>). To log these cases too, call <see cref="JobCustomer.PrepareJob"/>, store its entry, and
    /// then call <see cref="CreateAsync"/>.
    /// </para>
    /// <para>Guide: <c>docs/customers.md</c> in the package.</para>
    /// </remarks>
    /// <param name="customer">The customer.</param>
    /// <param name="job">The job. Its company must be the id or the name of this customer. If it is null, <see cref="JobCustomer.ToCompany"/> sets it.</param>
    /// <param name="category">
    /// How you plan to publish the job. It is checked and recorded, but not sent: the mode is chosen when the draft is published.
    /// Promoted requires <see cref="JobCustomer.ContractId"/>.
    /// </param>
    /// <param name="options">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The draft may exist all the same.</param>
    /// <returns>The draft and the entry.</returns>
    /// <exception cref="JobCustomerException">LinkedIn's rules forbid it, for example because the date of the Jobs Terms is missing. Thrown at once; nothing was sent.</exception>
    /// <inheritdoc cref="CreateAsync" path="/exception"/>
    public virtual Task<CustomerJob> CreateForCustomerAsync(JobCustomer customer, CreateJobRequest job, JobCategory category, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(customer, nameof(customer));

        // There is no transport in a test that overrides CreateAsync.
        var time = _transport?.TimeProvider ?? TimeProvider.System;
        var entry = customer.PrepareJob(job, category, time);
        return WithEntryAsync(CreateAsync(job, options, cancellationToken));

        async Task<CustomerJob> WithEntryAsync(Task<JobDraft> creation)
        {
            var draft = await creation.ConfigureAwait(false);
            return new CustomerJob(draft, entry with { JobId = draft.JobId, CreatedAt = time.GetUtcNow() });
        }
    }

    /// <summary>
    /// Publishes the draft of a customer, if LinkedIn's rules allow it, and returns the completed entry for your audit log. It calls
    /// <see cref="PublishAsync(string, JobDraft, PublishMode, Func{CheckpointChallenge, CancellationToken, Task{string}}, CheckpointOptions, CallOptions, CancellationToken)"/>.
    /// </summary>
    /// <remarks>Source: <c>001_a540d0750890718e.txt</c>, section "ATS Customer Onboarding": the contract id is mandatory for paid jobs.</remarks>
    /// <param name="customer">The customer. A promoted mode requires <see cref="JobCustomer.ContractId"/>.</param>
    /// <param name="job">The draft and its entry, as <see cref="CreateForCustomerAsync"/> returned them. The account that created the draft publishes it.</param>
    /// <param name="mode">How to publish the draft.</param>
    /// <param name="askForCode">Returns the code that LinkedIn sent. Null or an empty string gives up. It is not called if LinkedIn asks for no code.</param>
    /// <param name="options">The options of the checkpoint loop; null for the defaults.</param>
    /// <param name="callOptions">The options of each call; null for the defaults. The client appends a suffix to an idempotency key, so that each call has a key of its own.</param>
    /// <param name="cancellationToken">Cancels the publication. It is passed to the callback.</param>
    /// <returns>The published job, and the entry with mode, budget and time.</returns>
    /// <exception cref="JobCustomerException">LinkedIn's rules forbid it, or the entry is that of another customer. Thrown at once; nothing was sent.</exception>
    /// <inheritdoc cref="PublishAsync(string, JobDraft, PublishMode, Func{CheckpointChallenge, CancellationToken, Task{string}}, CheckpointOptions, CallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<CustomerPublication> PublishForCustomerAsync(
        JobCustomer customer,
        CustomerJob job,
        PublishMode mode,
        Func<CheckpointChallenge, CancellationToken, Task<string?>> askForCode,
        CheckpointOptions? options = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        Argument.NotNull(customer, nameof(customer));
        Argument.NotNull(job, nameof(job));
        Argument.NotNull(mode, nameof(mode));

        // There is no transport in a test that overrides PublishAsync.
        var time = _transport?.TimeProvider ?? TimeProvider.System;
        customer.CheckPublication(mode, time);
        if (job.Audit.CustomerId != customer.CustomerId)
        {
            throw new JobCustomerException(customer.CustomerId, ["The draft was created for another customer. Pass the customer with the CustomerId of the entry."], PublishJobOperation.Id);
        }

        return WithEntryAsync(PublishAsync(job.Audit.AccountId, job.Draft, mode, askForCode, options, callOptions, cancellationToken));

        async Task<CustomerPublication> WithEntryAsync(Task<JobPublished> publication)
        {
            var published = await publication.ConfigureAwait(false);
            return new CustomerPublication(published, job.Audit.WithPublication(mode, time.GetUtcNow()));
        }
    }
}
