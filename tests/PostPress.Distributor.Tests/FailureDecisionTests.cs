using System.Net;
using PostPress.Distributor.Calls;

namespace PostPress.Distributor.Tests;

public class FailureDecisionTests
{
    private static readonly CallSettings Settings = new() { MaxAttempts = 3, FirstDelay = TimeSpan.FromSeconds(30), MaxDelay = TimeSpan.FromMinutes(1) };

    [Test]
    public void A_call_whose_outcome_is_unknown_is_made_again([Values(CallOutcome.Unknown, CallOutcome.NotSent)] CallOutcome outcome)
    {
        var decision = FailureDecision.For(new PostPressConnectionException("lost") { Outcome = outcome }, 0, Settings);

        Assert.That(decision, Is.EqualTo(new FailureDecision(FailureAction.Retry, "lost", TimeSpan.FromSeconds(30))));
    }

    [Test]
    public void The_delay_doubles_up_to_the_longest()
    {
        Assert.That(new[] { 0, 1, 2, 60 }.Select(Settings.DelayAfter), Is.EqualTo(new[] { 30, 60, 60, 60 }.Select(s => TimeSpan.FromSeconds(s))));
    }

    [Test]
    public void After_the_last_attempt_the_message_is_given_up_with_the_reason()
    {
        var decision = FailureDecision.For(new PostPressConnectionException("lost"), 2, Settings);

        Assert.That(decision.Action, Is.EqualTo(FailureAction.GiveUp));
        Assert.That(decision.ThrowIfGivenUp, Throws.TypeOf<GivenUpException>().With.Message.EqualTo("lost"));
    }

    [Test]
    public void A_429_waits_as_long_as_PostPress_asks_for_and_does_not_count_as_a_failure()
    {
        var limited = new PostPressApiException(HttpStatusCode.TooManyRequests, "slow down") { Outcome = CallOutcome.Refused, RetryAfter = TimeSpan.FromSeconds(7) };

        Assert.That(FailureDecision.For(limited, 99, Settings), Is.EqualTo(new FailureDecision(FailureAction.Retry, "slow down", TimeSpan.FromSeconds(7), Counts: false)));
    }

    [Test]
    public void A_429_that_outlasted_the_timeout_of_the_call_is_retried_as_well()
    {
        var limited = new PostPressTimeoutException("refused for now") { Outcome = CallOutcome.Refused };

        Assert.That(FailureDecision.For(limited, 99, Settings), Is.EqualTo(new FailureDecision(FailureAction.Retry, "refused for now", Settings.MaxDelay, Counts: false)));
    }

    [Test]
    public void A_401_or_403_stops_the_account([Values(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden)] HttpStatusCode status)
    {
        var refused = new PostPressApiException(status, "disconnected") { Outcome = CallOutcome.Refused, ErrorType = ErrorType.DisconnectedAccount };

        Assert.That(FailureDecision.For(refused, 0, Settings).Action, Is.EqualTo(FailureAction.StopAccount));
    }

    [Test]
    public void A_401_or_403_without_its_explanation_is_retried([Values(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden)] HttpStatusCode status)
    {
        var refused = new PostPressApiException(status, "the response ended") { Outcome = CallOutcome.Refused };

        Assert.That(FailureDecision.For(refused, 0, Settings).Action, Is.EqualTo(FailureAction.Retry));
    }

    [Test]
    public void What_would_be_refused_again_is_given_up_at_once()
    {
        Exception[] failures =
        [
            new PostPressApiException(HttpStatusCode.BadRequest, "wrong") { Outcome = CallOutcome.Refused },
            new InvalidRequestException("createPost", [new RequestViolation("text", "is empty")]),
            new FileNotFoundException("gone"),
        ];

        Assert.That(failures.Select(f => FailureDecision.For(f, 0, Settings).Action), Is.All.EqualTo(FailureAction.GiveUp));
    }

    [Test]
    public void A_call_that_was_carried_out_is_done_though_its_response_could_not_be_read()
    {
        var unreadable = new PostPressApiException(HttpStatusCode.Created, "no body") { Outcome = CallOutcome.Applied };

        Assert.That(FailureDecision.For(unreadable, 0, Settings).Action, Is.EqualTo(FailureAction.None));
    }
}
