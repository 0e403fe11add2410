namespace PostPress;

/// <summary>A request for a code, as the callback of the checkpoint loop receives it.</summary>
public sealed class CheckpointChallenge
{
    /// <summary>Initializes a challenge, for tests of a callback.</summary>
    /// <param name="draftId">The id of the draft.</param>
    /// <param name="type">The kind of checkpoint; null if it isn't known.</param>
    /// <param name="codeNumber">The number of the code, counted from 1.</param>
    /// <param name="cause">Why a code is needed.</param>
    /// <param name="lastError">Why the previous code failed; null if there is no previous code or it was accepted.</param>
    public CheckpointChallenge(string draftId, CheckpointType? type, int codeNumber, ChallengeCause cause, Exception? lastError = null)
    {
        DraftId = draftId;
        Type = type;
        CodeNumber = codeNumber;
        Cause = cause;
        LastError = lastError;
    }

    /// <summary>Gets the id of the draft.</summary>
    public string DraftId { get; }

    /// <summary>
    /// Gets the kind of checkpoint: <see cref="CheckpointType.OneTimeCode"/>, <see cref="CheckpointType.EmailVerification"/> or a
    /// newer one. It is null if it isn't known: for the first checkpoint of <c>SolveCheckpointAsync</c> without
    /// <see cref="CheckpointOptions.FirstCheckpoint"/>.
    /// </summary>
    public CheckpointType? Type { get; }

    /// <summary>Gets the number of the code, over all checkpoints of the draft, counted from 1.</summary>
    public int CodeNumber { get; }

    /// <summary>Gets why a code is needed: it is the first one, the previous one was wrong or got no response, another checkpoint follows, or the publication was started again.</summary>
    public ChallengeCause Cause { get; }

    /// <summary>
    /// Gets why the previous code failed, if <see cref="Cause"/> is <see cref="ChallengeCause.WrongCode"/> (a
    /// <see cref="PostPressApiException"/>) or <see cref="ChallengeCause.OutcomeUnknown"/>; otherwise null.
    /// </summary>
    public Exception? LastError { get; }
}

/// <summary>Why a code is needed.</summary>
public enum ChallengeCause
{
    /// <summary>It is the first code.</summary>
    First,

    /// <summary>The previous code was wrong (<c>errors/invalid_checkpoint_solution</c>).</summary>
    WrongCode,

    /// <summary>The previous code was accepted, and LinkedIn asks for another one, for a further checkpoint.</summary>
    FollowUp,

    /// <summary>
    /// No complete response came to the previous code, so the job may be published. Submit any code to find out: if PostPress says that
    /// the job was published (<c>errors/action_already_performed</c>), the loop succeeds.
    /// </summary>
    OutcomeUnknown,

    /// <summary>The link of the checkpoint had expired (<c>errors/expired_link</c>). The publication was started again, and LinkedIn sent a new code.</summary>
    Renewed,
}
