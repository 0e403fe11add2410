using PostPress;
using PostPress.Sandbox;

namespace Docs;

public class GroundRulesSnippets : SnippetTests
{
    private static readonly DateTimeOffset acceptedAt = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    private readonly List<JobAuditEntry> _log = [];

    private static CreateJobRequest Job() => new()
    {
        AccountId = account,
        JobTitle = new FreeText { Text = "Engineer" },
        Company = new ResolvedId { Id = "9374000" },
        Workplace = Workplace.Remote,
        Location = "102277331",
        Description = "<p>We are hiring.</p>",
    };

    private static JobCustomer Customer() => new() { CustomerId = "customer-17", OrganizationId = "9374000", JobsTermsAcceptedAt = acceptedAt };

    [SetUp]
    public void Clear() => _log.Clear();

    [Test]
    public async Task A_job_for_a_customer_leaves_an_entry()
    {
        var job = Job();

        #region src/PostPress.Client/docs/customers.md
        var customer = new JobCustomer
        {
            CustomerId = "customer-17",
            OrganizationId = "urn:li:company:9374000",
            JobsTermsAcceptedAt = acceptedAt,
        };
        job.Company = customer.ToCompany();
        var (draft, entry) = await postpress.Jobs.CreateForCustomerAsync(customer, job, JobCategory.Basic);
        await StoreAsync(entry);
        #endregion

        Assert.That(_log.Single().JobId, Is.EqualTo(draft.JobId));
        Assert.That(_log.Single().JobsTermsAcceptedAt, Is.EqualTo(acceptedAt));
        Assert.That(sandbox.Drafts.Single().Id, Is.EqualTo(draft.JobId));
    }

    [Test]
    public async Task An_entry_can_be_stored_before_the_job_is_sent()
    {
        var job = Job();
        var customer = Customer();

        #region src/PostPress.Client/docs/customers.md
        JobAuditEntry entry = customer.PrepareJob(job, JobCategory.Basic);
        await StoreAsync(entry);
        JobDraft draft = await postpress.Jobs.CreateAsync(job);
        await StoreAsync(entry with { JobId = draft.JobId, CreatedAt = DateTimeOffset.UtcNow });
        #endregion

        Assert.That(_log.Select(e => e.JobId), Is.EqualTo(new[] { null, sandbox.Drafts.Single().Id }));
    }

    [Test]
    public async Task A_draft_that_can_only_be_promoted_asks_for_the_contract_id()
    {
        var customer = Customer();
        var codes = new Queue<string>([SandboxCodes.Otp, SandboxCodes.EmailToken]);
        await postpress.Jobs.PublishAsync(account, await postpress.Jobs.CreateAsync(Job()), PublishMode.Free, (_, _) => Task.FromResult<string?>(codes.Dequeue()));
        var draft = await postpress.Jobs.CreateAsync(Job());
        IReadOnlyList<string> problems = [];

        #region src/PostPress.Client/docs/customers.md
        PublishChoice choice = PublishChoice.FromDraft(draft);
        if (!choice.CanBeFree && choice.CanBePromoted)
        {
            Console.WriteLine($"Not free of charge ({choice.IneligibleReason}); {choice.DailyBudget?.Recommended} {choice.Currency} a day are recommended.");
            problems = customer.Validate(JobCategory.Promoted);
        }
        #endregion

        Assert.That(Printed, Does.StartWith("Not free of charge (FREE_JOB_LIMIT_REACHED); "));
        Assert.That(problems, Has.One.Contains("ContractId"));
    }

    [Test]
    public void Customers_who_share_an_application_are_named()
    {
        var customers = new List<JobCustomer>
        {
            new() { CustomerId = "customer-17", ApplicationClientId = "78abc123def456", DeveloperApplicationId = "12345678" },
            new() { CustomerId = "customer-18", ApplicationClientId = "78abc123def456", DeveloperApplicationId = "12345678" },
        };

        #region src/PostPress.Client/docs/customers.md
        foreach (JobCustomerViolation violation in JobCustomers.Validate(customers))
        {
            Console.WriteLine($"{violation.Kind}: {violation.Message}");
        }
        #endregion

        var shown = Page.At("src/PostPress.Client/docs/customers.md").Blocks("text")[0];
        Assert.That(Printed, Does.StartWith(shown.ReplaceLineEndings()));
    }

    [Test]
    public async Task The_report_of_the_Jobs_Terms_is_a_file_for_LinkedIn()
    {
        var customers = new List<JobCustomer>
        {
            new() { CustomerId = "customer-17", OrganizationId = "urn:li:company:9374000", CompanyName = "Acme", ApplicationClientId = "78abc123def456", DeveloperApplicationId = "12345678", JobsTermsAcceptedAt = acceptedAt },
            new() { CustomerId = "customer-19", CompanyName = "Globex" },
        };

        // Closes the file.
        async Task WriteAsync()
        {
            #region src/PostPress.Client/docs/customers.md
            await using FileStream file = File.Create("jobs-terms.csv");
            await JobsTermsReport.WriteCsvAsync(customers, file);
            #endregion
        }

        await WriteAsync();

        var shown = Page.At("src/PostPress.Client/docs/customers.md").Blocks("text")[1];
        Assert.That(await File.ReadAllTextAsync("jobs-terms.csv"), Is.EqualTo(shown.ReplaceLineEndings("\r\n")));
    }

    [Test]
    public async Task A_publication_is_checked_before_and_noted_after()
    {
        var customer = Customer();
        customer.ContractId = "31337";
        var job = await postpress.Jobs.CreateForCustomerAsync(customer, Job(), JobCategory.Promoted);
        var codes = new Queue<string>([SandboxCodes.Otp, SandboxCodes.EmailToken]);
        Task<string?> AskForCodeAsync(CheckpointChallenge challenge, CancellationToken cancellationToken) => Task.FromResult<string?>(codes.Dequeue());

        #region src/PostPress.Client/docs/customers.md
        var mode = PublishMode.Promoted(new DailyBudget { Daily = new BudgetAmount { Currency = "USD", Amount = 35 } });
        var (published, completed) = await postpress.Jobs.PublishForCustomerAsync(customer, job, mode, AskForCodeAsync);
        await StoreAsync(completed);
        #endregion

        Assert.That(published.JobState, Is.EqualTo(JobState.Active));
        Assert.That((_log.Single().JobId, _log.Single().PublicationMode, _log.Single().PublicationBudget), Is.EqualTo((job.Draft.JobId, "PROMOTED", new JobPublicationBudget { Currency = "USD", Amount = 35, Period = JobBudgetPeriod.Daily })));
        Assert.That(_log.Single().PublishedAt, Is.Not.Null);
    }

    [Test]
    public async Task A_publication_over_several_requests_is_checked_before_and_noted_after()
    {
        var customer = Customer();
        var (draft, entry) = await postpress.Jobs.CreateForCustomerAsync(customer, Job(), JobCategory.Basic);
        var mode = PublishMode.Free;
        JobPublication publication;

        {
            #region src/PostPress.Client/docs/customers.md
            customer.CheckPublication(mode);
            publication = await postpress.Jobs.StartPublicationAsync(entry.AccountId, draft, mode);
            #endregion
        }

        publication = await postpress.Jobs.SubmitCodeAsync(publication, SandboxCodes.Otp);
        Assert.That((publication.Status, publication.Checkpoint), Is.EqualTo((JobPublicationStatus.CodeRequired, CheckpointType.EmailVerification)));
        const string code = SandboxCodes.EmailToken;

        {
            #region src/PostPress.Client/docs/customers.md
            publication = await postpress.Jobs.SubmitCodeAsync(publication, code);
            if (publication.Status == JobPublicationStatus.Published)
            {
                await StoreAsync(entry.WithPublication(mode, DateTimeOffset.UtcNow));
            }
            #endregion
        }

        Assert.That((_log.Single().JobId, _log.Single().PublicationMode, _log.Single().PublicationBudget), Is.EqualTo((draft.JobId, "FREE", default(JobPublicationBudget))));
    }

    private Task StoreAsync(JobAuditEntry entry)
    {
        _log.Add(entry);
        return Task.CompletedTask;
    }
}
