using System.Diagnostics;
using PostPress.Sandbox;

namespace PostPress.Distributor.Tests.Chaos;

/// <summary>What it costs as the work grows: nothing goes wrong here, and no limit is reached.</summary>
internal static class CostTable
{
    private const string Key = "pp_test_cost";

    public static async Task<int> RunAsync(string folder)
    {
        Console.WriteLine("| posts | workers | accepted in | drained after | posts a second |");
        Console.WriteLine("|---|---|---|---|---|");
        var run = 0;
        foreach (var posts in (int[])[500, 2000, 8000])
        {
            foreach (var workers in (int[])[1, 2, 4])
            {
                await MeasureAsync(folder, $"cost{++run}", posts, workers);
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(string folder, string database, int count, int processes)
    {
        var accounts = Enumerable.Range(0, 100).Select(n => $"acc_cost_{n}").ToArray();
        await using var sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions
        {
            ApiKeys = [Key],
            Accounts = [.. accounts.Select(id => new SandboxAccount(id, SandboxAccountKind.LinkedIn))],
        });
        var postgres = new Postgres(folder);
        await postgres.CreateDatabaseAsync(database);
        await using var workers = await Workers.StartAsync(processes, folder,
        [
            ("ConnectionStrings__Distributor", postgres.ConnectionString.Replace("Database=postgres", $"Database={database}", StringComparison.Ordinal)),
            ("PostPress__ApiKey", Key),
            ("PostPress__BaseAddress", sandbox.BaseAddress.ToString()),
            ("Quota__Limits__Classic__Other__PerDay", "100000"),
            ("Logging__LogLevel__Default", "Warning"),
        ]);

        var feed = new Feed(workers);
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, _) => await feed.PostAsync($"p{n}", accounts[n % accounts.Length]));
        var accepted = watch.Elapsed;
        if (!await Poll.UntilAsync(() => Task.FromResult(sandbox.Posts.Count >= count), within: TimeSpan.FromMinutes(20), every: TimeSpan.FromMilliseconds(100)))
        {
            throw new InvalidOperationException($"Only {sandbox.Posts.Count} of {count} posts are published. The logs of the workers are in {folder}.");
        }

        var drained = watch.Elapsed;
        Console.WriteLine(FormattableString.Invariant($"| {count:N0} | {processes} | {accepted.TotalSeconds:0.0} s | {(drained - accepted).TotalSeconds:0.0} s later | {count / drained.TotalSeconds:0} |"));
    }
}
