using System.Net;
using Newtonsoft.Json.Linq;

namespace PostPress.Tests;

public class PublicationTests
{
    private const string Published = """{"object":"LinkedinJobPostingPublished","job_state":"active","job_id":"42"}""";
    private const string Otp = """{"object":"LinkedinJobPostingPublishCheckpoint","type":"OTP","job_id":"42"}""";
    private const string Email = """{"object":"LinkedinJobPostingPublishCheckpoint","type":"EMAIL_VERIFICATION","job_id":"42"}""";

    private static readonly Func<HttpRequestMessage, HttpResponseMessage> Lost = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost");

    private static Func<HttpRequestMessage, HttpResponseMessage> Error(string type, int status) =>
        Clients.Json($$"""{"title":"T","detail":"D","type":"errors/{{type}}","status":{{status}}}""", status);

    private static Func<CheckpointChallenge, CancellationToken, Task<string?>> Codes(List<CheckpointChallenge> seen, params string?[] codes) => (challenge, _) =>
    {
        seen.Add(challenge);
        return Task.FromResult(codes[seen.Count - 1]);
    };

    private static JobDraft Draft(bool? eligible = true, string? reason = null) => new()
    {
        JobId = "42",
        PublishOptions = new PublishOptions
        {
            Free = eligible is null ? null : new FreePublishOption { Eligible = eligible, IneligibleReason = reason },
            Promoted = new PromotedPublishOption
            {
                Currency = "USD",
                DailyBudget = new BudgetRange { Min = 10, Max = 250, Recommended = 35 },
                MonthlyBudget = new BudgetRange { Min = 300, Max = 7500, Recommended = 1050 },
            },
        },
    };

    private static DailyBudget Daily(decimal amount, string currency = "USD") => new() { Daily = new BudgetAmount { Currency = currency, Amount = amount } };

    private static IEnumerable<TestCaseData> Modes()
    {
        yield return new TestCaseData(PublishMode.Free, """{"account_id":"acc","mode":"FREE"}""");
        yield return new TestCaseData(PublishMode.FreeWithRecruiter, """{"account_id":"acc","service":"RECRUITER","mode":"FREE"}""");
        yield return new TestCaseData(PublishMode.Promoted(), """{"account_id":"acc","mode":"PROMOTED"}""");
        yield return new TestCaseData(PublishMode.PromotedWithRecruiter(Daily(35.5m)), """{"account_id":"acc","service":"RECRUITER","mode":"PROMOTED","budget":{"daily":{"currency":"USD","amount":35.5}}}""");
        yield return new TestCaseData(
            PublishMode.PromotedPlus(new MonthlyBudget { Monthly = new BudgetAmount { Currency = "EUR", Amount = 900 } }),
            """{"account_id":"acc","mode":"PROMOTED_PLUS","budget":{"monthly":{"currency":"EUR","amount":900}}}""");
        yield return new TestCaseData(
            PublishMode.Free.WithHiringFrame().WithoutEmailVerification(),
            """{"account_id":"acc","mode":"FREE","hiring_photo_frame":true,"bypass_email_verification":true}""");
    }

    [TestCaseSource(nameof(Modes))]
    public async Task A_mode_is_sent_as_the_contract_writes_it(PublishMode mode, string body)
    {
        using var script = new Clients.Script(Clients.Json(Published));
        using var client = Clients.Over(script);

        await client.Jobs.StartPublicationAsync("acc", "4/2", mode);

        Assert.Multiple(() =>
        {
            Assert.That(script.Requests[0].Method, Is.EqualTo(HttpMethod.Post));
            Assert.That(script.Requests[0].RequestUri!.AbsoluteUri, Is.EqualTo($"{Clients.Base}/linkedin/jobs/4%2F2/publish"));
            Assert.That(JToken.DeepEquals(JToken.Parse(script.Bodies[0]), JToken.Parse(body)), Is.True, script.Bodies[0]);
            Assert.That(script.Requests[0].Headers.Contains("Idempotency-Key"), Is.True);
        });
    }

    [Test]
    public void A_mode_says_what_it_is()
    {
        Assert.Multiple(() =>
        {
            Assert.That(PublishMode.Free.ToString(), Is.EqualTo("FREE"));
            Assert.That(PublishMode.Promoted(Daily(35)).ToString(), Is.EqualTo("PROMOTED, 35 USD a day"));
            Assert.That(PublishMode.PromotedPlus().ToString(), Is.EqualTo("PROMOTED_PLUS"));
        });
    }

    [Test]
    public async Task One_step_returns_the_checkpoint_that_LinkedIn_puts_before_the_job()
    {
        using var script = new Clients.Script(Clients.Json(Otp));
        using var client = Clients.Over(script);

        var outcome = await client.Jobs.PublishAsync("42", new FreePublication { AccountId = "acc" });

        Assert.That((outcome as JobCheckpoint)?.Type, Is.EqualTo(CheckpointType.OneTimeCode));
    }

    [Test]
    public async Task The_whole_way_asks_for_each_code_and_ends_with_the_published_job()
    {
        using var script = new Clients.Script(Clients.Json(Otp), Error("invalid_checkpoint_solution", 401), Clients.Json(Email), Clients.Json(Published));
        using var client = Clients.Over(script);
        var seen = new List<CheckpointChallenge>();

        var job = await client.Jobs.PublishAsync("acc", Draft(), PublishMode.Free, Codes(seen, "1", "2", "3"), callOptions: new CallOptions { IdempotencyKey = "msg" });

        Assert.Multiple(() =>
        {
            Assert.That(job.JobState, Is.EqualTo(JobState.Active));
            Assert.That(seen.Select(c => c.Cause), Is.EqualTo(new[] { ChallengeCause.First, ChallengeCause.WrongCode, ChallengeCause.FollowUp }));
            Assert.That(seen.Select(c => c.Type), Is.EqualTo(new CheckpointType?[] { CheckpointType.OneTimeCode, CheckpointType.OneTimeCode, CheckpointType.EmailVerification }));
            Assert.That(script.Requests.Select(r => r.Headers.GetValues("Idempotency-Key").Single()), Is.EqualTo(new[] { "msg", "msg-1", "msg-2", "msg-3" }));
        });
    }

    [Test]
    public async Task Without_a_checkpoint_no_code_is_asked_for()
    {
        using var script = new Clients.Script(Clients.Json(Published));
        using var client = Clients.Over(script);

        var job = await client.Jobs.PublishAsync("acc", "42", PublishMode.Free, (_, _) => throw new InvalidOperationException("asked"));

        Assert.That(job.JobId, Is.EqualTo("42"));
    }

    [Test]
    public async Task An_expired_link_is_renewed_by_publishing_again()
    {
        using var script = new Clients.Script(Clients.Json(Otp), Error("expired_link", 401), Clients.Json(Otp), Clients.Json(Published));
        using var client = Clients.Over(script);
        var seen = new List<CheckpointChallenge>();

        await client.Jobs.PublishAsync("acc", "42", PublishMode.Free, Codes(seen, "1", "2"));

        Assert.Multiple(() =>
        {
            Assert.That(seen.Select(c => c.Cause), Is.EqualTo(new[] { ChallengeCause.First, ChallengeCause.Renewed }));
            Assert.That(script.Requests.Count(r => r.RequestUri!.AbsolutePath.EndsWith("/publish", StringComparison.Ordinal)), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task A_publication_without_a_response_is_resolved_by_publishing_again_with_another_key()
    {
        using var script = new Clients.Script(Lost, Error("action_already_performed", 422));
        using var client = Clients.Over(script);

        var job = await client.Jobs.PublishAsync("acc", "42", PublishMode.Free, Codes([]), callOptions: new CallOptions { IdempotencyKey = "msg" });

        Assert.Multiple(() =>
        {
            Assert.That(job.JobId, Is.EqualTo("42"));
            Assert.That(job.JobState, Is.Null, "the response that told it was lost");
            Assert.That(script.Requests.Select(r => r.Headers.GetValues("Idempotency-Key").Single()), Is.EqualTo(new[] { "msg", "msg-publish-2" }));
        });
    }

    [Test]
    public async Task A_publication_that_stays_without_a_response_fails_as_unknown()
    {
        using var script = new Clients.Script(Lost, Lost);
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<PostPressConnectionException>(() => client.Jobs.PublishAsync("acc", "42", PublishMode.Free, Codes([])));

        Assert.That(failure!.Outcome, Is.EqualTo(CallOutcome.Unknown));
    }

    [Test]
    public async Task A_refusal_after_a_lost_response_does_not_hide_that_the_outcome_is_unknown()
    {
        using var script = new Clients.Script(Lost, Error("account_restricted", 403));
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<PostPressConnectionException>(() => client.Jobs.PublishAsync("acc", "42", PublishMode.Free, Codes([])));

        Assert.That(failure!.Outcome, Is.EqualTo(CallOutcome.Unknown));
    }

    [Test]
    public async Task A_job_that_was_published_before_the_call_is_said_not_claimed()
    {
        using var script = new Clients.Script(Error("action_already_performed", 422));
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<PostPressApiException>(() => client.Jobs.PublishAsync("acc", "42", PublishMode.Free, Codes([])));

        Assert.That(failure!.ErrorType, Is.EqualTo(ErrorType.ActionAlreadyPerformed));
    }

    [Test]
    public async Task A_refusal_with_a_gateway_s_status_is_a_refusal()
    {
        using var script = new Clients.Script(Clients.Json("""{"title":"Bad Request","detail":"Not eligible.","type":"errors/invalid_parameters","status":400,"connectionParams":{"im":{}}}""", 502));
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<PostPressApiException>(() => client.Jobs.StartPublicationAsync("acc", "42", PublishMode.Free));

        Assert.Multiple(() =>
        {
            Assert.That(failure!.Outcome, Is.EqualTo(CallOutcome.Refused));
            Assert.That(failure.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
            Assert.That(script.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task A_mode_that_the_draft_rules_out_is_not_sent()
    {
        using var script = new Clients.Script();
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<InvalidRequestException>(() => client.Jobs.PublishAsync("acc", Draft(eligible: false, "FREE_JOB_LIMIT_REACHED"), PublishMode.Free, Codes([])));

        Assert.That(failure!.Message, Does.Contain("mode").And.Contain("FREE_JOB_LIMIT_REACHED").And.Contain("PublishMode.Promoted"));
    }

    [TestCase(9, "USD", "budget.daily.amount")]
    [TestCase(251, "USD", "budget.daily.amount")]
    [TestCase(35, "EUR", "budget.daily.currency")]
    public void A_budget_is_held_to_what_the_draft_allows(int amount, string currency, string path)
    {
        var violations = PublishChoice.FromDraft(Draft()).Validate(PublishMode.Promoted(Daily(amount, currency)));

        Assert.That(violations.Single().Path, Is.EqualTo(path));
    }

    [Test]
    public void What_PostPress_does_not_say_rules_nothing_out()
    {
        var choice = PublishChoice.FromDraft(new JobDraft { JobId = "42" });

        Assert.Multiple(() =>
        {
            Assert.That(choice.Validate(PublishMode.Free), Is.Empty);
            Assert.That(choice.Validate(PublishMode.Promoted(Daily(35))), Is.Empty);
            Assert.That(PublishChoice.FromDraft(Draft()).Validate(PublishMode.Promoted()), Is.Empty);
        });
    }

    [Test]
    public async Task A_checkpoint_begun_in_one_process_is_ended_in_another()
    {
        string stored;
        using (var script = new Clients.Script(Clients.Json(Otp)))
        using (var client = Clients.Over(script))
        {
            stored = Newtonsoft.Json.JsonConvert.SerializeObject(await client.Jobs.StartPublicationAsync("acc", "42", PublishMode.Free));
        }

        using var second = new Clients.Script(Error("invalid_checkpoint_solution", 401), Clients.Json(Email), Clients.Json(Published));
        using var other = Clients.Over(second);
        var statuses = new List<JobPublicationStatus>();
        for (var code = 1; code <= 3; code++)
        {
            var publication = Newtonsoft.Json.JsonConvert.DeserializeObject<JobPublication>(stored)!;
            publication = await other.Jobs.SubmitCodeAsync(publication, $"secret-{code}");
            statuses.Add(publication.Status);
            stored = Newtonsoft.Json.JsonConvert.SerializeObject(publication);
        }

        var end = Newtonsoft.Json.JsonConvert.DeserializeObject<JobPublication>(stored)!;
        Assert.Multiple(() =>
        {
            Assert.That(statuses, Is.EqualTo(new[] { JobPublicationStatus.WrongCode, JobPublicationStatus.CodeRequired, JobPublicationStatus.Published }));
            Assert.That(end.CodesSubmitted, Is.EqualTo(3));
            Assert.That(end.JobState, Is.EqualTo(JobState.Active));
            Assert.That(stored, Does.Contain("\"Published\"").And.Not.Contain("secret"));
            Assert.That(end.ToString(), Does.Not.Contain("secret"));
        });
    }

    [TestCase("expired_link", 401, JobPublicationStatus.StartAgain)]
    [TestCase("checkpoint_error", 401, JobPublicationStatus.StartAgain)]
    [TestCase("invalid_checkpoint_solution", 401, JobPublicationStatus.WrongCode)]
    [TestCase("action_already_performed", 422, JobPublicationStatus.Published)]
    [TestCase("request_timeout", 504, JobPublicationStatus.Unknown)]
    public async Task One_code_tells_where_the_publication_stands(string error, int status, JobPublicationStatus expected)
    {
        using var script = new Clients.Script(Error(error, status));
        using var client = Clients.Over(script);
        var before = new JobPublication { AccountId = "acc", DraftId = "42", Status = JobPublicationStatus.CodeRequired, Checkpoint = CheckpointType.OneTimeCode };

        var after = await client.Jobs.SubmitCodeAsync(before, "1");

        Assert.Multiple(() =>
        {
            Assert.That(after.Status, Is.EqualTo(expected));
            Assert.That(after.CodesSubmitted, Is.EqualTo(1));
            Assert.That(after.LastError?.Value, Is.EqualTo(expected == JobPublicationStatus.Published ? null : "errors/" + error));
        });
    }

    [Test]
    public async Task A_code_without_a_response_leaves_the_publication_unknown()
    {
        using var script = new Clients.Script(Lost);
        using var client = Clients.Over(script);

        var after = await client.Jobs.SubmitCodeAsync(new JobPublication { AccountId = "acc", DraftId = "42", Status = JobPublicationStatus.CodeRequired }, "1");

        Assert.That(after.Status, Is.EqualTo(JobPublicationStatus.Unknown));
        Assert.That(after.LastError, Is.Null);
    }

    [TestCase(HttpStatusCode.Unauthorized)]
    [TestCase(HttpStatusCode.UnprocessableEntity)]
    public async Task A_code_that_was_refused_without_an_explanation_leaves_the_publication_unknown(HttpStatusCode status)
    {
        using var script = new Clients.Script(Clients.Truncated(status));
        using var client = Clients.Over(script);

        var after = await client.Jobs.SubmitCodeAsync(new JobPublication { AccountId = "acc", DraftId = "42", Status = JobPublicationStatus.CodeRequired }, "1");

        Assert.That(after.Status, Is.EqualTo(JobPublicationStatus.Unknown));
        Assert.That(after.LastError, Is.Null);
    }

    [Test]
    public async Task A_refusal_that_has_nothing_to_do_with_the_code_is_thrown()
    {
        using var script = new Clients.Script(Error("account_restricted", 403));
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<PostPressApiException>(() => client.Jobs.SubmitCodeAsync(new JobPublication { AccountId = "acc", DraftId = "42", Status = JobPublicationStatus.CodeRequired }, "1"));

        Assert.That(failure!.ErrorType, Is.EqualTo(ErrorType.AccountRestricted));
    }

    [Test]
    public async Task No_code_is_sent_for_a_job_that_is_published()
    {
        using var script = new Clients.Script();
        using var client = Clients.Over(script);
        var published = new JobPublication { AccountId = "acc", DraftId = "42", Status = JobPublicationStatus.Published };

        Assert.That(await client.Jobs.SubmitCodeAsync(published, "1"), Is.SameAs(published));
    }

    [Test]
    public async Task A_publication_is_started_again_as_it_was_stored()
    {
        using var script = new Clients.Script(Clients.Json(Otp), Error("expired_link", 401), Clients.Json(Published));
        using var client = Clients.Over(script);
        var choice = PublishChoice.FromDraft(Draft());

        var started = await client.Jobs.StartPublicationAsync("acc", Draft(), PublishMode.Promoted(choice.Daily(35)));
        var expired = await client.Jobs.SubmitCodeAsync(started, "1");
        var stored = System.Text.Json.JsonSerializer.Deserialize<JobPublication>(System.Text.Json.JsonSerializer.Serialize(expired))!;
        var end = await client.Jobs.StartPublicationAsync(stored);

        Assert.Multiple(() =>
        {
            Assert.That(stored.Status, Is.EqualTo(JobPublicationStatus.StartAgain));
            Assert.That(stored.LastError, Is.EqualTo(ErrorType.ExpiredLink));
            Assert.That(end.Status, Is.EqualTo(JobPublicationStatus.Published));
            Assert.That(script.Bodies[2], Is.EqualTo(script.Bodies[0]));
            Assert.That(script.Bodies[0], Does.Contain("\"daily\":{\"currency\":\"USD\",\"amount\":35}"));
        });
    }

    [Test]
    public void A_publication_that_was_started_elsewhere_needs_a_mode()
    {
        using var client = new PostPressClient(Clients.ApiKey);

        Assert.That(
            () => client.Jobs.StartPublicationAsync(new JobPublication { AccountId = "acc", DraftId = "42", Status = JobPublicationStatus.StartAgain }),
            Throws.ArgumentException.With.Message.Contains("PublishMode"));
    }
}
