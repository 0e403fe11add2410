namespace PostPress;

/// <summary>The cursors that a listing has followed, so that it can't go round in circles.</summary>
internal sealed class CursorTrail
{
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);

    internal CursorTrail(SearchRequest search)
    {
        if (search is CursorSearch { Cursor: { } first })
        {
            _followed.Add(first);
        }
    }

    /// <summary>What comes after a page, if that is somewhere new.</summary>
    internal SearchRequest? Peek(SearchPage page) =>
        string.IsNullOrEmpty(page.Cursor) || _followed.Contains(page.Cursor!) ? null : new CursorSearch { Cursor = page.Cursor! };

    /// <summary>Goes on to what comes after a page; null after the last one.</summary>
    /// <exception cref="RepeatedCursorException">The page leads back to where the listing has been.</exception>
    internal SearchRequest? After(SearchPage page)
    {
        if (string.IsNullOrEmpty(page.Cursor))
        {
            return null;
        }

        return _followed.Add(page.Cursor!) ? new CursorSearch { Cursor = page.Cursor! } : throw new RepeatedCursorException(page.Cursor!);
    }
}
