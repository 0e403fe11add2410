using System.Globalization;

namespace PostPress.Benchmarks;

/// <summary>What a figure must reach.</summary>
/// <param name="AtLeast">Whether more is better.</param>
/// <param name="Bar">What must hold, if anything must.</param>
/// <param name="Stretch">What would be better still, if anything is named.</param>
internal sealed record Goal(bool AtLeast, double? Bar, double? Stretch = null)
{
    public static Goal Least(double? bar, double? stretch = null) => new(AtLeast: true, bar, stretch);

    public static Goal Most(double? bar, double? stretch = null) => new(AtLeast: false, bar, stretch);

    public bool Holds(double value, double? limit) => AtLeast ? value >= limit : value <= limit;
}

/// <summary>One line of the table.</summary>
/// <param name="Work">What was done.</param>
/// <param name="Measure">What is compared with what.</param>
/// <param name="Value">The result.</param>
/// <param name="Unit">Put behind the value: <c>×</c>, <c>µs</c>; empty for a plain ratio.</param>
/// <param name="Goal">What it must reach.</param>
internal sealed record Figure(string Work, string Measure, double Value, string Unit, Goal Goal)
{
    public bool Passes => Goal.Holds(Value, Goal.Bar);

    public bool Stretches => Goal.Holds(Value, Goal.Stretch);

    public string Mark => Stretches ? "stretch" : Passes ? "pass" : Goal.Bar is null ? string.Empty : "MISSED";

    public string Shown => Text(Value);

    public string BarShown => Limit(Goal.Bar);

    public string StretchShown => Limit(Goal.Stretch);

    private string Limit(double? limit) => limit is { } value ? (Goal.AtLeast ? "≥ " : "≤ ") + Text(value) : string.Empty;

    private string Text(double value) => (value.ToString(Math.Abs(value) >= 100 ? "0" : "0.00", CultureInfo.InvariantCulture) + " " + Unit).TrimEnd();
}

/// <summary>A group of bars in the chart: the same work by each contender.</summary>
/// <param name="Work">What was done.</param>
/// <param name="Shown">Writes one of the numbers.</param>
/// <param name="Bars">Contender and number; the first one is ours.</param>
internal sealed record BarGroup(string Work, Func<double, string> Shown, IReadOnlyList<(string Name, double Value)> Bars);

/// <summary>What a row found.</summary>
/// <param name="Figures">What is held against the goals.</param>
/// <param name="Notes">What stands beside, without a goal.</param>
/// <param name="Bars">What is drawn.</param>
internal sealed record RowResult(IReadOnlyList<Figure> Figures, IReadOnlyList<string> Notes, IReadOnlyList<BarGroup> Bars)
{
    public static RowResult Join(params RowResult[] results) =>
        new([.. results.SelectMany(r => r.Figures)], [.. results.SelectMany(r => r.Notes)], [.. results.SelectMany(r => r.Bars)]);
}
