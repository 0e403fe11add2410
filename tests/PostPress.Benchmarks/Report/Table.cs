using System.Globalization;
using System.Text;

namespace PostPress.Benchmarks;

/// <summary>The results as text, readable as it stands and as Markdown.</summary>
internal static class Table
{
    private static readonly string[] Head = ["work", "measured", "", "bar", "stretch", "mark"];

    public static string Of(IReadOnlyList<Figure> figures)
    {
        string[][] lines = [Head, .. figures.Select(f => new[] { f.Work, f.Shown, f.Measure, f.BarShown, f.StretchShown, f.Mark })];
        var widths = Enumerable.Range(0, Head.Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            text.Append("| ").AppendJoin(" | ", lines[i].Select((cell, column) => cell.PadRight(widths[column]))).Append(" |\n");
            if (i == 0)
            {
                text.Append('|').AppendJoin('|', widths.Select(width => new string('-', width + 2))).Append("|\n");
            }
        }

        return text.ToString();
    }

    public static string Summary(IReadOnlyList<Figure> figures) => string.Create(
        CultureInfo.InvariantCulture,
        $"{figures.Count(f => f.Passes)} of {figures.Count(f => f.Goal.Bar is not null)} bars hold, {figures.Count(f => f.Stretches)} of {figures.Count(f => f.Goal.Stretch is not null)} stretch goals.");
}
