namespace PostPress;

/// <summary>A violation of the contract by a request.</summary>
public sealed class RequestViolation
{
    /// <summary>Initializes a violation, for tests of code that handles it.</summary>
    /// <param name="path">See <see cref="Path"/>.</param>
    /// <param name="rule">See <see cref="Rule"/>.</param>
    /// <param name="member">See <see cref="Member"/>; null if there is none.</param>
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
    /// Gets the path of the wrong value in the JSON of the request, such as <c>recruiter.functions</c>,
    /// <c>screening_questions[1].choices</c> or, for a parameter, <c>limit</c>; empty for the whole body.
    /// </summary>
    public string Path { get; }

    /// <summary>Gets the same path with the names in C#, such as <c>Recruiter.Functions</c>; null for a parameter, for the whole body, and for a member that the type doesn't declare.</summary>
    public string? Member { get; }

    /// <summary>Gets the rule, such as <c>needs 1 to 3 items, has 0</c>. It can contain the wrong number, but never a text, which can be secret.</summary>
    public string Rule { get; }

    /// <summary>Describes the violation.</summary>
    /// <returns><see cref="Path"/>, <see cref="Member"/> and <see cref="Rule"/>.</returns>
    public override string ToString() => Path.Length == 0 ? $"the body {Rule}" : Member is null ? $"`{Path}` {Rule}" : $"`{Path}` ({Member}) {Rule}";
}
