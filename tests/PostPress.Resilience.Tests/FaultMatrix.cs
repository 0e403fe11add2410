using System.Collections.Concurrent;
using System.Text;
using PostPress.Sandbox;
using PostPress.Soak;

// Nearly all the time of a cell is spent in waiting for timeouts.
[assembly: LevelOfParallelism(32)]

namespace PostPress.Resilience.Tests;

/// <summary>
/// Each fault × each operation × each kind of client, over real sockets. The sandbox ignores idempotency keys, so that
/// whatever is sent twice is carried out twice.
/// </summary>
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FaultMatrix
{
    /// <summary>No timeout allows more; what takes longer hangs.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>No timeout of an attempt is needed where attempts end by themselves, and a busy machine is then never taken for a fault.</summary>
    private static TimeSpan AttemptTimeout(SandboxFault fault) =>
        TimeSpan.FromSeconds(fault.Name is nameof(SandboxFault.Silence) or nameof(SandboxFault.SilenceAfterActing) or nameof(SandboxFault.StalledUpload) or nameof(SandboxFault.SlowDrip) or nameof(SandboxFault.HugeResponse) ? 1 : 10);

    private static readonly ConcurrentDictionary<(string Fault, Operation Operation), ConcurrentDictionary<string, int>> Seen = new();

    private static IEnumerable<TestCaseData> Cells() =>
        from fault in SandboxFault.All
        from operation in Enum.GetValues<Operation>()
        from kind in Enum.GetValues<ClientKind>()
        select new TestCaseData(fault, operation, kind).SetName($"{fault}, {operation}, {kind}");

    /// <summary>For what can't be told from success, or isn't worth another attempt by the rules, one attempt decides.</summary>
    private static bool AnotherAttemptHelps(SandboxFault fault) =>
        fault != SandboxFault.Redirect && fault != SandboxFault.LengthTooShort && fault != SandboxFault.HugeResponse && !fault.Name.StartsWith("Status(409", StringComparison.Ordinal);

    private static bool IsRateLimit(SandboxFault fault) => fault.Name.StartsWith("RateLimited", StringComparison.Ordinal);

    /// <summary>What a write may be told when every attempt meets the fault.</summary>
    private static CallOutcome[] Truths(SandboxFault fault, ClientKind kind) => fault switch
    {
        _ when fault == SandboxFault.RefuseConnection => [CallOutcome.NotSent],
        // Longer to wait than the call may last: it fails at once.
        _ when fault == SandboxFault.RateLimited(1) && kind != ClientKind.OwnHttpClientThatRetries => [CallOutcome.Refused],
        // The timeout may end a second attempt under way, and a handler within may keep the 429 to itself.
        _ when IsRateLimit(fault) => [CallOutcome.Refused, CallOutcome.Unknown],
        // A status alone is no proof that it was carried out: that takes the documented response.
        _ => [CallOutcome.Unknown],
    };

    [TestCaseSource(nameof(Cells))]
    public async Task Cell(SandboxFault fault, Operation operation, ClientKind kind)
    {
        await using var sandbox = await PostPressSandbox.StartAsync(
            new PostPressSandboxOptions { InjectFaults = true, IgnoreIdempotencyKeys = true, DripGap = TimeSpan.FromMilliseconds(100), People = 20 });
        using var plain = new HttpClient();
        Work[] works = [await PrepareAsync(1), await PrepareAsync(2), await PrepareAsync(3)];
        // What a timeout interrupts while it connects can't be told from what was sent; of refused connections the retries are to run out first.
        var refuses = fault == SandboxFault.RefuseConnection;
        await using var under = ClientUnderTest.Make(kind, sandbox, new OperationTimeouts(AttemptTimeout(fault), TimeSpan.FromSeconds(15)), maxRetries: refuses ? 1 : 3);
        if (kind == ClientKind.ScriptOnUsedConnection)
        {
            await new Work(Operation.Search, "").CallAsync(under.Client, new CallOptions { Timeout = Bound });
        }

        // The first request meets the fault, those after it pass.
        Ending? once = null;
        if (!refuses)
        {
            sandbox.Faults.Next(fault, works[0].Id);
            once = await Ending.OfAsync(works[0], under.Client, Bound);
        }

        // Every request meets the fault.
        sandbox.Faults.Clear();
        sandbox.Faults.Always(fault);
        var before = sandbox.Faults.Injected.Count;
        var total = TimeSpan.FromSeconds(refuses ? 10 : 1);
        var always = await Ending.OfAsync(works[1], under.Client, Bound, new CallOptions { AttemptTimeout = total / 2, Timeout = total });
        var sends = sandbox.Faults.Injected.Count - before;

        // On a busy machine the first request can reach the sandbox after its call has timed out.
        var late = once is { Failure: PostPressTimeoutException } && before == 0 ? 1 : 0;

        // The network is well again.
        sandbox.Faults.Clear();
        var after = await Ending.OfAsync(works[2], under.Client, Bound, new CallOptions { Timeout = Bound });
        await sandbox.DisposeAsync();

        var ledger = new Ledger(sandbox);
        Note(fault, operation, once, once is null ? 0 : ledger.Of(works[0]));
        Note(fault, operation, always, ledger.Of(works[1]), "always: ");
        Assert.Multiple(() =>
        {
            foreach (var (ending, when) in new[] { (once, "once"), (always, "always"), (after, "afterwards") })
            {
                if (ending is not null)
                {
                    Assert.That(ending.Judge(ledger.Of(ending.Work)), Is.Empty, $"{when}: {ending.Failure}");
                }
            }

            Assert.That(after.Failure, Is.Null, $"afterwards everything works: {after.Failure}");
            Assert.That(sandbox.Faults.KeySentElsewhere, Is.False, "the key goes to no other host");
            // What a handler of the caller's follows can't be kept back.
            if (kind != ClientKind.OwnHttpClient)
            {
                Assert.That(sandbox.Faults.RequestsElsewhere, Is.Zero, "a redirect is not followed");
            }

            if (once is not null)
            {
                RequireOnce(fault, kind, once, ledger);
            }

            Assert.That(always.Failure, Is.InstanceOf<IPostPressFailure>(), "it can't have succeeded");
            if (works[1].IsWrite)
            {
                Assert.That((always.Failure as IPostPressFailure)?.Outcome, Is.AnyOf([.. Truths(fault, kind).Cast<object>()]), $"always: {always.Failure}");
                // None, if the machine is so busy that the timeout passes before.
                if (!refuses && !IsRateLimit(fault))
                {
                    Assert.That(sends, late > 0 || always.Failure is PostPressTimeoutException ? Is.LessThanOrEqualTo(1 + late) : Is.EqualTo(1), "a write goes out once");
                }
            }
        });

        Task<Work> PrepareAsync(int number) => Work.PrepareAsync(sandbox, plain, operation, number);
    }

    private static void RequireOnce(SandboxFault fault, ClientKind kind, Ending once, Ledger ledger)
    {
        var outcome = (once.Failure as IPostPressFailure)?.Outcome;
        if (IsRateLimit(fault) && kind == ClientKind.OwnHttpClientThatRetries && once.Work.IsWrite)
        {
            // The handler within keeps the 429 to itself, so nobody can know that another attempt is safe.
            Assert.That(outcome, Is.Null.Or.EqualTo(CallOutcome.Unknown));
        }
        else if (IsRateLimit(fault))
        {
            Assert.That(once.Failure, Is.Null, $"429 comes before PostPress acts, so another attempt is made: {once.Failure}");
        }
        else if (once.Work.IsWrite)
        {
            Assert.That(outcome, Is.AnyOf([.. Truths(fault, kind).Cast<object>()]), $"once: {once.Failure}");
            // On a busy machine a timeout of a second can pass before the server has got to it.
            var acted = ledger.Of(once.Work);
            Assert.That(acted, once.Failure is PostPressTimeoutException ? Is.LessThanOrEqualTo(fault.ServerActs ? 1 : 0) : Is.EqualTo(fault.ServerActs ? 1 : 0));
        }
        else if (AnotherAttemptHelps(fault))
        {
            Assert.That(once.Failure, Is.Null, $"an answer was possible: {once.Failure}");
        }
    }

    private static void Note(SandboxFault fault, Operation operation, Ending? ending, int applied, string when = "")
    {
        if (ending is null)
        {
            return;
        }

        var cell = Seen.GetOrAdd((when + fault.Name, operation), _ => new ConcurrentDictionary<string, int>());
        cell.AddOrUpdate(ending.Work.IsWrite ? $"{ending.Told}/{applied}" : ending.Told, 1, (_, n) => n + 1);
    }

    /// <summary>Writes down what callers were told, and how often the server acted: the table of the documentation.</summary>
    [OneTimeTearDown]
    public static async Task WriteTable()
    {
        var operations = Enum.GetValues<Operation>();
        var text = new StringBuilder("| fault | server acts |").AppendJoin('|', operations.Select(o => $" {o} ")).AppendLine(" |").Append("|---|---|").AppendJoin("|", operations.Select(_ => "---")).AppendLine("|");
        foreach (var when in new[] { "", "always: " })
        {
            foreach (var fault in SandboxFault.All.Where(f => operations.Any(o => Seen.ContainsKey((when + f.Name, o)))))
            {
                text.Append($"| {when}{fault.Name} | {(fault.ServerActs ? "yes" : "no")} |");
                foreach (var operation in operations)
                {
                    text.Append($" {Cell(when + fault.Name, operation)} |");
                }

                text.AppendLine();
            }
        }

        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "fault-matrix.md");
        await File.WriteAllTextAsync(path, text.ToString());
        await TestContext.Out.WriteLineAsync($"The table is in {path}");

        static string Cell(string fault, Operation operation)
        {
            if (!Seen.TryGetValue((fault, operation), out var cell))
            {
                return "";
            }

            return cell.Count == 1 ? cell.Keys.Single() : string.Join(", ", cell.OrderByDescending(c => c.Value).Select(c => $"{c.Key} ×{c.Value}"));
        }
    }
}
