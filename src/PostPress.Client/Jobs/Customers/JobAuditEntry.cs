namespace PostPress;

/// <summary>
/// What you keep of a job that was created for a customer, so that you can tell LinkedIn on request which customers accepted
/// its Jobs Terms, when, and that it was before the job. It holds neither a key nor anything of the job's text.
/// </summary>
/// <remarks>Source: <c>001_a540d0750890718e.txt</c>, LinkedIn's Job Posting API page, section "Job Posting Legal Requirement".</remarks>
public sealed record JobAuditEntry
{
    /// <summary>Gets your own id of the customer (<see cref="JobCustomer.CustomerId"/>).</summary>
    public required string CustomerId { get; init; }

    /// <summary>Gets the id of the customer's LinkedIn company page, digits only; null if it isn't known.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Gets the name of the customer's company; null if the customer has none on record.</summary>
    public string? CompanyName { get; init; }

    /// <summary>Gets when the customer accepted LinkedIn's Jobs Terms and Conditions.</summary>
    public required DateTimeOffset JobsTermsAcceptedAt { get; init; }

    /// <summary>Gets how the job was to be posted when it was created.</summary>
    public required JobCategory Category { get; init; }

    /// <summary>Gets the id of the linked account that created the job.</summary>
    public required string AccountId { get; init; }

    /// <summary>Gets when the rules were checked, just before the job was sent.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>Gets when PostPress answered that the draft exists; null as long as it has not.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets the id of the job; null as long as PostPress has not answered with one.</summary>
    public string? JobId { get; init; }

    /// <summary>Gets how the draft was published (<see cref="PublishMode.Name"/>): <c>FREE</c>, <c>PROMOTED</c> or <c>PROMOTED_PLUS</c>. It need not match <see cref="Category"/>.</summary>
    /// <value>The default is <see langword="null"/>: it isn't published, as far as is known.</value>
    public string? PublicationMode { get; init; }

    /// <summary>Gets the budget with which the draft was published.</summary>
    /// <value>The default is <see langword="null"/>: none, as for a job that is free of charge, or the one that LinkedIn recommends.</value>
    public JobPublicationBudget? PublicationBudget { get; init; }

    /// <summary>Gets when PostPress answered that the job is published.</summary>
    /// <value>The default is <see langword="null"/>: it isn't published, as far as is known.</value>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Makes the entry of a draft that was published. This entry stays as it is.</summary>
    /// <param name="mode">How it was published.</param>
    /// <param name="publishedAt">When PostPress answered that the job is published.</param>
    /// <returns>The completed entry, to be stored in place of this one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="mode"/> is null.</exception>
    public JobAuditEntry WithPublication(PublishMode mode, DateTimeOffset publishedAt)
    {
        Argument.NotNull(mode, nameof(mode));

        return this with { PublicationMode = mode.Name, PublicationBudget = JobPublicationBudget.From(mode), PublishedAt = publishedAt };
    }
}
