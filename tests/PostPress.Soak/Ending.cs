namespace PostPress.Soak;

/// <summary>How a call ended, as its caller saw it.</summary>
/// <param name="Work">The call.</param>
/// <param name="Failure">What was thrown; null when it succeeded.</param>
/// <param name="WrongAnswer">What is wrong with the answer of a call that succeeded; null when nothing is.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Cancelled">Whether the caller cancelled it.</param>
public sealed record Ending(Work Work, Exception? Failure, string? WrongAnswer, TimeSpan Took, bool Cancelled)
{
    /// <summary>What the caller was told: <c>success</c>, an outcome, <c>cancelled</c>, or the name of a foreign exception.</summary>
    public string Told => Failure switch
    {
        null => "success",
        PostPressCanceledException when Cancelled => "cancelled",
        IPostPressFailure failure => failure.Outcome.ToString(),
        _ => Failure.GetType().Name,
    };

    /// <summary>Makes the call, and ends it as hung when it takes longer than any timeout allows.</summary>
    public static async Task<Ending> OfAsync(Work work, PostPressClient client, TimeSpan bound, CallOptions? options = null, StreamCount? streams = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        var started = TimeProvider.System.GetTimestamp();
        Exception? failure = null;
        string? wrong = null;
        try
        {
            wrong = await work.CallAsync(client, options, streams, cancellationToken).WaitAsync(bound, CancellationToken.None);
        }
        catch (TimeoutException error) when (error is not IPostPressFailure)
        {
            failure = new HungException();
        }
        catch (Exception error)
        {
            failure = error;
        }

        return new Ending(work, failure, wrong, TimeProvider.System.GetElapsedTime(started), cancellationToken.IsCancellationRequested);
    }

    /// <summary>Everything that is wrong with how the call ended, given how often the server carried it out.</summary>
    public IEnumerable<(Breach Breach, string Detail)> Judge(int applied)
    {
        if (Work.IsWrite && applied > 1)
        {
            yield return (Breach.Duplicate, $"carried out {applied} times");
        }

        if (WrongAnswer is not null)
        {
            yield return (Breach.WrongAnswer, WrongAnswer);
        }

        switch (Failure)
        {
            case null when Work.IsWrite && applied == 0:
                yield return (Breach.WrongOutcome, "success, and nothing was carried out");
                break;
            case PostPressCanceledException when !Cancelled:
                yield return (Breach.ForeignException, Failure.ToString());
                break;
            case IPostPressFailure failure:
                if (Work.IsWrite && failure.Outcome is CallOutcome.NotSent or CallOutcome.Refused && applied > 0)
                {
                    yield return (Breach.WrongOutcome, $"{failure.Outcome}, and it was carried out");
                }

                if (Work.IsWrite && failure.Outcome == CallOutcome.Applied && applied == 0)
                {
                    yield return (Breach.WrongOutcome, "Applied, and nothing was carried out");
                }

                if (failure.Operation != Work.Id)
                {
                    yield return (Breach.WrongOutcome, $"it names the operation {failure.Operation ?? "null"}");
                }

                if (Work.IsWrite && string.IsNullOrEmpty(failure.IdempotencyKey))
                {
                    yield return (Breach.WrongOutcome, "it names no idempotency key");
                }

                if (failure.Attempts < 1 && failure.Outcome != CallOutcome.NotSent)
                {
                    yield return (Breach.WrongOutcome, $"it names {failure.Attempts} attempts");
                }

                break;
            case HungException:
                yield return (Breach.Hang, $"not over after {Took.TotalSeconds:0.0} s");
                break;
            case not null:
                yield return (Breach.ForeignException, Failure.ToString());
                break;
        }
    }

    /// <summary>The call was not over when it should have been.</summary>
    private sealed class HungException : Exception;
}

/// <summary>What can be wrong with how a call ended.</summary>
public enum Breach
{
    Duplicate,
    WrongOutcome,
    WrongAnswer,
    Hang,
    ForeignException,
}
