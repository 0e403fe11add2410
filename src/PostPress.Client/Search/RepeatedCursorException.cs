namespace PostPress;

/// <summary>
/// A page has a cursor that was already followed, so that going on would never end. All items up to
/// and with that page were delivered.
/// </summary>
public class RepeatedCursorException : PostPressException
{
    /// <summary>Makes an exception, for tests of code that catches it.</summary>
    /// <param name="cursor">The cursor that came again.</param>
    public RepeatedCursorException(string cursor)
        : base("A page has a cursor that was already followed, so the search would never end. The items so far are complete; start the search again, or narrow its filters.")
    {
        Cursor = cursor;
        Operation = SearchOperation.Id;
    }

    /// <summary>Gets the cursor that came again.</summary>
    public string Cursor { get; }
}
