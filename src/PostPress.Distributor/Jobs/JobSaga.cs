using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Wolverine;

namespace PostPress.Distributor.Jobs;

/// <summary>Where a job stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobStage>))]
public enum JobStage
{
    /// <summary>Its draft is being created.</summary>
    Drafting,

    /// <summary>Its publication is being started, for the first time or again.</summary>
    Publishing,

    /// <summary>LinkedIn wants a code.</summary>
    CodeWanted,

    /// <summary>A code is being submitted.</summary>
    Submitting,

    /// <summary>It is published.</summary>
    Published,

    /// <summary>It can't be published; the reason says why.</summary>
    Failed,

    /// <summary>Nobody gave a code in time.</summary>
    Expired,
}

/// <summary>How long a job waits for codes: the section "Codes".</summary>
public sealed class CodeOptions
{
    /// <summary>Gets or sets after how much time somebody is reminded that a code is wanted, and again after as much.</summary>
    public TimeSpan RemindAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets after how much time without a code a job is given up.</summary>
    public TimeSpan ExpireAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Gets or sets after how much time a code without a result counts as lost. Longer than the timeout of a call.</summary>
    public TimeSpan LostAfter { get; set; } = TimeSpan.FromMinutes(8);

    /// <summary>Gets or sets how often the publication of a job is started at most. Each time LinkedIn sends a new code.</summary>
    public int MaxPublications { get; set; } = 20;
}

/// <summary>
/// The course of a job. It holds state alone and makes no call: a method reads a message, changes the state and says what to
/// do next, all in one transaction. Messages may come twice and late, so each method looks first whether its message still fits.
/// </summary>
public sealed partial class JobSaga : Saga
{
    public string Id { get; set; } = "";

    public JobStage Stage { get; set; }

    public string? DraftId { get; set; }

    /// <summary>Gets or sets how often the publication was started.</summary>
    public int Publications { get; set; }

    /// <summary>Gets or sets the number of the code that is wanted or being submitted, over all publications. Each number is used once.</summary>
    public int CodeNumber { get; set; }

    /// <summary>Gets or sets why a code is wanted: the first, after a wrong one, another one, or because the link had expired.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<ChallengeCause>))]
    public ChallengeCause CodeCause { get; set; }

    public int Reminders { get; set; }

    /// <summary>Gets or sets where the publication stands. It holds no code.</summary>
    public JobPublication? Publication { get; set; }

    public string? Reason { get; set; }

    public CreateDraft? StartOrHandle(StartJob message)
    {
        Id = message.JobId;
        return Stage == JobStage.Drafting ? new CreateDraft(Id) : null;
    }

    /// <summary>Gives the step again that the stop of the account interrupted.</summary>
    public object? Handle(ContinueJob message) => Stage switch
    {
        JobStage.Drafting => new CreateDraft(message.JobId),
        JobStage.Publishing => new PublishDraft(message.JobId, DraftId!, Publications),
        _ => null,
    };

    public PublishDraft? Handle(DraftCreated message)
    {
        if (Stage != JobStage.Drafting)
        {
            return null;
        }

        DraftId = message.DraftId;
        return Publish();
    }

    public OutgoingMessages Handle(PublicationStarted message, IOptions<CodeOptions> codes)
    {
        if (Stage != JobStage.Publishing || message.Number != Publications)
        {
            return [];
        }

        return Continue(message.Publication, Publications == 1 ? ChallengeCause.First : ChallengeCause.Renewed, codes.Value);
    }

    public void Handle(JobFailed message)
    {
        if (Stage is JobStage.Drafting or JobStage.Publishing)
        {
            Stage = JobStage.Failed;
            Reason = message.Reason;
        }
    }

    public (Turn Turn, OutgoingMessages Next) Handle(TakeTurn message, IOptions<CodeOptions> codes)
    {
        if (Stage != JobStage.CodeWanted || message.Number != CodeNumber)
        {
            return (new Turn(null), []);
        }

        Stage = JobStage.Submitting;
        var next = new OutgoingMessages();
        next.Delay(new CodeLost(Id, CodeNumber), codes.Value.LostAfter);
        return (new Turn(Publication), next);
    }

    public OutgoingMessages Handle(CodeSubmitted message, IOptions<CodeOptions> codes)
    {
        if (Stage != JobStage.Submitting || message.Number != CodeNumber)
        {
            return [];
        }

        if (message.Publication is not { } publication)
        {
            Reason = message.Reason;
            return AskForCode(CodeCause, codes.Value);
        }

        var cause = publication.Status == JobPublicationStatus.WrongCode ? ChallengeCause.WrongCode : ChallengeCause.FollowUp;
        return Continue(publication, cause, codes.Value);
    }

    /// <summary>Whether the code did it is not known. A code is used once, so the publication is started again: that finds out.</summary>
    public PublishDraft? Handle(CodeLost message) =>
        Stage == JobStage.Submitting && message.Number == CodeNumber ? Publish() : null;

    public OutgoingMessages Handle(RemindOfCode message, IOptions<CodeOptions> codes, ILogger<JobSaga> logger)
    {
        var next = new OutgoingMessages();
        if (Stage == JobStage.CodeWanted && message.Number == CodeNumber)
        {
            Reminders++;
            LogReminder(logger, Id, Publication?.Checkpoint?.Value);
            next.Delay(message, codes.Value.RemindAfter);
        }

        return next;
    }

    public void Handle(CodeExpired message)
    {
        if (Stage == JobStage.CodeWanted && message.Number == CodeNumber)
        {
            Stage = JobStage.Expired;
            Reason = "Nobody gave a code in time.";
        }
    }

    /// <summary>Goes on from what PostPress said of the publication.</summary>
    private OutgoingMessages Continue(JobPublication publication, ChallengeCause cause, CodeOptions codes)
    {
        Publication = publication;
        Reason = null;
        switch (publication.Status)
        {
            case JobPublicationStatus.Published:
                Stage = JobStage.Published;
                return [new CompleteAudit(Id, DateTimeOffset.UtcNow)];
            case JobPublicationStatus.CodeRequired or JobPublicationStatus.WrongCode:
                return AskForCode(cause, codes);
            case var _ when Publications >= codes.MaxPublications:
                Stage = JobStage.Failed;
                Reason = $"The publication was started {Publications} times, and was not completed.";
                return [];
            default:
                // The link has expired, the checkpoint can't be solved, or no response came: start again.
                return [Publish()];
        }
    }

    private OutgoingMessages AskForCode(ChallengeCause cause, CodeOptions codes)
    {
        Stage = JobStage.CodeWanted;
        CodeCause = cause;
        CodeNumber++;
        var next = new OutgoingMessages();
        next.Delay(new RemindOfCode(Id, CodeNumber), codes.RemindAfter);
        next.Delay(new CodeExpired(Id, CodeNumber), codes.ExpireAfter);
        return next;
    }

    private PublishDraft Publish()
    {
        Stage = JobStage.Publishing;
        return new PublishDraft(Id, DraftId!, ++Publications);
    }

    // Put a mail or a chat message here.
    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {JobId} waits for a code ({Checkpoint}).")]
    private static partial void LogReminder(ILogger logger, string jobId, string? checkpoint);
}
