namespace PostPress;

/// <summary>Asks for a code, submits it, and goes on while LinkedIn wants another.</summary>
internal sealed class CheckpointLoop(JobsClient jobs, string accountId, string draftId, Func<CheckpointChallenge, CancellationToken, Task<string?>> askForCode)
{
    internal async Task<JobPublished> RunAsync(int maxAttempts, CheckpointType? type, CancellationToken cancellationToken)
    {
        var cause = ChallengeCause.First;
        Exception? lastError = null;
        Exception? unknown = null;
        for (var attempt = 1; attempt <= maxAttempts; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var challenge = new CheckpointChallenge(draftId, type, attempt, cause, lastError);
            var code = await askForCode(challenge, cancellationToken).ConfigureAwait(false);
            if (string.IsNullOrEmpty(code))
            {
                throw Failed(CheckpointFailure.GivenUp, attempt - 1, lastError);
            }

            try
            {
                var outcome = await jobs.SolveCheckpointAsync(accountId, draftId, code!, cancellationToken: cancellationToken).ConfigureAwait(false);
                switch (outcome)
                {
                    case JobPublished published:
                        return published;
                    case JobCheckpoint next:
                        (type, cause, lastError, unknown) = (next.Type, ChallengeCause.FollowUp, null, null);
                        break;
                    default:
                        throw new PostPressException($"PostPress answered the code with something newer than this library knows ({outcome.Object ?? "without object"}). Look at the draft before you go on.")
                        {
                            Outcome = CallOutcome.Applied,
                            Operation = SolveJobCheckpointOperation.Id,
                        };
                }
            }
            catch (PostPressApiException e) when (e.ErrorType == ErrorType.ActionAlreadyPerformed && unknown is not null)
            {
                // The code to which no answer came was the right one.
                return new JobPublished { JobId = draftId };
            }
            catch (PostPressApiException e) when (e.ErrorType == ErrorType.InvalidCheckpointSolution)
            {
                (cause, lastError, unknown) = (ChallengeCause.WrongCode, e, null);
            }
            catch (PostPressApiException e) when (e.ErrorType == ErrorType.CheckpointError)
            {
                throw Failed(CheckpointFailure.NotSolvable, attempt, e);
            }
            catch (PostPressApiException e) when (e.ErrorType == ErrorType.ExpiredLink)
            {
                throw Failed(CheckpointFailure.LinkExpired, attempt, e);
            }
            catch (Exception e) when (e is IPostPressFailure { Outcome: CallOutcome.Unknown })
            {
                (cause, lastError, unknown) = (ChallengeCause.OutcomeUnknown, e, e);
            }
            catch (Exception e) when (unknown is not null && e is IPostPressFailure { Outcome: CallOutcome.NotSent or CallOutcome.Refused })
            {
                throw Failed(CheckpointFailure.OutcomeUnknown, attempt, unknown);
            }
        }

        throw Failed(cause == ChallengeCause.OutcomeUnknown ? CheckpointFailure.OutcomeUnknown : CheckpointFailure.TooManyAttempts, maxAttempts, lastError);
    }

    private CheckpointFailedException Failed(CheckpointFailure reason, int codesSubmitted, Exception? cause) =>
        new(reason, cause)
        {
            CodesSubmitted = codesSubmitted,
            DraftId = draftId,
            Outcome = (cause as IPostPressFailure)?.Outcome ?? CallOutcome.Refused,
        };
}
