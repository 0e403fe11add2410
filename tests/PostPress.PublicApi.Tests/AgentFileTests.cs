using System.Reflection;

namespace PostPress.PublicApi.Tests;

/// <summary>What coding agents read is what the guides say.</summary>
internal sealed class AgentFileTests
{
    private static readonly string Root =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepoRoot").Value!;

    private static IEnumerable<TestCaseData> Files => AgentFiles.Of(Root).Select(file => new TestCaseData(file.Path, file.Text).SetArgDisplayNames(file.Path));

    [TestCaseSource(nameof(Files))]
    public void The_file_is_up_to_date(string path, string text) =>
        Assert.That(text.Split('\n'), Is.EqualTo(File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n").Split('\n')), "Run: dotnet run --project build/PublicApi");

    [Test]
    public void The_list_names_every_guide()
    {
        var list = AgentFiles.Of(Root).Single(file => file.Path.EndsWith("llms.txt", StringComparison.Ordinal)).Text;
        var guides = Directory.GetFiles(Path.Combine(Root, "src/PostPress.Client/docs"), "*.md").Select(path => Path.GetFileName(path)!).Where(name => name != "index.md");

        Assert.That(guides, Has.All.Matches<string>(name => list.Contains($"](../docs/{name})", StringComparison.Ordinal)));
    }

    [Test]
    public void The_skill_has_no_line_of_its_template_left()
    {
        var skill = AgentFiles.Of(Root).Single(file => file.Path.EndsWith("SKILL.md", StringComparison.Ordinal)).Text;

        Assert.That(skill, Does.StartWith("---\nname: postpress-dotnet\ndescription: ").And.Not.Match(@"^\{\{").And.Contain("Search.FindIdAsync"));
        Assert.That(skill.Split('\n').Where(line => line.Contains("](", StringComparison.Ordinal)), Has.All.Matches<string>(line => !line!.Contains("](#", StringComparison.Ordinal)));
    }
}
