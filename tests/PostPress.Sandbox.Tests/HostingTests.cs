using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Tests;

public sealed class HostingTests
{
    private SandboxApi _api = null!;

    [SetUp]
    public async Task Start() => _api = await SandboxApi.StartAsync();

    [TearDown]
    public async Task Stop() => await _api.DisposeAsync();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    [Test]
    public void It_listens_on_loopback_at_a_port_of_its_own()
    {
        Assert.That(_api.Sandbox.BaseAddress.Host, Is.EqualTo("127.0.0.1"));
        Assert.That(_api.Sandbox.BaseAddress.Port, Is.GreaterThan(0));
        Assert.That(_api.Sandbox.BaseAddress.AbsolutePath, Is.EqualTo("/api/v1/"));
    }

    [Test]
    public async Task Sandboxes_do_not_share_anything()
    {
        await using var other = await SandboxApi.StartAsync();
        await _api.CreateJobAsync(Sample.Job());

        Assert.That(other.Sandbox.Drafts, Is.Empty);
        Assert.That(other.Sandbox.Requests, Is.Empty);
    }

    [Test]
    public async Task It_stops_answering_when_it_is_disposed()
    {
        var other = await PostPressSandbox.StartAsync();
        await other.DisposeAsync();

        using var http = new HttpClient();
        Assert.That(async () => await http.GetAsync(other.BaseAddress), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.That(async () => await PostPressSandbox.StartAsync(new PostPressSandboxOptions { ApiKeys = [] }), Throws.ArgumentException);
        Assert.That(async () => await PostPressSandbox.StartAsync(new PostPressSandboxOptions { People = -1 }), Throws.ArgumentException);
        Assert.That(
            async () => await PostPressSandbox.StartAsync(new PostPressSandboxOptions { Accounts = [new("a", SandboxAccountKind.LinkedIn), new("a", SandboxAccountKind.Instagram)] }), Throws.ArgumentException);
        Assert.That(async () => await PostPressSandbox.StartAsync(new PostPressSandboxOptions { Port = _api.Sandbox.BaseAddress.Port }), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task The_contract_file_is_served_byte_by_byte_and_without_a_key()
    {
        using var http = new HttpClient();
        var response = await http.GetAsync(new Uri(_api.Sandbox.BaseAddress, "/openapi.yaml"));

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/yaml"));
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(await File.ReadAllBytesAsync(Path.Combine(RepoRoot.Path, "openapi", "postpress.yaml"))));
    }

    [TestCase("/v1/linkedin/search", 200)]
    [TestCase("/api/v1/linkedin/search", 200)]
    [TestCase("/linkedin/search", 404)]
    [TestCase("/api/v2/linkedin/search", 404)]
    [TestCase("/v1/LinkedIn/search", 404)]
    [TestCase("/v1/linkedin/search/", 404)]
    [TestCase("/v1/linkedin/jobs//checkpoint", 404)]
    [TestCase("/v1/", 404)]
    [TestCase("/", 404)]
    public async Task Both_base_paths_of_the_contract_are_served_and_nothing_else(string path, int status)
    {
        var reply = await _api.SendAsync("search", _api.Request($"{path}?account_id={SandboxAccounts.LinkedIn}", Json(Sample.People)));

        Assert.That(reply.Status, Is.EqualTo(status));
        if (status == 404)
        {
            Assert.That(reply.ErrorType, Is.EqualTo("errors/resource_not_found"));
        }
    }

    [Test]
    public async Task The_other_base_path_has_the_same_state()
    {
        await _api.SendAsync("createJob", _api.Request("/v1/linkedin/jobs", Json(Sample.Job().ToJsonString())));

        Assert.That((await _api.PublishAsync("3984512098", Sample.Publication())).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Another_method_answers_405_and_says_which_is_taken()
    {
        var request = _api.Request("posts", null);
        request.Method = HttpMethod.Get;
        var reply = await _api.SendAsync("createPost", request);

        Assert.That(reply.Status, Is.EqualTo(405));
        Assert.That(reply.Message.Content.Headers.Allow, Is.EqualTo(new[] { "POST" }));
    }

    [TestCase("linkedin/jobs", "text/plain")]
    [TestCase("linkedin/jobs", "application/json; charset=iso-8859-1")]
    [TestCase("linkedin/jobs", null)]
    [TestCase("posts", "application/json")]
    public async Task Another_content_type_answers_415(string path, string? type)
    {
        var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        var reply = await _api.SendAsync("createJob", _api.Request(path, content));

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((415, "errors/malformed_request")));
    }

    [Test]
    public async Task A_key_is_needed_and_either_header_will_do()
    {
        var without = _api.Request("posts", Sample.Post());
        without.Headers.Remove("X-API-KEY");
        var wrong = _api.Request("posts", Sample.Post());
        wrong.Headers.Remove("X-API-KEY");
        wrong.Headers.Add("X-API-KEY", "pp_test_other");
        var bearer = _api.Request("posts", Sample.Post());
        bearer.Headers.Remove("X-API-KEY");
        bearer.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _api.Sandbox.ApiKey);
        var basic = _api.Request("posts", Sample.Post());
        basic.Headers.Remove("X-API-KEY");
        basic.Headers.Authorization = new AuthenticationHeaderValue("Basic", _api.Sandbox.ApiKey);

        var replies = new List<(int, string?)>();
        foreach (var request in (HttpRequestMessage[])[without, wrong, bearer, basic])
        {
            var reply = await _api.SendAsync("createPost", request);
            replies.Add((reply.Status, reply.ErrorType));
        }

        Assert.That(replies, Is.EqualTo(new (int, string?)[] { (401, "errors/missing_credentials"), (401, "errors/invalid_credentials"), (201, null), (401, "errors/missing_credentials") }));
    }

    [Test]
    public async Task Keys_and_accounts_of_ones_own_take_the_place_of_the_defaults()
    {
        await using var own = await SandboxApi.StartAsync(new PostPressSandboxOptions { ApiKeys = ["pp_live_a", "pp_live_b"], Accounts = [new("acc_mine", SandboxAccountKind.LinkedIn)] });
        var second = own.Request("posts", Sample.Post("acc_mine"));
        second.Headers.Remove("X-API-KEY");
        second.Headers.Add("X-API-KEY", "pp_live_b");

        Assert.That(own.Sandbox.ApiKey, Is.EqualTo("pp_live_a"));
        Assert.That((await own.CreatePostAsync(Sample.Post("acc_mine"))).Status, Is.EqualTo(201));
        Assert.That((await own.SendAsync("createPost", second)).Status, Is.EqualTo(201));
        Assert.That((await own.CreatePostAsync(Sample.Post())).ErrorType, Is.EqualTo("errors/wrong_account"));
    }

    [Test]
    public async Task Requests_are_recorded_as_they_came_and_the_key_is_masked()
    {
        var request = _api.Request($"linkedin/search?account_id={SandboxAccounts.LinkedIn}&limit=5&q=a%20b", Json(Sample.People), "key-1");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "pp_live_secret");
        await _api.SendAsync("search", request);

        var seen = _api.Sandbox.Requests.Single();
        Assert.That((seen.Method, seen.Path, seen.Status, seen.Id), Is.EqualTo(("POST", "/api/v1/linkedin/search", 200, "req_000001")));
        Assert.That(seen.Query["q"], Is.EqualTo("a b"));
        Assert.That(seen.BodyText, Is.EqualTo(Sample.People));
        Assert.That((seen.ContentLength, seen.BodyLength), Is.EqualTo(((long?)Sample.People.Length, (long)Sample.People.Length)));
        Assert.That(seen.Headers["idempotency-key"], Is.EqualTo("key-1"));
        Assert.That(seen.Headers["X-API-KEY"], Is.EqualTo("pp_test_***"));
        Assert.That(seen.Headers["Authorization"], Is.EqualTo("Bearer pp_live_***"));
        Assert.That(seen.SentKey(_api.Sandbox.ApiKey), Is.True);
        Assert.That(seen.SentKey("pp_test_other"), Is.False);
        Assert.That(seen.ToString(), Does.Not.Contain("secret").And.Not.Contain("pp_test_sandbox"));
    }

    [Test]
    public async Task A_refused_request_is_recorded_whole_too()
    {
        var request = _api.Request("posts", new ByteArrayContent(new byte[3_000_000]));
        request.Headers.Remove("X-API-KEY");
        await _api.SendAsync("createPost", request);

        var seen = _api.Sandbox.Requests.Single();
        Assert.That((seen.Status, seen.BodyLength, seen.Body.Length), Is.EqualTo((401, 3_000_000L, 1024 * 1024)));
        Assert.That(seen.SentKey(_api.Sandbox.ApiKey), Is.False);
    }

    [Test]
    public async Task A_failure_names_its_request()
    {
        await _api.SearchAsync(Sample.People);
        var reply = await _api.SearchAsync("{}");

        Assert.That(reply.Json["instance"]!.GetValue<string>(), Is.EqualTo(_api.Sandbox.Requests[1].Id));
    }

    [Test]
    public async Task Many_calls_at_once_are_all_carried_out()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _api.CreateJobAsync(Sample.Job())));

        Assert.That(replies.Select(r => r.Json["job_id"]!.GetValue<string>()), Is.Unique);
        Assert.That(_api.Sandbox.Drafts, Has.Count.EqualTo(50));
        Assert.That(_api.Sandbox.Requests.Select(r => r.Status), Is.All.EqualTo(200));
    }

    [Test]
    public async Task Snapshots_do_not_change_later()
    {
        await _api.CreateJobAsync(Sample.Job());
        var (requests, drafts) = (_api.Sandbox.Requests, _api.Sandbox.Drafts);
        await _api.PublishAsync(drafts[0].Id, Sample.Publication());

        Assert.That(requests, Has.Count.EqualTo(1));
        Assert.That(drafts.Single().State, Is.EqualTo(SandboxJobState.Draft));
    }

    [Test]
    public void It_serves_every_operation_of_the_contract() =>
        Assert.That(ApiContract.Embedded.Operations.Select(o => o.Id), Is.EquivalentTo(new[] { "createJob", "publishJob", "solveJobCheckpoint", "createPost", "search", "listSearchParameters" }));

    [Test]
    public async Task A_client_that_goes_away_leaves_the_sandbox_well()
    {
        using var http = new HttpClient();
        using var gone = new CancellationTokenSource();
        var sent = http.SendAsync(_api.Request("posts", new EndlessContent(gone)), gone.Token);

        Assert.That(async () => await sent, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await _api.CreatePostAsync(Sample.Post())).Status, Is.EqualTo(201));
        Assert.That(_api.Sandbox.Posts, Has.Count.EqualTo(1));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task By_hand_it_prints_its_address_its_key_every_magic_value_and_a_line_for_each_request(CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(PostPressSandbox).Assembly.Location]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        try
        {
            var printed = new StringBuilder();
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line && !line.StartsWith("Press Ctrl+C", StringComparison.Ordinal))
            {
                printed.AppendLine(line);
            }

            Assert.That(printed.ToString().Split('\n').Select(l => l.Length), Is.All.LessThanOrEqualTo(80));
            var words = printed.ToString().Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            using var http = new HttpClient();
            var response = await http.GetAsync(new Uri(new Uri(words.First(w => w.StartsWith("http://", StringComparison.Ordinal))), "/openapi.yaml"), cancellationToken);

            await process.StandardOutput.ReadLineAsync(cancellationToken);
            Assert.That(await process.StandardOutput.ReadLineAsync(cancellationToken), Does.Match("^[0-9:]{8} 200 GET /openapi.yaml$"));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(words, Does.Contain(PostPressSandboxOptions.DefaultApiKey).And.Contain(SandboxCodes.Otp).And.Contain(SandboxTriggers.EmptyPage));
            Assert.That(words, Is.SupersetOf(ApiContract.Embedded.Operations.SelectMany(o => o.Errors.Keys).Select(SandboxTriggers.AccountFor).Distinct(StringComparer.Ordinal)));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Test]
    public async Task The_README_names_every_magic_value()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(RepoRoot.Path, "src", "PostPress.Sandbox", "README.md"));
        var constants = new[] { typeof(SandboxAccounts), typeof(SandboxCodes), typeof(SandboxTriggers) }
            .SelectMany(t => t.GetFields().Select(f => (string)f.GetRawConstantValue()!));

        foreach (var constant in constants)
        {
            Assert.That(readme, Does.Contain($"`{constant}`"));
        }
    }

    /// <summary>Begins a form, has its caller give up, and never ends.</summary>
    private sealed class EndlessContent : HttpContent
    {
        private readonly CancellationTokenSource _gone;

        public EndlessContent(CancellationTokenSource gone)
        {
            _gone = gone;
            Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nHello"u8.ToArray());
            await stream.FlushAsync();
            await _gone.CancelAsync();
            await new TaskCompletionSource().Task.WaitAsync(_gone.Token);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
