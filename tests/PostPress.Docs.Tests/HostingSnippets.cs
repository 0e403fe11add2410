using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using PostPress;
using PostPress.Sandbox;

namespace Docs;

#region src/PostPress.Client/docs/hosting.md
public sealed class Newsroom(
    [FromKeyedServices("agency")] PostPressClient agency,
    [FromKeyedServices("brand")] PostPressClient brand)
{
    public PostPressClient For(string customer) => customer == "our-own" ? brand : agency;
}
#endregion

#region src/PostPress.Client/docs/hosting.md
/// <summary>One client for each key that comes along. Register it as a singleton.</summary>
public sealed class CustomerClients(IOptions<PostPressClientOptions> common, ILoggerFactory loggers) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the client has timeouts of its own
    };

    private readonly ConcurrentDictionary<string, PostPressClient> clients = new();

    public PostPressClient For(string apiKey) => clients.GetOrAdd(apiKey, key => new PostPressClient(http, new PostPressClientOptions
    {
        ApiKey = key,
        BaseAddress = common.Value.BaseAddress,
        LoggerFactory = loggers,
    }));

    public void Dispose() => http.Dispose();
}
#endregion

#region src/PostPress.Client/docs/hosting.md
public sealed class FakePosts : PostsClient
{
    public override Task<PostCreated> CreateAsync(NewPost post, IProgress<UploadProgress>? progress = null, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new PostCreated { PostId = "urn:li:share:1" });
}

public sealed class FakePostPress : PostPressClient
{
    public override PostsClient Posts { get; } = new FakePosts();
}
#endregion

public sealed record Announcement(Guid Id, string Text);

/// <summary>Stands for the host's database.</summary>
public sealed class Accounts
{
    private readonly Dictionary<string, string> _accounts = new() { ["acme"] = "acc_your_account" };

    public Task<string?> FindAsync(string customer) => Task.FromResult(_accounts.GetValueOrDefault(customer));
}

/// <summary>Stands for the host's vault.</summary>
public sealed class Vault
{
    public string Key { get; set; } = "pp_live_your_key";

    public ValueTask<string> GetKeyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Key);
}

public class HostingSnippets : SnippetTests
{
    private const string HostingPage = "src/PostPress.Client/docs/hosting.md";
    private static readonly ClassicPeopleSearch Anybody = new();

    private WebApplicationBuilder builder = null!;

    [SetUp]
    public void NewHost()
    {
        builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
    }

    [Test]
    public async Task Options_are_bound_from_the_configuration_that_the_page_shows()
    {
        builder.Configuration
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Page.At(HostingPage).Blocks("json").Single())))
            .AddInMemoryCollection(new Dictionary<string, string?> { ["PostPress:BaseAddress"] = sandbox.BaseAddress.AbsoluteUri });

        #region src/PostPress.Client/docs/hosting.md
        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"));
        #endregion

        await using var app = builder.Build();
        await app.StartAsync();
        await app.Services.GetRequiredService<PostPressClient>().Search.GetPageAsync(account, Anybody);
        var options = app.Services.GetRequiredService<IOptions<PostPressClientOptions>>().Value;
        Assert.That((options.ApiKey, options.MaxRetries), Is.EqualTo((key, 2)));
        Assert.That((options.CreatePostTimeouts.Attempt, options.CreatePostTimeouts.Total), Is.EqualTo((TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(4))));
        Assert.That(options.SearchTimeouts.Attempt, Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public void The_environment_sets_the_key_as_well()
    {
        Environment.SetEnvironmentVariable("PostPress__ApiKey", "pp_live_from_environment");
        try
        {
            builder.Configuration.AddEnvironmentVariables();
        }
        finally
        {
            Environment.SetEnvironmentVariable("PostPress__ApiKey", null);
        }

        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"));
        using var services = builder.Services.BuildServiceProvider();
        Assert.That(services.GetRequiredService<IOptions<PostPressClientOptions>>().Value.ApiKey, Is.EqualTo("pp_live_from_environment"));
    }

    [Test]
    public async Task One_client_serves_the_accounts_of_all_customers()
    {
        builder.Services.AddPostPressClient(UseSandbox);
        builder.Services.AddSingleton<Accounts>();
        await using var app = builder.Build();

        #region src/PostPress.Client/docs/hosting.md
        app.MapPost("/customers/{customer}/posts", async (string customer, Announcement announcement, Accounts accounts, PostPressClient postpress) =>
        {
            if (await accounts.FindAsync(customer) is not { } account)
            {
                return Results.NotFound();
            }

            // Not the token of the request: whoever closes the browser must not cut off a publication.
            PostCreated post = await postpress.Posts.CreateAsync(
                new NewPost { AccountId = account, Text = announcement.Text },
                options: new CallOptions { IdempotencyKey = $"announcement-{announcement.Id}" });
            return Results.Ok(post.PostId);
        });
        #endregion

        await app.StartAsync();
        using var browser = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var announcement = new Announcement(Guid.NewGuid(), "We shipped!");
        var statuses = new List<HttpStatusCode>();
        foreach (var customer in new[] { "acme", "acme", "nobody" })
        {
            using var response = await browser.PostAsJsonAsync($"/customers/{customer}/posts", announcement);
            statuses.Add(response.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound }));
        Assert.That(sandbox.Posts.Single().AccountId, Is.EqualTo(account));
    }

    [Test]
    public async Task An_endpoint_returns_the_names_of_the_API()
    {
        builder.Services.AddPostPressClient(UseSandbox);
        await using var app = builder.Build();

        #region src/PostPress.Client/docs/hosting.md
        app.MapGet("/people", (string account, string keywords, PostPressClient postpress, CancellationToken cancellationToken) =>
            postpress.Search.GetPageAsync(account, new ClassicPeopleSearch { Keywords = keywords }, cancellationToken: cancellationToken));
        #endregion

        await app.StartAsync();
        using var browser = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var json = await browser.GetStringAsync($"/people?account={account}&keywords=engineer");
        var page = System.Text.Json.JsonSerializer.Deserialize<SearchPage>(json)!;
        Assert.That(page.Items, Is.Not.Empty.And.All.InstanceOf<PersonResult>());
        Assert.That(json, Does.Contain("network_distance").And.Not.Contain("elapsed"));
    }

    [Test]
    public async Task Several_keys_are_several_clients()
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PostPress:Agency:ApiKey"] = key,
            ["PostPress:Agency:BaseAddress"] = sandbox.BaseAddress.AbsoluteUri,
            ["PostPress:Brand:ApiKey"] = "pp_live_another_key",
            ["PostPress:Brand:BaseAddress"] = sandbox.BaseAddress.AbsoluteUri,
        });

        #region src/PostPress.Client/docs/hosting.md
        builder.Services.AddPostPressClient("agency", builder.Configuration.GetSection("PostPress:Agency"));
        builder.Services.AddPostPressClient("brand", builder.Configuration.GetSection("PostPress:Brand"));
        #endregion

        builder.Services.AddSingleton<Newsroom>();
        await using var app = builder.Build();
        var newsroom = app.Services.GetRequiredService<Newsroom>();
        await newsroom.For("our-own").Search.GetPageAsync(account, Anybody);
        await newsroom.For("acme").Search.GetPageAsync(account, Anybody);

        Assert.That(sandbox.Requests.Select(r => r.SentKey(key)), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public async Task Keys_from_a_database_make_a_client_each()
    {
        builder.Services.AddPostPressClient(UseSandbox);
        builder.Services.AddSingleton<CustomerClients>();
        await using var app = builder.Build();
        var clients = app.Services.GetRequiredService<CustomerClients>();

        var first = clients.For(key);
        await first.Search.GetPageAsync(account, Anybody);
        await clients.For("pp_live_another_key").Search.GetPageAsync(account, Anybody);

        Assert.That(sandbox.Requests.Select(r => r.SentKey(key)), Is.EqualTo(new[] { true, false }));
        Assert.That(clients.For(key), Is.SameAs(first));
    }

    [Test]
    public async Task A_key_from_a_vault_is_asked_for_at_every_call()
    {
        builder.Services.AddSingleton<Vault>();

        #region src/PostPress.Client/docs/hosting.md
        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"));
        builder.Services.AddOptions<PostPressClientOptions>()
            .Configure<Vault>((options, vault) => options.ApiKeyProvider = vault.GetKeyAsync);
        #endregion

        builder.Services.Configure<PostPressClientOptions>(o => o.BaseAddress = sandbox.BaseAddress);
        await using var app = builder.Build();
        var client = app.Services.GetRequiredService<PostPressClient>();
        await client.Search.GetPageAsync(account, Anybody);
        app.Services.GetRequiredService<Vault>().Key = "pp_live_another_key";
        await client.Search.GetPageAsync(account, Anybody);

        Assert.That(sandbox.Requests.Select(r => r.SentKey(key)), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task A_handler_of_the_host_sees_every_attempt()
    {
        #region src/PostPress.Client/docs/hosting.md
        builder.Services.AddTransient<Traced>();
        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"))
            .AddHttpMessageHandler<Traced>();
        #endregion

        builder.Services.Configure<PostPressClientOptions>(UseSandbox);
        builder.Services.Configure<PostPressClientOptions>(o => o.MaxRetries = 1);
        sandbox.Faults.Next(SandboxFault.RateLimited(0));
        await using var app = builder.Build();
        await app.Services.GetRequiredService<PostPressClient>().Search.GetPageAsync(account, Anybody);

        // The fault answers the first attempt before the server sees it.
        Assert.That(sandbox.Requests.Select(r => r.Headers["X-Trace"]), Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public async Task A_proxy_stands_in_the_primary_handler()
    {
        var address = new Uri(sandbox.BaseAddress, "/");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PostPress:ApiKey"] = key,
            ["PostPress:BaseAddress"] = "http://postpress.example/api/v1",
            ["PostPress:AllowInsecureHttp"] = "true",
        });

        #region src/PostPress.Client/docs/hosting.md
        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                Proxy = new WebProxy(address),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        #endregion

        await using var app = builder.Build();
        await app.Services.GetRequiredService<PostPressClient>().Search.GetPageAsync(account, Anybody);

        Assert.That(sandbox.Requests.Single().Headers["Host"], Is.EqualTo("postpress.example"));
    }

    [Test]
    public async Task A_primary_handler_of_the_host_follows_no_redirect()
    {
        builder.Services.AddPostPressClient(UseSandbox).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = true });
        sandbox.Faults.Next(SandboxFault.Redirect);
        await using var app = builder.Build();

        await Assert.ThrowsAsync<PostPressApiException>(() => app.Services.GetRequiredService<PostPressClient>().Posts.CreateAsync(new NewPost { AccountId = account, Text = "x" }));
        Assert.That(sandbox.Faults.RequestsElsewhere, Is.Zero);
    }

    [Test]
    public async Task Calls_are_traced_and_measured_under_their_names()
    {
        using var spans = new Spans();
        using var traces = new SimpleActivityExportProcessor(spans);
        using var figures = new Figures();
        using var reader = new BaseExportingMetricReader(figures);

        #region src/PostPress.Client/docs/hosting.md
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(PostPressDiagnostics.ActivitySourceName).AddProcessor(traces).Build();
        using var metrics = Sdk.CreateMeterProviderBuilder().AddMeter(PostPressDiagnostics.MeterName).AddReader(reader).Build();
        #endregion

        await postpress.Search.GetPageAsync(account, Anybody);
        metrics.ForceFlush();
        Assert.That(spans.Names, Is.EqualTo(new[] { "POST", "search" }));
        Assert.That(figures.Names, Is.EqualTo(new[] { "postpress.client.call.duration" }));
    }

    [Test]
    public async Task A_test_of_the_host_puts_the_sandbox_in_place_of_the_API()
    {
        var services = builder.Services;
        services.AddPostPressClient(o => o.ApiKey = "pp_live_of_production");

        #region src/PostPress.Client/docs/hosting.md
        services.Configure<PostPressClientOptions>(o =>
        {
            o.ApiKey = sandbox.ApiKey;
            o.BaseAddress = sandbox.BaseAddress;
        });
        #endregion

        await using var app = builder.Build();
        await app.Services.GetRequiredService<PostPressClient>().Search.GetPageAsync(account, Anybody);
        Assert.That(sandbox.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_fake_takes_the_client_s_place()
    {
        builder.Services.AddPostPressClient(UseSandbox);

        #region src/PostPress.Client/docs/hosting.md
        builder.Services.AddSingleton<PostPressClient>(new FakePostPress());
        #endregion

        await using var app = builder.Build();
        var post = await app.Services.GetRequiredService<PostPressClient>().Posts.CreateAsync(new NewPost { AccountId = account, Text = "x" });
        Assert.That((post.PostId, sandbox.Requests.Count), Is.EqualTo(("urn:li:share:1", 0)));
    }

    [Test]
    public void A_host_with_a_wrong_option_does_not_start()
    {
        builder.Services.AddPostPressClient("agency", o => o.ApiKey = "");
        using var app = (IDisposable)builder.Build();

        Assert.That(
            async () => await ((WebApplication)app).StartAsync(),
            Throws.InstanceOf<OptionsValidationException>().With.Message.StartsWith(Shown(HostingPage).Trim()));
    }

    private void UseSandbox(PostPressClientOptions options) => (options.ApiKey, options.BaseAddress) = (key, sandbox.BaseAddress);

    private sealed class Traced : DelegatingHandler
    {
        private int _attempt;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Remove("X-Trace");
            request.Headers.Add("X-Trace", $"{++_attempt}");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Spans : BaseExporter<Activity>
    {
        public List<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
            {
                Names.Add(span.OperationName);
            }

            return ExportResult.Success;
        }
    }

    private sealed class Figures : BaseExporter<Metric>
    {
        public HashSet<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                Names.Add(metric.Name);
            }

            return ExportResult.Success;
        }
    }
}
