using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using PostPress.Sandbox;

namespace PostPress.Soak;

/// <summary>How long and how hard.</summary>
/// <param name="Calls">How many calls.</param>
/// <param name="Parallel">How many at a time.</param>
/// <param name="Seed">Decides which calls are made, in which order faults come, and who gives up when.</param>
public sealed record SoakSettings(int Calls, int Parallel, int Seed);

/// <summary>Mixed calls, many at a time, through random faults; afterwards everything is counted.</summary>
public sealed class SoakRun
{
    /// <summary>One request in three meets a fault.</summary>
    private const double FaultRate = 1 / 3d;

    /// <summary>One call in fifty is given up by its caller, another one finds nobody listening.</summary>
    private const int OneIn = 50;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly SoakSettings _settings;
    private readonly ConcurrentBag<(ClientKind Kind, Ending Ending)> _endings = [];
    private readonly StreamCount _streams = new();
    private readonly Random _faultDice;
    private int _requests;
    private long _retries;
    private int _unobserved;

    private SoakRun(SoakSettings settings)
    {
        _settings = settings;
        _faultDice = new Random(settings.Seed);
    }

    /// <summary>Makes the calls and counts.</summary>
    public static Task<SoakReport> RunAsync(SoakSettings settings) => new SoakRun(settings).RunAsync();

    private async Task<SoakReport> RunAsync()
    {
        TaskScheduler.UnobservedTaskException += CountUnobserved;
        using var meters = CountRetries();
        try
        {
            var started = TimeProvider.System.GetTimestamp();
            var options = new PostPressSandboxOptions { InjectFaults = true, IgnoreIdempotencyKeys = true, DripGap = TimeSpan.FromMilliseconds(20), People = 20, KeptBytes = 0 };
            await using var sandbox = await PostPressSandbox.StartAsync(options);
            await using var closed = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { InjectFaults = true });
            var works = await PrepareAsync(sandbox);
            closed.Faults.Always(SandboxFault.RefuseConnection);
            sandbox.Faults.Always(_ => Choose());

            await CallAsync(sandbox, closed, works);

            // What idles is closed; what is still in use has leaked.
            sandbox.Faults.Clear();
            sandbox.Faults.Always(SandboxFault.RefuseConnection);
            var leaked = await LeakedSocketsAsync(sandbox);
            var injected = sandbox.Faults.Injected;
            await sandbox.DisposeAsync();
            CollectUnobserved();
            return Report(sandbox, injected, leaked, TimeProvider.System.GetElapsedTime(started));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= CountUnobserved;
        }
    }

    private MeterListener CountRetries()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == PostPressDiagnostics.MeterName && instrument.Name == "postpress.client.retries")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _retries, count));
        listener.Start();
        return listener;
    }

    private async Task<List<Work>> PrepareAsync(PostPressSandbox sandbox)
    {
        var dice = new Random(_settings.Seed);
        var operations = Enum.GetValues<Operation>();
        using var plain = new HttpClient();
        var works = new List<Work>();
        for (var i = 0; i < _settings.Calls; i++)
        {
            works.Add(await Work.PrepareAsync(sandbox, plain, operations[dice.Next(operations.Length)], i));
        }

        return works;
    }

    /// <summary>What the next request meets. Asked by one request at a time.</summary>
    private SandboxFault? Choose()
    {
        _requests++;
        if (_faultDice.NextDouble() >= FaultRate)
        {
            return null;
        }

        var fault = SandboxFault.All[_faultDice.Next(SandboxFault.All.Count)];
        // A door can't be closed for one request, and 1 GiB for each of hundreds would measure the machine.
        return fault == SandboxFault.RefuseConnection || (fault == SandboxFault.HugeResponse && _faultDice.Next(10) > 0) ? null : fault;
    }

    private async Task CallAsync(PostPressSandbox sandbox, PostPressSandbox closed, List<Work> works)
    {
        var timeouts = new OperationTimeouts(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        var kinds = Enum.GetValues<ClientKind>().Where(k => k != ClientKind.ScriptOnUsedConnection).ToArray();
        var clients = Array.ConvertAll(kinds, kind => ClientUnderTest.Make(kind, sandbox, timeouts));
        await using var nobody = ClientUnderTest.Make(ClientKind.Script, closed, timeouts);
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _settings.Parallel };
            await Parallel.ForAsync(0, works.Count, parallel, async (i, _) =>
            {
                var dice = new Random(HashCode.Combine(_settings.Seed, i));
                var kind = i % clients.Length;
                var client = dice.Next(OneIn) == 0 ? nobody : clients[kind];
                using var caller = new CancellationTokenSource();
                if (dice.Next(OneIn) == 0)
                {
                    caller.CancelAfter(dice.Next(20));
                }

                _endings.Add((kinds[kind], await Ending.OfAsync(works[i], client.Client, Bound, null, _streams, caller.Token)));
            });
        }
        finally
        {
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    private static async Task<int> LeakedSocketsAsync(PostPressSandbox sandbox)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await sandbox.Faults.WhenIdleAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Then they are counted.
        }

        return sandbox.Faults.OpenConnections;
    }

    private static void CollectUnobserved()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private void CountUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) => Interlocked.Increment(ref _unobserved);

    private SoakReport Report(PostPressSandbox sandbox, IReadOnlyList<SandboxFault> injected, int leakedSockets, TimeSpan took)
    {
        var ledger = new Ledger(sandbox);
        var breaches = _endings.SelectMany(e => e.Ending.Judge(ledger.Of(e.Ending.Work)).Select(b => (b.Breach, e.Kind, Describe(e.Ending, b.Detail)))).ToList();
        var times = _endings.Select(e => e.Ending.Took).Order().ToArray();
        return new SoakReport
        {
            Settings = _settings,
            Took = took,
            Calls = _endings.CountBy(e => e.Ending.Work.Operation).ToDictionary(),
            Told = _endings.CountBy(e => e.Ending.Told).ToDictionary(),
            Faults = injected.CountBy(f => f).ToDictionary(),
            Retries = _retries,
            Requests = _requests,
            Breaches = breaches,
            UnobservedExceptions = _unobserved,
            LeakedSockets = leakedSockets,
            LeakedStreams = _streams.Open,
            P50 = times[times.Length / 2],
            P99 = times[times.Length * 99 / 100],
        };
    }

    private static string Describe(Ending ending, string detail) =>
        $"{ending.Work.Operation} {ending.Work.Tag}: {detail}; told {ending.Told}{(ending.Failure is null ? "" : ": " + ending.Failure.Message)}";
}

/// <summary>What a soak has counted.</summary>
public sealed class SoakReport
{
    public required SoakSettings Settings { get; init; }

    public required TimeSpan Took { get; init; }

    public required IReadOnlyDictionary<Operation, int> Calls { get; init; }

    public required IReadOnlyDictionary<string, int> Told { get; init; }

    public required IReadOnlyDictionary<SandboxFault, int> Faults { get; init; }

    public required long Retries { get; init; }

    public required int Requests { get; init; }

    public required IReadOnlyList<(Breach Breach, ClientKind Kind, string Text)> Breaches { get; init; }

    public required int UnobservedExceptions { get; init; }

    public required int LeakedSockets { get; init; }

    public required int LeakedStreams { get; init; }

    public required TimeSpan P50 { get; init; }

    public required TimeSpan P99 { get; init; }

    /// <summary>Whether nothing went wrong that must not.</summary>
    public bool IsGood => Breaches.Count == 0 && UnobservedExceptions == 0 && LeakedSockets == 0 && LeakedStreams == 0;

    /// <summary>The table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Row("calls", $"{Calls.Values.Sum()}, {Settings.Parallel} at a time, seed {Settings.Seed}, {Took.TotalSeconds:0.0} s");
        foreach (var (operation, count) in Calls.OrderBy(c => c.Key))
        {
            Row($"  {operation}", $"{count}");
        }

        Row("requests", $"{Requests}");
        Row("retries", $"{Retries}");
        Row("callers were told", $"");
        foreach (var (told, count) in Told.OrderByDescending(t => t.Value))
        {
            Row($"  {told}", $"{count}");
        }

        Row("faults", $"{Faults.Values.Sum()}");
        foreach (var (fault, count) in Faults.OrderBy(f => f.Key.Name, StringComparer.Ordinal))
        {
            Row($"  {fault}", $"{count}");
        }

        foreach (var breach in Enum.GetValues<Breach>())
        {
            Row(NameOf(breach), $"{Breaches.Count(b => b.Breach == breach)}");
        }

        Row("unobserved exceptions", $"{UnobservedExceptions}");
        Row("leaked sockets", $"{LeakedSockets}");
        Row("leaked streams", $"{LeakedStreams}");
        Row("p50 / p99", $"{P50.TotalMilliseconds:0} ms / {P99.TotalMilliseconds:0} ms");
        foreach (var kind in Breaches.GroupBy(b => (b.Breach, b.Kind)).OrderBy(k => k.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"! {kind.Key.Breach} with {kind.Key.Kind}, {kind.Count()} times, such as\n");
            foreach (var (_, _, example) in kind.Take(3))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {example}\n");
            }
        }

        return text.ToString();

        void Row(string name, FormattableString value) => text.Append(CultureInfo.InvariantCulture, $"{name,-36}").AppendLine(FormattableString.Invariant(value));
    }

    private static string NameOf(Breach breach) => breach switch
    {
        Breach.Duplicate => "duplicates",
        Breach.WrongOutcome => "wrong outcomes",
        Breach.WrongAnswer => "wrong answers",
        Breach.Hang => "hung calls",
        _ => "foreign exceptions",
    };
}
