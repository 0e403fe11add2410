using Newtonsoft.Json;
using PostPress.Sandbox;

namespace PostPress.Tests;

public class JobCustomerTests
{
    private const string Created = """{"object":"LinkedinJobPostingDraftCreated","job_id":"3984512098"}""";

    private static readonly DateTimeOffset Accepted = new(2026, 3, 1, 9, 30, 0, TimeSpan.FromHours(1));

    private static JobCustomer Customer() => new()
    {
        CustomerId = "customer-17",
        OrganizationId = "urn:li:organization:9374000",
        CompanyName = "Acme",
        JobsTermsAcceptedAt = Accepted,
    };

    private static JobCustomer With(Action<JobCustomer> change)
    {
        var customer = Customer();
        change(customer);
        return customer;
    }

    private static CreateJobRequest Job(IdOrText? company = null) => new()
    {
        AccountId = SandboxAccounts.LinkedIn,
        JobTitle = new FreeText { Text = "canary title" },
        Company = company!,
        Workplace = Workplace.Remote,
        Location = "102277331",
        Description = "canary description",
    };

    [Test]
    public async Task A_job_for_a_customer_is_created_and_comes_back_with_an_entry_for_the_audit_log()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        var time = new ManualTime();
        using var client = new PostPressClient(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress, TimeProvider = time });
        var customer = Customer();

        var (draft, audit) = await client.Jobs.CreateForCustomerAsync(customer, Job(customer.ToCompany()), JobCategory.Basic);

        Assert.Multiple(() =>
        {
            Assert.That(sandbox.Drafts.Single().Request.GetProperty("company").GetRawText(), Is.EqualTo("""{"id":"9374000"}"""));
            Assert.That(draft.JobId, Is.EqualTo(sandbox.Drafts.Single().Id));
            Assert.That(audit, Is.EqualTo(new JobAuditEntry
            {
                CustomerId = "customer-17",
                OrganizationId = "9374000",
                CompanyName = "Acme",
                JobsTermsAcceptedAt = Accepted,
                Category = JobCategory.Basic,
                AccountId = SandboxAccounts.LinkedIn,
                CheckedAt = time.GetUtcNow(),
                CreatedAt = time.GetUtcNow(),
                JobId = draft.JobId,
            }));
        });
    }

    [Test]
    public async Task The_entry_keeps_the_moments_of_the_check_and_of_the_answer()
    {
        var time = new ManualTime();
        var before = time.GetUtcNow();
        using var script = new Clients.Script(request =>
        {
            time.Advance(TimeSpan.FromSeconds(40));
            return Clients.Json(Created)(request);
        });
        using var client = Clients.Over(script, o => o.TimeProvider = time);

        var (_, audit) = await client.Jobs.CreateForCustomerAsync(Customer(), Job(), JobCategory.Basic);

        Assert.That((audit.CheckedAt, audit.CreatedAt), Is.EqualTo((before, (DateTimeOffset?)before.AddSeconds(40))));
    }

    [Test]
    public async Task Without_the_date_of_the_Jobs_Terms_nothing_is_sent()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        var customer = With(c => c.JobsTermsAcceptedAt = null);

        var refused = Assert.Throws<JobCustomerException>(() => _ = client.Jobs.CreateForCustomerAsync(customer, Job(), JobCategory.Basic));

        Assert.Multiple(() =>
        {
            Assert.That(refused.CustomerId, Is.EqualTo("customer-17"));
            Assert.That(refused.Violations.Single(), Does.StartWith("JobsTermsAcceptedAt is missing."));
            Assert.That(refused.Message, Does.Contain(refused.Violations[0]).And.Contain("createJob was not sent"));
            Assert.That((refused.Outcome, refused.Operation, refused.Attempts, refused.Elapsed, refused.IdempotencyKey), Is.EqualTo((CallOutcome.Refused, "createJob", 0, TimeSpan.Zero, (string?)null)));
            Assert.That(sandbox.Requests, Is.Empty);
        });
    }

    [Test]
    public void A_date_in_the_future_is_refused_but_for_the_five_minutes_by_which_clocks_differ()
    {
        var time = new ManualTime();

        Assert.Multiple(() =>
        {
            Assert.That(With(c => c.JobsTermsAcceptedAt = time.GetUtcNow().AddMinutes(5)).Validate(JobCategory.Basic, time), Is.Empty);
            Assert.That(With(c => c.JobsTermsAcceptedAt = time.GetUtcNow().AddMinutes(5).AddTicks(1)).Validate(JobCategory.Basic, time).Single(), Does.StartWith("JobsTermsAcceptedAt is in the future."));
            Assert.That(With(c => c.JobsTermsAcceptedAt = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero)).Validate(JobCategory.Basic), Has.Count.EqualTo(1), "by the system's clock");
        });
    }

    [Test]
    public void A_date_that_was_never_filled_in_is_none()
    {
        Assert.That(With(c => c.JobsTermsAcceptedAt = default(DateTimeOffset)).Validate(JobCategory.Basic).Single(), Does.StartWith("JobsTermsAcceptedAt is missing."));
    }

    [Test]
    public void A_contract_is_needed_for_promoted_jobs_only()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Customer().Validate(JobCategory.Basic), Is.Empty);
            Assert.That(Customer().Validate(JobCategory.Promoted).Single(), Does.StartWith("ContractId is missing."));
            Assert.That(With(c => c.ContractId = " ").Validate(JobCategory.Promoted), Has.Count.EqualTo(1));
            Assert.That(With(c => c.ContractId = "31337").Validate(JobCategory.Promoted), Is.Empty);
        });
    }

    [Test]
    public async Task The_contract_is_not_sent_and_the_category_is_noted()
    {
        using var script = new Clients.Script(Clients.Json(Created));
        using var client = Clients.Over(script);

        var (_, audit) = await client.Jobs.CreateForCustomerAsync(With(c => c.ContractId = "31337"), Job(), JobCategory.Promoted);

        Assert.That(script.Bodies[0], Does.Not.Contain("31337"));
        Assert.That(audit.Category, Is.EqualTo(JobCategory.Promoted));
    }

    [Test]
    public void Every_problem_is_named_at_once_by_its_member()
    {
        var customer = new JobCustomer { CustomerId = "" };

        Assert.Multiple(() =>
        {
            Assert.That(customer.Validate(JobCategory.Promoted).Select(p => p.Split(' ')[0]), Is.EqualTo(new[] { "CustomerId", "OrganizationId", "ContractId", "JobsTermsAcceptedAt" }));
            Assert.That(With(c => c.OrganizationId = "acme").Validate(JobCategory.Basic).Single(), Does.StartWith("OrganizationId is wrong.").And.Contain("must be digits"));
        });
    }

    [TestCase(null)]
    [TestCase(" ")]
    public void A_customer_without_an_id_is_named_in_words(string? id)
    {
        var customer = With(c => c.OrganizationId = id);
        var job = Job();

        var audit = customer.PrepareJob(job, JobCategory.Basic);

        Assert.Multiple(() =>
        {
            Assert.That((job.Company as FreeText)?.Text, Is.EqualTo("Acme"));
            Assert.That((audit.OrganizationId, audit.CompanyName), Is.EqualTo(((string?)null, "Acme")));
            Assert.That(() => With(c => (c.OrganizationId, c.CompanyName) = (null, " ")).ToCompany(), Throws.InvalidOperationException.With.Message.Contains("CompanyName"));
            Assert.That(() => With(c => c.OrganizationId = "acme").ToCompany(), Throws.TypeOf<FormatException>(), "a wrong id is not passed over for the name");
        });
    }

    private static IEnumerable<TestCaseData> Companies() =>
    [
        new TestCaseData(new ResolvedId { Id = "9374000" }, true).SetArgDisplayNames("the id"),
        new TestCaseData(new FreeText { Text = "Acme" }, true).SetArgDisplayNames("the name"),
        new TestCaseData(new ResolvedId { Id = "1" }, false).SetArgDisplayNames("another id"),
        new TestCaseData(new FreeText { Text = "Ajax" }, false).SetArgDisplayNames("another name"),
        new TestCaseData(JsonConvert.DeserializeObject<IdOrText>("{}"), false).SetArgDisplayNames("neither"),
    ];

    [TestCaseSource(nameof(Companies))]
    public void The_company_of_the_job_has_to_be_the_customer_s(IdOrText company, bool allowed)
    {
        var job = Job(company);
        if (allowed)
        {
            Customer().PrepareJob(job, JobCategory.Basic);
        }
        else
        {
            var refused = Assert.Throws<JobCustomerException>(() => Customer().PrepareJob(job, JobCategory.Basic));
            Assert.That(refused.Message, Does.Contain("customer.ToCompany()"));
        }

        Assert.That(job.Company, Is.SameAs(company), "what was set is not changed");
    }

    [TestCase("""{"account_id":"a","company":"Ajax"}""", false)]
    [TestCase("""{"account_id":"a","company":null}""", true)]
    [TestCase("""{"account_id":"a"}""", true)]
    public void A_stored_request_without_a_company_gets_the_customer_s_but_a_malformed_one_is_not_replaced(string stored, bool filled)
    {
        var job = JsonConvert.DeserializeObject<CreateJobRequest>(stored)!;
        if (filled)
        {
            Customer().PrepareJob(job, JobCategory.Basic);
        }
        else
        {
            Assert.Throws<JobCustomerException>(() => Customer().PrepareJob(job, JobCategory.Basic));
        }

        Assert.That((job.Company as ResolvedId)?.Id, Is.EqualTo(filled ? "9374000" : null));
    }

    [Test]
    public void An_id_that_the_record_does_not_know_belongs_into_the_record()
    {
        var refused = Assert.Throws<JobCustomerException>(() => With(c => c.OrganizationId = null).PrepareJob(Job(new ResolvedId { Id = "9374000" }), JobCategory.Basic));

        Assert.That(refused.Message, Does.Contain("correct the customer"));
    }

    [Test]
    public void A_refused_job_is_left_as_it_was()
    {
        var job = Job();

        Assert.Throws<JobCustomerException>(() => With(c => c.JobsTermsAcceptedAt = null).PrepareJob(job, JobCategory.Basic));

        Assert.That(job.Company, Is.Null);
    }

    [Test]
    public async Task When_no_answer_comes_the_entry_that_was_stored_before_still_tells_of_the_job()
    {
        using var script = new Clients.Script(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost"));
        using var client = Clients.Over(script);
        var job = Job();
        var stored = Customer().PrepareJob(job, JobCategory.Basic);

        var failure = await Assert.ThrowsAsync<PostPressConnectionException>(() => client.Jobs.CreateAsync(job));

        Assert.Multiple(() =>
        {
            Assert.That(failure!.Outcome, Is.EqualTo(CallOutcome.Unknown));
            Assert.That(script.Bodies[0], Does.Contain("9374000"));
            Assert.That((stored.CustomerId, stored.AccountId, stored.JobId, stored.CreatedAt), Is.EqualTo(("customer-17", SandboxAccounts.LinkedIn, (string?)null, (DateTimeOffset?)null)));
        });
    }

    [Test]
    public async Task A_failure_and_the_options_pass_through_unchanged()
    {
        using var script = new Clients.Script(Clients.Json("""{"title":"T","detail":"D","type":"errors/insufficient_job_slot","status":422}""", 422));
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<PostPressApiException>(() => client.Jobs.CreateForCustomerAsync(Customer(), Job(), JobCategory.Basic, new CallOptions { IdempotencyKey = "message-1" }));

        Assert.That((failure!.ErrorType, failure.IdempotencyKey), Is.EqualTo(((ErrorType?)ErrorType.InsufficientJobSlot, "message-1")));
    }

    [Test]
    public async Task The_contract_is_checked_as_for_any_other_job()
    {
        using var client = new PostPressClient(Clients.ApiKey);
        var job = Job();
        job.Location = "Berlin";

        await Assert.ThrowsAsync<InvalidRequestException>(() => client.Jobs.CreateForCustomerAsync(Customer(), job, JobCategory.Basic));
    }

    [Test]
    public void Neither_the_job_s_text_nor_a_key_is_in_the_entry()
    {
        var written = JsonConvert.SerializeObject(Customer().PrepareJob(Job(), JobCategory.Basic));

        Assert.That(written, Does.Contain("customer-17").And.Not.Contain("canary"));
    }

    [Test]
    public void An_entry_and_a_customer_survive_being_stored_as_JSON()
    {
        var entry = Customer().PrepareJob(Job(), JobCategory.Basic) with { JobId = "42" };

        Assert.Multiple(() =>
        {
            Assert.That(JsonConvert.DeserializeObject<JobAuditEntry>(JsonConvert.SerializeObject(entry)), Is.EqualTo(entry));
            Assert.That(System.Text.Json.JsonSerializer.Deserialize<JobAuditEntry>(System.Text.Json.JsonSerializer.Serialize(entry)), Is.EqualTo(entry));
            Assert.That(JsonConvert.DeserializeObject<JobCustomer>(JsonConvert.SerializeObject(Customer()))!.Validate(JobCategory.Basic), Is.Empty);
            Assert.That(System.Text.Json.JsonSerializer.Deserialize<JobCustomer>(System.Text.Json.JsonSerializer.Serialize(Customer()))!.Validate(JobCategory.Basic), Is.Empty);
        });
    }

    [Test]
    public void A_customer_keeps_all_that_LinkedIn_wants_stored_and_no_secret()
    {
        var members = typeof(JobCustomer).GetProperties().Select(p => p.Name);

        Assert.That(members, Is.EquivalentTo(new[] { "CustomerId", "OrganizationId", "CompanyName", "ContractId", "ApplicationClientId", "DeveloperApplicationId", "JobsTermsAcceptedAt" }));
    }

    [Test]
    public void A_customer_without_an_application_of_its_own_may_have_jobs()
    {
        Assert.That(With(c => (c.ApplicationClientId, c.DeveloperApplicationId) = (null, " ")).Validate(JobCategory.Basic), Is.Empty);
        Assert.That(With(c => (c.ApplicationClientId, c.DeveloperApplicationId, c.ContractId) = ("78abc", "urn:li:developerApplication:1", "urn:li:contract:1")).Validate(JobCategory.Promoted), Is.Empty);
    }

    [TestCase("78abc def")]
    [TestCase("78abc\n")]
    [TestCase("78\0abc")]
    public void An_id_with_white_space_or_a_control_character_is_wrong_and_not_repeated(string id)
    {
        var violations = With(c => (c.ApplicationClientId, c.DeveloperApplicationId, c.ContractId) = (id, id, id)).Validate(JobCategory.Basic);

        Assert.That(violations.Select(v => v.Split(' ')[0]), Is.EqualTo(new[] { "ContractId", "ApplicationClientId", "DeveloperApplicationId" }));
        Assert.That(violations, Has.All.Contain("is wrong.").And.None.Contain("78"));
    }

    private static PublishMode[] PaidModes() => [PublishMode.Promoted(), PublishMode.PromotedWithRecruiter(), PublishMode.PromotedPlus()];

    [Test]
    public void A_free_publication_needs_no_contract()
    {
        Assert.That(() => Customer().CheckPublication(PublishMode.Free), Throws.Nothing);
    }

    [TestCaseSource(nameof(PaidModes))]
    public void A_paid_publication_needs_the_contract(PublishMode mode)
    {
        var refused = Assert.Throws<JobCustomerException>(() => Customer().CheckPublication(mode));

        Assert.Multiple(() =>
        {
            Assert.That(refused.Violations.Single(), Does.StartWith("ContractId is missing."));
            Assert.That((refused.CustomerId, refused.Operation, refused.Outcome), Is.EqualTo(("customer-17", "publishJob", CallOutcome.Refused)));
            Assert.That(refused.Message, Does.StartWith("publishJob was not sent"));
            Assert.That(() => With(c => c.ContractId = "31337").CheckPublication(mode), Throws.Nothing);
        });
    }

    [Test]
    public void No_publication_without_the_Jobs_Terms()
    {
        var time = new ManualTime();

        Assert.Multiple(() =>
        {
            Assert.That(() => With(c => c.JobsTermsAcceptedAt = null).CheckPublication(PublishMode.Free), Throws.TypeOf<JobCustomerException>().With.Message.Contains("JobsTermsAcceptedAt is missing."));
            Assert.That(() => With(c => c.JobsTermsAcceptedAt = time.GetUtcNow().AddHours(1)).CheckPublication(PublishMode.Free, time), Throws.TypeOf<JobCustomerException>().With.Message.Contains("in the future"));
        });
    }

    [Test]
    public void The_entry_is_completed_by_what_was_published()
    {
        var created = Customer().PrepareJob(Job(), JobCategory.Basic) with { JobId = "42" };
        var budget = new JobPublicationBudget { Currency = "USD", Amount = 35.5m, Period = JobBudgetPeriod.Daily };
        var at = Accepted.AddDays(1);

        var published = created.WithPublication(PublishMode.Promoted(new DailyBudget { Daily = new BudgetAmount { Currency = "USD", Amount = 35.5m } }), at);

        Assert.Multiple(() =>
        {
            Assert.That(published, Is.EqualTo(created with { PublicationMode = "PROMOTED", PublicationBudget = budget, PublishedAt = at }));
            Assert.That((created.PublicationMode, created.PublicationBudget, created.PublishedAt), Is.EqualTo(((string?)null, (JobPublicationBudget?)null, (DateTimeOffset?)null)), "the entry before stays as it was");
            Assert.That(created.WithPublication(PublishMode.Free, at).PublicationBudget, Is.Null);
        });
    }

    [Test]
    public void An_entry_of_a_publication_survives_being_stored_as_JSON()
    {
        var entry = Customer().PrepareJob(Job(), JobCategory.Basic).WithPublication(PublishMode.PromotedPlus(new MonthlyBudget { Monthly = new BudgetAmount { Currency = "EUR", Amount = 1050.25m } }), Accepted);

        Assert.That(JsonConvert.DeserializeObject<JobAuditEntry>(JsonConvert.SerializeObject(entry)), Is.EqualTo(entry));
        Assert.That(System.Text.Json.JsonSerializer.Deserialize<JobAuditEntry>(System.Text.Json.JsonSerializer.Serialize(entry)), Is.EqualTo(entry));
    }

    [Test]
    public void A_customer_survives_being_stored_as_JSON_with_all_its_members_and_an_older_record_is_still_read()
    {
        var customer = With(c => (c.ContractId, c.ApplicationClientId, c.DeveloperApplicationId) = ("31337", "78abc", "12345678"));
        static object?[] Members(JobCustomer? c) => [.. typeof(JobCustomer).GetProperties().Select(p => p.GetValue(c))];
        const string Older = """{"CustomerId":"customer-17","OrganizationId":"9374000","JobsTermsAcceptedAt":"2026-03-01T09:30:00+01:00","client_secret":"dropped"}""";

        Assert.Multiple(() =>
        {
            Assert.That(Members(customer), Has.None.Null);
            Assert.That(Members(JsonConvert.DeserializeObject<JobCustomer>(JsonConvert.SerializeObject(customer))), Is.EqualTo(Members(customer)));
            Assert.That(Members(System.Text.Json.JsonSerializer.Deserialize<JobCustomer>(System.Text.Json.JsonSerializer.Serialize(customer))), Is.EqualTo(Members(customer)));
            Assert.That(JsonConvert.DeserializeObject<JobCustomer>(Older)!.Validate(JobCategory.Basic), Is.Empty);
            Assert.That(System.Text.Json.JsonSerializer.Deserialize<JobCustomer>(Older)!.Validate(JobCategory.Basic), Is.Empty);
        });
    }

    [Test]
    public async Task A_customer_s_draft_is_published_and_its_entry_completed()
    {
        using var script = new Clients.Script(Clients.Json("""{"object":"LinkedinJobPostingPublished","job_state":"active","job_id":"42"}"""));
        using var client = Clients.Over(script);
        var entry = Customer().PrepareJob(Job(), JobCategory.Basic);

        var (job, audit) = await client.Jobs.PublishForCustomerAsync(Customer(), new CustomerJob(new JobDraft { JobId = "42" }, entry), PublishMode.Free, (_, _) => Task.FromResult<string?>(null));

        Assert.Multiple(() =>
        {
            Assert.That(job.JobState, Is.EqualTo(JobState.Active));
            Assert.That(audit.PublicationMode, Is.EqualTo("FREE"));
            Assert.That(audit.PublishedAt, Is.Not.Null);
            Assert.That(script.Bodies[0], Does.Contain($"\"account_id\":\"{entry.AccountId}\""));
        });
    }

    [Test]
    public void A_draft_of_another_customer_or_without_a_contract_is_not_published()
    {
        using var script = new Clients.Script();
        using var client = Clients.Over(script);
        var entry = Customer().PrepareJob(Job(), JobCategory.Basic);
        var job = new CustomerJob(new JobDraft { JobId = "42" }, entry);

        Assert.Multiple(() =>
        {
            Assert.That(
                () => client.Jobs.PublishForCustomerAsync(With(c => c.CustomerId = "customer-18"), job, PublishMode.Free, (_, _) => Task.FromResult<string?>(null)),
                Throws.TypeOf<JobCustomerException>().With.Message.Contains("another customer"));
            Assert.That(
                () => client.Jobs.PublishForCustomerAsync(Customer(), job, PublishMode.Promoted(), (_, _) => Task.FromResult<string?>(null)),
                Throws.TypeOf<JobCustomerException>().With.Message.Contains("ContractId is missing"));
        });
    }

    [Test]
    public async Task A_user_s_fake_needs_to_override_the_creation_only()
    {
        var (draft, audit) = await new FakeJobs().CreateForCustomerAsync(Customer(), Job(), JobCategory.Basic);

        Assert.That((draft.JobId, audit.JobId), Is.EqualTo(("7", "7")));
    }

    [Test]
    public void Null_is_refused()
    {
        using var client = new PostPressClient(Clients.ApiKey);

        Assert.Multiple(() =>
        {
            Assert.That(() => client.Jobs.CreateForCustomerAsync(null!, Job(), JobCategory.Basic), Throws.ArgumentNullException);
            Assert.That(() => client.Jobs.CreateForCustomerAsync(Customer(), null!, JobCategory.Basic), Throws.ArgumentNullException);
            Assert.That(() => new JobCustomerException("customer-17", null!), Throws.ArgumentNullException);
            Assert.That(() => Customer().CheckPublication(null!), Throws.ArgumentNullException);
            Assert.That(() => Customer().PrepareJob(Job(), JobCategory.Basic).WithPublication(null!, Accepted), Throws.ArgumentNullException);
        });
    }

    private sealed class FakeJobs : JobsClient
    {
        public override Task<JobDraft> CreateAsync(CreateJobRequest job, CallOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new JobDraft { JobId = "7" });
    }
}
