using Microsoft.Extensions.DependencyInjection;
using Polly;
using PostPress.Sandbox;

namespace PostPress.Soak;

/// <summary>The ways in which a client comes to be, and what its host does to it.</summary>
public enum ClientKind
{
    /// <summary><c>new PostPressClient(options)</c>.</summary>
    Script,

    /// <summary>The same, over connections that have carried a call before.</summary>
    ScriptOnUsedConnection,

    /// <summary><c>new PostPressClient(httpClient, options)</c>, with .NET's defaults, which follow redirects.</summary>
    OwnHttpClient,

    /// <summary>The same, with a handler in it that retries everything, as a factory gives it under Aspire's service defaults.</summary>
    OwnHttpClientThatRetries,

    /// <summary><c>services.AddPostPressClient(…)</c>.</summary>
    Host,

    /// <summary>The same, after <c>AddStandardResilienceHandler</c> on every client.</summary>
    HostWithResilienceBefore,

    /// <summary>The same, before it.</summary>
    HostWithResilienceAfter,

    /// <summary>The same, after <c>AddStandardHedgingHandler</c> on every client.</summary>
    HostWithHedgingBefore,

    /// <summary>The same, before it.</summary>
    HostWithHedgingAfter,

    /// <summary>The same, between two blocks that put resilience on every client.</summary>
    HostWithTwoBlocks,

    /// <summary>The same, with .NET Aspire's service defaults as its template writes them.</summary>
    HostWithAspireDefaults,

    /// <summary>The same, with a retry policy of Microsoft.Extensions.Http.Polly.</summary>
    HostWithHttpPolly,

    /// <summary>The same, with a handler by hand that retries every non-success.</summary>
    HostWithRetryHandler,
}

/// <summary>A client of some kind on a sandbox.</summary>
public sealed class ClientUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider? _host;
    private readonly HttpClient? _http;

    private ClientUnderTest(PostPressClient client, HttpClient? http)
    {
        Client = client;
        _http = http;
    }

    private ClientUnderTest(ServiceCollection services)
    {
        _host = services.BuildServiceProvider();
        Client = _host.GetRequiredService<PostPressClient>();
    }

    public PostPressClient Client { get; }

    public static ClientUnderTest Make(ClientKind kind, PostPressSandbox sandbox, OperationTimeouts timeouts, int maxRetries = 3)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        var services = new ServiceCollection();
        switch (kind)
        {
            case ClientKind.Script or ClientKind.ScriptOnUsedConnection:
                var options = new PostPressClientOptions();
                Configure(options);
                return new ClientUnderTest(new PostPressClient(options), null);
            case ClientKind.OwnHttpClient or ClientKind.OwnHttpClientThatRetries:
                var ownOptions = new PostPressClientOptions();
                Configure(ownOptions);
                HttpMessageHandler handler = kind == ClientKind.OwnHttpClient
                    ? new SocketsHttpHandler()
                    : new RetryEverything { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } };
                var own = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
                return new ClientUnderTest(new PostPressClient(own, ownOptions), own);
            case ClientKind.HostWithResilienceBefore:
                services.ConfigureHttpClientDefaults(AddResilience);
                services.AddPostPressClient(Configure);
                break;
            case ClientKind.HostWithResilienceAfter:
                services.AddPostPressClient(Configure);
                services.ConfigureHttpClientDefaults(AddResilience);
                break;
            case ClientKind.HostWithHedgingBefore:
                services.ConfigureHttpClientDefaults(AddHedging);
                services.AddPostPressClient(Configure);
                break;
            case ClientKind.HostWithHedgingAfter:
                services.AddPostPressClient(Configure);
                services.ConfigureHttpClientDefaults(AddHedging);
                break;
            case ClientKind.HostWithTwoBlocks:
                services.ConfigureHttpClientDefaults(AddResilience);
                services.AddPostPressClient(Configure);
                services.ConfigureHttpClientDefaults(AddHedging);
                break;
            case ClientKind.HostWithAspireDefaults:
                services.ConfigureHttpClientDefaults(AddAspireDefaults);
                services.AddPostPressClient(Configure);
                break;
            case ClientKind.HostWithHttpPolly:
                services.AddPostPressClient(Configure).AddTransientHttpErrorPolicy(policy => policy.RetryAsync(3));
                break;
            case ClientKind.HostWithRetryHandler:
                services.AddPostPressClient(Configure).AddHttpMessageHandler(() => new RetryEverything());
                break;
            default:
                services.AddPostPressClient(Configure);
                break;
        }

        return new ClientUnderTest(services);

        void Configure(PostPressClientOptions options)
        {
            options.ApiKey = sandbox.ApiKey;
            options.BaseAddress = sandbox.BaseAddress;
            options.SearchTimeouts = timeouts;
            options.CreateJobTimeouts = timeouts;
            options.PublishJobTimeouts = timeouts;
            options.SolveCheckpointTimeouts = timeouts;
            options.CreatePostTimeouts = timeouts;
            options.UploadStallTimeout = timeouts.Attempt;
            options.MaxRetries = maxRetries;
        }

        static void AddResilience(IHttpClientBuilder builder) => builder.AddStandardResilienceHandler();

        static void AddHedging(IHttpClientBuilder builder) => builder.AddStandardHedgingHandler();

#pragma warning disable EXTEXP0001 // The template suppresses it too.
        static void AddAspireDefaults(IHttpClientBuilder builder) => builder.RemoveAllResilienceHandlers().AddStandardResilienceHandler();
#pragma warning restore EXTEXP0001
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _http?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}
