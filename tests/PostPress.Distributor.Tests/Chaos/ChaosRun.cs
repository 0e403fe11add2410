using System.Diagnostics;
using PostPress.Sandbox;

namespace PostPress.Distributor.Tests.Chaos;

/// <summary>Four workers, one database, and everything goes wrong for a while. Then nothing may be lost, and nothing may have happened twice.</summary>
internal static class ChaosRun
{
    private const int Dead = 5;
    private const string Secret = "pp_test_key_of_the_chaos_run";

    public static async Task<int> RunAsync(string folder, ChaosPlan plan)
    {
        var classic = Accounts("classic", plan.Posts * 9 / 10 / plan.PostsPerAccount);
        var instagram = Accounts("instagram", plan.Posts / 10 / 5);
        var scheduled = Accounts("scheduled", 10);
        var jobs = Accounts("job", plan.Jobs);
        await using var sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions
        {
            ApiKeys = [Secret],
            InjectFaults = true,
            CheckpointLifetime = CodeGiver.LinkLifetime,
            Accounts = [.. classic.Concat(scheduled).Concat(jobs).Select(id => new SandboxAccount(id, SandboxAccountKind.LinkedIn)), .. instagram.Select(id => new SandboxAccount(id, SandboxAccountKind.Instagram))],
        });
        var postgres = new Postgres(folder);
        var files = Directory.CreateDirectory(Path.Combine(folder, "files"));
        await File.WriteAllBytesAsync(Path.Combine(files.FullName, "launch.png"), [0x89, 0x50, 0x4E, 0x47]);
        await using var workers = await Workers.StartAsync(4, folder,
        [
            ("ConnectionStrings__Distributor", postgres.ConnectionString),
            ("PostPress__ApiKey", Secret),
            ("PostPress__BaseAddress", sandbox.BaseAddress.ToString()),
            ("Calls__UseIdempotencyKeys", plan.UseKeys.ToString()),
            ("Files__Folder", files.FullName),
            .. Limits.Settings,
        ]);
        Say($"{plan.Name}: 4 workers, {plan.Posts} posts over {classic.Length + instagram.Length} accounts, {plan.Scheduled} scheduled, {plan.Jobs} jobs");

        var feed = new Feed(workers);
        await OnboardAsync(feed, instagram, scheduled, jobs);

        Misbehaviour.Begin(sandbox);
        using var codesEnd = new CancellationTokenSource();
        var codes = new CodeGiver(workers, feed);
        var trouble = MakeTroubleAsync(workers, postgres, plan.Trouble);
        List<Task> feeding =
        [
            .. Enumerable.Range(0, plan.Posts).Select(n => LaterAsync(plan.Trouble / 2, () =>
                feed.PostAsync($"p{n}", n % 10 == 0 ? instagram[n / 10 % instagram.Length] : classic[n % classic.Length], files: n % 20 == 7 ? ["launch.png"] : null))),
            .. Enumerable.Range(0, plan.Scheduled).Select(n => LaterAsync(plan.Trouble / 2, () =>
                feed.PostAsync($"s{n}", scheduled[n % scheduled.Length], DateTimeOffset.UtcNow + (plan.Trouble * Random.Shared.NextDouble())))),
            .. Enumerable.Range(0, Dead).Select(n => LaterAsync(plan.Trouble / 2, () => feed.PostAsync($"d{n}", SandboxTriggers.AccountFor("errors/disconnected_account")))),
        ];
        var publications = Enumerable.Range(0, plan.Jobs).Select(async n =>
        {
            await LaterAsync(plan.Trouble / 2, () => feed.JobAsync($"j{n}", $"c{n}", jobs[n], n % 2 == 0 ? "Free" : "Promoted"));
            return await codes.PublishAsync($"j{n}", codesEnd.Token);
        }).ToArray();

        await Task.WhenAll(feeding);
        var kills = await trouble;
        sandbox.Faults.Clear();
        Say("calm: no more kills, the sandbox behaves");
        codesEnd.CancelAfter(plan.Patience);

        var verdict = new Verdict(sandbox, feed, plan);
        var watch = Stopwatch.StartNew();
        await Poll.UntilAsync(async () => publications.All(p => p.IsCompleted) && await verdict.IsCompleteAsync(), within: plan.Patience, every: TimeSpan.FromSeconds(1));
        var published = (await Task.WhenAll(publications)).Count(isPublished => isPublished);
        Say($"everything is out {watch.Elapsed.TotalSeconds:0} s after the last kill");
        return await verdict.WriteAsync(published, kills, Dead, Secret, postgres, folder);
    }

    /// <summary>Accounts without limits for what is not about limits, and a customer with an application of its own for each job.</summary>
    private static async Task OnboardAsync(Feed feed, string[] instagram, string[] scheduled, string[] jobs)
    {
        await Task.WhenAll(instagram.Select(id => feed.SendAsync(HttpMethod.Put, $"/accounts/{id}", new { kind = "Instagram" })));
        await Task.WhenAll(scheduled.Concat(jobs).Select(id => feed.SendAsync(HttpMethod.Put, $"/accounts/{id}", new { kind = "Recruiter" })));
        await Task.WhenAll(jobs.Select((_, n) => feed.SendAsync(HttpMethod.Put, $"/customers/c{n}", new
        {
            organizationId = $"urn:li:company:{9374000 + n}",
            contractId = $"{n}",
            applicationClientId = $"client-{n}",
            developerApplicationId = $"{12345000 + n}",
            jobsTermsAcceptedAt = "2026-03-01T09:30:00Z",
        })));
    }

    /// <summary>Kills a worker every 3 s, and takes the database away once.</summary>
    /// <returns>How many workers were killed.</returns>
    private static async Task<int> MakeTroubleAsync(Workers workers, Postgres postgres, TimeSpan duration)
    {
        var kills = 0;
        var pause = PauseAsync();
        using var interval = new PeriodicTimer(TimeSpan.FromSeconds(3));
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < duration && await interval.WaitForNextTickAsync();)
        {
            kills += workers.KillOne() ? 1 : 0;
        }

        await pause;
        return kills;

        async Task PauseAsync()
        {
            await Task.Delay(duration / 2);
            Say("the database is away for 3 s");
            await postgres.PauseAsync(TimeSpan.FromSeconds(3));
        }
    }

    private static async Task LaterAsync(TimeSpan within, Func<Task> act)
    {
        await Task.Delay(within * Random.Shared.NextDouble());
        await act();
    }

    private static string[] Accounts(string kind, int count) => [.. Enumerable.Range(0, Math.Max(count, 1)).Select(n => $"acc_{kind}_{n}")];

    private static void Say(string text) => Console.WriteLine(FormattableString.Invariant($"{DateTime.UtcNow:HH:mm:ss} {text}"));
}
