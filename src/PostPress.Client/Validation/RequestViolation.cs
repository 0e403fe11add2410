namespace PostPress;

/// <summary>A rule of the contract that a request breaks.</summary>
public sealed class RequestViolation
{
    /// <summary>Makes a violation, for tests of code that handles one.</summary>
    /// <param name="path">Where.</param>
    /// <param name="rule">What is right there.</param>
    /// <param name="member">Where, by the names of C#; null if it has none there.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="rule"/> is null.</exception>
    public RequestViolation(string path, string rule, string? member = null)
    {
        Argument.NotNull(path, nameof(path));
        Argument.NotNull(rule, nameof(rule));
        Path = path;
        Rule = rule;
        Member = string.IsNullOrEmpty(member) ? null : member;
    }

    /// <summary>
    /// Gets where the rule is broken, by the names on the wire, such as <c>recruiter.functions</c>,
    /// <c>screening_questions[1].choices</c> or, for a parameter, <c>limit</c>; empty for the body as a whole.
    /// </summary>
    public string Path { get; }

    /// <summary>Gets the same place by the names of C#, such as <c>Recruiter.Functions</c>; null for a parameter, for the body as a whole, and for a member that the type does not have.</summary>
    public string? Member { get; }

    /// <summary>Gets the rule in words, such as <c>needs 1 to 3 items, has 0</c>. Of what stood there it has numbers alone: a text can be secret.</summary>
    public string Rule { get; }

    /// <summary>Says where which rule is broken.</summary>
    /// <returns><see cref="Path"/>, <see cref="Member"/> and <see cref="Rule"/>.</returns>
    public override string ToString() => Path.Length == 0 ? $"the body {Rule}" : Member is null ? $"`{Path}` {Rule}" : $"`{Path}` ({Member}) {Rule}";
}
