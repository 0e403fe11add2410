namespace PostPress;

/// <summary>A rule of the contract that a request breaks.</summary>
public sealed class RequestViolation
{
    /// <summary>Makes a violation, for tests of code that handles one.</summary>
    /// <param name="path">Where.</param>
    /// <param name="rule">What is right there.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public RequestViolation(string path, string rule)
    {
        Argument.NotNull(path, nameof(path));
        Argument.NotNull(rule, nameof(rule));
        Path = path;
        Rule = rule;
    }

    /// <summary>
    /// Gets where the rule is broken, by the names on the wire, such as <c>recruiter.functions</c>,
    /// <c>screening_questions[1].choices</c> or, for a parameter, <c>limit</c>; empty for the body as a whole.
    /// </summary>
    public string Path { get; }

    /// <summary>Gets the rule in words, such as <c>needs 1 to 3 items, has 0</c>. What stood there is never part of it: it can be secret.</summary>
    public string Rule { get; }

    /// <summary>Says where which rule is broken.</summary>
    /// <returns><see cref="Path"/> and <see cref="Rule"/>.</returns>
    public override string ToString() => Path.Length == 0 ? $"the body {Rule}" : $"`{Path}` {Rule}";
}
