using System.Text.RegularExpressions;

namespace PostPress.Packages.Tests;

internal static class Readme
{
    /// <summary>The first program of the repository's README, as it stands.</summary>
    public static string FirstProgram { get; } =
        Regex.Match(File.ReadAllText(Path.Combine(Workspace.Repository, "README.md")).ReplaceLineEndings("\n"), "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
}
