namespace PostPress;

/// <summary>The result of one call for a publication.</summary>
/// <param name="Publication">The new state of the publication.</param>
/// <param name="Job">The published job, if the response contained it.</param>
/// <param name="Error">The failure of the call; null if it succeeded.</param>
internal readonly record struct PublicationStep(JobPublication Publication, JobPublished? Job = null, PostPressException? Error = null)
{
    /// <summary>The published job, without its state if the response that contained it was lost.</summary>
    internal JobPublished PublishedJob => Job ?? new JobPublished { JobId = Publication.DraftId };

    /// <summary>Makes one call and reads the new state of the publication from its response.</summary>
    /// <exception cref="PostPressException">The call was refused for a reason other than the code or the checkpoint, or this library doesn't know the kind of response.</exception>
    internal static async Task<PublicationStep> FromCallAsync(JobPublication before, string operation, Func<Task<CheckpointOutcome>> call)
    {
        try
        {
            return await call().ConfigureAwait(false) switch
            {
                JobPublished job => new(before with { Status = JobPublicationStatus.Published, Checkpoint = null, LastError = null, JobState = job.JobState }, job),
                JobCheckpoint next => new(before with { Status = JobPublicationStatus.CodeRequired, Checkpoint = next.Type, LastError = null }),
                var other => throw new PostPressException($"{operation}: this library does not know the kind of response ({other.Object ?? "without object"}). Check the draft before you continue.")
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

    /// <summary>The status that a failure implies; null if it implies none.</summary>
    private static JobPublicationStatus? StatusOf(PostPressException failure)
    {
        var error = failure as PostPressApiException;
        var type = error?.ErrorType;
        return type == ErrorType.ActionAlreadyPerformed ? JobPublicationStatus.Published
            : type == ErrorType.InvalidCheckpointSolution ? JobPublicationStatus.WrongCode
            : type == ErrorType.CheckpointError || type == ErrorType.ExpiredLink ? JobPublicationStatus.StartAgain

            // A refusal without its explanation can mean anything: a wrong code, an expired link, or a job that is published.
            : failure.Outcome == CallOutcome.Unknown || error?.IsIncomplete == true ? JobPublicationStatus.Unknown
            : null;
    }
}
