using PostPress.Sandbox;
using PostPress.Soak;

namespace PostPress.Resilience.Tests;

/// <summary>What the options change: replays on the strength of the key, and no repetition at all.</summary>
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RetryOptionTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static readonly OperationTimeouts Timeouts = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));

    private static IEnumerable<TestCaseData> Lost() =>
        from fault in SandboxFault.All
        where fault != SandboxFault.RefuseConnection && fault != SandboxFault.Redirect && fault != SandboxFault.LengthTooShort && fault != SandboxFault.HugeResponse && !fault.Name.StartsWith("Status(409", StringComparison.Ordinal)
        from operation in Enum.GetValues<Operation>()
        where operation is not (Operation.Search or Operation.ListParameters)
        select new TestCaseData(fault, operation).SetName($"With a trusted key {operation} succeeds after {fault}, and is carried out once");

    [TestCaseSource(nameof(Lost))]
    public async Task Trusted(SandboxFault fault, Operation operation)
    {
        await using var sandbox = await StartAsync();
        using var plain = new HttpClient();
        var work = await Work.PrepareAsync(sandbox, plain, operation, 1);
        using var client = Make(sandbox, o => o.TrustIdempotencyKey = true);
        sandbox.Faults.Next(fault);
        var ending = await Ending.OfAsync(work, client, Bound);
        await sandbox.DisposeAsync();

        Assert.That(ending.Failure, Is.Null);
        Assert.That(ending.WrongAnswer, Is.Null);
        Assert.That(new Ledger(sandbox).Of(work), Is.EqualTo(1));
    }

    [Test]
    public async Task Without_retries_everything_goes_out_once([Values] Operation operation, [Values(0, 1, 2, 3)] int which)
    {
        var fault = new[] { SandboxFault.ResetBeforeTheBody, SandboxFault.RateLimited(0), SandboxFault.Status(503), SandboxFault.Silence }[which];
        await using var sandbox = await StartAsync();
        using var plain = new HttpClient();
        var work = await Work.PrepareAsync(sandbox, plain, operation, 1);
        using var client = Make(sandbox, o => o.MaxRetries = 0);
        sandbox.Faults.Always(fault);
        var ending = await Ending.OfAsync(work, client, Bound);

        Assert.That((ending.Failure as IPostPressFailure)?.Attempts, Is.EqualTo(1), $"{ending.Failure}");
        Assert.That(sandbox.Faults.Injected, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_deadline_in_the_pause_after_429_does_not_make_a_refusal_something_else([Values] Operation operation)
    {
        await using var sandbox = await StartAsync();
        using var plain = new HttpClient();
        var work = await Work.PrepareAsync(sandbox, plain, operation, 1);
        using var client = Make(sandbox, o => o.TimeProvider = new Oversleeping(TimeSpan.FromSeconds(1)));
        sandbox.Faults.Always(SandboxFault.RateLimited(1));
        var ending = await Ending.OfAsync(work, client, Bound, new CallOptions { Timeout = TimeSpan.FromMilliseconds(1500) });

        Assert.That((ending.Failure as IPostPressFailure)?.Outcome, Is.EqualTo(CallOutcome.Refused), $"it was sent, and PostPress refused it: {ending.Failure}");
    }

    private static Task<PostPressSandbox> StartAsync() =>
        PostPressSandbox.StartAsync(new PostPressSandboxOptions { InjectFaults = true, DripGap = TimeSpan.FromMilliseconds(100), People = 20 });

    private static PostPressClient Make(PostPressSandbox sandbox, Action<PostPressClientOptions> configure)
    {
        var options = new PostPressClientOptions
        {
            ApiKey = sandbox.ApiKey,
            BaseAddress = sandbox.BaseAddress,
            SearchTimeouts = Timeouts,
            CreateJobTimeouts = Timeouts,
            PublishJobTimeouts = Timeouts,
            SolveCheckpointTimeouts = Timeouts,
            CreatePostTimeouts = Timeouts,
            UploadStallTimeout = Timeouts.Attempt,
        };
        configure(options);
        return new PostPressClient(options);
    }

    /// <summary>A clock on which pauses of one length never end, so that the deadline comes before.</summary>
    private sealed class Oversleeping(TimeSpan pause) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == pause ? Timeout.InfiniteTimeSpan : dueTime, period);
    }
}
