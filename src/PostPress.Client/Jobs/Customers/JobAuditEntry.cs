namespace PostPress;

/// <summary>
/// What you keep of a job that was created for a customer, so that you can tell LinkedIn on request which customers accepted
/// its Jobs Terms, when, and that it was before the job. It holds neither a key nor anything of the job's text.
/// </summary>
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
}
