namespace PostPress;

/// <summary>The paging options of a search. All of them are optional.</summary>
public sealed class SearchOptions
{
    /// <summary>Gets or sets the number of items on a page: 1 to 50 for Classic, 1 to 100 for Sales Navigator and Recruiter.</summary>
    /// <value>The default is <see langword="null"/>: PostPress decides and returns 10.</value>
    public int? PageSize { get; set; }

    /// <summary>
    /// Gets or sets the maximum number of items in total. <see cref="SearchClient.ListAsync"/> returns at most this number.
    /// <see cref="SearchClient.ListPagesAsync"/> returns complete pages and ends with the page that reaches it. Neither reads a
    /// page that isn't needed. <see cref="SearchClient.GetPageAsync"/> ignores it.
    /// </summary>
    /// <value>The default is <see langword="null"/>: all items. Not negative.</value>
    public int? MaxItems { get; set; }

    /// <summary>
    /// Gets or sets whether <see cref="SearchClient.ListAsync"/> reads the next page while you process the items of the current
    /// page. It reads at most one page ahead. If <see langword="false"/>, a page is read when its first item is needed.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Prefetch { get; set; } = true;

    internal void Check(string name)
    {
        if (PageSize is < 1)
        {
            throw new ArgumentOutOfRangeException(name, PageSize, "SearchOptions.PageSize must be at least 1.");
        }

        if (MaxItems is < 0)
        {
            throw new ArgumentOutOfRangeException(name, MaxItems, "SearchOptions.MaxItems must not be negative.");
        }
    }
}
