namespace PostPress;

/// <summary>
/// The exception for a page whose cursor was already used: the listing would never end. All items up to and including that
/// page were delivered.
/// </summary>
public class RepeatedCursorException : PostPressException
{
    /// <summary>Initializes an exception, for tests of code that catches it.</summary>
    /// <param name="cursor">The cursor that was already used.</param>
    public RepeatedCursorException(string cursor)
        : base("A page has a cursor that was already used, so the search would never end. The items so far are complete. Start the search again, or narrow its filters.")
    {
        Cursor = cursor;
        Operation = SearchOperation.Id;
    }

    /// <summary>Gets the cursor that was already used.</summary>
    public string Cursor { get; }
}
