using System.Diagnostics;

namespace PostPress.Benchmarks;

/// <summary>One way to do the work of a row.</summary>
/// <param name="Name">As it is printed.</param>
/// <param name="Work">Does it once.</param>
internal sealed record Contender(string Name, Func<Task> Work);

/// <summary>
/// Measures contenders side by side: in each round every one of them works for about as long, in an order that is drawn
/// anew, so that whatever else the machine does meets all of them alike. What counts is the ratio within a round.
/// </summary>
internal static class Rounds
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);

    /// <param name="contenders">What is measured.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="sample">How long each of them works in a round, about.</param>
    /// <param name="isAlone">
    /// Whether all the work is in this process. Then its processor time is measured, garbage collection included, and its bytes:
    /// neighbours take time from the clock, hardly from the process.
    /// </param>
    public static async Task<Samples> RunAsync(IReadOnlyList<Contender> contenders, int rounds, TimeSpan sample, bool isAlone = true)
    {
        var repeats = new Dictionary<string, int>(StringComparer.Ordinal);

        // Several times: while the others work, the runtime compiles what turned out to be hot in one.
        for (var pass = 0; pass < 3; pass++)
        {
            foreach (var contender in contenders)
            {
                var start = Now(isAlone);
                var calls = 0;
                for (; Now(isAlone) - start < WarmUp || calls < 2; calls++)
                {
                    await contender.Work();
                }

                repeats[contender.Name] = Math.Max(1, (int)(calls * sample / (Now(isAlone) - start)));
            }
        }

        var samples = new Samples();
        foreach (var contender in contenders.Where(_ => isAlone))
        {
            samples.SetBytes(contender.Name, await BytesAsync(contender));
        }

        var order = contenders.ToArray();
        var random = new Random(4);
        for (var round = 0; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (var contender in order)
            {
                GC.Collect();
                var count = repeats[contender.Name];
                var start = Now(isAlone);
                for (var i = 0; i < count; i++)
                {
                    await contender.Work();
                }

                samples.Add(contender.Name, (Now(isAlone) - start).TotalMicroseconds / count);
            }
        }

        return samples;
    }

    private static TimeSpan Now(bool isAlone) => isAlone ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0);

    /// <summary>Bytes allocated by one call. The least of several passes: what other threads allocate meanwhile only adds.</summary>
    private static async Task<long> BytesAsync(Contender contender)
    {
        const int Calls = 20;
        var least = long.MaxValue;
        for (var pass = 0; pass < 5; pass++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Calls; i++)
            {
                await contender.Work();
            }

            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Calls);
        }

        return least;
    }
}
