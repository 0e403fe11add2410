using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace PostPress.Sandbox.Tests;

/// <summary>Over real sockets, with a plain HttpClient: what a client sees of each fault, and what the server did.</summary>
[CancelAfter(60_000)]
public sealed class FaultTests
{
    private readonly WatchedTime _clock = new();
    private PostPressSandbox _sandbox = null!;
    private HttpClient _http = null!;

    /// <summary>Every fault that answers or breaks off by itself, with what becomes of it: a status, or how the request fails.</summary>
    private static readonly Dictionary<SandboxFault, string> Seen = new()
    {
        [SandboxFault.ResetBeforeTheBody] = "Unknown",
        [SandboxFault.ResetAfterHalfTheRequest] = "Unknown",
        [SandboxFault.ResetAfterTheRequest] = "Unknown",
        [SandboxFault.ResetAfterActing] = "Unknown",
        [SandboxFault.HalfTheResponse] = "201 ResponseEnded",
        [SandboxFault.HalfTheResponseInChunks] = "201 ResponseEnded",
        [SandboxFault.LengthTooLong] = "201 ResponseEnded",
        [SandboxFault.LengthTooShort] = "201",
        [SandboxFault.EndlessHeaders] = "ConfigurationLimitExceeded",
        [SandboxFault.Garbage] = "InvalidResponse",
        [SandboxFault.TlsInsteadOfHttp] = "ResponseEnded",
        [SandboxFault.GatewayPage] = "502 text/html",
        [SandboxFault.GatewayPageAfterActing] = "502 text/html",
        [SandboxFault.Redirect] = "307",
        [SandboxFault.RateLimitedWithoutTime] = "429 errors/too_many_requests",
        [SandboxFault.RateLimited(0)] = "429 errors/too_many_requests 00:00:00",
        [SandboxFault.RateLimited(1)] = "429 errors/too_many_requests 00:00:01",
        [SandboxFault.RateLimitedUntil(1)] = "429 errors/too_many_requests 06/01/2026 12:00:01 +00:00",
        [SandboxFault.Status(408)] = "408 errors/request_timeout",
        [SandboxFault.Status(408, afterActing: true)] = "408 errors/request_timeout",
        [SandboxFault.Status(409)] = "409 errors/conflict",
        [SandboxFault.Status(409, afterActing: true)] = "409 errors/conflict",
        [SandboxFault.Status(500)] = "500 errors/unexpected_error",
        [SandboxFault.Status(500, afterActing: true)] = "500 errors/unexpected_error",
        [SandboxFault.Status(503)] = "503 errors/no_client_session",
        [SandboxFault.Status(503, afterActing: true)] = "503 errors/no_client_session",
        [SandboxFault.Status(504)] = "504 errors/request_timeout",
        [SandboxFault.Status(504, afterActing: true)] = "504 errors/request_timeout",
    };

    private static IEnumerable<SandboxFault> EndingByThemselves() => [.. Seen.Keys];

    private static IEnumerable<SandboxFault> GoingOn() => [SandboxFault.Silence, SandboxFault.SilenceAfterActing, SandboxFault.SlowDrip, SandboxFault.HugeResponse];

    [SetUp]
    public async Task Start()
    {
        _sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { InjectFaults = true, TimeProvider = _clock });
        _http = NewClient();
    }

    [TearDown]
    public async Task Stop()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    private HttpClient NewClient(bool followRedirects = false)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = followRedirects }) { BaseAddress = _sandbox.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Add("X-API-KEY", _sandbox.ApiKey);
        return client;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private Task<HttpResponseMessage> PostAsync(CancellationToken cancellationToken = default) => _http.PostAsync("posts", Sample.Post(), cancellationToken);

    private Task<HttpResponseMessage> SearchAsync() => _http.PostAsync($"linkedin/search?account_id={SandboxAccounts.LinkedIn}", Json(Sample.People));

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }

    [Test]
    public void Every_fault_is_covered_here()
    {
        var named = EndingByThemselves().Concat(GoingOn()).Concat([SandboxFault.RefuseConnection, SandboxFault.StalledUpload]);

        Assert.That(SandboxFault.All, Is.EquivalentTo(named).And.Unique);
        Assert.That(SandboxFault.All.Select(f => f.Name), Is.Unique);
    }

    [Test]
    public async Task The_README_names_every_fault()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(RepoRoot.Path, "src", "PostPress.Sandbox", "README.md"));

        foreach (var name in SandboxFault.All.Select(f => f.Name.Split('(')[0]).Distinct())
        {
            Assert.That(readme, Does.Contain($"`{name}"));
        }
    }

    [TestCaseSource(nameof(EndingByThemselves))]
    public async Task A_fault_looks_to_a_client_as_it_says_and_the_server_acts_as_it_says(SandboxFault fault)
    {
        _sandbox.Faults.Next(fault);

        Assert.That(await LookAsync(), Is.EqualTo(Seen[fault]));
        Assert.That(_sandbox.Faults.Injected, Is.EqualTo(new[] { fault }));
        Assert.That(_sandbox.Posts, Has.Count.EqualTo(fault.ServerActs ? 1 : 0));
        Assert.That((await PostAsync()).StatusCode, Is.EqualTo(HttpStatusCode.Created), "the next request passes");
    }

    [TestCaseSource(nameof(EndingByThemselves))]
    public async Task A_fault_looks_the_same_on_a_connection_that_was_used_before(SandboxFault fault)
    {
        await SearchAsync();
        _sandbox.Faults.Next(fault, "createPost");

        Assert.That(await LookAsync(), Is.EqualTo(Seen[fault]));
        Assert.That(_sandbox.Posts, Has.Count.EqualTo(fault.ServerActs ? 1 : 0));
    }

    private async Task<string> LookAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "posts") { Content = Sample.Post() };
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var type = response.Content.Headers.ContentType?.MediaType == "text/html" ? " text/html" : "";
            try
            {
                var text = await response.Content.ReadAsStringAsync();
                if (text.Contains("errors/", StringComparison.Ordinal))
                {
                    type = $" {System.Text.Json.Nodes.JsonNode.Parse(text)!["type"]}";
                }
            }
            catch (HttpRequestException error)
            {
                type = $" {error.HttpRequestError}";
            }
            catch (HttpIOException error)
            {
                type = $" {error.HttpRequestError}";
            }

            var after = response.Headers.RetryAfter;
            return FormattableString.Invariant($"{(int)response.StatusCode}{type}{(after is null ? "" : after.Date is { } date ? $" {date:MM/dd/yyyy HH:mm:ss zzz}" : $" {after.Delta}")}");
        }
        catch (HttpRequestException error)
        {
            return $"{error.HttpRequestError}";
        }
    }

    [TestCaseSource(nameof(GoingOn))]
    public async Task A_fault_that_goes_on_ends_when_the_client_goes(SandboxFault fault, CancellationToken test)
    {
        _sandbox.Faults.Next(fault);
        using var gone = new CancellationTokenSource();
        var sent = GoOnAsync(gone.Token);
        await Until(() => _sandbox.Faults.Injected.Count == 1 && (!fault.ServerActs || _sandbox.Posts.Count == 1));
        Assert.That(sent.IsCompleted, Is.False);
        await gone.CancelAsync();

        Assert.That(async () => await sent, Throws.InstanceOf<OperationCanceledException>());
        await _sandbox.Faults.WhenIdleAsync(test);
        Assert.That(_sandbox.Faults.OpenConnections, Is.Zero);
        Assert.That(_sandbox.Posts, Has.Count.EqualTo(fault.ServerActs ? 1 : 0));
    }

    [TestCaseSource(nameof(GoingOn))]
    public async Task A_fault_that_goes_on_ends_when_faults_are_cleared(SandboxFault fault, CancellationToken test)
    {
        _sandbox.Faults.Next(fault);
        var sent = GoOnAsync(CancellationToken.None);
        await Until(() => _sandbox.Faults.Injected.Count == 1 && (!fault.ServerActs || _sandbox.Posts.Count == 1));
        _sandbox.Faults.Clear();

        Assert.That(async () => await sent, Throws.InstanceOf<HttpRequestException>().Or.InstanceOf<IOException>());
        await _sandbox.Faults.WhenIdleAsync(test);
    }

    [TestCaseSource(nameof(GoingOn))]
    public async Task A_fault_that_goes_on_ends_with_the_sandbox(SandboxFault fault)
    {
        _sandbox.Faults.Next(fault);
        var sent = GoOnAsync(CancellationToken.None);
        await Until(() => _sandbox.Faults.Injected.Count == 1);
        await _sandbox.DisposeAsync();

        Assert.That(async () => await sent, Throws.InstanceOf<HttpRequestException>().Or.InstanceOf<IOException>());
        Assert.That(_sandbox.Faults.OpenConnections, Is.Zero);
    }

    /// <summary>Reads the answer to its end, a piece at a time and with a pause at the second one, as whoever is slower than 1 GiB.</summary>
    private async Task GoOnAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "posts") { Content = Sample.Post() };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var piece = new byte[1];
        while (await body.ReadAsync(piece, cancellationToken) > 0)
        {
            await Task.Yield();
        }
    }

    [Test]
    public async Task An_upload_that_is_not_read_stands_still_until_faults_are_cleared(CancellationToken test)
    {
        _sandbox.Faults.Next(SandboxFault.StalledUpload);
        var form = Sample.Post();
        form.Add(SandboxApi.File(new byte[32 * 1024 * 1024], "image/png"), "attachments", "a.png");
        var sent = _http.PostAsync("posts", form, test);
        await Until(() => _sandbox.Faults.Injected.Count == 1);
        Assert.That(sent.IsCompleted, Is.False);
        _sandbox.Faults.Clear();

        Assert.That(async () => await sent, Throws.InstanceOf<HttpRequestException>());
        await _sandbox.Faults.WhenIdleAsync(test);
        Assert.That(_sandbox.Posts, Is.Empty);
    }

    [Test]
    public async Task A_slow_drip_sends_a_byte_whenever_the_gap_has_passed_and_ends_well()
    {
        _sandbox.Faults.Next(SandboxFault.SlowDrip);
        var sent = PostAsync();
        var gaps = 0;
        while (!sent.IsCompleted)
        {
            await Task.WhenAny(_clock.NextTimerAsync(), sent);
            _clock.Advance(TimeSpan.FromSeconds(1));
            gaps++;
        }

        var response = await sent;
        var text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(text, Does.Contain("PostCreated"));
        Assert.That(gaps, Is.GreaterThan(text.Length));
    }

    [Test]
    public async Task A_huge_answer_is_1_GiB_of_JSON_that_nobody_holds_in_memory(CancellationToken test)
    {
        _sandbox.Faults.Next(SandboxFault.HugeResponse);
        var before = GC.GetTotalAllocatedBytes();
        using var request = new HttpRequestMessage(HttpMethod.Post, "posts") { Content = Sample.Post() };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, test);
        await using var body = await response.Content.ReadAsStreamAsync(test);
        var piece = new byte[256 * 1024];
        long length = 0;
        int read;
        byte last = 0;
        while ((read = await body.ReadAsync(piece, test)) > 0)
        {
            length += read;
            last = piece[read - 1];
        }

        Assert.That(length, Is.EqualTo(1024L * 1024 * 1024));
        Assert.That(last, Is.EqualTo((byte)'}'));
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(64 * 1024 * 1024));
    }

    [Test]
    public async Task Refused_connections_are_refused_until_faults_are_cleared()
    {
        await SearchAsync();
        _sandbox.Faults.Always(SandboxFault.RefuseConnection);
        var errors = new List<HttpRequestError>();
        for (var i = 0; i < 3; i++)
        {
            errors.Add((await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync()))!.HttpRequestError);
        }

        var seen = _sandbox.Requests.Count;
        _sandbox.Faults.Clear();

        Assert.That(errors, Is.All.EqualTo(HttpRequestError.ConnectionError));
        Assert.That(seen, Is.EqualTo(1), "an idle connection was closed too");
        Assert.That((await PostAsync()).StatusCode, Is.EqualTo(HttpStatusCode.Created), "at the same address");
    }

    [Test]
    public void A_refused_connection_can_neither_be_counted_nor_told_apart()
    {
        Assert.That(() => _sandbox.Faults.Next(SandboxFault.RefuseConnection), Throws.ArgumentException);
        Assert.That(() => _sandbox.Faults.Always(SandboxFault.RefuseConnection, "createPost"), Throws.ArgumentException);
        Assert.That(() => _sandbox.Faults.Next(null!), Throws.ArgumentNullException);
        Assert.That(() => _sandbox.Faults.Always((SandboxFault)null!), Throws.ArgumentNullException);
        Assert.That(() => _sandbox.Faults.Always((Func<string?, SandboxFault?>)null!), Throws.ArgumentNullException);
        Assert.That(() => SandboxFault.Status(200), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SandboxFault.RateLimited(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task A_client_that_speaks_TLS_fails_in_its_handshake()
    {
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => _http.PostAsync(new Uri($"https://{_sandbox.BaseAddress.Authority}/api/v1/posts"), Sample.Post()));

        Assert.That(error!.HttpRequestError, Is.EqualTo(HttpRequestError.SecureConnectionError));
        Assert.That(_sandbox.Requests, Is.Empty);
    }

    [Test]
    public async Task A_redirect_leads_to_another_host_that_tells_whether_a_key_came_along()
    {
        _sandbox.Faults.Always(SandboxFault.Redirect);
        var location = (await PostAsync()).Headers.Location!;
        Assert.That((_sandbox.Faults.RequestsElsewhere, _sandbox.Faults.KeySentElsewhere), Is.EqualTo((0, false)));
        Assert.That((location.AbsolutePath, location.Authority == _sandbox.BaseAddress.Authority), Is.EqualTo(("/api/v1/posts", false)));

        using var anonymous = new HttpClient();
        await anonymous.PostAsync(location, Sample.Post());
        Assert.That((_sandbox.Faults.RequestsElsewhere, _sandbox.Faults.KeySentElsewhere), Is.EqualTo((1, false)));

        using var careless = NewClient(followRedirects: true);
        Assert.That(await (await careless.PostAsync("posts", Sample.Post())).Content.ReadAsStringAsync(), Is.EqualTo("{}"));
        Assert.That((_sandbox.Faults.RequestsElsewhere, _sandbox.Faults.KeySentElsewhere), Is.EqualTo((2, true)));
        Assert.That(_sandbox.Posts, Is.Empty);
    }

    [Test]
    public async Task The_next_requests_get_what_was_queued_and_the_others_what_is_for_always()
    {
        _sandbox.Faults.Next(SandboxFault.Status(503), "createPost");
        _sandbox.Faults.Next(SandboxFault.Status(500));
        _sandbox.Faults.Always(SandboxFault.Status(504));
        _sandbox.Faults.Always(SandboxFault.Status(408), "createPost");
        var search = await SearchAsync();
        int[] posts = [await StatusAsync(), await StatusAsync()];
        var another = await SearchAsync();
        _sandbox.Faults.Clear();

        Assert.That((int)search.StatusCode, Is.EqualTo(500));
        Assert.That(posts, Is.EqualTo(new[] { 503, 408 }));
        Assert.That((int)another.StatusCode, Is.EqualTo(504));
        Assert.That(await StatusAsync(), Is.EqualTo(201));

        async Task<int> StatusAsync() => (int)(await PostAsync()).StatusCode;
    }

    [Test]
    public async Task A_function_can_choose()
    {
        var operations = new List<string?>();
        _sandbox.Faults.Always(operation =>
        {
            operations.Add(operation);
            return operation == "createPost" ? SandboxFault.Status(503) : null;
        });

        Assert.That((int)(await SearchAsync()).StatusCode, Is.EqualTo(200));
        Assert.That((int)(await PostAsync()).StatusCode, Is.EqualTo(503));
        Assert.That((int)(await _http.GetAsync("/openapi.yaml")).StatusCode, Is.EqualTo(200));
        Assert.That(operations, Is.EqualTo(new[] { "search", "createPost", null }));
    }

    [Test]
    public async Task Without_a_fault_everything_passes_over_connections_that_stay()
    {
        await using var api = await SandboxApi.StartAsync(new PostPressSandboxOptions { InjectFaults = true });
        var draft = await api.CreateJobAsync(Sample.Job());
        await api.PublishAsync(draft.Json["job_id"]!.GetValue<string>(), Sample.Publication());
        await api.SearchAsync(Sample.People);
        await api.CreatePostAsync(Sample.Post());
        var refused = await api.CreateJobAsync([]);

        Assert.That(refused.Status, Is.EqualTo(422));
        Assert.That(api.Sandbox.Requests.Select(r => r.Status), Is.EqualTo(new[] { 200, 200, 200, 201, 422 }));
        Assert.That(api.Sandbox.Faults.OpenConnections, Is.EqualTo(1));
        Assert.That(api.Sandbox.Faults.Injected, Is.Empty);
    }

    [TestCase(false, false)]
    [TestCase(false, true)]
    [TestCase(true, false)]
    [TestCase(true, true)]
    public async Task Uploads_pass_with_a_length_in_chunks_and_after_a_continue(bool chunked, bool expect)
    {
        var bytes = new byte[5_000_000];
        new Random(1).NextBytes(bytes);
        var form = Sample.Post();
        form.Add(SandboxApi.File(bytes, "image/png"), "attachments", "a.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, "posts") { Content = form };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = expect;
        var response = await _http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created), await response.Content.ReadAsStringAsync());
        Assert.That(_sandbox.Posts.Single().Parts[^1].Sha256, Is.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))));
        Assert.That(_sandbox.Requests.Single().ContentLength is null, Is.EqualTo(chunked));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Half_of_an_upload_reaches_the_server_and_nothing_comes_of_it(bool chunked)
    {
        var form = Sample.Post();
        form.Add(SandboxApi.File(new byte[1_000_000], "image/png"), "attachments", "a.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, "posts") { Content = form };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        _sandbox.Faults.Next(SandboxFault.ResetAfterHalfTheRequest);

        Assert.That(async () => await _http.SendAsync(request), Throws.InstanceOf<HttpRequestException>());
        await Until(() => _sandbox.Requests.Count == 1);
        await _sandbox.DisposeAsync();
        Assert.That(_sandbox.Posts, Is.Empty);
    }

    [Test]
    public async Task A_client_that_is_refused_before_it_sends_its_body_is_not_waited_for(CancellationToken test)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "posts") { Content = Sample.Post() };
        request.Headers.ExpectContinue = true;
        request.Headers.Add("X-API-KEY", "pp_test_other");
        var response = await _http.SendAsync(request, test);
        _http.Dispose();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        await _sandbox.Faults.WhenIdleAsync(test);
    }

    [TestCase("not HTTP at all\r\n\r\n")]
    [TestCase("POST /api/v1/posts HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [TestCase("POST /api/v1/posts HTTP/1.1\r\nContent-Le")]
    [TestCase("")]
    public async Task Whoever_speaks_no_HTTP_leaves_the_sandbox_well(string text, CancellationToken test)
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, _sandbox.BaseAddress.Port, test);
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), test);
            socket.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null, test);
        }

        await _sandbox.Faults.WhenIdleAsync(test);
        Assert.That((await PostAsync(test)).StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Faults_have_to_be_asked_for()
    {
        await using var plain = await PostPressSandbox.StartAsync();

        Assert.That(() => plain.Faults, Throws.InvalidOperationException.With.Message.Contains("InjectFaults"));
        Assert.That(async () => await PostPressSandbox.StartAsync(new PostPressSandboxOptions { DripGap = TimeSpan.FromSeconds(-1) }), Throws.ArgumentException);
        Assert.That(async () => await PostPressSandbox.StartAsync(new PostPressSandboxOptions { InjectFaults = true, Port = plain.BaseAddress.Port }), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Many_connections_at_once_each_get_their_own_fault(CancellationToken test)
    {
        var number = 0;
        _sandbox.Faults.Always(_ => Interlocked.Increment(ref number) % 2 == 0 ? SandboxFault.ResetAfterActing : null);
        var sent = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            try
            {
                return (await PostAsync(test)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }));
        _http.Dispose();
        await _sandbox.Faults.WhenIdleAsync(test);

        Assert.That(sent.Count(ok => ok), Is.EqualTo(50));
        Assert.That(_sandbox.Posts, Has.Count.EqualTo(100));
    }

    /// <summary>A time that stands still until a test moves it, and tells when somebody begins to wait for it.</summary>
    private sealed class WatchedTime() : FakeTimeProvider(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero))
    {
        private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

        /// <summary>Completes once for each timer.</summary>
        public Task<TimeSpan> NextTimerAsync() => _timers.Reader.ReadAsync().AsTask();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timers.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}
