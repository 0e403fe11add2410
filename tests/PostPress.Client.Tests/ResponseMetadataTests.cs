using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;

namespace PostPress.Tests;

/// <summary>What is told beside a response's body: status, headers, request id, attempts, time, key.</summary>
public class ResponseMetadataTests
{
    private const string Created = """{"object":"PostCreated","post_id":"urn:li:share:1"}""";

    private static readonly NewPost Post = new() { AccountId = "a", Text = "x" };

    private static Func<HttpRequestMessage, HttpResponseMessage> With(int status, string body, params (string Name, string Value)[] headers) => request =>
    {
        var response = Clients.Json(body, status)(request);
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    };

    public static IEnumerable<TestCaseData> Roots()
    {
        yield return new TestCaseData((Func<PostPressClient, Task<ResponseObject>>)(async c => await c.Posts.CreateAsync(Post)), Created, true).SetArgDisplayNames("createPost");
        yield return new TestCaseData((Func<PostPressClient, Task<ResponseObject>>)(async c => await c.Jobs.SolveCheckpointAsync("a", "42", "1234")), """{"object":"LinkedinJobPostingPublished","job_state":"active","job_id":"42"}""", true).SetArgDisplayNames("solveJobCheckpoint");
        yield return new TestCaseData((Func<PostPressClient, Task<ResponseObject>>)(async c => await c.Jobs.CreateAsync(new CreateJobRequest { AccountId = "a", JobTitle = new FreeText { Text = "t" }, Company = new FreeText { Text = "c" }, Workplace = Workplace.Remote, Location = "1", Description = "d" })), """{"object":"LinkedinJobPostingDraftCreated","job_id":"42"}""", true).SetArgDisplayNames("createJob");
        yield return new TestCaseData((Func<PostPressClient, Task<ResponseObject>>)(async c => await c.Search.GetPageAsync("a", new ClassicPeopleSearch())), """{"object":"LinkedinSearch","items":[],"cursor":null}""", false).SetArgDisplayNames("search");
    }

    [TestCaseSource(nameof(Roots))]
    public async Task Every_result_tells_how_it_came(Func<PostPressClient, Task<ResponseObject>> call, string body, bool isWrite)
    {
        var time = new ManualTime();
        using var script = new Clients.Script(With(429, "{}"), With(201, body, ("X-Request-Id", "req_1"), ("X-RateLimit-Remaining", "41")));
        using var client = Clients.Over(script, o => (o.TimeProvider, o.MaxRetries) = (time, 1));

        var running = call(client);
        var delay = await time.WhenWaitedFor(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(10));
        time.Advance(delay);
        var result = await running;

        var response = result.Response!;
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(response.Headers.GetValues("X-RateLimit-Remaining"), Is.EqualTo(new[] { "41" }));
            Assert.That(response.RequestId, Is.EqualTo("req_1"));
            Assert.That(response.Attempts, Is.EqualTo(2));
            Assert.That(response.Elapsed, Is.EqualTo(delay));
            Assert.That(response.IdempotencyKey, isWrite ? Is.EqualTo(script.Requests[1].Headers.GetValues("Idempotency-Key").Single()) : Is.Null);
            Assert.That(response.ToString(), Is.EqualTo("201, request req_1"));
        });
    }

    [Test]
    public async Task It_is_written_by_no_serializer()
    {
        using var script = new Clients.Script(With(201, Created, ("X-Request-Id", "canary")));
        using var client = Clients.Over(script);

        var post = await client.Posts.CreateAsync(Post);

        Assert.That(JsonConvert.SerializeObject(post), Is.EqualTo(Created));
        Assert.That(System.Text.Json.JsonSerializer.Serialize(post, JsonSerializerOptions.Web), Does.Not.Contain("canary").And.Not.Contain("response").IgnoreCase);
    }

    [TestCase("X-Request-Id")]
    [TestCase("Request-Id")]
    [TestCase("X-Correlation-Id")]
    [TestCase("X-Amzn-RequestId")]
    [TestCase("CF-Ray")]
    public async Task A_request_id_is_found_in_the_headers_that_gateways_use(string header)
    {
        using var script = new Clients.Script(With(201, Created, (header, "id_1")));
        using var client = Clients.Over(script);

        Assert.That((await client.Posts.CreateAsync(Post)).Response!.RequestId, Is.EqualTo("id_1"));
    }

    [TestCase("""{"title":"t","type":"errors/account_restricted","status":403,"instance":"req_body"}""", "req_body")]
    [TestCase("""{"title":"t","type":"errors/account_restricted","status":403}""", "req_header")]
    [TestCase("<html>", "req_header")]
    public async Task An_error_tells_the_same_and_the_id_in_its_body_wins(string body, string requestId)
    {
        using var script = new Clients.Script(With(403, body, ("X-Request-Id", "req_header"), ("X-RateLimit-Remaining", "0")));
        using var client = Clients.Over(script);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => client.Posts.CreateAsync(Post));

        Assert.Multiple(() =>
        {
            Assert.That(e!.RequestId, Is.EqualTo(requestId));
            Assert.That(e.Response!.RequestId, Is.EqualTo(requestId));
            Assert.That(e.Response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(e.Response.Headers.GetValues("X-RateLimit-Remaining"), Is.EqualTo(new[] { "0" }));
            Assert.That(e.Response.IdempotencyKey, Is.EqualTo(e.IdempotencyKey));
            Assert.That(e.Message, Does.Contain($"(request {requestId})"));
        });
    }

    [Test]
    public async Task A_call_without_a_response_tells_none()
    {
        using var script = new Clients.Script(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        using var client = Clients.Over(script);

        Assert.That((await Assert.ThrowsAsync<PostPressConnectionException>(() => client.Posts.CreateAsync(Post)))!.Response, Is.Null);
    }

    [TestCase(null, @"^PostPress\.NET/\d+\.\d+\.\d+ \(\.NET [^)]+\)$")]
    [TestCase("AcmeJobs/2.1", @"^PostPress\.NET/\d+\.\d+\.\d+ \(\.NET [^)]+\) AcmeJobs/2\.1$")]
    public async Task The_User_Agent_names_the_library_and_the_host_s_product(string? product, string pattern)
    {
        using var script = new Clients.Script(With(201, Created));
        using var client = Clients.Over(script, o => o.UserAgentProduct = product);

        await client.Posts.CreateAsync(Post);

        Assert.That(script.Requests[0].Headers.UserAgent.ToString(), Does.Match(pattern));
    }

    [TestCase("Acme Jobs")]
    [TestCase("Acme/2.1\r\nX-Evil: 1")]
    [TestCase("")]
    public void A_product_that_no_header_can_carry_is_refused(string product) =>
        Assert.That(() => new PostPressClient(new PostPressClientOptions { ApiKey = Clients.ApiKey, UserAgentProduct = product }), Throws.ArgumentException.With.Message.Contains("UserAgentProduct"));

    [Test]
    public async Task Logs_tell_the_client_the_request_and_the_key_and_a_refusal_is_a_warning()
    {
        using var script = new Clients.Script(
            With(201, Created, ("X-Request-Id", "req_1")),
            With(401, """{"title":"t","type":"errors/invalid_checkpoint_solution","status":401,"instance":"req_2"}"""),
            With(502, "<html>"));
        var logs = new Logs();
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(logs);
        services.AddPostPressClient("agency", o => (o.ApiKey, o.MaxRetries) = (Clients.ApiKey, 0)).ConfigurePrimaryHttpMessageHandler(() => script);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredKeyedService<PostPressClient>("agency");
        var options = new CallOptions { IdempotencyKey = "key_1" };

        await client.Posts.CreateAsync(Post, options: options);
        await Assert.ThrowsAsync<PostPressApiException>(() => client.Jobs.SolveCheckpointAsync("a", "42", "1234", options));
        await Assert.ThrowsAsync<PostPressApiException>(() => client.Posts.CreateAsync(Post, options: options));

        var lines = logs.Lines.Where(line => line.Category == PostPressDiagnostics.LogCategory && line.Level > LogLevel.Debug).ToList();
        Assert.That(lines.Select(line => line.Level), Is.EqualTo(new[] { LogLevel.Information, LogLevel.Warning, LogLevel.Error }));
        Assert.That(lines.Select(line => line.Text), Is.All.Contains("Client: agency").And.All.Contains("key_1"));
        Assert.That(lines[0].Text, Does.Contain("request: req_1"));
        Assert.That(lines[1].Text, Does.Contain("request: req_2"));
    }

    private sealed class Logs : ILoggerFactory
    {
        public List<(string Category, LogLevel Level, string Text)> Lines { get; } = [];

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(Logs logs, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                lock (logs.Lines)
                {
                    logs.Lines.Add((category, logLevel, formatter(state, exception)));
                }
            }
        }
    }
}
