using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>
/// A customer for whom you post jobs: the data that LinkedIn requires you to store for each customer, and when the customer
/// accepted LinkedIn's Jobs Terms. <see cref="Validate"/> checks one customer. <see cref="JobCustomers.Validate"/> checks that
/// no two customers share an application.
/// </summary>
/// <remarks>
/// <para>
/// Store it as JSON with System.Text.Json or Newtonsoft.Json. Don't store the client secret of the customer's LinkedIn
/// application in it: LinkedIn never asks for it in a report.
/// </para>
/// <para>
/// Guide: <c>docs/customers.md</c> in the package.
/// </para>
/// <para>
/// Source: <c>001_a540d0750890718e.txt</c>, LinkedIn's Job Posting API page, sections "Job Posting Legal Requirement", "Create
/// and Configure Customer Applications" and "ATS Customer Onboarding".
/// </para>
/// </remarks>
public sealed class JobCustomer
{

    // The clocks of two machines differ, and a customer may accept the terms just before the first job.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets your own id of this customer. It identifies the customer in the audit log and is not sent.</summary>
    public required string CustomerId { get; set; }

    /// <summary>Gets or sets the id of the customer's LinkedIn company page, in any form that <see cref="CompanyUrn.Parse"/> reads.</summary>
    /// <value>The default is <see langword="null"/>: it isn't known, and <see cref="CompanyName"/> is required instead. Blank is the same as null.</value>
    public string? OrganizationId { get; set; }

    /// <summary>Gets or sets the name of the customer's company. It is sent if there is no <see cref="OrganizationId"/>.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? CompanyName { get; set; }

    /// <summary>Gets or sets the id of the customer's contract with LinkedIn. It is required for promoted jobs only. It is not sent.</summary>
    /// <value>The default is <see langword="null"/>: none. Blank is the same as null. LinkedIn documents no format for it, so only white space within it is a violation.</value>
    public string? ContractId { get; set; }

    /// <summary>
    /// Gets or sets the client id of the customer's own LinkedIn application, as LinkedIn's Provisioning API returns it. LinkedIn
    /// also calls it the API key. It is neither the client secret nor your PostPress key. It is not sent.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: the customer has no application yet. Jobs are possible without one. Blank is the
    /// same as null. LinkedIn documents no format for it, so only white space within it is a violation. Each customer needs its own.
    /// </value>
    public string? ApplicationClientId { get; set; }

    /// <summary>Gets or sets the LinkedIn Developer Application id of the customer's own application. It is not sent.</summary>
    /// <value>
    /// The default is <see langword="null"/>: the customer has no application yet. Jobs are possible without one. Blank is the
    /// same as null. The id alone and its URN, <c>urn:li:developerApplication:12345678</c>, are equal. White space within it is a
    /// violation. Each customer needs its own.
    /// </value>
    public string? DeveloperApplicationId { get; set; }

    /// <summary>Gets or sets when the customer accepted LinkedIn's Jobs Terms and Conditions. Without it, no job is created for the customer.</summary>
    /// <value>
    /// The default is <see langword="null"/>: not yet. It must not be in the future; a difference of five minutes is allowed for
    /// clocks. If only the date is known, use the beginning of that day in the customer's time zone.
    /// </value>
    public DateTimeOffset? JobsTermsAcceptedAt { get; set; }

    /// <summary>The id of the company page as it was set; null if it is blank.</summary>
    private string? PageId => OrNull(OrganizationId);

    /// <summary>Returns null for a blank text.</summary>
    internal static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Describes what is wrong with an id without a documented format; null if it is valid. The description doesn't contain the id, which may be a secret by mistake.</summary>
    internal static string? FindIdProblem(string id) => id.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
        ? "It contains white space or a control character. Set the id alone, without spaces or line breaks."
        : null;

    /// <summary>Checks whether a job can be posted for this customer. Call it when you onboard the customer, and again before a draft is promoted.</summary>
    /// <param name="category">The category of the job.</param>
    /// <param name="timeProvider">The clock; null for the clock of the system.</param>
    /// <returns>A sentence for each violation, which begins with the name of the property; empty if there is none.</returns>
    public IReadOnlyList<string> Validate(JobCategory category, TimeProvider? timeProvider = null)
    {
        var violations = new List<string>();
        if (string.IsNullOrWhiteSpace(CustomerId))
        {
            violations.Add("CustomerId is missing. Set it to your own id of this customer.");
        }

        if (PageId is null && string.IsNullOrWhiteSpace(CompanyName))
        {
            violations.Add("OrganizationId is missing. Set it, or CompanyName if the customer has no LinkedIn company page.");
        }
        else if (PageId is not null && CompanyUrn.FindProblem(PageId, out _) is { } problem)
        {
            violations.Add($"OrganizationId is wrong. {problem}");
        }

        if (category != JobCategory.Basic && string.IsNullOrWhiteSpace(ContractId))
        {
            violations.Add("ContractId is missing. LinkedIn requires it for promoted jobs. Basic jobs don't need it.");
        }

        AddIdProblem(nameof(ContractId), ContractId);
        AddIdProblem(nameof(ApplicationClientId), ApplicationClientId);
        AddIdProblem(nameof(DeveloperApplicationId), DeveloperApplicationId);

        if (JobsTermsAcceptedAt is not { } acceptedAt || acceptedAt == default)
        {
            violations.Add("JobsTermsAcceptedAt is missing. The customer must accept LinkedIn's Jobs Terms and Conditions before a job is posted. Set it to the time of the acceptance.");
        }
        else if (acceptedAt > (timeProvider ?? TimeProvider.System).GetUtcNow() + ClockSkew)
        {
            violations.Add("JobsTermsAcceptedAt is in the future. Set it to the time when the customer accepted LinkedIn's Jobs Terms and Conditions.");
        }

        return violations;

        void AddIdProblem(string member, string? id)
        {
            if (OrNull(id) is { } given && FindIdProblem(given) is { } wrong)
            {
                violations.Add($"{member} is wrong. {wrong}");
            }
        }
    }

    /// <summary>Creates the <see cref="CreateJobRequest.Company"/> for the jobs of this customer: the id, or the name if there is no id.</summary>
    /// <returns>A <see cref="ResolvedId"/> or a <see cref="FreeText"/>.</returns>
    /// <exception cref="FormatException"><see cref="OrganizationId"/> is not the id of a company page; the message says why.</exception>
    /// <exception cref="InvalidOperationException">The customer has neither an id nor a name.</exception>
    public IdOrText ToCompany() =>
        PageId is not null ? CompanyUrn.Parse(PageId).ToResolvedId()
        : !string.IsNullOrWhiteSpace(CompanyName) ? new FreeText { Text = CompanyName! }
        : throw new InvalidOperationException("The customer has neither an OrganizationId nor a CompanyName. Set one of them.");

    /// <summary>
    /// Checks that a job may be created for this customer, and creates the entry for your audit log. Nothing is sent.
    /// <see cref="JobsClient.CreateForCustomerAsync"/> calls it. Call it yourself to store the entry before the job is sent.
    /// </summary>
    /// <param name="job">The job. Its company must be the id or the name of this customer. If it is null, <see cref="ToCompany"/> sets it.</param>
    /// <param name="category">The category of the job.</param>
    /// <param name="timeProvider">The clock; null for the clock of the system.</param>
    /// <returns>The entry, without a job id, because no job exists yet.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="job"/> is null.</exception>
    /// <exception cref="JobCustomerException">LinkedIn's rules forbid it; the exception contains all reasons.</exception>
    public JobAuditEntry PrepareJob(CreateJobRequest job, JobCategory category, TimeProvider? timeProvider = null)
    {
        Argument.NotNull(job, nameof(job));

        var violations = Validate(category, timeProvider);
        if (violations.Count == 0 && !IsFor(job))
        {
            violations = ["The company of the job is neither the OrganizationId nor the CompanyName of this customer. Set it to customer.ToCompany(), or correct the customer."];
        }

        if (violations.Count > 0)
        {
            throw new JobCustomerException(CustomerId, violations);
        }

        job.Company ??= ToCompany();
        return new JobAuditEntry
        {
            CustomerId = CustomerId,
            OrganizationId = PageId is null ? null : CompanyUrn.Parse(PageId).Id,
            CompanyName = CompanyName,
            JobsTermsAcceptedAt = JobsTermsAcceptedAt!.Value,
            Category = category,
            AccountId = job.AccountId,
            CheckedAt = (timeProvider ?? TimeProvider.System).GetUtcNow(),
        };
    }

    /// <summary>
    /// Checks that a draft may be published for this customer in a mode: the Jobs Terms are accepted, and for a promoted mode
    /// <see cref="ContractId"/> is set. Nothing is sent. <see cref="JobsClient.PublishForCustomerAsync"/> calls it. If the codes
    /// arrive in later requests, call it yourself, and complete the entry of your audit log with
    /// <see cref="JobAuditEntry.WithPublication"/> when the job is published.
    /// </summary>
    /// <remarks>
    /// Source: <c>001_a540d0750890718e.txt</c>, LinkedIn's Job Posting API page, section "ATS Customer Onboarding": "Contract ID
    /// field is mandatory for Premium job postings".
    /// </remarks>
    /// <param name="mode">How to publish the draft.</param>
    /// <param name="timeProvider">The clock; null for the clock of the system.</param>
    /// <exception cref="ArgumentNullException"><paramref name="mode"/> is null.</exception>
    /// <exception cref="JobCustomerException">LinkedIn's rules forbid it; the exception contains all reasons.</exception>
    public void CheckPublication(PublishMode mode, TimeProvider? timeProvider = null)
    {
        Argument.NotNull(mode, nameof(mode));

        var violations = Validate(mode.IsFree ? JobCategory.Basic : JobCategory.Promoted, timeProvider);
        if (violations.Count > 0)
        {
            throw new JobCustomerException(CustomerId, violations, PublishJobOperation.Id);
        }
    }

    private bool IsFor(CreateJobRequest job) => job.Company switch
    {
        // A stored request can contain a company in another form, which is not the same as null.
        null => !job.AdditionalProperties.TryGetValue("company", out var other) || other.Type == JTokenType.Null,
        ResolvedId byId => CompanyUrn.TryParse(PageId, out var urn) && byId.Id == urn.Id,
        FreeText byName => CompanyName is not null && byName.Text == CompanyName,
        _ => false,
    };
}
