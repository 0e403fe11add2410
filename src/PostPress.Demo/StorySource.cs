using System.Reflection;

namespace PostPress.Demo;

/// <summary>The demo's own source, from which it shows the lines that a step runs: the region of the step's name.</summary>
internal static class StorySource
{
    private static readonly string[] Lines = Read();

    /// <summary>The lines of a region, without the indentation that all of them share.</summary>
    public static IReadOnlyList<string> Region(string name)
    {
        var lines = Lines.SkipWhile(line => line.Trim() != $"#region {name}").Skip(1).TakeWhile(line => line.Trim() != "#endregion").ToList();
        var shared = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return [.. lines.Select(line => line.Length > shared ? line[shared..] : "")];
    }

    private static string[] Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Story.cs")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
    }
}
