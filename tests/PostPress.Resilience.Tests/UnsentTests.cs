using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using PostPress.Sandbox;
using PostPress.Soak;

namespace PostPress.Resilience.Tests;

/// <summary>What surely never left is sent again, writes too; and an upload that stands still ends.</summary>
[Parallelizable(ParallelScope.Children)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UnsentTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_connection_that_fails_once_is_made_again_and_the_call_succeeds(
        [Values] Operation operation, [Values(SocketError.ConnectionRefused, SocketError.HostNotFound, SocketError.NetworkUnreachable)] SocketError error, [Values] bool host)
    {
        await using var sandbox = await StartAsync();
        using var plain = new HttpClient();
        var work = await Work.PrepareAsync(sandbox, plain, operation, 1);
        var connections = 0;
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                if (Interlocked.Increment(ref connections) == 1)
                {
                    throw new SocketException((int)error);
                }

                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var services = new ServiceCollection();
        services.AddPostPressClient(Configure).ConfigurePrimaryHttpMessageHandler(() => handler);
        await using var provider = services.BuildServiceProvider();
        var options = new PostPressClientOptions();
        Configure(options);
        using var own = new PostPressClient(http, options);

        var ending = await Ending.OfAsync(work, host ? provider.GetRequiredService<PostPressClient>() : own, Bound);

        Assert.That(ending.Failure, Is.Null);
        Assert.That(ending.Judge(new Ledger(sandbox).Of(work)), Is.Empty);
        Assert.That(connections, Is.EqualTo(2));

        void Configure(PostPressClientOptions o) => (o.ApiKey, o.BaseAddress) = (sandbox.ApiKey, sandbox.BaseAddress);
    }

    [Test]
    public async Task A_handshake_that_fails_means_that_nothing_was_sent([Values] Operation operation)
    {
        await using var sandbox = await StartAsync();
        using var plain = new HttpClient();
        var work = await Work.PrepareAsync(sandbox, plain, operation, 1);
        var received = sandbox.Requests.Count;
        using var client = new PostPressClient(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = new Uri($"https://{sandbox.BaseAddress.Authority}/api/v1"), MaxRetries = 1 });

        var ending = await Ending.OfAsync(work, client, Bound);

        Assert.That(ending.Told, Is.EqualTo(nameof(CallOutcome.NotSent)), $"{ending.Failure}");
        Assert.That(((IPostPressFailure)ending.Failure!).Attempts, Is.EqualTo(2));
        Assert.That(sandbox.Requests, Has.Count.EqualTo(received));
    }

    [Test]
    public async Task An_upload_that_stands_still_ends_and_its_streams_are_closed([Values(ClientKind.Script, ClientKind.Host, ClientKind.HostWithRetryHandler)] ClientKind kind)
    {
        await using var sandbox = await StartAsync();
        await using var under = ClientUnderTest.Make(kind, sandbox, new OperationTimeouts(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30)));
        sandbox.Faults.Always(SandboxFault.StalledUpload);
        var opened = new List<MemoryStream>();
        var content = new byte[32 * 1024 * 1024];
        var failure = await Assert.ThrowsAsync<PostPressTimeoutException>(() => under.Client.Posts.CreateAsync(new NewPost
        {
            AccountId = SandboxAccounts.LinkedIn,
            Text = "Hello",
            Attachments = [Attachment.FromFactory(_ => Task.FromResult<Stream>(Open()), "a.png", content.Length)],
        }).WaitAsync(Bound));
        sandbox.Faults.Clear();

        Assert.That(failure!.Outcome, Is.EqualTo(CallOutcome.Unknown));
        Assert.That(sandbox.Faults.Injected, Has.Count.EqualTo(1));
        Assert.That(opened.Select(s => s.CanRead), Is.EqualTo(new[] { false }));
        Assert.That(sandbox.Posts, Is.Empty);

        MemoryStream Open()
        {
            opened.Add(new MemoryStream(content, writable: false));
            return opened[^1];
        }
    }

    [Test]
    public async Task Whoever_waits_for_nothing_any_more_leaves_no_connection_behind(
        [Values(nameof(SandboxFault.Silence), nameof(SandboxFault.SilenceAfterActing), nameof(SandboxFault.SlowDrip), nameof(SandboxFault.HugeResponse), nameof(SandboxFault.EndlessHeaders))] string fault,
        [Values(Operation.CreatePost, Operation.Search)] Operation operation)
    {
        await using var sandbox = await StartAsync();
        var under = ClientUnderTest.Make(ClientKind.Script, sandbox, new OperationTimeouts(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(500)));
        sandbox.Faults.Always(SandboxFault.All.Single(f => f.Name == fault));
        var streams = new StreamCount();
        var ending = await Ending.OfAsync(new Work(operation, "tag"), under.Client, Bound, null, streams);
        await under.DisposeAsync();

        Assert.That(ending.Failure, Is.InstanceOf<IPostPressFailure>());
        await sandbox.Faults.WhenIdleAsync().WaitAsync(Bound);
        Assert.That(streams.Open, Is.Zero);
    }

    private static Task<PostPressSandbox> StartAsync() =>
        PostPressSandbox.StartAsync(new PostPressSandboxOptions { InjectFaults = true, IgnoreIdempotencyKeys = true, People = 20 });
}
