using System.Net;

namespace PostPress.Distributor.Calls;

/// <summary>What becomes of a message after a call that failed.</summary>
public enum FailureAction
{
    /// <summary>Call again later, with the same idempotency key.</summary>
    Retry,

    /// <summary>Stop the account: PostPress refuses it, and would refuse the next call as well.</summary>
    StopAccount,

    /// <summary>Give up. A person has to look at the reason.</summary>
    GiveUp,
}

/// <summary>Decides by the outcome of a call, not by its exception's type.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Delay">How long to wait before the next call, if there is one.</param>
/// <param name="Reason">What to tell. It holds no key and nothing of the content.</param>
public sealed record FailureDecision(FailureAction Action, TimeSpan Delay, string Reason)
{
    /// <summary>Decides what becomes of a message.</summary>
    /// <param name="failure">The exception of the call.</param>
    /// <param name="failures">How many calls failed before this one.</param>
    /// <param name="options">When to call again, and how often.</param>
    public static FailureDecision For(Exception failure, int failures, CallSettings options)
    {
        var reason = failure.Message;
        if (failure is not IPostPressFailure { Outcome: var outcome })
        {
            // A file that is gone, an argument that the client refuses: the next call would fail in the same way.
            return new(FailureAction.GiveUp, default, reason);
        }

        if (failure is PostPressApiException { StatusCode: HttpStatusCode.TooManyRequests } limited)
        {
            return new(FailureAction.Retry, limited.RetryAfter ?? options.DelayAfter(failures), reason);
        }

        if (failure is PostPressApiException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden })
        {
            return new(FailureAction.StopAccount, default, reason);
        }

        return outcome is CallOutcome.Unknown or CallOutcome.NotSent && failures + 1 < options.MaxAttempts
            ? new(FailureAction.Retry, options.DelayAfter(failures), reason)
            : new(FailureAction.GiveUp, default, reason);
    }
}
