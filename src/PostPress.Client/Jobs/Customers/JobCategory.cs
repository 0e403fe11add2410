namespace PostPress;

/// <summary>The two ways of posting a job that LinkedIn's Job Posting API page knows.</summary>
public enum JobCategory
{
    /// <summary>An unpaid job, which LinkedIn shows to its members less actively than a promoted one.</summary>
    Basic,

    /// <summary>A paid job, for which LinkedIn wants the id of the customer's contract: <see cref="JobCustomer.ContractId"/>.</summary>
    Promoted,
}
