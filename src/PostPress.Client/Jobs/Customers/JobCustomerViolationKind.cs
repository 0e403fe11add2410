namespace PostPress;

/// <summary>What <see cref="JobCustomers.Validate"/> finds.</summary>
/// <remarks>
/// Source: <c>001_a540d0750890718e.txt</c>, LinkedIn's Job Posting API page, section "Create and Configure Customer
/// Applications": a customer account and its application "should strictly have 1:1 mapping".
/// </remarks>
public enum JobCustomerViolationKind
{
    /// <summary>An id is missing without which nothing can be compared, or it is malformed. It was left out of all comparisons.</summary>
    InvalidId,

    /// <summary>Two or more customers have the same application: the same client id, or the same developer application id.</summary>
    SharedApplication,

    /// <summary>
    /// Two or more customers have the same company page, in whichever form it is written. LinkedIn does not forbid it in so many
    /// words; it is how one customer who was entered twice shows.
    /// </summary>
    SharedCompany,

    /// <summary>One customer, listed more than once, has two or more applications.</summary>
    SeveralApplications,

    /// <summary>A client id goes with two or more developer application ids, or the other way round, though both name one application.</summary>
    MismatchedApplication,

    /// <summary>A customer has only one of the two ids of an application; LinkedIn wants both stored. To have neither is no violation: such a customer is being onboarded.</summary>
    IncompleteApplication,
}
