using System.Text;
using System.Text.RegularExpressions;

namespace PostPress.PublicApi;

/// <summary>
/// The guides for coding agents, created from the pages of <c>src/PostPress.Client/docs</c>: <c>llms.txt</c>, which lists them, and
/// <c>SKILL.md</c>, which contains the sections that its template names.
/// </summary>
public static partial class AgentFiles
{
    private const string Folder = "src/PostPress.Client/agents/";
    private const string Docs = "src/PostPress.Client/docs/";

    /// <summary>The files, by their paths from the root of the repository.</summary>
    /// <param name="root">The root of the repository.</param>
    /// <returns>Each path with its text.</returns>
    public static IEnumerable<(string Path, string Text)> Of(string root)
    {
        yield return (Folder + "llms.txt", List(Read(root, Docs + "index.md"), path => Read(root, Docs + path)));
        yield return (Folder + "SKILL.md", Skill(Read(root, "build/PublicApi/skill.template.txt"), path => Read(root, Docs + path)));
    }

    private static string List(string index, Func<string, string> page)
    {
        var text = new StringBuilder("""
            # PostPress for .NET

            > A .NET client for the PostPress API: LinkedIn and Instagram posts, LinkedIn job drafts and their publication, LinkedIn search. Read SKILL.md first.


            """);
        foreach (var guide in Row().Matches(index).GroupBy(row => row.Groups["page"].Value, StringComparer.Ordinal))
        {
            var title = page(guide.Key).Split('\n')[0].TrimStart('#', ' ');
            text.Append($"- [{title}](../docs/{guide.Key}): {string.Join(" ", guide.Select(row => row.Groups["question"].Value))}\n");
        }

        return text.ToString();
    }

    private static string Skill(string template, Func<string, string> page) => Include().Replace(template, include =>
    {
        var section = Section(page(include.Groups["page"].Value), include.Groups["heading"].Value);
        return Link().Replace(section, link => $"](../docs/{(link.Groups["target"].Value.StartsWith('#') ? include.Groups["page"].Value : "")}{link.Groups["target"].Value})");
    });

    /// <summary>The text below a heading, up to the next heading of its level or above.</summary>
    private static string Section(string page, string heading)
    {
        var lines = page.Split('\n');
        var start = Array.FindIndex(lines, line => line.TrimStart('#') == " " + heading && line.StartsWith('#'));
        if (start < 0)
        {
            throw new InvalidDataException($"No guide has the heading '{heading}' that build/PublicApi/skill.template.txt names.");
        }

        var level = lines[start].TakeWhile(c => c == '#').Count();
        var isCode = false;
        var section = lines.Skip(start + 1).TakeWhile(line =>
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            return isCode || !line.StartsWith('#') || line.TakeWhile(c => c == '#').Count() > level;
        });
        return string.Join('\n', section).Trim('\n');
    }

    private static string Read(string root, string path) => File.ReadAllText(Path.Combine(root, path)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\| (?<question>[^|]+\?) \| \[[^\]]+\]\((?<page>[a-z-]+\.md)[^)]*\) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\{\{ (?<page>[a-z-]+\.md): (?<heading>.+) \}\}$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Include();

    [GeneratedRegex(@"\]\((?<target>[^):\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
