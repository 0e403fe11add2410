using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace PostPress.Sandbox.Tests;

public sealed class JobTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private SandboxApi _api = null!;

    [SetUp]
    public async Task Start() => _api = await SandboxApi.StartAsync(new PostPressSandboxOptions { TimeProvider = _clock, MaxWrongCodes = 3 });

    [TearDown]
    public async Task Stop() => await _api.DisposeAsync();

    private async Task<string> CreateAsync(string account = SandboxAccounts.LinkedIn) => (await _api.CreateJobAsync(Sample.Job(account))).Json["job_id"]!.GetValue<string>();

    private async Task<string> AtCheckpointAsync(JsonObject? publication = null)
    {
        var id = await CreateAsync();
        Assert.That((await _api.PublishAsync(id, publication ?? Sample.Publication())).Status, Is.EqualTo(200));
        return id;
    }

    [Test]
    public async Task A_valid_job_becomes_a_draft_without_a_checkpoint()
    {
        var reply = await _api.CreateJobAsync(Sample.Job());

        Assert.That(reply.Status, Is.EqualTo(200));
        Assert.That(reply.Json["job_id"]!.GetValue<string>(), Is.EqualTo("3984512098"));
        Assert.That(reply.Json["project_id"], Is.Null);
        var draft = _api.Sandbox.Drafts.Single();
        Assert.That(draft.Id, Is.EqualTo("3984512098"));
        Assert.That((draft.State, draft.CheckpointExpiresAt, draft.Publication), Is.EqualTo((SandboxJobState.Draft, (DateTimeOffset?)null, (SandboxPublication?)null)));
        Assert.That(draft.CreatedAt, Is.EqualTo(_clock.GetUtcNow()));
        Assert.That(draft.Request.GetProperty("description").GetString(), Is.EqualTo("<p>Keep our bees.</p>"));
        Assert.That(_api.Sandbox.PublishedJobs, Is.Empty);
    }

    [Test]
    public async Task A_Recruiter_posting_gets_a_project_new_or_existing()
    {
        var made = await _api.CreateJobAsync(Sample.RecruiterJob());
        var existing = Sample.RecruiterJob();
        existing["recruiter"]!["project"] = new JsonObject { ["id"] = "proj_mine" };
        var kept = await _api.CreateJobAsync(existing);

        Assert.That(made.Json["project_id"]!.GetValue<string>(), Is.EqualTo("proj_000001"));
        Assert.That(made.Json["publish_options"]!["promoted"]!["currency"]!.GetValue<string>(), Is.EqualTo("EUR"));
        Assert.That(kept.Json["project_id"]!.GetValue<string>(), Is.EqualTo("proj_mine"));
    }

    [Test]
    public async Task An_account_with_a_published_free_job_is_not_eligible_for_another_free_one()
    {
        var id = await AtCheckpointAsync();
        await _api.SolveAsync(id, SandboxCodes.Otp);
        await _api.SolveAsync(id, SandboxCodes.EmailToken);

        var free = (await _api.CreateJobAsync(Sample.Job())).Json["publish_options"]!["free"]!;

        Assert.That(free["eligible"]!.GetValue<bool>(), Is.False);
        Assert.That(free["ineligible_reason"]!.GetValue<string>(), Is.EqualTo("FREE_JOB_LIMIT_REACHED"));
    }

    [Test]
    public async Task What_the_contract_refuses_answers_422_and_names_the_member_and_the_rule()
    {
        var body = Sample.Job();
        body.Remove("company");
        body["workplace"] = "AT_HOME";
        var reply = await _api.CreateJobAsync(body);

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((422, "errors/unprocessable_entity")));
        Assert.That(reply.Detail, Is.EqualTo("`company` is required; `workplace` must be ON_SITE, HYBRID or REMOTE, not AT_HOME."));
        Assert.That(_api.Sandbox.Drafts, Is.Empty);
    }

    [TestCase("""{"id":"9","text":"Bee Keeper"}""")]
    [TestCase("""{}""")]
    [TestCase("""{"id":"nine"}""")]
    [TestCase("""{"id":9}""")]
    [TestCase("\"Bee Keeper\"")]
    public async Task A_job_title_that_is_neither_an_id_nor_a_text_is_refused(string title)
    {
        var body = Sample.Job();
        body["job_title"] = JsonNode.Parse(title);
        var reply = await _api.CreateJobAsync(body);

        Assert.That(reply.Status, Is.EqualTo(422));
        Assert.That(reply.Detail, Does.StartWith("`job_title"));
    }

    [TestCase("{", "is not JSON")]
    [TestCase("""{"account_id":"a","account_id":"b"}""", "twice")]
    [TestCase("""{"account_id":"\ud800"}""", "not Unicode")]
    [TestCase("""{"account_id":"a",}""", "is not JSON")]
    public async Task Malformed_JSON_answers_400(string body, string detail)
    {
        var reply = await _api.PostJsonAsync("createJob", "linkedin/jobs", body);

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((400, "errors/malformed_request")));
        Assert.That(reply.Detail, Does.Contain(detail));
    }

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"text\"")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        var reply = await _api.PostJsonAsync("createJob", "linkedin/jobs", body);

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((422, "errors/unprocessable_entity")));
    }

    [Test]
    public async Task A_body_beyond_the_limit_is_too_large()
    {
        var body = Sample.Job();
        body["description"] = new string('x', 1024 * 1024);

        var job = await _api.CreateJobAsync(body);
        var code = await _api.SolveAsync("1", new string('x', 1024 * 1024));

        Assert.That((job.Status, job.ErrorType), Is.EqualTo((413, "errors/content_too_large")));
        Assert.That((code.Status, code.ErrorType), Is.EqualTo((400, "errors/content_too_large")), "its page lists the type with 400");
    }

    [Test]
    public async Task Accounts_can_do_what_they_are_linked_for()
    {
        var recruiterWithout = await _api.CreateJobAsync(Sample.Job(SandboxAccounts.Recruiter));
        var classicWith = await _api.CreateJobAsync(Sample.RecruiterJob(SandboxAccounts.LinkedInClassic));
        var instagram = await _api.CreateJobAsync(Sample.Job(SandboxAccounts.Instagram));
        var nobody = await _api.CreateJobAsync(Sample.Job("acc_nobody"));

        Assert.That((recruiterWithout.Status, recruiterWithout.ErrorType), Is.EqualTo((422, "errors/unprocessable_entity")));
        Assert.That((classicWith.Status, classicWith.ErrorType), Is.EqualTo((403, "errors/feature_not_subscribed")));
        Assert.That((instagram.Status, instagram.ErrorType), Is.EqualTo((422, "errors/invalid_account")));
        Assert.That((nobody.Status, nobody.ErrorType), Is.EqualTo((404, "errors/resource_not_found")));
        Assert.That(_api.Sandbox.Drafts, Is.Empty);
    }

    [Test]
    public async Task The_codes_lead_from_the_first_checkpoint_over_the_second_to_publication()
    {
        var id = await AtCheckpointAsync();

        var followUp = await _api.SolveAsync(id, SandboxCodes.Otp);
        Assert.That(followUp.Json["object"]!.GetValue<string>(), Is.EqualTo("LinkedinJobPostingPublishCheckpoint"));
        Assert.That(followUp.Json["type"]!.GetValue<string>(), Is.EqualTo("EMAIL_VERIFICATION"));
        Assert.That(_api.Sandbox.Drafts.Single().State, Is.EqualTo(SandboxJobState.AwaitingEmailVerification));

        var published = await _api.SolveAsync(id, SandboxCodes.EmailToken);
        Assert.That(published.Json["object"]!.GetValue<string>(), Is.EqualTo("LinkedinJobPostingPublished"));
        Assert.That(published.Json["job_id"]!.GetValue<string>(), Is.EqualTo(id));
        Assert.That(_api.Sandbox.Drafts, Is.Empty);
        Assert.That(_api.Sandbox.PublishedJobs.Single().PublishedAt, Is.EqualTo(_clock.GetUtcNow()));
    }

    [Test]
    public async Task A_job_is_published_once()
    {
        var id = await AtCheckpointAsync();
        await _api.SolveAsync(id, SandboxCodes.Otp);
        await _api.SolveAsync(id, SandboxCodes.EmailToken);

        var again = await _api.SolveAsync(id, SandboxCodes.EmailToken);

        Assert.That((again.Status, again.ErrorType), Is.EqualTo((422, "errors/action_already_performed")));
        Assert.That(_api.Sandbox.PublishedJobs, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_wrong_code_can_be_put_right()
    {
        var id = await AtCheckpointAsync();

        var wrong = await _api.SolveAsync(id, "000000");
        Assert.That((wrong.Status, wrong.ErrorType), Is.EqualTo((401, "errors/invalid_checkpoint_solution")));
        Assert.That(_api.Sandbox.Drafts.Single().WrongCodes, Is.EqualTo(1));

        Assert.That((await _api.SolveAsync(id, SandboxCodes.Otp)).Status, Is.EqualTo(200));
        Assert.That(_api.Sandbox.Drafts.Single().WrongCodes, Is.Zero);
        Assert.That((await _api.SolveAsync(id, SandboxCodes.Otp)).ErrorType, Is.EqualTo("errors/invalid_checkpoint_solution"), "the second checkpoint wants the other code");
    }

    [Test]
    public async Task Too_many_wrong_codes_block_the_draft()
    {
        var id = await AtCheckpointAsync();
        await _api.SolveAsync(id, "1");
        await _api.SolveAsync(id, "2");

        var last = await _api.SolveAsync(id, "3");
        var right = await _api.SolveAsync(id, SandboxCodes.Otp);

        Assert.That((last.Status, last.ErrorType), Is.EqualTo((401, "errors/checkpoint_error")));
        Assert.That((right.Status, right.ErrorType), Is.EqualTo((401, "errors/checkpoint_error")));
        Assert.That(_api.Sandbox.Drafts.Single().State, Is.EqualTo(SandboxJobState.Blocked));
    }

    [Test]
    public async Task A_checkpoint_expires_by_the_clock_and_a_follow_up_starts_anew()
    {
        var id = await AtCheckpointAsync();
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.That((await _api.SolveAsync(id, SandboxCodes.Otp)).Status, Is.EqualTo(200));
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.That((await _api.SolveAsync(id, "wrong")).ErrorType, Is.EqualTo("errors/invalid_checkpoint_solution"));
        _clock.Advance(TimeSpan.FromMinutes(1));

        var late = await _api.SolveAsync(id, SandboxCodes.EmailToken);

        Assert.That((late.Status, late.ErrorType), Is.EqualTo((401, "errors/expired_link")));
        Assert.That(_api.Sandbox.PublishedJobs, Is.Empty);
    }

    [Test]
    public async Task A_draft_is_its_accounts_own()
    {
        var id = await AtCheckpointAsync();

        var unknown = await _api.SolveAsync("1", SandboxCodes.Otp);
        var foreign = await _api.SolveAsync(id, SandboxCodes.Otp, SandboxAccounts.Recruiter);
        var odd = await _api.SolveAsync("a/b?c", SandboxCodes.Otp);

        Assert.That((unknown.Status, unknown.ErrorType), Is.EqualTo((404, "errors/resource_not_found")));
        Assert.That((foreign.Status, foreign.ErrorType), Is.EqualTo((404, "errors/resource_not_found")));
        Assert.That(odd.Detail, Does.Contain("a/b?c"), "an escaped id arrives whole");
    }

    [TestCase("""{"account_id":"acc_linkedin_sandbox"}""", "errors/missing_parameters", "`input` is required.")]
    [TestCase("""{"account_id":"acc_linkedin_sandbox","input":123456}""", "errors/invalid_parameters", "`input` must be a string, not a number.")]
    [TestCase("""{"account_id":"acc_linkedin_sandbox","input":""}""", "errors/invalid_parameters", "`input` must not be empty.")]
    [TestCase("", "errors/missing_parameters", "The body is missing.")]
    public async Task A_wrong_checkpoint_body_answers_400(string body, string type, string detail)
    {
        var reply = await _api.PostJsonAsync("solveJobCheckpoint", "linkedin/jobs/3984512098/checkpoint", body);

        Assert.That((reply.Status, reply.ErrorType, reply.Detail), Is.EqualTo((400, type, detail)));
    }

    [Test]
    public async Task A_draft_that_nobody_has_published_has_no_checkpoint_to_solve()
    {
        var id = await CreateAsync();

        var reply = await _api.SolveAsync(id, SandboxCodes.Otp);

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((422, "errors/unprocessable_entity")));
        Assert.That(reply.Detail, Does.Contain("Publish it first, with POST /linkedin/jobs/3984512098/publish"));
        Assert.That(_api.Sandbox.Drafts.Single(), Has.Property(nameof(SandboxJob.State)).EqualTo(SandboxJobState.Draft).And.Property(nameof(SandboxJob.WrongCodes)).Zero);
    }

    [Test]
    public async Task Publishing_a_draft_meets_the_first_checkpoint()
    {
        var id = await CreateAsync();

        var reply = await _api.PublishAsync(id, Sample.Publication());

        Assert.That(reply.Json.ToJsonString(), Is.EqualTo("""{"object":"LinkedinJobPostingPublishCheckpoint","type":"OTP","job_id":"3984512098"}"""));
        var draft = _api.Sandbox.Drafts.Single();
        Assert.That((draft.State, draft.CheckpointExpiresAt), Is.EqualTo((SandboxJobState.AwaitingOtp, (DateTimeOffset?)_clock.GetUtcNow().AddMinutes(10))));
        Assert.That(draft.Publication, Is.EqualTo(new SandboxPublication { Mode = "FREE", Service = "CLASSIC", Budget = null, HiringPhotoFrame = false, BypassEmailVerification = false }));
    }

    [Test]
    public async Task A_publication_that_bypasses_the_second_checkpoint_needs_one_code()
    {
        var publication = Sample.Publication();
        publication["bypass_email_verification"] = true;
        publication["hiring_photo_frame"] = true;
        var id = await AtCheckpointAsync(publication);

        var published = await _api.SolveAsync(id, SandboxCodes.Otp);

        Assert.That(published.Json["object"]!.GetValue<string>(), Is.EqualTo("LinkedinJobPostingPublished"));
        Assert.That(_api.Sandbox.PublishedJobs.Single().Publication, Is.EqualTo(new SandboxPublication { Mode = "FREE", Service = "CLASSIC", Budget = null, HiringPhotoFrame = true, BypassEmailVerification = true }));
    }

    [Test]
    public async Task Publishing_again_renews_a_checkpoint_from_its_beginning()
    {
        var id = await AtCheckpointAsync();
        await _api.SolveAsync(id, SandboxCodes.Otp);
        await _api.SolveAsync(id, "wrong");
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.That((await _api.SolveAsync(id, SandboxCodes.EmailToken)).ErrorType, Is.EqualTo("errors/expired_link"));

        var renewed = await _api.PublishAsync(id, Sample.Publication("PROMOTED"));

        Assert.That(renewed.Json["type"]!.GetValue<string>(), Is.EqualTo("OTP"));
        var draft = _api.Sandbox.Drafts.Single();
        Assert.That((draft.State, draft.WrongCodes, draft.CheckpointExpiresAt), Is.EqualTo((SandboxJobState.AwaitingOtp, 0, (DateTimeOffset?)_clock.GetUtcNow().AddMinutes(10))));
        Assert.That(draft.Publication!.Mode, Is.EqualTo("PROMOTED"), "the last call decides");
        Assert.That((await _api.SolveAsync(id, SandboxCodes.Otp)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Publishing_again_takes_up_a_draft_that_too_many_wrong_codes_had_blocked()
    {
        var id = await AtCheckpointAsync();
        await _api.SolveAsync(id, "1");
        await _api.SolveAsync(id, "2");
        await _api.SolveAsync(id, "3");

        await _api.PublishAsync(id, Sample.Publication());

        Assert.That((await _api.SolveAsync(id, "1")).ErrorType, Is.EqualTo("errors/invalid_checkpoint_solution"), "codes are counted anew");
        Assert.That((await _api.SolveAsync(id, SandboxCodes.Otp)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_published_job_is_not_published_again()
    {
        var id = await AtCheckpointAsync();
        await _api.SolveAsync(id, SandboxCodes.Otp);
        await _api.SolveAsync(id, SandboxCodes.EmailToken);

        var again = await _api.PublishAsync(id, Sample.Publication());

        Assert.That((again.Status, again.ErrorType), Is.EqualTo((422, "errors/action_already_performed")));
    }

    [Test]
    public async Task An_account_without_checkpoints_publishes_in_one_step()
    {
        var id = await CreateAsync(SandboxAccounts.NoCheckpoint);

        var published = await _api.PublishAsync(id, Sample.Publication(account: SandboxAccounts.NoCheckpoint));

        Assert.That(published.Json.ToJsonString(), Is.EqualTo("""{"object":"LinkedinJobPostingPublished","job_state":"active","job_id":"3984512098"}"""));
        Assert.That(_api.Sandbox.PublishedJobs.Single().PublishedAt, Is.EqualTo(_clock.GetUtcNow()));
        Assert.That(_api.Sandbox.Drafts, Is.Empty);
    }

    [Test]
    public async Task An_account_of_the_tests_own_can_do_without_checkpoints_too()
    {
        await using var api = await SandboxApi.StartAsync(new PostPressSandboxOptions { Accounts = [new SandboxAccount("acc_mine", SandboxAccountKind.LinkedIn) { SkipsCheckpoints = true }] });
        await api.CreateJobAsync(Sample.Job("acc_mine"));
        Assert.That(api.Sandbox.Drafts.Single().State, Is.EqualTo(SandboxJobState.Draft));

        await api.PublishAsync("3984512098", Sample.Publication(account: "acc_mine"));

        Assert.That(api.Sandbox.PublishedJobs, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_second_free_publication_is_refused_in_a_gateways_status_and_leaves_the_draft()
    {
        var first = await CreateAsync(SandboxAccounts.NoCheckpoint);
        var second = await CreateAsync(SandboxAccounts.NoCheckpoint);
        await _api.PublishAsync(first, Sample.Publication(account: SandboxAccounts.NoCheckpoint));

        var refused = await _api.PublishAsync(second, Sample.Publication(account: SandboxAccounts.NoCheckpoint));

        Assert.That(refused.Status, Is.EqualTo(502));
        Assert.That((refused.Json["title"]!.GetValue<string>(), refused.Json["status"]!.GetValue<int>(), refused.ErrorType), Is.EqualTo(("Bad Request", 400, "errors/invalid_parameters")));
        Assert.That(refused.Detail, Is.EqualTo("The draft is not eligible for free posting: FREE_JOB_LIMIT_REACHED."));
        Assert.That(_api.Sandbox.Drafts.Single().State, Is.EqualTo(SandboxJobState.Draft));
    }

    [Test]
    public async Task A_published_promoted_job_leaves_the_account_its_free_one()
    {
        var id = await CreateAsync(SandboxAccounts.NoCheckpoint);
        await _api.PublishAsync(id, Sample.Publication("PROMOTED", SandboxAccounts.NoCheckpoint));

        var free = (await _api.CreateJobAsync(Sample.Job(SandboxAccounts.NoCheckpoint))).Json["publish_options"]!["free"]!;

        Assert.That(free["eligible"]!.GetValue<bool>(), Is.True);
    }

    [TestCase("PROMOTED", null, "USD", 30, SandboxBudgetPeriod.Day, TestName = "Without a budget the recommended one of a day is noted")]
    [TestCase("PROMOTED_PLUS", """{"daily":{"currency":"USD","amount":10}}""", "USD", 10, SandboxBudgetPeriod.Day, TestName = "A budget of a day may be the least of the draft's")]
    [TestCase("PROMOTED", """{"monthly":{"currency":"USD","amount":7500}}""", "USD", 7500, SandboxBudgetPeriod.Month, TestName = "A budget of a month may be the most of the draft's")]
    public async Task A_promotion_is_recorded_with_its_budget(string mode, string? budget, string currency, int amount, SandboxBudgetPeriod period)
    {
        var publication = Sample.Publication(mode);
        if (budget is not null)
        {
            publication["budget"] = JsonNode.Parse(budget);
        }

        await AtCheckpointAsync(publication);

        var noted = _api.Sandbox.Drafts.Single().Publication!;
        Assert.That((noted.Mode, noted.Budget), Is.EqualTo((mode, new SandboxBudget(currency, amount, period))));
    }

    [TestCase("""{"daily":{"currency":"EUR","amount":30}}""", "`budget.daily.currency` must be USD")]
    [TestCase("""{"daily":{"currency":"USD","amount":9.99}}""", "`budget.daily.amount` must be from 10 to 250")]
    [TestCase("""{"daily":{"currency":"USD","amount":1e300}}""", "`budget.daily.amount` must be from 10 to 250")]
    [TestCase("""{"monthly":{"currency":"USD","amount":7500.01}}""", "`budget.monthly.amount` must be from 300 to 7500")]
    public async Task A_budget_beyond_the_drafts_is_refused_in_a_gateways_status(string budget, string detail)
    {
        var id = await CreateAsync();
        var publication = Sample.Publication("PROMOTED");
        publication["budget"] = JsonNode.Parse(budget);

        var refused = await _api.PublishAsync(id, publication);

        Assert.That((refused.Status, refused.ErrorType), Is.EqualTo((502, "errors/invalid_parameters")));
        Assert.That(refused.Detail, Does.StartWith(detail));
        Assert.That(_api.Sandbox.Drafts.Single().State, Is.EqualTo(SandboxJobState.Draft));
    }

    [Test]
    public async Task The_Recruiter_service_needs_Recruiter_and_no_more_than_PROMOTED()
    {
        var id = await CreateAsync();
        var plus = Sample.Publication("PROMOTED_PLUS");
        var classic = Sample.Publication("PROMOTED", SandboxAccounts.LinkedInClassic);
        var promoted = Sample.Publication("PROMOTED");
        foreach (var publication in (JsonObject[])[plus, classic, promoted])
        {
            publication["service"] = "RECRUITER";
        }

        var plusReply = await _api.PublishAsync(id, plus);
        var classicReply = await _api.PublishAsync(await CreateAsync(SandboxAccounts.LinkedInClassic), classic);
        var promotedReply = await _api.PublishAsync(id, promoted);

        Assert.That((plusReply.Status, plusReply.ErrorType), Is.EqualTo((422, "errors/unprocessable_entity")));
        Assert.That((classicReply.Status, classicReply.ErrorType), Is.EqualTo((403, "errors/feature_not_subscribed")));
        Assert.That(promotedReply.Status, Is.EqualTo(200));
        Assert.That(_api.Sandbox.Drafts[0].Publication!.Service, Is.EqualTo("RECRUITER"));
    }

    [TestCase("""{"account_id":"acc_linkedin_sandbox"}""", "`mode` is required; it is FREE, PROMOTED or PROMOTED_PLUS.")]
    [TestCase("""{"account_id":"acc_linkedin_sandbox","mode":"GRATIS"}""", "`mode` must be FREE, PROMOTED or PROMOTED_PLUS, not GRATIS.")]
    public async Task A_publication_without_a_known_mode_answers_422(string body, string detail)
    {
        var reply = await _api.PostJsonAsync("publishJob", "linkedin/jobs/1/publish", body);

        Assert.That((reply.Status, reply.ErrorType, reply.Detail), Is.EqualTo((422, "errors/unprocessable_entity", detail)));
    }

    [Test]
    public async Task A_foreign_or_unknown_draft_is_not_published()
    {
        var foreign = await _api.PublishAsync(await CreateAsync(), Sample.Publication(account: SandboxAccounts.Recruiter));
        var instagram = await _api.PublishAsync("1", Sample.Publication(account: SandboxAccounts.Instagram));

        Assert.That((foreign.Status, foreign.ErrorType), Is.EqualTo((404, "errors/resource_not_found")));
        Assert.That((instagram.Status, instagram.ErrorType), Is.EqualTo((422, "errors/invalid_account")));
    }
}
