namespace PostPress;

/// <summary>What one call made of a publication, with what it is known from.</summary>
/// <param name="Publication">Where the publication stands now.</param>
/// <param name="Job">The published job, if the response told it.</param>
/// <param name="Error">Why it is not published; null for a success that wants another code.</param>
internal readonly record struct PublicationStep(JobPublication Publication, JobPublished? Job = null, PostPressException? Error = null)
{
    /// <summary>The published job; without its state if the response that told it was lost.</summary>
    internal JobPublished PublishedJob => Job ?? new JobPublished { JobId = Publication.DraftId };

    /// <summary>Sends one call and reads from its response where the publication stands.</summary>
    /// <exception cref="PostPressException">The call was refused for a reason that has nothing to do with codes, or the response is newer than this library.</exception>
    internal static async Task<PublicationStep> FromCallAsync(JobPublication before, string operation, Func<Task<CheckpointOutcome>> call)
    {
        try
        {
            return await call().ConfigureAwait(false) switch
            {
                JobPublished job => new(before with { Status = JobPublicationStatus.Published, Checkpoint = null, LastError = null, JobState = job.JobState }, job),
                JobCheckpoint next => new(before with { Status = JobPublicationStatus.CodeRequired, Checkpoint = next.Type, LastError = null }),
                var other => throw new PostPressException($"{operation}: the response is of a kind that this library does not know ({other.Object ?? "without object"}). Look at the draft before you go on.")
                {
                    Outcome = CallOutcome.Applied,
                    Operation = operation,
                },
            };
        }
        catch (PostPressException e) when (StatusOf(e) is { } status)
        {
            var isPublished = status == JobPublicationStatus.Published;
            return new(before with { Status = status, Checkpoint = isPublished ? null : before.Checkpoint, LastError = isPublished ? null : (e as PostPressApiException)?.ErrorType }, Error: e);
        }
    }

    /// <summary>What a failure says of the publication; null if it says nothing.</summary>
    private static JobPublicationStatus? StatusOf(PostPressException failure)
    {
        var type = (failure as PostPressApiException)?.ErrorType;
        return type == ErrorType.ActionAlreadyPerformed ? JobPublicationStatus.Published
            : type == ErrorType.InvalidCheckpointSolution ? JobPublicationStatus.WrongCode
            : type == ErrorType.CheckpointError || type == ErrorType.ExpiredLink ? JobPublicationStatus.StartAgain
            : failure.Outcome == CallOutcome.Unknown ? JobPublicationStatus.Unknown
            : null;
    }
}
