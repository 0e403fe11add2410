namespace PostPress;

/// <summary>A code that is asked for: what the callback of <see cref="JobsClient.SolveCheckpointAsync(string, string, Func{CheckpointChallenge, CancellationToken, Task{string}}, CheckpointOptions, CallOptions, CancellationToken)"/> gets to know.</summary>
public sealed class CheckpointChallenge
{
    /// <summary>Makes a challenge, for tests of a callback.</summary>
    /// <param name="draftId">The id of the draft that waits for a code.</param>
    /// <param name="type">The kind of challenge, or null if it isn't known.</param>
    /// <param name="codeNumber">The number of the code that is asked for, counted from 1.</param>
    /// <param name="cause">Why a code is asked for.</param>
    /// <param name="lastError">What became of the code before, if it was refused or no response came.</param>
    public CheckpointChallenge(string draftId, CheckpointType? type, int codeNumber, ChallengeCause cause, Exception? lastError = null)
    {
        DraftId = draftId;
        Type = type;
        CodeNumber = codeNumber;
        Cause = cause;
        LastError = lastError;
    }

    /// <summary>Gets the id of the draft that waits for a code.</summary>
    public string DraftId { get; }

    /// <summary>
    /// Gets the kind of challenge: <see cref="CheckpointType.OneTimeCode"/>, <see cref="CheckpointType.EmailVerification"/>
    /// or a newer one. Null if it isn't known: for the first challenge of <c>SolveCheckpointAsync</c>, unless <see cref="CheckpointOptions.FirstCheckpoint"/> says it.
    /// </summary>
    public CheckpointType? Type { get; }

    /// <summary>Gets the number of the code that is asked for, over all checkpoints of the draft, counted from 1.</summary>
    public int CodeNumber { get; }

    /// <summary>Gets why a code is asked for: it is the first one, the last one was wrong or had no response, another checkpoint follows, or it was started again.</summary>
    public ChallengeCause Cause { get; }

    /// <summary>
    /// Gets what became of the code before, when <see cref="Cause"/> is <see cref="ChallengeCause.WrongCode"/> (a
    /// <see cref="PostPressApiException"/>) or <see cref="ChallengeCause.OutcomeUnknown"/>; else null.
    /// </summary>
    public Exception? LastError { get; }
}

/// <summary>Why a code is asked for.</summary>
public enum ChallengeCause
{
    /// <summary>It is the first code.</summary>
    First,

    /// <summary>The code before was not accepted (<c>errors/invalid_checkpoint_solution</c>).</summary>
    WrongCode,

    /// <summary>The code before was accepted, and LinkedIn wants another one for a further checkpoint.</summary>
    FollowUp,

    /// <summary>
    /// No response came to the code before, so the job may be published already. Any code finds out: if PostPress says that it
    /// was published (<c>errors/action_already_performed</c>), the loop ends well.
    /// </summary>
    OutcomeUnknown,

    /// <summary>The link of the checkpoint had expired (<c>errors/expired_link</c>). The publication was started again, and LinkedIn sent a new code.</summary>
    Renewed,
}
