namespace PostPress;

/// <summary>A job that was published for a customer, with the completed entry for your audit log.</summary>
/// <param name="Job">The published job.</param>
/// <param name="Audit">The entry, which replaces the entry of the draft. Store it; the library does not.</param>
public sealed record CustomerPublication(JobPublished Job, JobAuditEntry Audit);
