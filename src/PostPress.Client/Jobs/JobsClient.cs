using PostPress.Content;
using PostPress.Pipeline;
using PostPress.Validation;

namespace PostPress;

/// <summary>LinkedIn jobs: creates drafts, publishes them, and solves the checkpoints that stand before their publication.</summary>
public partial class JobsClient
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
}
