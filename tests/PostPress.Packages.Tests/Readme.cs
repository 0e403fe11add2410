using System.Text.RegularExpressions;

namespace PostPress.Packages.Tests;

internal static class Readme
{
    /// <summary>The first program of the repository's README, as it stands.</summary>
    public static string FirstProgram { get; } = Code(File.ReadAllText(Path.Combine(Workspace.Repository, "README.md")))[0];

    /// <summary>The C# in a page.</summary>
    public static string[] Code(string page) => [.. Regex.Matches(page.ReplaceLineEndings("\n"), "```csharp\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value)];
}
