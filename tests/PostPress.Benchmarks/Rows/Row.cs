using System.Globalization;

namespace PostPress.Benchmarks;

/// <summary>A row of the table: some work, done by several contenders.</summary>
internal abstract class Row
{
    /// <summary>What <c>--only</c> calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Lets every contender do the work once, and looks at what came out.</summary>
    /// <exception cref="WrongResultException">One of them did it wrong.</exception>
    public abstract Task CheckAsync();

    public abstract Task<RowResult> MeasureAsync(Effort effort);

    /// <summary>One line for each contender: the median of its time, and its bytes.</summary>
    protected static string Note(string work, Samples samples, params string[] names) =>
        $"{work}: " + string.Join("; ", names.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} {Time(samples.Median(name))}, {Bytes(samples.Bytes(name))}"))) + ".";

    protected static string Time(double microseconds) => microseconds >= 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000:0.00} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{microseconds:0.00} µs");

    protected static string Milliseconds(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:#,0} ms");

    protected static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");

    protected static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes:#,0} B");

    protected static BarGroup Bars(string work, Samples samples, params string[] names) =>
        new(work, Time, [.. names.Select(name => (name, samples.Median(name)))]);
}
