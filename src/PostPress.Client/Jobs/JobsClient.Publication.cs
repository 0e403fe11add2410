using PostPress.Content;
using PostPress.Validation;

namespace PostPress;

/// <content>Publication: the step from a draft to a job that everybody sees, or to a checkpoint.</content>
public partial class JobsClient
{
    /// <summary>Publishes a draft, or learns that LinkedIn wants a code first. Sent once.</summary>
    /// <remarks>Source: PostPress's public page "linkedin-jobs-publish". <see cref="PublishAsync(string, JobDraft, PublishMode, Func{CheckpointChallenge, CancellationToken, Task{string}}, CheckpointOptions, CallOptions, CancellationToken)"/> goes the whole way.</remarks>
    /// <param name="draftId">The id of the draft (<see cref="JobDraft.JobId"/>).</param>
    /// <param name="request">How it is published: a <see cref="FreePublication"/> or a <see cref="PromotedPublication"/>.</param>
    /// <param name="options">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The job may be published all the same.</param>
    /// <returns>A <see cref="JobPublished"/>, or a <see cref="JobCheckpoint"/> that wants a code.</returns>
    /// <exception cref="ArgumentException"><paramref name="draftId"/> is null or empty, or <paramref name="request"/> is null.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the publication, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether the job may be published.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<CheckpointOutcome> PublishAsync(string draftId, PublishJobRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotEmpty(draftId, nameof(draftId));
        Argument.NotNull(request, nameof(request));

        if (_transport.ChecksRequests)
        {
            var check = default(RequestCheck);
            PublishJobOperation.CheckRequest(ref check, request, draftId, options?.IdempotencyKey);
            check.ThrowIfBroken(PublishJobOperation.Id);
        }

        return _transport.SendAsync(
            PublishJobOperation.Descriptor,
            PublishJobOperation.RequestUri(draftId),
            JsonContent.Of(request, PublishJobOperation.WriteRequest),
            options,
            cancellationToken);
    }

    /// <summary>
    /// Starts the publication of a draft and says where it stands then: published, or a code is wanted, which
    /// <see cref="SubmitCodeAsync"/> submits. Sent once.
    /// </summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draftId">The id of the draft (<see cref="JobDraft.JobId"/>).</param>
    /// <param name="mode">How it is published.</param>
    /// <param name="options">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The job may be published all the same.</param>
    /// <returns>
    /// Where the publication stands; store it. A job that was published before (<c>errors/action_already_performed</c>), such
    /// as by a call whose response was lost, is published.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the publication, such as free of charge when it is not eligible.</exception>
    /// <exception cref="PostPressConnectionException">Nothing was sent: PostPress could not be reached.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed before anything was sent.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual async Task<JobPublication> StartPublicationAsync(string accountId, string draftId, PublishMode mode, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotEmpty(accountId, nameof(accountId));
        Argument.NotEmpty(draftId, nameof(draftId));
        Argument.NotNull(mode, nameof(mode));

        return (await StartAsync(accountId, draftId, mode.ToRequest(accountId), options, cancellationToken).ConfigureAwait(false)).Publication;
    }

    /// <summary>Starts the publication of a draft, as the overload that takes the draft's id does, if the draft's own options allow the mode.</summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draft">The draft, as <see cref="CreateAsync"/> returned it. What its <see cref="JobDraft.PublishOptions"/> rule out is not sent.</param>
    /// <param name="mode">How it is published.</param>
    /// <param name="options">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The job may be published all the same.</param>
    /// <returns>Where the publication stands; store it.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty, or the draft has no id.</exception>
    /// <exception cref="InvalidRequestException">The draft's options rule the mode out (<see cref="PublishChoice.Validate"/>), or the request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the publication.</exception>
    /// <exception cref="PostPressConnectionException">Nothing was sent: PostPress could not be reached.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed before anything was sent.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<JobPublication> StartPublicationAsync(string accountId, JobDraft draft, PublishMode mode, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        StartPublicationAsync(accountId, IdOf(draft, mode), mode, options, cancellationToken);

    /// <summary>
    /// Starts a publication again, in the same mode: to renew a checkpoint that is over (<see cref="JobPublicationStatus.StartAgain"/>),
    /// or to find out what became of a call without a response (<see cref="JobPublicationStatus.Unknown"/>). Sent once.
    /// </summary>
    /// <param name="publication">Where the publication stands. If it is published, nothing is sent and it is returned.</param>
    /// <param name="options">What is set for this call; null for the defaults. An idempotency key must be another one than before: with the same one, PostPress gives the first response again.</param>
    /// <param name="cancellationToken">Cancels the call. The job may be published all the same.</param>
    /// <returns>Where the publication stands; store it.</returns>
    /// <exception cref="ArgumentException"><paramref name="publication"/> is null, or has no <see cref="JobPublication.Request"/>.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the publication.</exception>
    /// <exception cref="PostPressConnectionException">Nothing was sent: PostPress could not be reached.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed before anything was sent.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual async Task<JobPublication> StartPublicationAsync(JobPublication publication, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(publication, nameof(publication));

        if (publication.Request is not { } request)
        {
            throw new ArgumentException("The publication has no Request, so how to start it again is not known. Use the overload that takes a PublishMode.", nameof(publication));
        }

        return publication.Status == JobPublicationStatus.Published
            ? publication
            : (await StartAsync(publication.AccountId, publication.DraftId, request, options, cancellationToken).ConfigureAwait(false)).Publication;
    }

    /// <summary>
    /// Publishes a draft, the whole way: starts the publication, asks for codes and submits them until the job is published,
    /// and starts again when the link of a checkpoint has expired. Each code is sent once.
    /// </summary>
    /// <remarks>
    /// When no response comes to the first call, it is sent once more: a draft can be published only once, and PostPress says
    /// so if the first call did it (<c>errors/action_already_performed</c>).
    /// </remarks>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draftId">The id of the draft (<see cref="JobDraft.JobId"/>).</param>
    /// <param name="mode">How it is published.</param>
    /// <param name="askForCode">Gives the code that LinkedIn sent. Null or an empty text gives up. It is not called if LinkedIn wants no code.</param>
    /// <param name="options">What is set for the codes; null for the defaults.</param>
    /// <param name="callOptions">What is set for each call; null for the defaults. Something is added to an idempotency key for each call after the first: each is a call of its own.</param>
    /// <param name="cancellationToken">Cancels it, and is handed to the callback.</param>
    /// <returns>The published job; its state is null when the response that told it was lost.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty, or <see cref="CheckpointOptions.MaxCodes"/> is below 1.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="CheckpointFailedException">A checkpoint was not solved: it can't be (<c>errors/checkpoint_error</c>), the limit of codes is reached, or the callback gave up.</exception>
    /// <exception cref="PostPressApiException">PostPress refused for another reason, the job was published before this call, or a response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether the job may be published.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; a <see cref="PostPressCanceledException"/> if that was during a call.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<JobPublished> PublishAsync(
        string accountId,
        string draftId,
        PublishMode mode,
        Func<CheckpointChallenge, CancellationToken, Task<string?>> askForCode,
        CheckpointOptions? options = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        Argument.NotEmpty(accountId, nameof(accountId));
        Argument.NotEmpty(draftId, nameof(draftId));
        Argument.NotNull(mode, nameof(mode));
        Argument.NotNull(askForCode, nameof(askForCode));

        callOptions?.Check(nameof(callOptions));
        options ??= new CheckpointOptions();
        options.Check(nameof(options));
        return new PublicationLoop(this, askForCode, options.MaxCodes, callOptions, mode).RunAsync(accountId, draftId, cancellationToken);
    }

    /// <summary>Publishes a draft, the whole way, as the overload that takes the draft's id does, if the draft's own options allow the mode.</summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draft">The draft, as <see cref="CreateAsync"/> returned it. What its <see cref="JobDraft.PublishOptions"/> rule out is not sent.</param>
    /// <param name="mode">How it is published.</param>
    /// <param name="askForCode">Gives the code that LinkedIn sent. Null or an empty text gives up. It is not called if LinkedIn wants no code.</param>
    /// <param name="options">What is set for the codes; null for the defaults.</param>
    /// <param name="callOptions">What is set for each call; null for the defaults. Something is added to an idempotency key for each call after the first: each is a call of its own.</param>
    /// <param name="cancellationToken">Cancels it, and is handed to the callback.</param>
    /// <returns>The published job; its state is null when the response that told it was lost.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty, the draft has no id, or <see cref="CheckpointOptions.MaxCodes"/> is below 1.</exception>
    /// <exception cref="InvalidRequestException">The draft's options rule the mode out (<see cref="PublishChoice.Validate"/>), or the request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="CheckpointFailedException">A checkpoint was not solved.</exception>
    /// <exception cref="PostPressApiException">PostPress refused for another reason, the job was published before this call, or a response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether the job may be published.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; a <see cref="PostPressCanceledException"/> if that was during a call.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<JobPublished> PublishAsync(
        string accountId,
        JobDraft draft,
        PublishMode mode,
        Func<CheckpointChallenge, CancellationToken, Task<string?>> askForCode,
        CheckpointOptions? options = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) =>
        PublishAsync(accountId, IdOf(draft, mode), mode, askForCode, options, callOptions, cancellationToken);

    /// <summary>Starts the publication, for whoever needs the failure as well.</summary>
    internal Task<PublicationStep> StartAsync(string accountId, string draftId, PublishJobRequest request, CallOptions? options, CancellationToken cancellationToken) => PublicationStep.FromCallAsync(
        new JobPublication { AccountId = accountId, DraftId = draftId, Request = request, Status = JobPublicationStatus.CodeRequired },
        PublishJobOperation.Id,
        () => PublishAsync(draftId, request, options, cancellationToken));

    private static string IdOf(JobDraft draft)
    {
        Argument.NotNull(draft, nameof(draft));

        return string.IsNullOrEmpty(draft.JobId)
            ? throw new ArgumentException("The draft has no JobId, so PostPress can't be told which one is meant.", nameof(draft))
            : draft.JobId!;
    }

    private string IdOf(JobDraft draft, PublishMode mode)
    {
        var id = IdOf(draft);
        Argument.NotNull(mode, nameof(mode));

        // Without a transport it is a test that replaces the call itself.
        if (_transport is { ChecksRequests: true } && PublishChoice.FromDraft(draft).Validate(mode) is { Count: > 0 } violations)
        {
            throw new InvalidRequestException(PublishJobOperation.Id, violations);
        }

        return id;
    }
}
