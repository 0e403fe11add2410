using System.Net;

namespace PostPress.Distributor.Calls;

/// <summary>What becomes of a message after a call.</summary>
public enum FailureAction
{
    /// <summary>The call succeeded.</summary>
    None,

    /// <summary>Call again later, with the same idempotency key.</summary>
    Retry,

    /// <summary>Stop the account: PostPress refuses it, and would refuse the next call as well.</summary>
    StopAccount,

    /// <summary>Give up: the same call would fail in the same way. A person has to look at the reason.</summary>
    GiveUp,
}

/// <summary>Decides by the outcome of a call what becomes of its message.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Reason">Why. It holds no key and nothing of the content; null if there is nothing to tell.</param>
/// <param name="Delay">How long to wait before the next call, if there is one.</param>
/// <param name="Counts">Whether the call counts as a failed one. One that came too early (429) doesn't.</param>
public sealed record FailureDecision(FailureAction Action, string? Reason = null, TimeSpan Delay = default, bool Counts = true)
{
    /// <summary>Decides what becomes of a message.</summary>
    /// <param name="failure">The exception of the call; null if it succeeded.</param>
    /// <param name="failures">How many calls failed before this one.</param>
    /// <param name="settings">When to call again, and how often.</param>
    public static FailureDecision For(Exception? failure, int failures, CallSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var delay = settings.DelayAfter(failures);
        return failure switch
        {
            null => new(FailureAction.None),
            SearchParameterException => new(FailureAction.GiveUp, failure.Message),

            // It is done; only the response could not be read.
            IPostPressFailure { Outcome: CallOutcome.Applied } => new(FailureAction.None, failure.Message),
            PostPressApiException { StatusCode: HttpStatusCode.TooManyRequests } limited => new(FailureAction.Retry, failure.Message, limited.RetryAfter ?? delay, Counts: false),

            // It was refused for now (429), and the client could not wait as long as PostPress asked for.
            PostPressTimeoutException { Outcome: CallOutcome.Refused } => new(FailureAction.Retry, failure.Message, delay, Counts: false),
            PostPressApiException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, ErrorType: not null } => new(FailureAction.StopAccount, failure.Message),

            // The explanation was lost. A wrong code has the status 401 too, so the status alone must not stop the account.
            PostPressApiException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } when failures + 1 < settings.MaxAttempts => new(FailureAction.Retry, failure.Message, delay),
            IPostPressFailure { Outcome: CallOutcome.Unknown or CallOutcome.NotSent } when failures + 1 < settings.MaxAttempts => new(FailureAction.Retry, failure.Message, delay),
            _ => new(FailureAction.GiveUp, failure.Message),
        };
    }

    /// <summary>Sends the message to the dead letters, with the reason.</summary>
    /// <exception cref="GivenUpException">It is given up.</exception>
    public void ThrowIfGivenUp()
    {
        if (Action == FailureAction.GiveUp)
        {
            throw new GivenUpException(Reason!);
        }
    }
}

/// <summary>Sends a message to the dead letters, with the reason.</summary>
public sealed class GivenUpException(string reason) : Exception(reason);

/// <summary>The exceptions that say something of a call; all others are bugs, or the database.</summary>
public static class CallFailure
{
    /// <summary>Says whether an exception is the failure of a call: of PostPress, of a file, or of an argument.</summary>
    public static bool IsOne(Exception exception) => exception is IPostPressFailure or ArgumentException or IOException;
}
