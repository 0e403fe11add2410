using PostPress.Content;
using PostPress.Validation;

namespace PostPress;

/// <content>Publication: turns a draft into a public job. A checkpoint may come first.</content>
public partial class JobsClient
{
    /// <summary>Publishes a draft, or returns the checkpoint that comes first. The call is not retried once it may have reached PostPress.</summary>
    /// <remarks>
    /// Source: PostPress's public page "linkedin-jobs-publish".
    /// <see cref="PublishAsync(string, JobDraft, PublishMode, Func{CheckpointChallenge, CancellationToken, Task{string}}, CheckpointOptions, CallOptions, CancellationToken)"/>
    /// does the whole publication, with all its codes.
    /// </remarks>
    /// <param name="draftId">The id of the draft (<see cref="JobDraft.JobId"/>).</param>
    /// <param name="request">How to publish the draft: a <see cref="FreePublication"/> or a <see cref="PromotedPublication"/>.</param>
    /// <param name="options">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The job may be published all the same.</param>
    /// <returns>A <see cref="JobPublished"/>, or a <see cref="JobCheckpoint"/> if LinkedIn asks for a code.</returns>
    /// <inheritdoc cref="CreateAsync" path="/exception"/>
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
    /// Starts the publication of a draft and returns its status: published, or a code is required, which
    /// <see cref="SubmitCodeAsync"/> submits. The call is not retried once it may have reached PostPress.
    /// </summary>
    /// <example>
    /// <code>
    /// JobPublication publication = await postpress.Jobs.StartPublicationAsync(account, draftId, PublishMode.Free);
    /// string json = JsonSerializer.Serialize(publication); // store it
    /// </code>
    /// </example>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draftId">The id of the draft (<see cref="JobDraft.JobId"/>).</param>
    /// <param name="mode">How to publish the draft.</param>
    /// <param name="options">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The job may be published all the same.</param>
    /// <returns>
    /// The publication. Store it. If the job was published before (<c>errors/action_already_performed</c>), for example by a call
    /// whose response was lost, its status is <see cref="JobPublicationStatus.Published"/>.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    /// <exception cref="InvalidRequestException">The request violates the contract. Thrown at once; nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the request, for a reason other than the code or the checkpoint.</exception>
    /// <exception cref="PostPressConnectionException">
    /// PostPress could not be reached; nothing was sent. If the request was sent and no response came, the status is
    /// <see cref="JobPublicationStatus.Unknown"/> instead.
    /// </exception>
    /// <exception cref="PostPressTimeoutException">A timeout passed before anything was sent.</exception>
    /// <exception cref="PostPressCanceledException">
    /// The call was canceled. If its outcome is unknown, the job may be published: store the publication with
    /// <see cref="JobPublicationStatus.Unknown"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public virtual async Task<JobPublication> StartPublicationAsync(string accountId, string draftId, PublishMode mode, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotEmpty(accountId, nameof(accountId));
        Argument.NotEmpty(draftId, nameof(draftId));
        Argument.NotNull(mode, nameof(mode));

        return (await StartAsync(accountId, draftId, mode.ToRequest(accountId), options, cancellationToken).ConfigureAwait(false)).Publication;
    }

    /// <summary>
    /// Starts the publication of a draft, like the overload that takes the id of the draft. A mode that the options of the draft
    /// exclude is refused before it is sent.
    /// </summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draft">The draft that <see cref="CreateAsync"/> returned. A mode that its <see cref="JobDraft.PublishOptions"/> exclude is not sent.</param>
    /// <param name="mode">How to publish the draft.</param>
    /// <param name="options">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The job may be published all the same.</param>
    /// <returns>The publication. Store it.</returns>
    /// <exception cref="InvalidRequestException">The options of the draft exclude the mode (<see cref="PublishChoice.Validate"/>). Nothing was sent.</exception>
    /// <inheritdoc cref="StartPublicationAsync(string, string, PublishMode, CallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<JobPublication> StartPublicationAsync(string accountId, JobDraft draft, PublishMode mode, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        StartPublicationAsync(accountId, IdOf(draft, mode), mode, options, cancellationToken);

    /// <summary>
    /// Starts a publication again, in the same mode: to get a new checkpoint (<see cref="JobPublicationStatus.StartAgain"/>), or to
    /// find out whether a call without a response published the job (<see cref="JobPublicationStatus.Unknown"/>).
    /// The call is not retried once it may have reached PostPress.
    /// </summary>
    /// <param name="publication">The publication. If it is published, it is returned and nothing is sent. Its <see cref="JobPublication.Request"/> must be set.</param>
    /// <param name="options">The options of this call; null for the defaults. Use another idempotency key than before: for the same key, PostPress returns the first response.</param>
    /// <param name="cancellationToken">Cancels the call. The job may be published all the same.</param>
    /// <returns>The publication with its new status. Store it.</returns>
    /// <inheritdoc cref="StartPublicationAsync(string, string, PublishMode, CallOptions, CancellationToken)" path="/exception"/>
    public virtual async Task<JobPublication> StartPublicationAsync(JobPublication publication, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(publication, nameof(publication));

        if (publication.Request is not { } request)
        {
            throw new ArgumentException("The publication has no Request, so the mode is not known. Use the overload that takes a PublishMode.", nameof(publication));
        }

        return publication.Status == JobPublicationStatus.Published
            ? publication
            : (await StartAsync(publication.AccountId, publication.DraftId, request, options, cancellationToken).ConfigureAwait(false)).Publication;
    }

    /// <summary>
    /// Publishes a draft: starts the publication, asks for codes and submits them until the job is published, and starts again when
    /// the link of a checkpoint has expired. No code is submitted twice.
    /// </summary>
    /// <remarks>
    /// If no response comes to the first call, it is made a second time. This is safe: a draft can be published only once, and
    /// PostPress says so if the first call published it (<c>errors/action_already_performed</c>).
    /// </remarks>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draftId">The id of the draft (<see cref="JobDraft.JobId"/>).</param>
    /// <param name="mode">How to publish the draft.</param>
    /// <param name="askForCode">Returns the code that LinkedIn sent. Null or an empty string gives up. It is not called if LinkedIn asks for no code.</param>
    /// <param name="options">The options of the checkpoint loop; null for the defaults.</param>
    /// <param name="callOptions">The options of each call; null for the defaults. The client appends a suffix to an idempotency key, so that each call has a key of its own.</param>
    /// <param name="cancellationToken">Cancels the publication. It is passed to the callback.</param>
    /// <returns>The published job. Its state is null if the response that contained it was lost.</returns>
    /// <exception cref="CheckpointFailedException">
    /// A checkpoint was not solved: it can't be solved (<c>errors/checkpoint_error</c>), <see cref="CheckpointOptions.MaxCodes"/> is
    /// reached, or the callback gave up.
    /// </exception>
    /// <exception cref="PostPressApiException">The job was published before this call (<c>errors/action_already_performed</c>).</exception>
    /// <exception cref="OperationCanceledException">The caller canceled between two calls. During a call it is a <see cref="PostPressCanceledException"/>.</exception>
    /// <inheritdoc cref="CreateAsync" path="/exception"/>
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

    /// <summary>
    /// Publishes a draft, like the overload that takes the id of the draft. A mode that the options of the draft exclude is refused
    /// before it is sent.
    /// </summary>
    /// <example>
    /// <code>
    /// JobPublished job = await postpress.Jobs.PublishAsync(account, draft, PublishMode.Free, async (challenge, ct) =>
    /// {
    ///     Console.Write($"LinkedIn sent a code (code {challenge.CodeNumber}): ");
    ///     return await Console.In.ReadLineAsync(ct); // null or "" gives up
    /// });
    /// </code>
    /// </example>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draft">The draft that <see cref="CreateAsync"/> returned. A mode that its <see cref="JobDraft.PublishOptions"/> exclude is not sent.</param>
    /// <param name="mode">How to publish the draft.</param>
    /// <param name="askForCode">Returns the code that LinkedIn sent. Null or an empty string gives up. It is not called if LinkedIn asks for no code.</param>
    /// <param name="options">The options of the checkpoint loop; null for the defaults.</param>
    /// <param name="callOptions">The options of each call; null for the defaults. The client appends a suffix to an idempotency key, so that each call has a key of its own.</param>
    /// <param name="cancellationToken">Cancels the publication. It is passed to the callback.</param>
    /// <returns>The published job. Its state is null if the response that contained it was lost.</returns>
    /// <exception cref="InvalidRequestException">The options of the draft exclude the mode (<see cref="PublishChoice.Validate"/>). Nothing was sent.</exception>
    /// <inheritdoc cref="PublishAsync(string, string, PublishMode, Func{CheckpointChallenge, CancellationToken, Task{string}}, CheckpointOptions, CallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<JobPublished> PublishAsync(
        string accountId,
        JobDraft draft,
        PublishMode mode,
        Func<CheckpointChallenge, CancellationToken, Task<string?>> askForCode,
        CheckpointOptions? options = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) =>
        PublishAsync(accountId, IdOf(draft, mode), mode, askForCode, options, callOptions, cancellationToken);

    /// <summary>Starts the publication, for callers that also need the failure.</summary>
    internal Task<PublicationStep> StartAsync(string accountId, string draftId, PublishJobRequest request, CallOptions? options, CancellationToken cancellationToken) => PublicationStep.FromCallAsync(
        new JobPublication { AccountId = accountId, DraftId = draftId, Request = request, Status = JobPublicationStatus.CodeRequired },
        PublishJobOperation.Id,
        () => PublishAsync(draftId, request, options, cancellationToken));

    private static string IdOf(JobDraft draft)
    {
        Argument.NotNull(draft, nameof(draft));

        return string.IsNullOrEmpty(draft.JobId)
            ? throw new ArgumentException("The draft has no JobId. Pass a draft that PostPress returned.", nameof(draft))
            : draft.JobId!;
    }

    private string IdOf(JobDraft draft, PublishMode mode)
    {
        var id = IdOf(draft);
        Argument.NotNull(mode, nameof(mode));

        // There is no transport in a test that overrides the call itself.
        if (_transport is { ChecksRequests: true } && PublishChoice.FromDraft(draft).Validate(mode) is { Count: > 0 } violations)
        {
            throw new InvalidRequestException(PublishJobOperation.Id, violations);
        }

        return id;
    }
}
