using System.Net;
using PostPress.Sandbox;

namespace PostPress.Tests;

public class CheckpointTests
{
    private const string Published = """{"object":"LinkedinJobPostingPublished","job_state":"active","job_id":"42"}""";
    private const string FollowUp = """{"object":"LinkedinJobPostingPublishCheckpoint","type":"EMAIL_VERIFICATION","job_id":"42"}""";

    private static string Error(string type, int status) => $$"""{"title":"T","detail":"D","type":"errors/{{type}}","status":{{status}}}""";

    private static Func<CheckpointChallenge, CancellationToken, Task<string?>> Codes(List<CheckpointChallenge> seen, params string?[] codes) => (challenge, _) =>
    {
        seen.Add(challenge);
        return Task.FromResult(codes[seen.Count - 1]);
    };

    [Test]
    public async Task One_code_can_be_submitted_by_hand()
    {
        using var script = new Clients.Script(Clients.Json(FollowUp));
        using var client = Clients.Over(script);

        var outcome = await client.Jobs.SolveCheckpointAsync("acc", "4/2?", "123456");

        Assert.Multiple(() =>
        {
            Assert.That(outcome, Is.InstanceOf<JobCheckpoint>());
            Assert.That(((JobCheckpoint)outcome).Type, Is.EqualTo(CheckpointType.EmailVerification));
            Assert.That(script.Requests[0].RequestUri!.AbsoluteUri, Is.EqualTo($"{Clients.Base}/linkedin/jobs/4%2F2%3F/checkpoint"));
            Assert.That(script.Bodies[0], Is.EqualTo("""{"account_id":"acc","input":"123456"}"""));
        });
    }

    [Test]
    public async Task The_loop_asks_again_after_a_wrong_code_and_for_a_further_checkpoint_until_the_job_is_published()
    {
        using var script = new Clients.Script(Clients.Json(Error("invalid_checkpoint_solution", 401), 401), Clients.Json(FollowUp), Clients.Json(Published));
        using var client = Clients.Over(script);
        var seen = new List<CheckpointChallenge>();

        var job = await client.Jobs.SolveCheckpointAsync("acc", "42", Codes(seen, "1", "2", "3"), new CheckpointOptions { FirstCheckpoint = CheckpointType.OneTimeCode });

        Assert.Multiple(() =>
        {
            Assert.That(job.JobState, Is.EqualTo(JobState.Active));
            Assert.That(seen.Select(c => c.Cause), Is.EqualTo(new[] { ChallengeCause.First, ChallengeCause.WrongCode, ChallengeCause.FollowUp }));
            Assert.That(seen.Select(c => c.Type), Is.EqualTo(new CheckpointType?[] { CheckpointType.OneTimeCode, CheckpointType.OneTimeCode, CheckpointType.EmailVerification }));
            Assert.That(seen.Select(c => c.CodeNumber), Is.EqualTo(new[] { 1, 2, 3 }));
            Assert.That((seen[1].LastError as PostPressApiException)?.Detail, Is.EqualTo("D"));
            Assert.That(seen[2].LastError, Is.Null);
            Assert.That(script.Bodies.Distinct().Count(), Is.EqualTo(3), "each code goes out once");
        });
    }

    [Test]
    public async Task The_loop_asks_again_after_a_refusal_without_an_explanation()
    {
        using var script = new Clients.Script(Clients.Truncated(HttpStatusCode.Unauthorized), Clients.Json(Published));
        using var client = Clients.Over(script);
        var seen = new List<CheckpointChallenge>();

        var job = await client.Jobs.SolveCheckpointAsync("acc", "42", Codes(seen, "1", "2"));

        Assert.That(job.JobState, Is.EqualTo(JobState.Active));
        Assert.That(seen.Select(c => c.Cause), Is.EqualTo(new[] { ChallengeCause.First, ChallengeCause.OutcomeUnknown }));
        Assert.That((seen[1].LastError as PostPressApiException)?.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_refusal_without_an_explanation_does_not_hide_the_next_one()
    {
        using var script = new Clients.Script(Clients.Truncated(HttpStatusCode.Unauthorized), Clients.Json(Error("account_restricted", 403), 403));
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<PostPressApiException>(() => client.Jobs.SolveCheckpointAsync("acc", "42", Codes([], "1", "2")));

        Assert.That(failure!.ErrorType, Is.EqualTo(ErrorType.AccountRestricted));
    }

    [Test]
    public async Task Refusals_without_an_explanation_up_to_the_limit_are_no_unknown_outcome()
    {
        using var script = new Clients.Script(Clients.Truncated(HttpStatusCode.Unauthorized), Clients.Truncated(HttpStatusCode.Unauthorized));
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<CheckpointFailedException>(() => client.Jobs.SolveCheckpointAsync("acc", "42", Codes([], "1", "2"), new CheckpointOptions { MaxCodes = 2 }));

        Assert.That(failure!.Reason, Is.EqualTo(CheckpointFailure.TooManyCodes));
        Assert.That(failure.Outcome, Is.EqualTo(CallOutcome.Refused));
    }

    [TestCase("checkpoint_error", CheckpointFailure.NotSolvable)]
    [TestCase("expired_link", CheckpointFailure.LinkExpired)]
    public async Task The_loop_stops_with_a_reason_when_going_on_is_useless(string error, CheckpointFailure reason)
    {
        using var script = new Clients.Script(Clients.Json(Error(error, 401), 401));
        using var client = Clients.Over(script);

        var exception = await Assert.ThrowsAsync<CheckpointFailedException>(() => client.Jobs.SolveCheckpointAsync("acc", "42", Codes([], "1")));

        Assert.Multiple(() =>
        {
            Assert.That(exception!.Reason, Is.EqualTo(reason));
            Assert.That(exception.CodesSubmitted, Is.EqualTo(1));
            Assert.That(exception.DraftId, Is.EqualTo("42"));
            Assert.That(exception.InnerException, Is.InstanceOf<PostPressApiException>());
        });
    }

    [Test]
    public async Task The_loop_stops_at_the_limit_of_attempts()
    {
        var wrong = Clients.Json(Error("invalid_checkpoint_solution", 401), 401);
        using var script = new Clients.Script(wrong, Clients.Json(FollowUp), wrong);
        using var client = Clients.Over(script);

        var exception = await Assert.ThrowsAsync<CheckpointFailedException>(() => client.Jobs.SolveCheckpointAsync("acc", "42", Codes([], "1", "2", "3"), new CheckpointOptions { MaxCodes = 3 }));

        Assert.That(exception!.Reason, Is.EqualTo(CheckpointFailure.TooManyCodes));
        Assert.That(exception.CodesSubmitted, Is.EqualTo(3));
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task The_loop_stops_when_the_callback_gives_no_code_and_submits_nothing(string? code)
    {
        using var script = new Clients.Script();
        using var client = Clients.Over(script);

        var exception = await Assert.ThrowsAsync<CheckpointFailedException>(() => client.Jobs.SolveCheckpointAsync("acc", "42", Codes([], code)));

        Assert.That(exception!.Reason, Is.EqualTo(CheckpointFailure.GivenUp));
        Assert.That(exception.CodesSubmitted, Is.Zero);
    }

    [Test]
    public async Task Another_error_of_the_API_comes_through_as_it_is()
    {
        using var script = new Clients.Script(Clients.Json(Error("action_already_performed", 422), 422));
        using var client = Clients.Over(script);

        var exception = await Assert.ThrowsAsync<PostPressApiException>(() => client.Jobs.SolveCheckpointAsync("acc", "42", Codes([], "1")));

        Assert.That(exception!.ErrorType, Is.EqualTo(ErrorType.ActionAlreadyPerformed));
    }

    [Test]
    public async Task An_outcome_that_is_newer_than_the_library_is_said_not_guessed()
    {
        using var script = new Clients.Script(Clients.Json("""{"object":"LinkedinJobPostingQueued","job_id":"42"}"""));
        using var client = Clients.Over(script);

        var exception = await Assert.ThrowsAsync<PostPressException>(() => client.Jobs.SolveCheckpointAsync("acc", "42", Codes([], "1")));

        Assert.That(exception!.Message, Does.Contain("LinkedinJobPostingQueued"));
    }

    [Test]
    public async Task Cancelling_while_the_code_is_asked_for_stays_a_cancellation()
    {
        using var script = new Clients.Script();
        using var client = Clients.Over(script);
        using var cancellation = new CancellationTokenSource();

        await Assert.CatchAsync<OperationCanceledException>(() => client.Jobs.SolveCheckpointAsync(
            "acc",
            "42",
            (_, token) =>
            {
                cancellation.Cancel();
                token.ThrowIfCancellationRequested();
                return Task.FromResult<string?>("1");
            },
            cancellationToken: cancellation.Token));
    }

    [Test]
    public async Task The_sandbox_s_two_checkpoints_are_solved_and_its_job_is_published_once()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        var draft = await client.Jobs.CreateAsync(new CreateJobRequest
        {
            AccountId = SandboxAccounts.LinkedIn,
            JobTitle = new FreeText { Text = "Engineer" },
            Company = new ResolvedId { Id = "9374000" },
            Workplace = Workplace.Remote,
            Location = "102277331",
            Description = "<p>Build.</p>",
        });

        var seen = new List<CheckpointChallenge>();
        var job = await client.Jobs.PublishAsync(SandboxAccounts.LinkedIn, draft, PublishMode.Free, Codes(seen, "999999", SandboxCodes.Otp, SandboxCodes.EmailToken));

        Assert.Multiple(() =>
        {
            Assert.That(job.JobId, Is.EqualTo(draft.JobId));
            Assert.That(seen.Select(c => c.Cause), Is.EqualTo(new[] { ChallengeCause.First, ChallengeCause.WrongCode, ChallengeCause.FollowUp }));
            Assert.That(sandbox.PublishedJobs, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task A_draft_without_an_id_is_refused_before_anything_is_asked()
    {
        using var client = new PostPressClient(Clients.ApiKey);

        await Assert.ThrowsAsync<ArgumentException>(() => client.Jobs.SolveCheckpointAsync("acc", new JobDraft(), Codes([])));
    }
}
