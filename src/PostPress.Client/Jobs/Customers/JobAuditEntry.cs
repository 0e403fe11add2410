namespace PostPress;

/// <summary>
/// The audit log entry of a job that was created for a customer. With it you can show LinkedIn on request that the customer
/// accepted the Jobs Terms before the job was created. It contains no key and no text of the job.
/// </summary>
/// <remarks>Source: <c>001_a540d0750890718e.txt</c>, LinkedIn's Job Posting API page, section "Job Posting Legal Requirement".</remarks>
public sealed record JobAuditEntry
{
    /// <summary>Gets your own id of the customer (<see cref="JobCustomer.CustomerId"/>).</summary>
    public required string CustomerId { get; init; }

    /// <summary>Gets the id of the customer's LinkedIn company page, digits only; null if it isn't known.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Gets the name of the customer's company; null if the customer has none.</summary>
    public string? CompanyName { get; init; }

    /// <summary>Gets when the customer accepted LinkedIn's Jobs Terms and Conditions.</summary>
    public required DateTimeOffset JobsTermsAcceptedAt { get; init; }

    /// <summary>Gets the planned category of the job when it was created.</summary>
    public required JobCategory Category { get; init; }

    /// <summary>Gets the id of the linked account that created the job.</summary>
    public required string AccountId { get; init; }

    /// <summary>Gets when the rules were checked, just before the job was sent.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Gets when the response of PostPress confirmed the draft; null before that.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets the id of the job; null before the response of PostPress contained one.</summary>
    public string? JobId { get; init; }

    /// <summary>Gets how the draft was published (<see cref="PublishMode.Name"/>): <c>FREE</c>, <c>PROMOTED</c> or <c>PROMOTED_PLUS</c>. It can differ from <see cref="Category"/>.</summary>
    /// <value>The default is <see langword="null"/>: no publication is known.</value>
    public string? PublicationMode { get; init; }

    /// <summary>Gets the budget of the publication.</summary>
    /// <value>The default is <see langword="null"/>: no budget because the job is free of charge, or the budget that LinkedIn recommends.</value>
    public JobPublicationBudget? PublicationBudget { get; init; }

    /// <summary>Gets when the response of PostPress confirmed the publication.</summary>
    /// <value>The default is <see langword="null"/>: no publication is known.</value>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Creates the entry of the published draft. This entry is not changed.</summary>
    /// <param name="mode">The mode of the publication.</param>
    /// <param name="publishedAt">When the response of PostPress confirmed the publication.</param>
    /// <returns>The completed entry. Store it instead of this one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="mode"/> is null.</exception>
    public JobAuditEntry WithPublication(PublishMode mode, DateTimeOffset publishedAt)
    {
        Argument.NotNull(mode, nameof(mode));

        return this with { PublicationMode = mode.Name, PublicationBudget = JobPublicationBudget.From(mode), PublishedAt = publishedAt };
    }
}
