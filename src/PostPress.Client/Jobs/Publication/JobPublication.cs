namespace PostPress;

/// <summary>
/// Where the publication of a draft stands. Store it, and any process can go on with
/// <see cref="JobsClient.SubmitCodeAsync"/>. It holds no code and no key.
/// </summary>
/// <remarks>It is written and read by Newtonsoft.Json and by System.Text.Json.</remarks>
public sealed record JobPublication
{
    /// <summary>Gets the id of the linked account that publishes the draft.</summary>
    public required string AccountId { get; init; }

    /// <summary>Gets the id of the draft (<see cref="JobDraft.JobId"/>).</summary>
    public required string DraftId { get; init; }

    /// <summary>Gets what is known: published, a code is wanted, or it has to be started again.</summary>
    public required JobPublicationStatus Status { get; init; }

    /// <summary>Gets how the draft is to be published, for <see cref="JobsClient.StartPublicationAsync(JobPublication, CallOptions, CancellationToken)"/>; null if the publication was started elsewhere.</summary>
    public PublishJobRequest? Request { get; init; }

    /// <summary>Gets the kind of code that LinkedIn wants; null if it isn't known, or if none is wanted.</summary>
    public CheckpointType? Checkpoint { get; init; }

    /// <summary>Gets how many codes were submitted since the publication was started, over all checkpoints.</summary>
    public int CodesSubmitted { get; init; }

    /// <summary>Gets PostPress's word for why the last call failed, such as <c>errors/invalid_checkpoint_solution</c>; null if it did not, or if no response came.</summary>
    public ErrorType? LastError { get; init; }

    /// <summary>Gets the state of the published job; null as long as it is not published, and if the response that told it was lost.</summary>
    public JobState? JobState { get; init; }
}

/// <summary>What is known of the publication of a draft.</summary>
[Newtonsoft.Json.JsonConverter(typeof(Newtonsoft.Json.Converters.StringEnumConverter))]
#if NET
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<JobPublicationStatus>))]
#endif
public enum JobPublicationStatus
{
    /// <summary>LinkedIn wants a code: the first one, or another one after an accepted one. <see cref="JobPublication.Checkpoint"/> says which kind.</summary>
    CodeRequired,

    /// <summary>The job is published.</summary>
    Published,

    /// <summary>The last code was not accepted (<c>errors/invalid_checkpoint_solution</c>). LinkedIn still wants one.</summary>
    WrongCode,

    /// <summary>
    /// The checkpoint is over, and the job is not published: its link has expired (<c>errors/expired_link</c>), or it can't be
    /// solved (<c>errors/checkpoint_error</c>). <see cref="JobPublication.LastError"/> says which. Start the publication again:
    /// <see cref="JobsClient.StartPublicationAsync(JobPublication, CallOptions, CancellationToken)"/>.
    /// </summary>
    StartAgain,

    /// <summary>
    /// No response came to the last call, so the job may be published. Submit a code, or start the publication again: both
    /// find out, because PostPress says so if the job is published (<c>errors/action_already_performed</c>).
    /// </summary>
    Unknown,
}
