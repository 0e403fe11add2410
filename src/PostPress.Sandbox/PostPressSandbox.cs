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
/// The PostPress API on loopback: real HTTP, real state, no network. It judges requests by the published contract
/// and responds as the contract says. Each one is a world of its own; start as many as you like.
/// </summary>
/// <example><code>
/// await using var sandbox = await PostPressSandbox.StartAsync();
/// using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };
/// http.DefaultRequestHeaders.Add("X-API-KEY", sandbox.ApiKey);
/// </code></example>
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

    /// <summary>Gets the base address, such as <c>http://127.0.0.1:41234/api/v1/</c>. The same API is under <c>/v1/</c>, the contract at <c>/openapi.yaml</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>
    /// Gets the address of a page for a browser, such as <c>http://127.0.0.1:41234/</c>: what came in, what became of it,
    /// and buttons to make the next call fail. Faults don't act on it.
    /// </summary>
    public Uri PageAddress { get; }

    /// <summary>Gets a key that the sandbox accepts: the first of <see cref="PostPressSandboxOptions.ApiKeys"/>.</summary>
    public string ApiKey { get; }

    /// <summary>Gets what makes the sandbox misbehave on the wire.</summary>
    /// <exception cref="InvalidOperationException"><see cref="PostPressSandboxOptions.InjectFaults"/> is not set.</exception>
    public SandboxFaults Faults => _proxy?.Faults ?? throw new InvalidOperationException("This sandbox has no faults: start it with PostPressSandboxOptions.InjectFaults.");

    /// <summary>Gets the requests so far, in the order of arrival: those that reached the server.</summary>
    public IReadOnlyList<SandboxRequest> Requests => _server.Log.Snapshot();

    /// <summary>Gets the job drafts that are not published, in the order of creation.</summary>
    public IReadOnlyList<SandboxJob> Drafts => [.. _server.State.Jobs.Where(j => j.State != SandboxJobState.Published)];

    /// <summary>Gets the jobs that are published, in the order of creation.</summary>
    public IReadOnlyList<SandboxJob> PublishedJobs => [.. _server.State.Jobs.Where(j => j.State == SandboxJobState.Published)];

    /// <summary>Gets the posts, in the order of publication.</summary>
    public IReadOnlyList<SandboxPost> Posts => _server.State.Posts;

    /// <summary>Gets the searches that were kept by <c>save_search</c>, in that order.</summary>
    public IReadOnlyList<SandboxSavedSearch> SavedSearches => _server.State.SavedSearches;

    /// <summary>
    /// Adds a route for an endpoint that the contract does not have. The sandbox asks for a key, keeps the request in
    /// <see cref="Requests"/>, and lets faults for any request act on it; all else is up to <paramref name="handler"/>.
    /// A route that is added again replaces the one before.
    /// </summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path relative to <see cref="BaseAddress"/>, such as <c>accounts</c> or <c>users/{id}/posts</c>.</param>
    /// <param name="handler">Gives the response. It may be called by several requests at once; if it throws, the response is 500 <c>errors/unexpected_error</c> with the exception.</param>
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

    /// <summary>Starts a sandbox. It logs nothing and leaves Ctrl+C to its host.</summary>
    /// <param name="options">How it is set up; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="ArgumentException"><paramref name="options"/> has no key, a number below zero, or an account twice.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<PostPressSandbox> StartAsync(PostPressSandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PostPressSandboxOptions();
        if (options.ApiKeys.Count == 0)
        {
            throw new ArgumentException("The sandbox needs an API key.", nameof(options));
        }

        if (int.Min(int.Min(options.People, options.Companies), int.Min(options.Posts, options.Jobs)) < 0 || options.KeptBytes < 0)
        {
            throw new ArgumentException("A number is below zero.", nameof(options));
        }

        if (options.DripGap < TimeSpan.Zero)
        {
            throw new ArgumentException("DripGap is below zero.", nameof(options));
        }

        var handler = new SandboxServer(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.InjectFaults ? 0 : options.Port);
            kestrel.AddServerHeader = false;
            // Uploads of any size and any slowness: a test with a debugger must not be cut off.
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

    /// <summary>Stops the sandbox. Requests that are still being handled get a second to end; with <see cref="PostPressSandboxOptions.InjectFaults"/> every connection is cut at once.</summary>
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

    /// <summary>The default lifetime takes Ctrl+C for itself, which belongs to the program that the sandbox is part of.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
