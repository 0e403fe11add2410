namespace PostPress;

/// <summary>The cursors that a listing has used. It prevents an endless loop.</summary>
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

    /// <summary>Returns the search for the next page; null if there is none or its cursor was already used.</summary>
    internal SearchRequest? Peek(SearchPage page) =>
        string.IsNullOrEmpty(page.Cursor) || _followed.Contains(page.Cursor!) ? null : new CursorSearch { Cursor = page.Cursor! };

    /// <summary>Returns the search for the next page and records its cursor; null after the last page.</summary>
    /// <exception cref="RepeatedCursorException">The cursor was already used.</exception>
    internal SearchRequest? After(SearchPage page)
    {
        if (string.IsNullOrEmpty(page.Cursor))
        {
            return null;
        }

        return _followed.Add(page.Cursor!) ? new CursorSearch { Cursor = page.Cursor! } : throw new RepeatedCursorException(page.Cursor!);
    }
}
