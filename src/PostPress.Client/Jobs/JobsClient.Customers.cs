namespace PostPress;

/// <content>Customers: jobs that you post for others, by LinkedIn's ground rules.</content>
public partial class JobsClient
{
    /// <summary>
    /// Creates the draft of a LinkedIn job posting for a customer of yours, as <see cref="CreateAsync"/> does, if LinkedIn's
    /// ground rules allow it, and hands back an entry for your audit log. Sent once.
    /// </summary>
    /// <remarks>
    /// When the call fails or is cancelled, and the draft may exist all the same (<see cref="CallOutcome.Unknown"/>,
    /// <see cref="CallOutcome.Applied"/>), there is no entry. A log that must not miss those stores the one that
    /// <see cref="JobCustomer.PrepareJob"/> makes before it calls <see cref="CreateAsync"/>.
    /// </remarks>
    /// <param name="customer">The customer.</param>
    /// <param name="job">The job. Its company has to be this customer's id or name; if it is null, it is set by <see cref="JobCustomer.ToCompany"/>.</param>
    /// <param name="category">
    /// How the job is to be posted. It is checked and noted, not sent: a draft is neither, until it is published. Promoted
    /// needs <see cref="JobCustomer.ContractId"/>.
    /// </param>
    /// <param name="options">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The draft may exist all the same.</param>
    /// <returns>The draft, and the entry.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="customer"/> or <paramref name="job"/> is null.</exception>
    /// <exception cref="JobCustomerException">LinkedIn's rules forbid it, such as without the date of the Jobs Terms; thrown at once, nothing was sent.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the job, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether the draft may exist.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<CustomerJob> CreateForCustomerAsync(JobCustomer customer, CreateJobRequest job, JobCategory category, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(customer, nameof(customer));

        // A test that overrides CreateAsync alone has no transport.
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
    /// Publishes the draft of a customer, the whole way, as <see cref="PublishAsync(string, JobDraft, PublishMode, Func{CheckpointChallenge, CancellationToken, Task{string}}, CheckpointOptions, CallOptions, CancellationToken)"/>
    /// does, if LinkedIn's ground rules allow it, and hands back the completed entry for your audit log.
    /// </summary>
    /// <remarks>Source: <c>001_a540d0750890718e.txt</c>, section "ATS Customer Onboarding": the contract id is mandatory for paid jobs.</remarks>
    /// <param name="customer">The customer. A promoted mode needs <see cref="JobCustomer.ContractId"/>.</param>
    /// <param name="job">The draft and its entry, as <see cref="CreateForCustomerAsync"/> returned them. The account that created the draft publishes it.</param>
    /// <param name="mode">How it is published.</param>
    /// <param name="askForCode">Gives the code that LinkedIn sent. Null or an empty text gives up. It is not called if LinkedIn wants no code.</param>
    /// <param name="options">What is set for the codes; null for the defaults.</param>
    /// <param name="callOptions">What is set for each call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels it, and is handed to the callback.</param>
    /// <returns>The published job, and the entry with mode, budget and time.</returns>
    /// <exception cref="ArgumentException">An argument is null, the draft has no id, or <see cref="CheckpointOptions.MaxCodes"/> is below 1.</exception>
    /// <exception cref="JobCustomerException">LinkedIn's rules forbid it, or the entry is another customer's; thrown at once, nothing was sent.</exception>
    /// <exception cref="InvalidRequestException">The draft's options rule the mode out, or the request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="CheckpointFailedException">A checkpoint was not solved.</exception>
    /// <exception cref="PostPressApiException">PostPress refused for another reason, the job was published before this call, or a response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether the job may be published.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; a <see cref="PostPressCanceledException"/> if that was during a call.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
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

        // A test that overrides PublishAsync alone has no transport.
        var time = _transport?.TimeProvider ?? TimeProvider.System;
        customer.CheckPublication(mode, time);
        if (job.Audit.CustomerId != customer.CustomerId)
        {
            throw new JobCustomerException(customer.CustomerId, ["The draft was created for another customer. Pass the customer whose CustomerId the entry has."], PublishJobOperation.Id);
        }

        return WithEntryAsync(PublishAsync(job.Audit.AccountId, job.Draft, mode, askForCode, options, callOptions, cancellationToken));

        async Task<CustomerPublication> WithEntryAsync(Task<JobPublished> publication)
        {
            var published = await publication.ConfigureAwait(false);
            return new CustomerPublication(published, job.Audit.WithPublication(mode, time.GetUtcNow()));
        }
    }
}
