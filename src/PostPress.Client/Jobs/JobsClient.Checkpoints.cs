using PostPress.Content;
using PostPress.Validation;

namespace PostPress;

/// <content>Checkpoints: the codes that LinkedIn asks for before it publishes a job.</content>
public partial class JobsClient
{
    /// <summary>Submits one code for the checkpoint of a draft. The call is not retried once it may have reached PostPress.</summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draftId">The id of the draft (<see cref="JobDraft.JobId"/>).</param>
    /// <param name="input">The one-time code or the e-mail verification token that LinkedIn sent.</param>
    /// <param name="options">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The code may be used up all the same.</param>
    /// <returns>A <see cref="JobPublished"/>, or a <see cref="JobCheckpoint"/> if LinkedIn asks for another code.</returns>
    /// <inheritdoc cref="CreateAsync" path="/exception"/>
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
    /// Submits one code and returns the new status of the publication. For web applications and queue workers, where each code
    /// arrives in a later request. The call is not retried once it may have reached PostPress.
    /// </summary>
    /// <example>
    /// <code>
    /// JobPublication publication = JsonSerializer.Deserialize&lt;JobPublication&gt;(json)!;
    /// publication = await postpress.Jobs.SubmitCodeAsync(publication, code);
    /// json = JsonSerializer.Serialize(publication); // store it
    /// string next = publication.Status switch
    /// {
    ///     JobPublicationStatus.Published => "The job is published.",
    ///     JobPublicationStatus.CodeRequired or JobPublicationStatus.WrongCode => "Enter the code that LinkedIn sent.",
    ///     _ => "Start the publication again.",
    /// };
    /// </code>
    /// </example>
    /// <param name="publication">
    /// The publication, as <see cref="StartPublicationAsync(string, string, PublishMode, CallOptions, CancellationToken)"/>
    /// or the last call of this method returned it. If it is published, it is returned and nothing is sent.
    /// </param>
    /// <param name="input">The one-time code or the e-mail verification token that LinkedIn sent.</param>
    /// <param name="options">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The code may be used up all the same.</param>
    /// <returns>
    /// The publication with its new status. Store it. If the job was published before (<c>errors/action_already_performed</c>), for
    /// example by a call whose response was lost, the status is <see cref="JobPublicationStatus.Published"/>.
    /// </returns>
    /// <inheritdoc cref="StartPublicationAsync(string, string, PublishMode, CallOptions, CancellationToken)" path="/exception"/>
    public virtual async Task<JobPublication> SubmitCodeAsync(JobPublication publication, string input, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(publication, nameof(publication));
        Argument.NotEmpty(input, nameof(input));

        return publication.Status == JobPublicationStatus.Published
            ? publication
            : (await SubmitAsync(publication, input, options, cancellationToken).ConfigureAwait(false)).Publication;
    }

    /// <summary>
    /// Asks for codes and submits them until the job is published. It asks again after a wrong code
    /// (<c>errors/invalid_checkpoint_solution</c>), for each further checkpoint, and when no response came. No code is submitted
    /// twice.
    /// </summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draftId">The id of the draft (<see cref="JobDraft.JobId"/>).</param>
    /// <param name="askForCode">Returns the code that LinkedIn sent. Null or an empty string gives up.</param>
    /// <param name="options">The options of the checkpoint loop; null for the defaults.</param>
    /// <param name="callOptions">The options of each call; null for the defaults. The client appends a suffix to an idempotency key, so that each call has a key of its own.</param>
    /// <param name="cancellationToken">Cancels the loop. It is passed to the callback.</param>
    /// <returns>The published job. Its state is null if the response that contained it was lost.</returns>
    /// <exception cref="CheckpointFailedException">
    /// The checkpoint was not solved: it can't be solved (<c>errors/checkpoint_error</c>), its link has expired
    /// (<c>errors/expired_link</c>), <see cref="CheckpointOptions.MaxCodes"/> is reached, or the callback gave up.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller canceled between two calls. During a call it is a <see cref="PostPressCanceledException"/>.</exception>
    /// <inheritdoc cref="CreateAsync" path="/exception"/>
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

    /// <summary>Asks for codes and submits them until a draft is published, like the overload that takes the id of the draft.</summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <param name="draft">The draft that <see cref="CreateAsync"/> returned.</param>
    /// <param name="askForCode">Returns the code that LinkedIn sent. Null or an empty string gives up.</param>
    /// <param name="options">The options of the checkpoint loop; null for the defaults.</param>
    /// <param name="callOptions">The options of each call; null for the defaults. The client appends a suffix to an idempotency key, so that each call has a key of its own.</param>
    /// <param name="cancellationToken">Cancels the loop. It is passed to the callback.</param>
    /// <returns>The published job. Its state is null if the response that contained it was lost.</returns>
    /// <inheritdoc cref="SolveCheckpointAsync(string, string, Func{CheckpointChallenge, CancellationToken, Task{string}}, CheckpointOptions, CallOptions, CancellationToken)" path="/exception"/>
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

    /// <summary>Submits one code, for callers that also need the failure.</summary>
    internal Task<PublicationStep> SubmitAsync(JobPublication publication, string input, CallOptions? options, CancellationToken cancellationToken) => PublicationStep.FromCallAsync(
        publication with { CodesSubmitted = publication.CodesSubmitted + 1 },
        SolveJobCheckpointOperation.Id,
        () => SolveCheckpointAsync(publication.AccountId, publication.DraftId, input, options, cancellationToken));
}
