namespace PostPress;

/// <summary>The two job categories of LinkedIn's Job Posting API page.</summary>
public enum JobCategory
{
    /// <summary>An unpaid job. LinkedIn shows it to fewer members than a promoted one.</summary>
    Basic,

    /// <summary>A paid job. LinkedIn requires the id of the customer's contract: <see cref="JobCustomer.ContractId"/>.</summary>
    Promoted,
}
