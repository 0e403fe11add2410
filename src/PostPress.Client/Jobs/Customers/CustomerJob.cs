namespace PostPress;

/// <summary>A job draft that was created for a customer, and the entry for your audit log.</summary>
/// <param name="Draft">The draft, with the ways in which it can be published.</param>
/// <param name="Audit">What to keep of it. Store it: the library does not.</param>
public sealed record CustomerJob(JobDraft Draft, JobAuditEntry Audit);
