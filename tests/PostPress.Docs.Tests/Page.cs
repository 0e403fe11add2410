using System.Text.RegularExpressions;

namespace Docs;

/// <summary>A page of the documentation: a Markdown file of the repository.</summary>
internal sealed partial class Page
{
    // "agents" repeats sections of other pages.
    private static readonly string[] NotOurs = ["agents", "bin", "obj", "node_modules", "artifacts"];

    private readonly string _text;

    private Page(string path)
    {
        Path = path;
        _text = File.ReadAllText(System.IO.Path.Combine(Root, path));
    }

    /// <summary>The top folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every page of the repository.</summary>
    public static IEnumerable<Page> All => Files(Root, "*.md").Select(file => new Page(System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/')));

    /// <summary>The path from the top folder, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>The names that a link can lead to, after GitHub's rule for headings.</summary>
    public IEnumerable<string> Anchors
    {
        get
        {
            var seen = new Dictionary<string, int>();
            foreach (Match heading in Heading().Matches(Fence().Replace(_text, "")))
            {
                var name = Regex.Replace(Regex.Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), @"\[(.*?)\]\(.*?\)", "$1"), @"[^\w\- ]", "").Replace(' ', '-');
                seen[name] = seen.TryGetValue(name, out var times) ? times + 1 : 0;
                yield return seen[name] == 0 ? name : $"{name}-{seen[name]}";
            }
        }
    }

    /// <summary>Where the page's links lead, those to other sites left out.</summary>
    public IEnumerable<string> Links => Link()
        .Matches(Regex.Replace(Fence().Replace(_text, ""), "`[^`\n]*`", "code"))
        .Select(link => link.Groups["target"].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>What stands behind the opening fences.</summary>
    public IEnumerable<string> Languages => AnyFence().Matches(_text).Select(fence => fence.Groups["language"].Value);

    public static Page At(string path) => new(path);

    /// <summary>The fenced blocks of a language, in order.</summary>
    public IReadOnlyList<string> Blocks(string language) =>
        [.. Fence().Matches(_text).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["code"].Value)];

    /// <summary>Whether a word stands on the page, be it in its text or in its code.</summary>
    public bool Mentions(string word) => Regex.IsMatch(_text, $@"\b{word}\b");

    /// <summary>The files beneath a folder that are ours.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern).Concat(Directory.GetDirectories(folder)
            .Where(sub => System.IO.Path.GetFileName(sub) is var name && !name.StartsWith('.') && !NotOurs.Contains(name))
            .SelectMany(sub => Files(sub, pattern)))
        .Order(StringComparer.Ordinal);

    public override string ToString() => Path;

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(directory, "PostPress.Generated.sln")))
        {
            directory = System.IO.Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("The tests don't run inside the repository.");
        }

        return directory;
    }

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();

    [GeneratedRegex("^```(?<language>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex AnyFence();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
