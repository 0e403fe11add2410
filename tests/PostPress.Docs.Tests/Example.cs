using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Docs;

/// <summary>The code of an <c>&lt;example&gt;</c> in the XML documentation of a package.</summary>
/// <param name="Member">The documented member, such as <c>PostPress.PostsClient.CreateAsync</c>; overloads have one name.</param>
/// <param name="Code">The code, without the indentation that all lines share.</param>
internal sealed partial record Example(string Member, string Code)
{
    /// <summary>The examples that users see: those in the XML files of the packages.</summary>
    public static IEnumerable<Example> Documented =>
        from member in Documentation.Members
        from code in member.Value.Elements("example").Elements("code")
        select new Example(NameOf(member.Key), Normalize(code.Value));

    /// <summary>The examples that this project compiles: regions with the name of a member.</summary>
    public static IEnumerable<Example> Compiled =>
        from file in Page.Files(Path.Combine(Page.Root, "tests", "PostPress.Docs.Tests"), "*.cs")
        from Match region in Region().Matches(File.ReadAllText(file))
        select new Example(region.Groups["member"].Value, Normalize(region.Groups["code"].Value));

    public override string ToString() => Member;

    private static string NameOf(string id) => id[2..].Split('(')[0];

    private static string Normalize(string code)
    {
        var lines = code.Trim('\n').Split('\n').Select(line => line.TrimEnd()).ToArray();
        var shared = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[shared..] : line)).Trim();
    }

    [GeneratedRegex(@"^ *#region (?<member>PostPress\.\S+|Microsoft\.\S+)\n(?<code>.*?)^ *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Region();
}

/// <summary>The XML documentation of the packages, as the compiler writes it.</summary>
internal static class Documentation
{
    /// <summary>The documented members by their ids.</summary>
    public static IReadOnlyDictionary<string, XElement> Members { get; } = new[] { typeof(PostPress.PostPressClient), typeof(PostPress.WireObject), typeof(PostPress.Sandbox.PostPressSandbox) }
        .Select(type => XDocument.Load(Path.ChangeExtension(type.Assembly.Location, "xml")))
        .SelectMany(document => document.Descendants("member"))
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>The exceptions of a member, with those that it inherits by <c>&lt;inheritdoc path="/exception"/&gt;</c>.</summary>
    public static IEnumerable<string> ExceptionsOf(string id) =>
        Members[id].Elements().SelectMany(element => element.Name.LocalName switch
        {
            "exception" => [element.Attribute("cref")!.Value],
            "inheritdoc" when element.Attribute("path")?.Value == "/exception" => ExceptionsOf(element.Attribute("cref")!.Value),
            _ => [],
        });
}
