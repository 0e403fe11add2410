using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostPress.Sandbox.Http;
using PostPress.Sandbox.Page;
using PostPress.Sandbox.Wire;

namespace PostPress.Sandbox;

/// <summary>
/// The PostPress API on loopback, with real HTTP and real state, for tests. It checks requests against the published contract
/// and responds as the contract says. Sandboxes are independent of each other; start as many as you need.
/// </summary>
/// <remarks>Guide: <c>README.md</c> in the package.</remarks>
public sealed class PostPressSandbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxServer _server;
    private readonly FaultProxy? _proxy;

    private PostPressSandbox(WebApplication app, SandboxServer server, SandboxPage page, PostPressSandboxOptions options)
    {
        _app = app;
        _server = server;
        ApiKey = options.ApiKeys[0];
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        _proxy = options.InjectFaults ? new FaultProxy(options.Port, address.Port, options.TimeProvider, options.DripGap) : null;
        PageAddress = new Uri(address, "/");
        BaseAddress = new Uri(_proxy is null ? address : new Uri($"http://{_proxy.Address}"), "/api/v1/");
        page.Open(BaseAddress, _proxy?.Faults);
    }

    /// <summary>Gets the base address of the API, such as <c>http://127.0.0.1:41234/api/v1/</c>. The API is also at <c>/v1/</c>, and the contract at <c>/openapi.yaml</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>
    /// Gets the address of a page for a browser, such as <c>http://127.0.0.1:41234/</c>. It shows the requests, drafts, jobs and
    /// posts, and has buttons to make the next call fail. Faults don't affect it.
    /// </summary>
    public Uri PageAddress { get; }

    /// <summary>Gets the first of the <see cref="PostPressSandboxOptions.ApiKeys"/> that the sandbox accepts.</summary>
    public string ApiKey { get; }

    /// <summary>Gets the faults of the connection, such as a reset or a slow response, to inject them into requests.</summary>
    /// <exception cref="InvalidOperationException"><see cref="PostPressSandboxOptions.InjectFaults"/> is not set.</exception>
    public SandboxFaults Faults => _proxy?.Faults ?? throw new InvalidOperationException("This sandbox can't inject faults. Start it with PostPressSandboxOptions.InjectFaults.");

    /// <summary>Gets the requests that reached the server so far, in the order of arrival.</summary>
    public IReadOnlyList<SandboxRequest> Requests => _server.Log.Snapshot();

    /// <summary>Gets the job drafts that are not published, in the order of creation.</summary>
    public IReadOnlyList<SandboxJob> Drafts => [.. _server.State.Jobs.Where(j => j.State != SandboxJobState.Published)];

    /// <summary>Gets the jobs that are published, in the order of creation.</summary>
    public IReadOnlyList<SandboxJob> PublishedJobs => [.. _server.State.Jobs.Where(j => j.State == SandboxJobState.Published)];

    /// <summary>Gets the posts, in the order of publication.</summary>
    public IReadOnlyList<SandboxPost> Posts => _server.State.Posts;

    /// <summary>Gets the searches that were saved with <c>save_search</c>, in the order of saving.</summary>
    public IReadOnlyList<SandboxSavedSearch> SavedSearches => _server.State.SavedSearches;

    /// <summary>
    /// Adds a route for an endpoint that is not in the contract. The sandbox requires a key, records the request in
    /// <see cref="Requests"/>, and applies faults for any request. <paramref name="handler"/> does everything else. A route that
    /// is added again replaces the previous one.
    /// </summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path relative to <see cref="BaseAddress"/>, such as <c>accounts</c> or <c>users/{id}/posts</c>.</param>
    /// <param name="handler">Returns the response. Several requests can call it at the same time. If it throws, the response is 500 <c>errors/unexpected_error</c> with the exception.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is absolute, has a query, or is an operation of the contract with this method.</exception>
    /// <example><code>
    /// sandbox.Map(HttpMethod.Get, "users/{id}/posts", request =&gt;
    ///     SandboxRouteResponse.Json(new { items = Array.Empty&lt;object&gt;(), cursor = (string?)null }));
    /// </code></example>
    public void Map(HttpMethod method, string path, Func<SandboxRouteRequest, SandboxRouteResponse> handler)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(handler);
        _server.Routes.Add(method.Method, path, handler);
    }

    /// <summary>Starts a sandbox. It logs nothing, and doesn't handle Ctrl+C.</summary>
    /// <example>
    /// <code>
    /// await using var sandbox = await PostPressSandbox.StartAsync();
    /// using var postpress = new PostPressClient(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress });
    /// await postpress.Posts.CreateAsync(new NewPost { AccountId = SandboxAccounts.LinkedIn, Text = "We shipped!" });
    /// Console.WriteLine(sandbox.Posts[0].Text);
    /// </code>
    /// </example>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The sandbox, which accepts requests.</returns>
    /// <exception cref="ArgumentException"><paramref name="options"/> contains no key, a negative number, or an account twice.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<PostPressSandbox> StartAsync(PostPressSandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PostPressSandboxOptions();
        if (options.ApiKeys.Count == 0)
        {
            throw new ArgumentException("The sandbox needs an API key. Add one to ApiKeys.", nameof(options));
        }

        if (int.Min(int.Min(options.People, options.Companies), int.Min(options.Posts, options.Jobs)) < 0 || options.KeptBytes < 0)
        {
            throw new ArgumentException("People, Companies, Posts, Jobs and KeptBytes must not be negative.", nameof(options));
        }

        if (options.DripGap < TimeSpan.Zero)
        {
            throw new ArgumentException("DripGap must not be negative.", nameof(options));
        }

        var handler = new SandboxServer(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.InjectFaults ? 0 : options.Port);
            kestrel.AddServerHeader = false;
            // Uploads can have any size and speed, so that a test with a debugger is not interrupted.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        var host = builder.Build();
        var page = new SandboxPage(handler, options);
        host.Run(http => SandboxPage.IsFor(http.Request.Method, Route.PathOf(http), http.Request.Headers.Accept) ? page.HandleAsync(http) : handler.HandleAsync(http));
        try
        {
            await host.StartAsync(cancellationToken);
            return new PostPressSandbox(host, handler, page, options);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the sandbox. Current requests have one second to complete. With <see cref="PostPressSandboxOptions.InjectFaults"/> all connections are closed at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(grace.Token);
        await _app.DisposeAsync();
    }

    /// <summary>Replaces the default lifetime, which would handle Ctrl+C instead of the program that contains the sandbox.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
