namespace PostPress;

/// <summary>
/// The state of the publication of a draft. Store it, so that any process can continue with
/// <see cref="JobsClient.SubmitCodeAsync"/>. It contains no code and no key.
/// </summary>
/// <remarks>Newtonsoft.Json and System.Text.Json can write and read it. Guide: <c>docs/jobs.md</c> in the package.</remarks>
public sealed record JobPublication
{
    /// <summary>Gets the id of the linked account that publishes the draft.</summary>
    public required string AccountId { get; init; }

    /// <summary>Gets the id of the draft (<see cref="JobDraft.JobId"/>).</summary>
    public required string DraftId { get; init; }

    /// <summary>Gets the status: published, a code is required, or the publication must be started again.</summary>
    public required JobPublicationStatus Status { get; init; }

    /// <summary>Gets the request that started the publication, for <see cref="JobsClient.StartPublicationAsync(JobPublication, CallOptions, CancellationToken)"/>; null if the publication was started elsewhere.</summary>
    public PublishJobRequest? Request { get; init; }

    /// <summary>Gets the kind of code that LinkedIn asks for; null if it isn't known, or if no code is required.</summary>
    public CheckpointType? Checkpoint { get; init; }

    /// <summary>Gets the number of codes that were submitted since the publication was started, over all checkpoints.</summary>
    public int CodesSubmitted { get; init; }

    /// <summary>Gets the error type of the last call, such as <c>errors/invalid_checkpoint_solution</c>; null if it succeeded, or if no response came.</summary>
    public ErrorType? LastError { get; init; }

    /// <summary>Gets the state of the published job; null before the publication, or if the response that contained it was lost.</summary>
    public JobState? JobState { get; init; }
}

/// <summary>The status of the publication of a draft.</summary>
[Newtonsoft.Json.JsonConverter(typeof(Newtonsoft.Json.Converters.StringEnumConverter))]
#if NET
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<JobPublicationStatus>))]
#endif
public enum JobPublicationStatus
{
    /// <summary>LinkedIn asks for a code: the first one, or a further one. <see cref="JobPublication.Checkpoint"/> says which kind.</summary>
    CodeRequired,

    /// <summary>The job is published.</summary>
    Published,

    /// <summary>The last code was wrong (<c>errors/invalid_checkpoint_solution</c>). LinkedIn still asks for one.</summary>
    WrongCode,

    /// <summary>
    /// The checkpoint has ended and the job is not published: the link has expired (<c>errors/expired_link</c>), or the checkpoint
    /// can't be solved (<c>errors/checkpoint_error</c>). <see cref="JobPublication.LastError"/> says which. Start the publication again:
    /// <see cref="JobsClient.StartPublicationAsync(JobPublication, CallOptions, CancellationToken)"/>.
    /// </summary>
    StartAgain,

    /// <summary>
    /// No complete response came to the last call, so the job may be published. To find out, submit a code or start the publication
    /// again: PostPress says so if the job is published (<c>errors/action_already_performed</c>).
    /// </summary>
    Unknown,
}
