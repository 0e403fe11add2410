namespace PostPress;

/// <summary>How a search is paged. Everything has a default, so it can be left out.</summary>
public sealed class SearchOptions
{
    /// <summary>Gets or sets the number of items on a page: up to 50 for Classic, up to 100 for Sales Navigator and Recruiter.</summary>
    /// <value>The default is <see langword="null"/>: PostPress decides, and gives 10.</value>
    public int? PageSize { get; set; }

    /// <summary>
    /// Gets or sets how many items are wanted in all. <see cref="SearchClient.ListAsync"/> delivers no more than these;
    /// <see cref="SearchClient.ListPagesAsync"/> delivers whole pages and ends with the page that completes them. Neither reads
    /// a page that isn't needed. A single page does not use it.
    /// </summary>
    /// <value>The default is <see langword="null"/>: all of them.</value>
    public int? MaxItems { get; set; }

    /// <summary>
    /// Gets or sets whether <see cref="SearchClient.ListAsync"/> fetches the next page, one at the most, while the items of
    /// the current one are consumed. Without it a page is asked for only when its first item is.
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
