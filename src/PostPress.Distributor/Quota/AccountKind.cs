namespace PostPress.Distributor.Quota;

/// <summary>What a linked account is: its limits depend on it.</summary>
public enum AccountKind
{
    Classic,
    SalesNavigator,
    Recruiter,
    Instagram,
}

/// <summary>What is counted by itself.</summary>
public enum QuotaAction
{
    /// <summary>Search results: a search costs as many places as it may return.</summary>
    Search,

    /// <summary>Profiles.</summary>
    Profile,

    /// <summary>Every other call: posts, drafts, publications, codes.</summary>
    Other,
}
