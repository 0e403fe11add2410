using System.Text.RegularExpressions;

namespace PostPress.Tests;

/// <summary>The README's code is what tests/PostPress.Readme compiles.</summary>
public class ReadmeTests
{
    private static string Repository()
    {
        var directory = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(directory, "PostPress.Generated.sln")))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return directory;
    }

    private static string[] Blocks =>
        [.. Regex.Matches(File.ReadAllText(Path.Combine(Repository(), "README.md")), "```csharp\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)];

    private static string Compiled(string file) => File.ReadAllText(Path.Combine(Repository(), "tests", "PostPress.Readme", file));

    private static string WithoutIndentation(string code) => Regex.Replace(code, "^[ ]+", "", RegexOptions.Multiline).Trim();

    [Test]
    public void The_first_program_compiles_as_it_stands()
    {
        Assert.That(Blocks[0], Is.EqualTo(Compiled("Program.cs")));
    }

    [Test]
    public void Every_other_piece_of_code_compiles_too()
    {
        var snippets = WithoutIndentation(Compiled("Snippets.cs"));

        Assert.Multiple(() =>
        {
            foreach (var block in Blocks.Skip(1))
            {
                Assert.That(snippets, Does.Contain(WithoutIndentation(block)));
            }
        });
    }

    [Test]
    public void The_two_commands_come_first()
    {
        var commands = Regex.Matches(File.ReadAllText(Path.Combine(Repository(), "README.md")), "```console\n(.*?)\n```", RegexOptions.Singleline).Select(m => m.Groups[1].Value);

        Assert.That(commands, Is.EqualTo(new[] { "dotnet run --project src/PostPress.Demo", "dotnet test" }));
    }
}
