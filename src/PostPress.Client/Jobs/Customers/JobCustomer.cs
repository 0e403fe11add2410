using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>
/// A customer for whom you post jobs: what LinkedIn has you store for each customer, and when the customer accepted
/// LinkedIn's Jobs Terms. Members are checked when they are used; <see cref="Validate"/> checks them at once, and
/// <see cref="JobCustomers.Validate"/> checks that no two customers share an application.
/// </summary>
/// <remarks>
/// <para>
/// Store it as JSON with System.Text.Json or Newtonsoft.Json. The client secret of the customer's LinkedIn application has no
/// place in it: no member takes it, and LinkedIn never asks for it in a report.
/// </para>
/// <para>
/// Source: <c>001_a540d0750890718e.txt</c>, LinkedIn's Job Posting API page, sections "Job Posting Legal Requirement", "Create
/// and Configure Customer Applications" and "ATS Customer Onboarding".
/// </para>
/// </remarks>
public sealed class JobCustomer
{

    // Two machines' clocks differ, and a customer may accept the terms a moment before the first job.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets your own id of this customer. It is not sent; it is how the audit log tells customers apart.</summary>
    public required string CustomerId { get; set; }

    /// <summary>Gets or sets the id of the customer's LinkedIn company page, in any form that <see cref="CompanyUrn.Parse"/> reads.</summary>
    /// <value>The default is <see langword="null"/>: it isn't known, and <see cref="CompanyName"/> is needed in its place. Blank is the same.</value>
    public string? OrganizationId { get; set; }

    /// <summary>Gets or sets the name of the customer's company. It is sent where there is no <see cref="OrganizationId"/>.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? CompanyName { get; set; }

    /// <summary>Gets or sets the id of the customer's contract with LinkedIn, needed for promoted jobs only. PostPress has no use for it: it is not sent.</summary>
    /// <value>The default is <see langword="null"/>: none. Blank is the same. LinkedIn names no form for it, so only white space is refused.</value>
    public string? ContractId { get; set; }

    /// <summary>
    /// Gets or sets the client id of the customer's own LinkedIn application, which LinkedIn calls the API Key: its Provisioning
    /// API returns it. It is not sent. Not the client secret, and not your PostPress key.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: the customer has no application yet, which stands in the way of no job. Blank is
    /// the same. LinkedIn names no form for it, so only white space is refused. No two customers may have the same.
    /// </value>
    public string? ApplicationClientId { get; set; }

    /// <summary>Gets or sets the LinkedIn Developer Application id of the customer's own application. It is not sent.</summary>
    /// <value>
    /// The default is <see langword="null"/>: the customer has no application yet, which stands in the way of no job. Blank is
    /// the same. The id alone, or its URN, <c>urn:li:developerApplication:12345678</c>, which means the same; white space is
    /// refused. No two customers may have the same.
    /// </value>
    public string? DeveloperApplicationId { get; set; }

    /// <summary>Gets or sets when the customer accepted LinkedIn's Jobs Terms and Conditions. Without it no job is created for the customer.</summary>
    /// <value>
    /// The default is <see langword="null"/>: not yet. It must not lie in the future; five minutes are allowed for clocks that
    /// differ. Where only the date is known, take the beginning of that day in the customer's time zone.
    /// </value>
    public DateTimeOffset? JobsTermsAcceptedAt { get; set; }

    /// <summary>Gets what identifies the company page, malformed or not; null if it is blank.</summary>
    private string? PageId => OrNull(OrganizationId);

    /// <summary>Takes a blank text for none.</summary>
    internal static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Says what is wrong with an id of which LinkedIn names no form, or nothing. The id is never repeated: it can be a secret that was mistaken for one.</summary>
    internal static string? FindIdProblem(string id) => id.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
        ? "It holds white space or a control character, which no id of LinkedIn's does. Give the id alone, without a blank or a line break around it."
        : null;

    /// <summary>Says what stands in the way of a job for this customer. Ask it at the onboarding, and again before a draft is promoted.</summary>
    /// <param name="category">How the job is to be posted.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <returns>A sentence for each violation, which begins with the name of the member; empty if all is well.</returns>
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
            violations.Add("ContractId is missing. LinkedIn wants it for promoted jobs; a basic job does without.");
        }

        AddIdProblem(nameof(ContractId), ContractId);
        AddIdProblem(nameof(ApplicationClientId), ApplicationClientId);
        AddIdProblem(nameof(DeveloperApplicationId), DeveloperApplicationId);

        if (JobsTermsAcceptedAt is not { } acceptedAt || acceptedAt == default)
        {
            violations.Add("JobsTermsAcceptedAt is missing. The customer has to accept LinkedIn's Jobs Terms and Conditions before a job is posted; set it to when that was.");
        }
        else if (acceptedAt > (timeProvider ?? TimeProvider.System).GetUtcNow() + ClockSkew)
        {
            violations.Add("JobsTermsAcceptedAt lies in the future. Set it to when the customer did accept LinkedIn's Jobs Terms and Conditions.");
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

    /// <summary>Makes the <see cref="CreateJobRequest.Company"/> of this customer's jobs: by the id, or by the name where there is no id.</summary>
    /// <returns>A <see cref="ResolvedId"/> or a <see cref="FreeText"/>.</returns>
    /// <exception cref="FormatException"><see cref="OrganizationId"/> names no company page; the message says why.</exception>
    /// <exception cref="InvalidOperationException">There is neither an id nor a name.</exception>
    public IdOrText ToCompany() =>
        PageId is not null ? CompanyUrn.Parse(PageId).ToResolvedId()
        : !string.IsNullOrWhiteSpace(CompanyName) ? new FreeText { Text = CompanyName! }
        : throw new InvalidOperationException("The customer has neither an OrganizationId nor a CompanyName. Set one of them.");

    /// <summary>
    /// Checks that a job may be created for this customer and makes the entry for your audit log, without sending anything.
    /// <see cref="JobsClient.CreateForCustomerAsync"/> does it for you. Call it yourself to store the entry before the job is sent.
    /// </summary>
    /// <param name="job">The job. Its company has to be this customer's id or name; if it is null, it is set by <see cref="ToCompany"/>.</param>
    /// <param name="category">How the job is to be posted.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <returns>The entry, without the id of a job: none was created yet.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="job"/> is null.</exception>
    /// <exception cref="JobCustomerException">The rules forbid it; the exception names every reason.</exception>
    public JobAuditEntry PrepareJob(CreateJobRequest job, JobCategory category, TimeProvider? timeProvider = null)
    {
        Argument.NotNull(job, nameof(job));

        var violations = Validate(category, timeProvider);
        if (violations.Count == 0 && !IsFor(job))
        {
            violations = ["The job's company is neither this customer's OrganizationId nor its CompanyName. Set it to customer.ToCompany(), or correct the customer."];
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
    /// Checks that a draft may be published for this customer in a mode, without sending anything: the Jobs Terms are accepted,
    /// and for a promoted one <see cref="ContractId"/> is there. <see cref="JobsClient.PublishForCustomerAsync"/> does it for
    /// you. Where a checkpoint outlives the process, call it yourself, and complete the entry of your audit log with
    /// <see cref="JobAuditEntry.WithPublication"/> once the job is published.
    /// </summary>
    /// <remarks>
    /// Source: <c>001_a540d0750890718e.txt</c>, LinkedIn's Job Posting API page, section "ATS Customer Onboarding": "Contract ID
    /// field is mandatory for Premium job postings".
    /// </remarks>
    /// <param name="mode">How the draft is to be published.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="mode"/> is null.</exception>
    /// <exception cref="JobCustomerException">The rules forbid it; the exception names every reason.</exception>
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
        // A stored request can name a company in a form that is not the contract's, which a null would not show.
        null => !job.AdditionalProperties.TryGetValue("company", out var other) || other.Type == JTokenType.Null,
        ResolvedId byId => CompanyUrn.TryParse(PageId, out var urn) && byId.Id == urn.Id,
        FreeText byName => CompanyName is not null && byName.Text == CompanyName,
        _ => false,
    };
}
