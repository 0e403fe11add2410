using PostPress.Sandbox;
using PostPress.Soak;

namespace PostPress.Resilience.Tests;

/// <summary>The checkpoint loop through faults: asked by someone who reads the newest message of LinkedIn's and types its code.</summary>
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CheckpointLoopTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private static readonly OperationTimeouts Timeouts = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

    private static IEnumerable<TestCaseData> FaultsAtEitherCode() =>
        from fault in SandboxFault.All
        where fault != SandboxFault.RefuseConnection
        from code in new[] { 1, 2 }
        select new TestCaseData(fault, code).SetName($"The loop ends in the truth when {fault} meets code {code}");

    private static IEnumerable<TestCaseData> Faults() =>
        SandboxFault.All.Select(fault => new TestCaseData(fault).SetName($"The loop ends when {fault} meets every code"));

    [TestCaseSource(nameof(FaultsAtEitherCode))]
    public async Task Once(SandboxFault fault, int code)
    {
        await using var sandbox = await StartAsync();
        await using var under = ClientUnderTest.Make(ClientKind.Script, sandbox, Timeouts);
        var draft = await DraftAsync(sandbox);
        var asked = 0;
        if (code == 1)
        {
            sandbox.Faults.Next(fault);
        }

        var (published, failure) = await RunAsync(under.Client, draft, () =>
        {
            if (++asked == 2 && code == 2)
            {
                sandbox.Faults.Next(fault);
            }

            return CodeFor(sandbox);
        });
        await sandbox.DisposeAsync();

        Assert.That(failure, Is.Null);
        Assert.That(sandbox.PublishedJobs.Select(j => j.Id), Is.EqualTo(new[] { published!.JobId }));
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Always(SandboxFault fault)
    {
        await using var sandbox = await StartAsync();
        await using var under = ClientUnderTest.Make(ClientKind.Script, sandbox, new OperationTimeouts(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(600)));
        var draft = await DraftAsync(sandbox);
        sandbox.Faults.Always(fault);
        var (published, failure) = await RunAsync(under.Client, draft, () => CodeFor(sandbox));
        sandbox.Faults.Clear();
        await sandbox.DisposeAsync();

        Assert.That(published, Is.Null);
        Assert.That(failure, Is.InstanceOf<IPostPressFailure>(), $"{failure}");
        var outcome = ((IPostPressFailure)failure!).Outcome;
        if (outcome is CallOutcome.NotSent or CallOutcome.Refused)
        {
            Assert.That(new Ledger(sandbox).Of(new Work(Operation.SolveJobCheckpoint, draft)), Is.Zero, $"{failure}");
        }

        if (outcome == CallOutcome.Applied)
        {
            Assert.That(new Ledger(sandbox).Of(new Work(Operation.SolveJobCheckpoint, draft)), Is.Positive, $"{failure}");
        }
    }

    [Test]
    public async Task A_code_of_unknown_outcome_is_not_forgotten_when_the_next_one_is_refused_or_not_sent([Values] bool refused)
    {
        await using var sandbox = await StartAsync();
        await using var under = ClientUnderTest.Make(ClientKind.Script, sandbox, new OperationTimeouts(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)));
        var draft = await DraftAsync(sandbox);
        var asked = 0;
        var (published, failure) = await RunAsync(under.Client, draft, () =>
        {
            switch (++asked)
            {
                case 2:
                    sandbox.Faults.Next(SandboxFault.ResetAfterActing);
                    break;
                case 3:
                    sandbox.Faults.Always(refused ? SandboxFault.RateLimited(3600) : SandboxFault.RefuseConnection);
                    break;
            }

            return CodeFor(sandbox);
        });

        Assert.That(sandbox.PublishedJobs, Has.Count.EqualTo(1));
        Assert.That(published, Is.Null);
        Assert.That((failure as IPostPressFailure)?.Outcome, Is.EqualTo(CallOutcome.Unknown), $"the job is published: {failure}");
    }

    private static Task<PostPressSandbox> StartAsync() => PostPressSandbox.StartAsync(
        new PostPressSandboxOptions { InjectFaults = true, IgnoreIdempotencyKeys = true, DripGap = TimeSpan.FromMilliseconds(100), People = 0, MaxWrongCodes = 100 });

    private static async Task<string> DraftAsync(PostPressSandbox sandbox)
    {
        using var plain = new HttpClient();
        return (await Work.PrepareAsync(sandbox, plain, Operation.SolveJobCheckpoint, 0)).Tag;
    }

    private static string CodeFor(PostPressSandbox sandbox) => sandbox.Drafts.SingleOrDefault()?.State == SandboxJobState.AwaitingOtp ? SandboxCodes.Otp : SandboxCodes.EmailToken;

    private static async Task<(JobPublished? Published, Exception? Failure)> RunAsync(PostPressClient client, string draft, Func<string> code)
    {
        try
        {
            return (await client.Jobs.SolveCheckpointAsync(SandboxAccounts.LinkedIn, draft, (_, _) => Task.FromResult<string?>(code())).WaitAsync(Bound), null);
        }
        catch (Exception error)
        {
            return (null, error);
        }
    }
}
