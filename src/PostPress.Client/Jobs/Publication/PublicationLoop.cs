namespace PostPress;

/// <summary>Asks for a code, submits it, and continues while LinkedIn asks for another one.</summary>
/// <param name="jobs">Sends the calls.</param>
/// <param name="askForCode">Returns a code.</param>
/// <param name="maxCodes">The maximum number of codes.</param>
/// <param name="callOptions">The options of each call.</param>
/// <param name="mode">The mode, to start again when a link has expired; null if the publication was started elsewhere.</param>
internal sealed class PublicationLoop(JobsClient jobs, Func<CheckpointChallenge, CancellationToken, Task<string?>> askForCode, int maxCodes, CallOptions? callOptions, PublishMode? mode)
{
    private int _starts;

    /// <summary>Starts the publication, and continues until the job is published.</summary>
    internal async Task<JobPublished> RunAsync(string accountId, string draftId, CancellationToken cancellationToken)
    {
        var step = await StartAsync(accountId, draftId, cancellationToken).ConfigureAwait(false);
        return step.Publication.Status == JobPublicationStatus.Published
            ? step.PublishedJob
            : await RunAsync(step.Publication, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Continues from a checkpoint until the job is published.</summary>
    internal async Task<JobPublished> RunAsync(JobPublication publication, CancellationToken cancellationToken)
    {
        var cause = ChallengeCause.First;
        PostPressException? lastError = null;
        PostPressException? unknown = null;
        for (var number = 1; number <= maxCodes; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var challenge = new CheckpointChallenge(publication.DraftId, publication.Checkpoint, number, cause, lastError);
            var code = await askForCode(challenge, cancellationToken).ConfigureAwait(false);
            if (string.IsNullOrEmpty(code))
            {
                throw Failed(CheckpointFailure.GivenUp, publication, number - 1, unknown ?? lastError);
            }

            PublicationStep step;
            try
            {
                step = await jobs.SubmitAsync(publication, code!, OptionsOf(number), cancellationToken).ConfigureAwait(false);
            }
            catch (PostPressException e) when (unknown is not null && e.Outcome is CallOutcome.NotSent or CallOutcome.Refused)
            {
                throw Failed(CheckpointFailure.OutcomeUnknown, publication, number, unknown);
            }

            publication = step.Publication;
            switch (publication.Status)
            {
                case JobPublicationStatus.Published when step.Error is not null && unknown is null:
                    // The job was published before this loop: the caller may have passed the wrong draft.
                    throw step.Error;
                case JobPublicationStatus.Published:
                    return step.PublishedJob;
                case JobPublicationStatus.CodeRequired:
                    (cause, lastError, unknown) = (ChallengeCause.FollowUp, null, null);
                    break;
                case JobPublicationStatus.WrongCode:
                    (cause, lastError, unknown) = (ChallengeCause.WrongCode, step.Error, null);
                    break;
                case JobPublicationStatus.StartAgain when mode is not null && publication.LastError == ErrorType.ExpiredLink:
                    step = await StartAsync(publication.AccountId, publication.DraftId, cancellationToken).ConfigureAwait(false);
                    publication = step.Publication;
                    (cause, lastError, unknown) = (ChallengeCause.Renewed, null, null);
                    if (publication.Status == JobPublicationStatus.Published)
                    {
                        return step.PublishedJob;
                    }

                    break;
                case JobPublicationStatus.StartAgain:
                    throw Failed(publication.LastError == ErrorType.ExpiredLink ? CheckpointFailure.LinkExpired : CheckpointFailure.NotSolvable, publication, number, step.Error);
                default:
                    (cause, lastError) = (ChallengeCause.OutcomeUnknown, step.Error);
                    unknown = step.Error!.Outcome == CallOutcome.Unknown ? step.Error : unknown;
                    break;
            }
        }

        throw Failed(unknown is null ? CheckpointFailure.TooManyCodes : CheckpointFailure.OutcomeUnknown, publication, maxCodes, unknown ?? lastError);
    }

    /// <summary>
    /// Starts the publication. Without a response, starts it a second time. This is safe: a draft is published only once, and
    /// PostPress says so if the first call published it.
    /// </summary>
    private async Task<PublicationStep> StartAsync(string accountId, string draftId, CancellationToken cancellationToken)
    {
        var first = await jobs.StartAsync(accountId, draftId, mode!.ToRequest(accountId), OptionsOfStart(), cancellationToken).ConfigureAwait(false);
        if (first.Publication.Status != JobPublicationStatus.Unknown)
        {
            // A job that was published before was not published by this call.
            return first is { Error: { } error, Publication.Status: JobPublicationStatus.Published } ? throw error : first;
        }

        try
        {
            var second = await jobs.StartAsync(accountId, draftId, mode!.ToRequest(accountId), OptionsOfStart(), cancellationToken).ConfigureAwait(false);
            return second.Publication.Status == JobPublicationStatus.Unknown ? throw first.Error! : second;
        }
        catch (PostPressException e) when (first.Error!.Outcome == CallOutcome.Unknown && e.Outcome is CallOutcome.NotSent or CallOutcome.Refused)
        {
            // This says nothing about the first call.
            throw first.Error!;
        }
    }

    /// <summary>Each call has a key of its own: for the same key, PostPress would return the first response.</summary>
    private CallOptions? OptionsOfStart() => ++_starts == 1 ? callOptions : WithKey(FormattableString.Invariant($"publish-{_starts}"));

    private CallOptions? OptionsOf(int code) => WithKey(FormattableString.Invariant($"{code}"));

    private CallOptions? WithKey(string suffix) => callOptions?.IdempotencyKey is { } key ? callOptions.With($"{key}-{suffix}") : callOptions;

    private static CheckpointFailedException Failed(CheckpointFailure reason, JobPublication publication, int codesSubmitted, PostPressException? cause) =>
        new(reason, cause)
        {
            CodesSubmitted = codesSubmitted,
            DraftId = publication.DraftId,
            Outcome = cause?.Outcome ?? CallOutcome.Refused,
        };
}
