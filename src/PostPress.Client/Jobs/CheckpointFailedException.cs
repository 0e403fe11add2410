namespace PostPress;

/// <summary>The exception for a publishing checkpoint that was not solved. <see cref="Reason"/> says why.</summary>
public class CheckpointFailedException : PostPressException
{
    /// <summary>Initializes an exception, for tests of code that catches it.</summary>
    /// <param name="reason">Why the checkpoint was not solved.</param>
    /// <param name="innerException">The failure of the last call, or null.</param>
    public CheckpointFailedException(CheckpointFailure reason, Exception? innerException = null)
        : base(Describe(reason), innerException)
    {
        Reason = reason;
        Operation = SolveJobCheckpointOperation.Id;
    }

    /// <summary>Gets why the checkpoint was not solved.</summary>
    public CheckpointFailure Reason { get; }

    /// <summary>Gets how many codes were submitted, over all checkpoints of the draft.</summary>
    public int CodesSubmitted { get; init; }

    /// <summary>Gets the id of the draft that is still unpublished, or null.</summary>
    public string? DraftId { get; init; }

    private static string Describe(CheckpointFailure reason) => reason switch
    {
        CheckpointFailure.NotSolvable => "LinkedIn's checkpoint can't be solved (errors/checkpoint_error). The job is not published. Publish it on linkedin.com, or start the publication again (Jobs.StartPublicationAsync).",
        CheckpointFailure.LinkExpired => "The verification link has expired (errors/expired_link). The job is not published. Start the publication again to get a new one (Jobs.StartPublicationAsync).",
        CheckpointFailure.TooManyCodes => "CheckpointOptions.MaxCodes codes were submitted, and LinkedIn still asks for one. The job is not published. Increase MaxCodes, or try again later.",
        CheckpointFailure.GivenUp => "The callback returned no code for the checkpoint.",
        CheckpointFailure.OutcomeUnknown => "No response came to the last code, and CheckpointOptions.MaxCodes is reached. The job may be published. Check this before you continue.",
        _ => "The checkpoint was not solved. The job is not published.",
    };
}

/// <summary>Why a publishing checkpoint was not solved.</summary>
public enum CheckpointFailure
{
    /// <summary>The checkpoint can't be solved (<c>errors/checkpoint_error</c>).</summary>
    NotSolvable,

    /// <summary>The verification link has expired (<c>errors/expired_link</c>). Start the publication again.</summary>
    LinkExpired,

    /// <summary><see cref="CheckpointOptions.MaxCodes"/> codes were submitted.</summary>
    TooManyCodes,

    /// <summary>The callback returned no code. The outcome says whether the previous code may have been accepted.</summary>
    GivenUp,

    /// <summary>No response came to the last code that <see cref="CheckpointOptions.MaxCodes"/> allows.</summary>
    OutcomeUnknown,
}
