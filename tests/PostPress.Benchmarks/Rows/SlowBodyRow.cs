using System.Diagnostics;

namespace PostPress.Benchmarks;

/// <summary>256 callers whose pages arrive in pieces with pauses between. Each measurement is a process of its own, with a thread pool that nobody grew before.</summary>
internal sealed class SlowBodyRow : Row
{
    private const int Callers = 256;
    private const string Work = "256 callers, slow bodies";
    private const string Capped = "PostPress with a thread for each processor";

    public override string Name => "slow";

    public override async Task CheckAsync()
    {
        await using var server = await Server.StartAsync();
        foreach (var name in PageClients.Names)
        {
            await PageClients.AskAsync(PageClients.Create(name, server.Address + "slow/"), callers: 2, callsEach: 1);
        }
    }

    public override async Task<RowResult> MeasureAsync(Effort effort)
    {
        await using var server = await Server.StartAsync();
        var samples = new Samples();
        var threads = new Samples();
        var random = new Random(4);
        for (var round = 0; round < effort.LoadRounds; round++)
        {
            (string Client, string Cap)[] runs = [(PeerName.Ours, "free"), (PeerName.Ours, "capped"), (PeerName.NSwag, "free"), (PeerName.StjByHand, "free"), (PeerName.Raw, "free")];
            random.Shuffle(runs);
            foreach (var (client, cap) in runs)
            {
                var result = await Child.RunAsync("slow", client, server.Address, FormattableString.Invariant($"{Callers}"), cap);
                var name = cap == "capped" ? Capped : client;
                samples.Add(name, result[0]);
                threads.Add(name, result[1]);
            }
        }

        string[] names = [PeerName.Ours, PeerName.NSwag, PeerName.StjByHand, PeerName.Raw];
        return new(
            [
                new(Work, "of NSwag's time", samples.Ratio(PeerName.Ours, PeerName.NSwag), string.Empty, Goal.Most(1 / 3.0)),
                new(Work, "of NSwag's time, if nothing but the bytes were read", samples.Ratio(PeerName.Raw, PeerName.NSwag), string.Empty, Goal.Most(null)),
                new(Work, "of its time with a thread for each processor: none blocked", samples.Ratio(Capped, PeerName.Ours), string.Empty, Goal.Most(1.5)),
            ],
            [$"{Work}: {string.Join("; ", names.Select(name => FormattableString.Invariant($"{name} {Milliseconds(samples.Median(name))}, up to {threads.Median(name):0} pool threads")))}."],
            [new(Work, Milliseconds, [.. names.Select(name => (name, samples.Median(name)))])]);
    }

    /// <summary>Milliseconds until all callers have their page, and the most threads that the pool had.</summary>
    public static async Task<double[]> InChildAsync(string client, string address, int callers, bool capped)
    {
        // Long enough for the runtime to compile what turns out to be hot.
        var warm = PageClients.Create(client, address + "page/");
        for (var warming = Stopwatch.StartNew(); warming.Elapsed < TimeSpan.FromSeconds(1);)
        {
            await PageClients.AskAsync(warm, callers: 1, callsEach: 60);
        }

        if (capped)
        {
            ThreadPool.GetMaxThreads(out _, out var io);
            ThreadPool.SetMaxThreads(Environment.ProcessorCount, io);
        }

        var most = 0;
        using var done = new ManualResetEventSlim();
        var watch = new Thread(() =>
        {
            while (!done.Wait(TimeSpan.FromMilliseconds(5)))
            {
                most = Math.Max(most, ThreadPool.ThreadCount);
            }
        });
        watch.Start();
        var slow = PageClients.Create(client, address + "slow/");
        var clock = Stopwatch.StartNew();
        await PageClients.AskAsync(slow, callers, callsEach: 1);
        var time = clock.Elapsed.TotalMilliseconds;
        done.Set();
        watch.Join();
        return [time, most];
    }
}
