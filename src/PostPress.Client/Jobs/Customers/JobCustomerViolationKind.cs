namespace PostPress;

/// <summary>The kinds of violations that <see cref="JobCustomers.Validate"/> finds.</summary>
/// <remarks>
/// Source: <c>001_a540d0750890718e.txt</c>, LinkedIn's Job Posting API page, section "Create and Configure Customer
/// Applications": a customer account and its application "should strictly have 1:1 mapping".
/// </remarks>
public enum JobCustomerViolationKind
{
    /// <summary>An id is missing or malformed. It was not compared with others.</summary>
    InvalidId,

    /// <summary>Two or more customers have the same application: the same client id, or the same developer application id.</summary>
    SharedApplication,

    /// <summary>
    /// Two or more customers have the same company page, in either form of its id. LinkedIn doesn't forbid it explicitly. Often
    /// one customer was entered twice.
    /// </summary>
    SharedCompany,

    /// <summary>One customer, listed more than once, has two or more applications.</summary>
    SeveralApplications,

    /// <summary>A client id occurs with two or more developer application ids, or the other way round. Both identify one application.</summary>
    MismatchedApplication,

    /// <summary>A customer has only one of the two ids of an application. LinkedIn requires you to store both. A customer without either is being onboarded, which is no violation.</summary>
    IncompleteApplication,
}
