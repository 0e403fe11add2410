using PostPress.Content;
using PostPress.Validation;

namespace PostPress;

/// <content>Checkpoints: the codes that LinkedIn wants before it publishes a job.</content>
public partial class JobsClient
{
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
    /// Submits one code and says where the publication stands then: published, another code wanted, wrong code, to be started
    /// again, or unknown. For web applications and queue workers, where the next code comes in a later request. Sent once.
    /// </summary>
    /// <param name="publication">
    /// Where the publication stands: from <see cref="StartPublicationAsync(string, string, PublishMode, CallOptions, CancellationToken)"/>,
    /// or from the last call of this method. If it is published, nothing is sent and it is returned.
    /// </param>
    /// <param name="input">The one-time code, or the e-mail verification token, that LinkedIn sent.</param>
    /// <param name="options">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The code may be used up all the same.</param>
    /// <returns>
    /// Where the publication stands now; store it. A job that was published before (<c>errors/action_already_performed</c>),
    /// such as by a call whose response was lost, is published.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused for a reason that has nothing to do with the code.</exception>
    /// <exception cref="PostPressConnectionException">Nothing was sent: PostPress could not be reached.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed before anything was sent.</exception>
    /// <exception cref="PostPressCanceledException">
    /// The call was cancelled. If its outcome is unknown, the code may have published the job: store the publication with
    /// <see cref="JobPublicationStatus.Unknown"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual async Task<JobPublication> SubmitCodeAsync(JobPublication publication, string input, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(publication, nameof(publication));
        Argument.NotEmpty(input, nameof(input));

        return publication.Status == JobPublicationStatus.Published
            ? publication
            : (await SubmitAsync(publication, input, options, cancellationToken).ConfigureAwait(false)).Publication;
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
        options.Check(nameof(options));

        var publication = new JobPublication { AccountId = accountId, DraftId = draftId, Status = JobPublicationStatus.CodeRequired, Checkpoint = options.FirstCheckpoint };
        return new PublicationLoop(this, askForCode, options.MaxCodes, callOptions, mode: null).RunAsync(publication, cancellationToken);
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
        return SolveCheckpointAsync(accountId, IdOf(draft), askForCode, options, callOptions, cancellationToken);
    }

    /// <summary>Submits one code, for whoever needs the failure as well.</summary>
    internal Task<PublicationStep> SubmitAsync(JobPublication publication, string input, CallOptions? options, CancellationToken cancellationToken) => PublicationStep.FromCallAsync(
        publication with { CodesSubmitted = publication.CodesSubmitted + 1 },
        SolveJobCheckpointOperation.Id,
        () => SolveCheckpointAsync(publication.AccountId, publication.DraftId, input, options, cancellationToken));
}
