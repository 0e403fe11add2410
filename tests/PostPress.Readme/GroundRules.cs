namespace PostPress.Readme;

/// <summary>The code of GROUND-RULES.md, with the names that it takes for granted around it.</summary>
internal abstract class GroundRules
{
    internal async Task CreateAsync(PostPressClient postpress, CreateJobRequest job, DateTimeOffset acceptedAt)
    {
        var customer = new JobCustomer
        {
            CustomerId = "customer-17",
            OrganizationId = "urn:li:company:9374000",
            JobsTermsAcceptedAt = acceptedAt,
        };
        job.Company = customer.ToCompany();
        var (draft, entry) = await postpress.Jobs.CreateForAsync(customer, job, JobCategory.Basic);
        await StoreAsync(entry);
        Choose(draft, customer);
    }

    internal async Task StoreFirstAsync(PostPressClient postpress, JobCustomer customer, CreateJobRequest job)
    {
        JobAuditEntry entry = customer.PrepareJob(job, JobCategory.Basic);
        await StoreAsync(entry);
        JobDraft draft = await postpress.Jobs.CreateAsync(job);
        await StoreAsync(entry with { JobId = draft.JobId, CreatedAt = DateTimeOffset.UtcNow });
    }

    protected abstract Task StoreAsync(JobAuditEntry entry);

    private static IReadOnlyList<string> Choose(JobDraft draft, JobCustomer customer)
    {
        IReadOnlyList<string> problems = [];
        PublishChoice choice = PublishChoice.Of(draft);
        if (!choice.CanBeFree && choice.CanBePromoted)
        {
            Console.WriteLine($"Not free of charge ({choice.WhyNotFree}); {choice.DailyBudget?.Recommended} {choice.Currency} a day are recommended.");
            problems = customer.FindProblems(JobCategory.Promoted);
        }

        return problems;
    }
}
