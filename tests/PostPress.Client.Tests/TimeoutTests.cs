using PostPress.Sandbox;

namespace PostPress.Tests;

public class TimeoutTests
{
    private const string Created = """{"object":"PostCreated","post_id":"urn:li:share:1"}""";

    private static NewPost Post => new() { AccountId = SandboxAccounts.LinkedIn, Text = "x" };

    [Test]
    public async Task An_attempt_that_takes_too_long_ends_in_a_PostPressTimeoutException_with_a_TimeoutException_inside()
    {
        var time = new ManualTime();
        using var silent = new Silent();
        using var client = Clients.Over(silent, o => o.TimeProvider = time);

        var call = client.Posts.CreateAsync(Post);
        await silent.Reached;
        time.Advance(TimeSpan.FromMinutes(5));

        var e = await Assert.ThrowsAsync<PostPressTimeoutException>(() => call);
        Assert.Multiple(() =>
        {
            Assert.That(e, Is.InstanceOf<PostPressException>().With.InnerException.InstanceOf<TimeoutException>());
            Assert.That(e!.Outcome, Is.EqualTo(CallOutcome.Unknown));
            Assert.That(e.Elapsed, Is.EqualTo(TimeSpan.FromMinutes(5)));
            Assert.That(e.Message, Does.Contain("createPost").And.Contain("was not retried"));
        });
    }

    [Test]
    public async Task A_publication_of_222_seconds_succeeds_by_default()
    {
        var time = new ManualTime();
        using var silent = new Silent();
        using var client = Clients.Over(silent, o => o.TimeProvider = time);

        var call = client.Posts.CreateAsync(Post);
        await silent.Reached;
        time.Advance(TimeSpan.FromSeconds(222));
        silent.Answer(Clients.Json(Created, 201)(new HttpRequestMessage()));

        Assert.That((await call).PostId, Is.Not.Null);
    }

    [Test]
    public async Task The_call_s_own_timeout_wins()
    {
        var time = new ManualTime();
        using var silent = new Silent();
        using var client = Clients.Over(silent, o => o.TimeProvider = time);

        var call = client.Posts.CreateAsync(Post, options: new CallOptions { Timeout = TimeSpan.FromSeconds(3) });
        await silent.Reached;
        time.Advance(TimeSpan.FromSeconds(3));

        await Assert.ThrowsAsync<PostPressTimeoutException>(() => call);
    }

    [Test]
    public async Task A_search_that_is_slow_is_tried_again_until_its_time_is_up_in_all()
    {
        var time = new ManualTime();
        using var silent = new Silent();
        using var client = Clients.Over(silent, o => (o.TimeProvider, o.MaxRetries) = (time, 100));

        var call = client.Search.GetPageAsync("a", new ClassicPeopleSearch());
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await silent.Reached;
            time.Advance(TimeSpan.FromSeconds(30));
            time.Advance(await time.WhenWaitedFor(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(10)));
        }

        await silent.Reached;
        time.Advance(TimeSpan.FromSeconds(30));

        var e = await Assert.ThrowsAsync<PostPressTimeoutException>(() => call);
        Assert.That(e!.Attempts, Is.EqualTo(3));
        Assert.That(e.Message, Does.Contain("It only reads"));
    }

    [Test]
    public async Task A_timeout_of_an_earlier_attempt_is_not_what_a_later_failure_is_reported_as()
    {
        var time = new ManualTime();
        using var silent = new Silent();
        using var network = new SilentThenUnreachable(silent);
        using var client = Clients.Over(network, o => (o.TimeProvider, o.MaxRetries) = (time, 1));

        var call = client.Search.GetPageAsync("a", new ClassicPeopleSearch());
        await silent.Reached;
        time.Advance(TimeSpan.FromSeconds(30));
        time.Advance(await time.WhenWaitedFor(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(10)));

        var e = await Assert.ThrowsAsync<PostPressConnectionException>(() => call);
        Assert.That((e!.Attempts, e.Outcome), Is.EqualTo((2, CallOutcome.NotSent)));
    }

    [Test]
    public async Task A_call_that_the_caller_cancels_says_what_is_known_of_it()
    {
        using var silent = new Silent();
        using var client = Clients.Over(silent);
        using var cancellation = new CancellationTokenSource();

        var call = client.Posts.CreateAsync(Post, cancellationToken: cancellation.Token);
        await silent.Reached;
        await cancellation.CancelAsync();

        var e = await Assert.ThrowsAsync<PostPressCanceledException>(() => call);
        Assert.Multiple(() =>
        {
            Assert.That(e, Is.InstanceOf<OperationCanceledException>());
            Assert.That(e!.CancellationToken, Is.EqualTo(cancellation.Token));
            Assert.That(e.Outcome, Is.EqualTo(CallOutcome.Unknown));
            Assert.That(e.Operation, Is.EqualTo("createPost"));
            Assert.That(e.Attempts, Is.EqualTo(1));
            Assert.That(e.IdempotencyKey, Is.Not.Null.And.Not.Empty);
            Assert.That(e.Message, Does.Contain(e.IdempotencyKey!));
        });
    }

    [Test]
    public async Task A_call_that_is_cancelled_before_it_begins_was_not_sent()
    {
        using var script = new Clients.Script();
        using var client = Clients.Over(script);

        var e = await Assert.ThrowsAsync<PostPressCanceledException>(() => client.Posts.CreateAsync(Post, cancellationToken: new CancellationToken(canceled: true)));

        Assert.That(script.Requests, Is.Empty);
        Assert.That((e!.Outcome, e.Attempts), Is.EqualTo((CallOutcome.NotSent, 0)));
    }

    [Test]
    public async Task An_upload_may_take_any_time_as_long_as_it_moves_and_ends_when_it_stands_still()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        var time = new ManualTime();
        using var source = new Stepwise();
        using var client = new PostPressClient(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress, TimeProvider = time });
        var post = Post;
        post.Attachments = [Attachment.FromFactory(_ => Task.FromResult<Stream>(source), "x.bin", 1_000_000)];

        var call = client.Posts.CreateAsync(post);
        for (var i = 0; i < 20; i++)
        {
            await source.Asked;
            time.Advance(TimeSpan.FromSeconds(50));
            source.Give();
        }

        Assert.That(call.IsCompleted, Is.False, "17 minutes are more than any timeout of the operation");
        await source.Asked;
        time.Advance(TimeSpan.FromSeconds(61));

        var e = await Assert.ThrowsAsync<PostPressTimeoutException>(() => call);
        Assert.That(e!.Message, Does.Contain("made no progress"));
        Assert.That(sandbox.Posts, Is.Empty);
    }

    [Test]
    public async Task A_key_provider_that_never_answers_ends_with_the_call_s_deadline()
    {
        var time = new ManualTime();
        using var silent = new Silent();
        var asked = new TaskCompletionSource();
        using var client = Clients.Over(silent, o =>
        {
            o.TimeProvider = time;
            o.ApiKeyProvider = _ =>
            {
                asked.SetResult();
                return new ValueTask<string>(new TaskCompletionSource<string>().Task);
            };
        });

        var call = client.Search.GetPageAsync("a", new ClassicPeopleSearch());
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(90));

        var e = await Assert.ThrowsAsync<PostPressTimeoutException>(() => call);
        Assert.That(e!.Outcome, Is.EqualTo(CallOutcome.NotSent));
    }

    [Test]
    public void Deadlines_that_cannot_be_kept_are_refused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => new PostPressClient(new PostPressClientOptions { ApiKey = "k", SearchTimeouts = new(TimeSpan.Zero, TimeSpan.FromSeconds(1)) }), Throws.ArgumentException.With.Message.Contains("SearchTimeouts"));
            Assert.That(() => new PostPressClient(new PostPressClientOptions { ApiKey = "k", UploadStallTimeout = TimeSpan.FromDays(2) }), Throws.ArgumentException.With.Message.Contains("UploadStallTimeout"));
            Assert.That(() => new PostPressClient(new PostPressClientOptions { ApiKey = "k", MaxRetries = -1 }), Throws.ArgumentException.With.Message.Contains("MaxRetries"));
        });
        using var client = new PostPressClient("k");
        Assert.That(() => client.Search.GetPageAsync("a", new ClassicPeopleSearch(), callOptions: new CallOptions { Timeout = TimeSpan.FromSeconds(-1) }), Throws.ArgumentException.With.Message.Contains("Timeout"));
    }

    /// <summary>Takes every request and answers when the test says so, or never.</summary>
    private sealed class Silent : HttpMessageHandler
    {
        private readonly TaskCompletionSource<HttpResponseMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _reached = new(0);

        /// <summary>Completes when the next request is here; each request completes it once.</summary>
        public Task Reached => _reached.WaitAsync();

        public void Answer(HttpResponseMessage response) => _answer.SetResult(response);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            _reached.Release();
            return await _answer.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Gives a piece whenever the test says so, and listens to no token.</summary>
    private sealed class Stepwise : MemoryStream
    {
        private readonly SemaphoreSlim _asked = new(0);
        private readonly SemaphoreSlim _given = new(0);

        public Task Asked => _asked.WaitAsync();

        public override bool CanSeek => false;

        public void Give() => _given.Release();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _asked.Release();
            await _given.WaitAsync(CancellationToken.None);
            return 1000;
        }
    }

    /// <summary>The first attempt gets no response, the next one no connection.</summary>
    private sealed class SilentThenUnreachable(HttpMessageHandler silent) : DelegatingHandler(silent)
    {
        private int _requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _requests++ == 0 ? base.SendAsync(request, cancellationToken) : throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
    }
}
