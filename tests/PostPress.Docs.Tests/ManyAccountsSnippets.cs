using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostPress;

namespace Docs;

#region src/PostPress.Client/docs/many-accounts.md
public sealed class Newsroom(
    [FromKeyedServices("agency")] PostPressClient agency,
    [FromKeyedServices("brand")] PostPressClient brand)
{
    public PostPressClient For(string customer) => customer == "our-own" ? brand : agency;
}
#endregion

#region src/PostPress.Client/docs/many-accounts.md
/// <summary>One client for each key. Register it as a singleton.</summary>
public sealed class CustomerClients(IOptions<PostPressClientOptions> common, ILoggerFactory loggers) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the client has its own timeouts
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

public class ManyAccountsSnippets : HostSnippetTests
{
    [Test]
    public async Task One_client_serves_the_accounts_of_all_customers()
    {
        builder.Services.AddPostPressClient(UseSandbox);
        builder.Services.AddSingleton<Accounts>();
        await using var app = builder.Build();

        #region src/PostPress.Client/docs/many-accounts.md
        app.MapPost("/customers/{customer}/posts", async (string customer, Announcement announcement, Accounts accounts, PostPressClient postpress) =>
        {
            if (await accounts.FindAsync(customer) is not { } account)
            {
                return Results.NotFound();
            }

            // Don't pass the token of the request: a closed browser must not cancel a publication.
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
    public async Task Several_keys_are_several_clients()
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PostPress:Agency:ApiKey"] = key,
            ["PostPress:Agency:BaseAddress"] = sandbox.BaseAddress.AbsoluteUri,
            ["PostPress:Brand:ApiKey"] = "pp_live_another_key",
            ["PostPress:Brand:BaseAddress"] = sandbox.BaseAddress.AbsoluteUri,
        });

        #region src/PostPress.Client/docs/many-accounts.md
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

        #region src/PostPress.Client/docs/many-accounts.md
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
}
