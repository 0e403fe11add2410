namespace PostPress;

/// <summary>Asks for a code, submits it, and goes on while LinkedIn wants another.</summary>
internal sealed class CheckpointLoop(JobsClient jobs, string accountId, string draftId, Func<CheckpointChallenge, CancellationToken, Task<string?>> askForCode)
{
    internal async Task<JobPublished> RunAsync(int maxCodes, CheckpointType? type, CallOptions? callOptions, CancellationToken cancellationToken)
    {
        var cause = ChallengeCause.First;
        Exception? lastError = null;
        Exception? unknown = null;
        for (var number = 1; number <= maxCodes; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var challenge = new CheckpointChallenge(draftId, type, number, cause, lastError);
            var code = await askForCode(challenge, cancellationToken).ConfigureAwait(false);
            if (string.IsNullOrEmpty(code))
            {
                throw Failed(CheckpointFailure.GivenUp, number - 1, lastError);
            }

            try
            {
                var outcome = await jobs.SolveCheckpointAsync(accountId, draftId, code!, OptionsOf(callOptions, number), cancellationToken).ConfigureAwait(false);
                switch (outcome)
                {
                    case JobPublished published:
                        return published;
                    case JobCheckpoint next:
                        (type, cause, lastError, unknown) = (next.Type, ChallengeCause.FollowUp, null, null);
                        break;
                    default:
                        throw new PostPressException($"The response to the code is of a kind that this library does not know ({outcome.Object ?? "without object"}). Look at the draft before you go on.")
                        {
                            Outcome = CallOutcome.Applied,
                            Operation = SolveJobCheckpointOperation.Id,
                        };
                }
            }
            catch (PostPressApiException e) when (e.ErrorType == ErrorType.ActionAlreadyPerformed && unknown is not null)
            {
                // The code to which no response came was the right one.
                return new JobPublished { JobId = draftId };
            }
            catch (PostPressApiException e) when (e.ErrorType == ErrorType.InvalidCheckpointSolution)
            {
                (cause, lastError, unknown) = (ChallengeCause.WrongCode, e, null);
            }
            catch (PostPressApiException e) when (e.ErrorType == ErrorType.CheckpointError)
            {
                throw Failed(CheckpointFailure.NotSolvable, number, e);
            }
            catch (PostPressApiException e) when (e.ErrorType == ErrorType.ExpiredLink)
            {
                throw Failed(CheckpointFailure.LinkExpired, number, e);
            }
            catch (PostPressException e) when (e.Outcome == CallOutcome.Unknown)
            {
                (cause, lastError, unknown) = (ChallengeCause.OutcomeUnknown, e, e);
            }
            catch (PostPressException e) when (unknown is not null && e.Outcome is CallOutcome.NotSent or CallOutcome.Refused)
            {
                throw Failed(CheckpointFailure.OutcomeUnknown, number, unknown);
            }
        }

        throw Failed(cause == ChallengeCause.OutcomeUnknown ? CheckpointFailure.OutcomeUnknown : CheckpointFailure.TooManyCodes, maxCodes, lastError);
    }

    /// <summary>Each code is a call of its own, so each gets a key of its own.</summary>
    private static CallOptions? OptionsOf(CallOptions? options, int number) => options?.IdempotencyKey is { } key
        ? options.With(FormattableString.Invariant($"{key}-{number}"))
        : options;

    private CheckpointFailedException Failed(CheckpointFailure reason, int codesSubmitted, Exception? cause) =>
        new(reason, cause)
        {
            CodesSubmitted = codesSubmitted,
            DraftId = draftId,
            Outcome = (cause as IPostPressFailure)?.Outcome ?? CallOutcome.Refused,
        };
}
