using System.Text.RegularExpressions;

namespace Docs;

/// <summary>
/// A piece of this project's code that a page shows: a region that is named after the page, or after all its pages. It stands in a test, which runs
/// it, or it is a fixture itself, or it declares a type that the rest of its file uses.
/// </summary>
internal sealed partial class Snippet
{
    private Snippet(string file, int line, string page, string code, string[] lines)
    {
        Place = $"{Path.GetFileName(file)}({line + 1})";
        Page = page;
        Code = Normalize(code);
        IsRun = StandsInTest(lines, line) || DeclaresWhatRuns(code, string.Join('\n', lines).Replace(code, "", StringComparison.Ordinal));
        Usings = [.. lines.Where(l => Using().IsMatch(l))];
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Snippet> All { get; } =
        [.. Docs.Page.Files(Path.Combine(Docs.Page.Root, "tests", "PostPress.Docs.Tests"), "*.cs").SelectMany(Read)];

    public string Place { get; }

    /// <summary>The path of the page that shows it.</summary>
    public string Page { get; }

    public string Code { get; }

    public bool IsRun { get; }

    private string[] Usings { get; }

    /// <summary>Whether a page's block is this code. Directives at the block's top have to stand at the top of the file.</summary>
    public bool Is(string block)
    {
        var lines = block.Split('\n');
        var directives = lines.TakeWhile(l => l.Length == 0 || Using().IsMatch(l)).ToArray();
        return directives.Where(l => l.Length > 0).All(Usings.Contains)
            && Normalize(string.Join('\n', lines.Skip(directives.Length))) == Code;
    }

    public override string ToString() => $"{Place}: {Page}";

    private static IEnumerable<Snippet> Read(string file)
    {
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (Region().Match(lines[i]) is { Success: true } region)
            {
                var code = lines.Skip(i + 1).TakeWhile(l => l.Trim() != "#endregion");
                foreach (var page in region.Groups["pages"].Value.Split(' '))
                {
                    yield return new Snippet(file, i, page, string.Join('\n', code), lines);
                }
            }
        }
    }

    /// <summary>Without the indentation that all lines share, and without empty lines at the ends.</summary>
    private static string Normalize(string code)
    {
        var lines = code.Trim('\n').Split('\n').Select(l => l.TrimEnd()).ToArray();
        var shared = lines.Where(l => l.Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(l => l.Length > 0 ? l[shared..] : l)).Trim();
    }

    /// <summary>Whether the member around a line is a test: the last line before it that is indented as members are says so.</summary>
    private static bool StandsInTest(string[] lines, int line)
    {
        var member = Array.FindLastIndex(lines, line, l => Member().IsMatch(l));
        return member > 0 && lines[member - 1].TrimStart().StartsWith("[Test", StringComparison.Ordinal);
    }

    private static bool DeclaresWhatRuns(string code, string rest) =>
        code.Contains("    [Test]", StringComparison.Ordinal) || Declaration().Matches(code).Any(d => Regex.IsMatch(rest, $@"\b{d.Groups["name"].Value}\b"));

    [GeneratedRegex(@"^\s*#region (?<pages>\S+\.md( \S+\.md)*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Region();

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex Using();

    [GeneratedRegex(@"^    (public|private|protected|internal) ")]
    private static partial Regex Member();

    [GeneratedRegex(@"^(public |internal )?(sealed |static )*(class|record|interface) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
