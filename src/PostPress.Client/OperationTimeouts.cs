namespace PostPress;

/// <summary>The timeouts of an operation.</summary>
public sealed class OperationTimeouts
{
    /// <summary>Initializes the timeouts of an operation.</summary>
    /// <param name="attempt">See <see cref="Attempt"/>.</param>
    /// <param name="total">See <see cref="Total"/>.</param>
    public OperationTimeouts(TimeSpan attempt, TimeSpan total)
    {
        Attempt = attempt;
        Total = total;
    }

    /// <summary>
    /// Gets or sets the timeout of one attempt, from the first byte of the request to the last byte of the response. It doesn't run
    /// during an upload; <see cref="PostPressClientOptions.UploadStallTimeout"/> does.
    /// </summary>
    /// <value>Above zero, and at most one day.</value>
    public TimeSpan Attempt { get; set; }

    /// <summary>Gets or sets the timeout of the call with all its attempts and the delays between them, without uploads.</summary>
    /// <value>Above zero, and at most one day.</value>
    public TimeSpan Total { get; set; }

    internal OperationTimeouts Copy() => new(Attempt, Total);

    internal string? FindProblem(string name) =>
        Attempt <= TimeSpan.Zero || Total <= TimeSpan.Zero || Attempt > Longest || Total > Longest
            ? $"{name}: Attempt and Total must be above zero and at most one day."
            : null;

    internal static readonly TimeSpan Longest = TimeSpan.FromDays(1);
}
