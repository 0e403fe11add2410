namespace PostPress.Distributor.Jobs;

/// <summary>A job that came by HTTP. It is handled in the request and never put into a queue.</summary>
public sealed record AcceptJob(JobRequest Request)
{
    /// <summary>Without the description: Wolverine logs a message whose handler failed.</summary>
    public override string ToString() => $"AcceptJob {Request.Id}";
}

/// <summary>The response to <see cref="AcceptJob"/>.</summary>
/// <param name="Request">The job with this id: the one that was accepted now, or the one that was there; null if the rules forbid a job for this customer.</param>
/// <param name="Violations">What the rules forbid, a sentence for each, which begins with the name of the member.</param>
public sealed record AcceptedJob(JobRequest? Request, IReadOnlyList<string> Violations);

/// <summary>Begin with a job that was accepted.</summary>
public sealed record StartJob(string JobId);

/// <summary>Go on with a job whose account was stopped.</summary>
public sealed record ContinueJob(string JobId);

/// <summary>Create the draft. Handled outside the saga: it calls PostPress.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Failures">How many calls failed so far.</param>
public sealed record CreateDraft(string JobId, int Failures = 0);

/// <summary>The draft exists.</summary>
public sealed record DraftCreated(string JobId, string DraftId);

/// <summary>Start the publication. Handled outside the saga: it calls PostPress.</summary>
/// <param name="JobId">The job.</param>
/// <param name="DraftId">Its draft.</param>
/// <param name="Number">The number of the publication: each is a call of its own, with its own idempotency key.</param>
/// <param name="Failures">How many calls failed so far.</param>
public sealed record PublishDraft(string JobId, string DraftId, int Number, int Failures = 0);

/// <summary>PostPress responded to the start of a publication.</summary>
public sealed record PublicationStarted(string JobId, int Number, JobPublication Publication);

/// <summary>The job can't be published.</summary>
public sealed record JobFailed(string JobId, string Reason);

/// <summary>Take the turn to submit a code: nobody else may from now on. The code itself is in no message.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Number">The number of the code, as GET /jobs/{id} tells it.</param>
public sealed record TakeTurn(string JobId, int Number);

/// <summary>The response to <see cref="TakeTurn"/>.</summary>
/// <param name="Publication">Where the publication stands; null if no code with that number is wanted.</param>
public sealed record Turn(JobPublication? Publication);

/// <summary>What became of a code.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Number">The number of the code.</param>
/// <param name="Publication">Where the publication stands now; null if PostPress refused the call for another reason, or nothing was sent.</param>
/// <param name="Reason">Why there is no publication.</param>
public sealed record CodeSubmitted(string JobId, int Number, JobPublication? Publication, string? Reason = null);

/// <summary>A code was submitted long ago, and nobody said what became of it: the process died.</summary>
public sealed record CodeLost(string JobId, int Number);

/// <summary>Remind somebody that a code is wanted.</summary>
public sealed record RemindOfCode(string JobId, int Number);

/// <summary>Nobody gave a code in time.</summary>
public sealed record CodeExpired(string JobId, int Number);

/// <summary>The job is published: complete its audit entry.</summary>
public sealed record CompleteAudit(string JobId, DateTimeOffset PublishedAt);
