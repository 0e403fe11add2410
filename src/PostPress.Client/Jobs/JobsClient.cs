using PostPress.Content;
using PostPress.Pipeline;
using PostPress.Validation;

namespace PostPress;

/// <summary>LinkedIn jobs: creates drafts and solves the checkpoints that stand before their publication.</summary>
public class JobsClient
{
    private readonly Transport _transport;

    internal JobsClient(Transport transport) => _transport = transport;

    /// <summary>Makes a client that can do nothing by itself: for tests that override its members.</summary>
    protected JobsClient() => _transport = null!;

    /// <summary>Creates the draft of a LinkedIn job posting; nothing is published yet. Sent once.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The draft may exist all the same.</param>
    /// <returns>The draft, with the ways in which it can be published.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="job"/> is null.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the job, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether the draft may exist.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<JobDraft> CreateAsync(CreateJobRequest job, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(job, nameof(job));

        if (_transport.ChecksRequests)
        {
            var check = default(RequestCheck);
            CreateJobOperation.CheckRequest(ref check, job, options?.IdempotencyKey);
            check.ThrowIfBroken(CreateJobOperation.Id);
        }

        return _transport.SendAsync(
            CreateJobOperation.Descriptor,
            CreateJobOperation.RequestUri(),
            JsonContent.Of(job, CreateJobOperation.WriteRequest),
            options,
            cancellationToken);
    }

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

    /// <summary>Submits one code for the checkpoint at which a draft stands. Sent once.</summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draftId">The id of the draft (<see cref="JobDraft.JobId"/>).</param>
    /// <param name="input">The one-time code, or the e-mail verification token, that LinkedIn sent.</param>
    /// <param name="options">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The code may be used up all the same.</param>
    /// <returns>A <see cref="JobPublished"/>, or a <see cref="JobCheckpoint"/> that wants another code.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the code, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether the job may be published.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<CheckpointOutcome> SolveCheckpointAsync(string accountId, string draftId, string input, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotEmpty(accountId, nameof(accountId));
        Argument.NotEmpty(draftId, nameof(draftId));
        Argument.NotEmpty(input, nameof(input));

        var request = new SolveCheckpointRequest { AccountId = accountId, Input = input };
        if (_transport.ChecksRequests)
        {
            var check = default(RequestCheck);
            SolveJobCheckpointOperation.CheckRequest(ref check, request, draftId, options?.IdempotencyKey);
            check.ThrowIfBroken(SolveJobCheckpointOperation.Id);
        }

        return _transport.SendAsync(
            SolveJobCheckpointOperation.Descriptor,
            SolveJobCheckpointOperation.RequestUri(draftId),
            JsonContent.Of(request, SolveJobCheckpointOperation.WriteRequest, secrets: [input]),
            options,
            cancellationToken);
    }

    /// <summary>
    /// Asks for codes and submits them until the job is published: again after a wrong code
    /// (<c>errors/invalid_checkpoint_solution</c>), again for every further checkpoint, and again when no response came. Each
    /// code is sent once.
    /// </summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draftId">The id of the draft (<see cref="JobDraft.JobId"/>).</param>
    /// <param name="askForCode">Gives the code that LinkedIn sent. Null or an empty text gives up.</param>
    /// <param name="options">What is set for the loop; null for the defaults.</param>
    /// <param name="callOptions">What is set for the call of each code; null for the defaults. The number of the code is added to an idempotency key: each code is a call of its own.</param>
    /// <param name="cancellationToken">Cancels the loop, and is handed to the callback.</param>
    /// <returns>The published job; its state is null when the response that told it was lost.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty, or <see cref="CheckpointOptions.MaxCodes"/> is below 1.</exception>
    /// <exception cref="CheckpointFailedException">
    /// The checkpoint was not solved: it can't be (<c>errors/checkpoint_error</c>), its link has expired
    /// (<c>errors/expired_link</c>), the limit of codes is reached, or the callback gave up.
    /// </exception>
    /// <exception cref="PostPressApiException">PostPress refused for another reason, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether the job may be published.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="OperationCanceledException">The loop was cancelled; a <see cref="PostPressCanceledException"/> if that was during a call.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<JobPublished> SolveCheckpointAsync(
        string accountId,
        string draftId,
        Func<CheckpointChallenge, CancellationToken, Task<string?>> askForCode,
        CheckpointOptions? options = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        Argument.NotEmpty(accountId, nameof(accountId));
        Argument.NotEmpty(draftId, nameof(draftId));
        Argument.NotNull(askForCode, nameof(askForCode));

        callOptions?.Check(nameof(callOptions));
        options ??= new CheckpointOptions();
        if (options.MaxCodes < 1)
        {
            throw new ArgumentException("CheckpointOptions.MaxCodes must be at least 1.", nameof(options));
        }

        var loop = new CheckpointLoop(this, accountId, draftId, askForCode);
        return loop.RunAsync(options.MaxCodes, options.FirstCheckpoint, callOptions, cancellationToken);
    }

    /// <summary>Asks for codes and submits them until a draft is published, as the overload that takes the draft's id does.</summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draft">The draft, as <see cref="CreateAsync"/> returned it.</param>
    /// <param name="askForCode">Gives the code that LinkedIn sent. Null or an empty text gives up.</param>
    /// <param name="options">What is set for the loop; null for the defaults.</param>
    /// <param name="callOptions">What is set for the call of each code; null for the defaults. The number of the code is added to an idempotency key: each code is a call of its own.</param>
    /// <param name="cancellationToken">Cancels the loop, and is handed to the callback.</param>
    /// <returns>The published job.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty, the draft has no id, or <see cref="CheckpointOptions.MaxCodes"/> is below 1.</exception>
    /// <exception cref="CheckpointFailedException">The checkpoint was not solved.</exception>
    /// <exception cref="PostPressApiException">PostPress refused for another reason, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether the job may be published.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="OperationCanceledException">The loop was cancelled; a <see cref="PostPressCanceledException"/> if that was during a call.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<JobPublished> SolveCheckpointAsync(
        string accountId,
        JobDraft draft,
        Func<CheckpointChallenge, CancellationToken, Task<string?>> askForCode,
        CheckpointOptions? options = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        Argument.NotNull(draft, nameof(draft));

        if (string.IsNullOrEmpty(draft.JobId))
        {
            throw new ArgumentException("The draft has no JobId, so PostPress can't be told which one is meant.", nameof(draft));
        }

        return SolveCheckpointAsync(accountId, draft.JobId!, askForCode, options, callOptions, cancellationToken);
    }
}
