namespace PostPress;

/// <summary>How long one operation may take.</summary>
public sealed class OperationTimeouts
{
    /// <summary>Makes the timeouts of an operation.</summary>
    /// <param name="attempt">See <see cref="Attempt"/>.</param>
    /// <param name="total">See <see cref="Total"/>.</param>
    public OperationTimeouts(TimeSpan attempt, TimeSpan total)
    {
        Attempt = attempt;
        Total = total;
    }

    /// <summary>
    /// Gets or sets how long one attempt may take, from its first byte to the last byte of the response. While files are
    /// uploaded it does not run; <see cref="PostPressClientOptions.UploadStallTimeout"/> does.
    /// </summary>
    public TimeSpan Attempt { get; set; }

    /// <summary>Gets or sets how long the call may take with all its attempts and the delays between them, uploads not counted.</summary>
    public TimeSpan Total { get; set; }

    internal OperationTimeouts Copy() => new(Attempt, Total);

    internal string? FindProblem(string name) =>
        Attempt <= TimeSpan.Zero || Total <= TimeSpan.Zero || Attempt > Longest || Total > Longest
            ? $"{name}: Attempt and Total must be above zero and at most one day."
            : null;

    internal static readonly TimeSpan Longest = TimeSpan.FromDays(1);
}
