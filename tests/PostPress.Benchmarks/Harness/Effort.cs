namespace PostPress.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Rounds of a row that runs in this process.</param>
/// <param name="Sample">How long one contender works in one round, about.</param>
/// <param name="ProcessRounds">Rounds of a row in which every measurement is a process of its own.</param>
/// <param name="UploadRounds">Rounds of the upload.</param>
/// <param name="PagedItems">Items of the paged search.</param>
internal sealed record Effort(int Rounds, TimeSpan Sample, int ProcessRounds, int UploadRounds, int PagedItems)
{
    public static Effort Quick { get; } = new(25, TimeSpan.FromMilliseconds(40), 7, 3, 2_000);

    public static Effort Full { get; } = new(101, TimeSpan.FromMilliseconds(60), 15, 9, 10_000);
}
