namespace PostPress;

/// <summary>A job draft that was created for a customer, with the entry for your audit log.</summary>
/// <param name="Draft">The draft, with the ways in which it can be published.</param>
/// <param name="Audit">The entry. Store it; the library does not.</param>
public sealed record CustomerJob(JobDraft Draft, JobAuditEntry Audit);
