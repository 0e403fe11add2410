namespace PostPress.Benchmarks;

/// <summary>What was measured of each contender, round by round.</summary>
internal sealed class Samples
{
    private readonly Dictionary<string, List<double>> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _bytes = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _values.Keys;

    public void Add(string name, double value)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            _values.Add(name, values = []);
        }

        values.Add(value);
    }

    public void SetBytes(string name, long bytes) => _bytes[name] = bytes;

    public long Bytes(string name) => _bytes[name];

    /// <summary>The median of a contender's values; they are microseconds, unless its row says otherwise.</summary>
    public double Median(string name) => Median(_values[name]);

    /// <summary>The greatest of a contender's values.</summary>
    public double Most(string name) => _values[name].Max();

    /// <summary>The median over the rounds of one contender's value by another's in the same round.</summary>
    public double Ratio(string name, string other) => Median(_values[name].Zip(_values[other], (value, by) => value / by));

    /// <summary>The median over the rounds of one contender's value less another's in the same round.</summary>
    public double Difference(string name, string less) => Median(_values[name].Zip(_values[less], (value, other) => value - other));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
