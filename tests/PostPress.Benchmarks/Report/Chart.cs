using System.Globalization;
using System.Security;
using System.Text;

namespace PostPress.Benchmarks;

/// <summary>
/// The results as bars: in each group the slowest fills the line, PostPress is drawn in colour. Text and bars have colours that
/// can be read on a light page as on a dark one.
/// </summary>
internal static class Chart
{
    private const string Title = "Time for the same work; shorter is better";

    private const int Width = 860;
    private const int NameWidth = 270;
    private const int ValueWidth = 110;
    private const int BarHeight = 16;
    private const int LineHeight = 22;
    private const int TitleHeight = 30;
    private const int GroupGap = 14;
    private const int Margin = 16;

    public static string Of(IReadOnlyList<BarGroup> groups)
    {
        var body = new StringBuilder();
        var y = Margin + TitleHeight;
        Text(body, Margin, Margin + 14, "head", "start", Title);
        foreach (var group in groups)
        {
            y += TitleHeight - 10;
            Text(body, Margin, y, "title", "start", char.ToUpperInvariant(group.Work[0]) + group.Work[1..]);
            y += 10;
            var most = group.Bars.Max(bar => bar.Value);
            foreach (var (name, value) in group.Bars)
            {
                var ours = name.StartsWith(PeerName.Ours, StringComparison.Ordinal);
                var length = Math.Max(2, (Width - (2 * Margin) - NameWidth - ValueWidth) * value / most);
                var middle = y + BarHeight - 4;
                Text(body, Margin + NameWidth - 10, middle, ours ? "ours" : "name", "end", name);
                body.Append(CultureInfo.InvariantCulture, $"""  <rect class="{(ours ? "bar mine" : "bar")}" x="{Margin + NameWidth}" y="{y}" width="{length:0.0}" height="{BarHeight}" rx="3"/>""").Append('\n');
                Text(body, Margin + NameWidth + length + 8, middle, ours ? "ours" : "name", "start", group.Shown(value));
                y += LineHeight;
            }

            y += GroupGap;
        }

        var height = y + Margin - GroupGap;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{height}}" width="{{Width}}" height="{{height}}" role="img" aria-label="{{Title}}">
              <style>
                text { font: 13px system-ui, sans-serif; fill: #57606a; }
                .head { font-size: 16px; font-weight: 600; fill: #24292f; }
                .title { font-weight: 600; fill: #24292f; }
                .ours { font-weight: 600; fill: #24292f; }
                .bar { fill: #9aa4af; }
                .mine { fill: #1f7a4d; }
                @media (prefers-color-scheme: dark) {
                  text { fill: #9da7b1; }
                  .head, .title, .ours { fill: #e6edf3; }
                  .bar { fill: #57606a; }
                  .mine { fill: #3fb27f; }
                }
              </style>
            {{body}}</svg>

            """);
    }

    private static void Text(StringBuilder body, double x, double y, string style, string anchor, string text) =>
        body.Append(CultureInfo.InvariantCulture, $"""  <text class="{style}" x="{x:0.0}" y="{y}" text-anchor="{anchor}">{SecurityElement.Escape(text.Replace("`", string.Empty, StringComparison.Ordinal))}</text>""").Append('\n');
}
