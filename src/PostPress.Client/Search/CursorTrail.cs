namespace PostPress;

/// <summary>The cursors that a listing has used. It prevents an endless loop, and its memory does not grow with the listing.</summary>
internal sealed class CursorTrail
{
    /// <summary>A circle of so many pages is noticed as soon as it closes; a longer one in one of its next rounds.</summary>
    private const int Window = 100;

    private readonly HashSet<string> _recent = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    // Brent's algorithm: one cursor is remembered for twice as many pages each time, in the end for longer than any circle.
    private string? _mark;
    private long _pagesOfMark = 1;
    private long _pagesSinceMark;

    internal CursorTrail(SearchRequest search)
    {
        if (search is CursorSearch { Cursor: { } first })
        {
            Remember(first);
        }
    }

    /// <summary>Returns the search for the next page; null if there is none or its cursor was already used.</summary>
    internal SearchRequest? Peek(SearchPage page) =>
        string.IsNullOrEmpty(page.Cursor) || IsKnown(page.Cursor!) ? null : new CursorSearch { Cursor = page.Cursor! };

    /// <summary>Returns the search for the next page and records its cursor; null after the last page.</summary>
    /// <exception cref="RepeatedCursorException">The cursor was already used.</exception>
    internal SearchRequest? After(SearchPage page)
    {
        if (string.IsNullOrEmpty(page.Cursor))
        {
            return null;
        }

        if (IsKnown(page.Cursor!))
        {
            throw new RepeatedCursorException(page.Cursor!);
        }

        Remember(page.Cursor!);
        return new CursorSearch { Cursor = page.Cursor! };
    }

    private bool IsKnown(string cursor) => cursor == _mark || _recent.Contains(cursor);

    private void Remember(string cursor)
    {
        _recent.Add(cursor);
        _order.Enqueue(cursor);
        if (_order.Count > Window)
        {
            _recent.Remove(_order.Dequeue());
        }

        _pagesSinceMark++;
        if (_pagesSinceMark == _pagesOfMark)
        {
            _mark = cursor;
            _pagesOfMark *= 2;
            _pagesSinceMark = 0;
        }
    }
}
