namespace PostPress.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Rounds of a row that runs in this process.</param>
/// <param name="Sample">How long one contender works in one round, about.</param>
/// <param name="ColdRounds">Rounds of fresh processes.</param>
/// <param name="LoadRounds">Rounds of many callers at once, and of uploads.</param>
/// <param name="PagedItems">Items of the paged search.</param>
internal sealed record Effort(int Rounds, TimeSpan Sample, int ColdRounds, int LoadRounds, int PagedItems)
{
    public static Effort Quick { get; } = new(25, TimeSpan.FromMilliseconds(40), 7, 5, 2_000);

    public static Effort Full { get; } = new(101, TimeSpan.FromMilliseconds(60), 15, 9, 10_000);
}
