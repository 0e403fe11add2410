namespace PostPress;

/// <summary>The options for finding ids. All of them are optional.</summary>
public sealed class SearchParameterOptions
{
    /// <summary>Gets or sets the maximum number of items, from 1 to 100.</summary>
    /// <value>The default is <see langword="null"/>: PostPress decides and returns 10. <see cref="SearchClient.FindIdAsync"/> uses 100, so that it sees all matches.</value>
    public int? Limit { get; set; }

    /// <summary>Gets or sets the LinkedIn product, for a kind of thing that several products have: groups, departments and saved searches.</summary>
    /// <value>The default is <see langword="null"/>: PostPress decides.</value>
    public SearchParameterService? Service { get; set; }
}
