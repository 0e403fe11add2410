using PostPress.Pipeline;
using PostPress.Requests;

namespace PostPress;

/// <summary>
/// The entry to the PostPress API: <see cref="Jobs"/>, <see cref="Posts"/> and <see cref="Search"/>. It is thread-safe;
/// make one for each API key and keep it.
/// </summary>
/// <remarks>
/// Hosts register it with <c>services.AddPostPressClient(…)</c> instead of constructing it. Its members are virtual, so
/// that tests can replace them; the protected constructor is there for that.
/// </remarks>
public class PostPressClient : IDisposable
{
    private readonly HttpMessageInvoker? _own;
    private readonly Transport? _transport;

    /// <summary>Makes a client with an API key and the default options.</summary>
    /// <param name="apiKey">The API key from the PostPress dashboard.</param>
    /// <exception cref="ArgumentException">The key is null, empty, or can't be sent in a header.</exception>
    public PostPressClient(string apiKey)
        : this(new PostPressClientOptions { ApiKey = apiKey })
    {
    }

    /// <summary>Makes a client with options of your own. It opens its connections itself and closes them when it is disposed.</summary>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">The options are incomplete or wrong; the message names the member.</exception>
    public PostPressClient(PostPressClientOptions options)
    {
        var checkedOptions = Check(options);
        _own = PrimaryHandler.WithAttempts(PrimaryHandler.Create(), checkedOptions.TimeProvider);
        _transport = Initialize(() => _own, checkedOptions);
    }

    /// <summary>Makes a client on top of an <see cref="HttpClient"/> of yours, which stays yours to dispose.</summary>
    /// <remarks>
    /// Set <see cref="HttpClient.Timeout"/> to infinite, so that it does not end a call before the timeouts of the options,
    /// and put no handler into it that retries. The key never follows a redirect to another host. On .NET Framework that
    /// needs <c>AllowAutoRedirect = false</c> or <see cref="PostPressClientOptions.SendKeyAsBearerToken"/>.
    /// </remarks>
    /// <param name="httpClient">Sends the requests. Its base address is not used for PostPress, and nothing of it is changed.</param>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The options are incomplete or wrong; the message names the member.</exception>
    public PostPressClient(HttpClient httpClient, PostPressClientOptions options)
    {
        Argument.NotNull(httpClient, nameof(httpClient));
        var checkedOptions = Check(options);
        _own = PrimaryHandler.WithAttempts(new CallerClientHandler(httpClient), checkedOptions.TimeProvider);
        _transport = Initialize(() => _own, checkedOptions);
    }

    /// <summary>Makes a client that asks at every call for what sends it, as a host's factory wants it.</summary>
    internal PostPressClient(Func<HttpMessageInvoker> http, PostPressClientOptions options) =>
        _transport = Initialize(http, Check(options));

    /// <summary>Makes a client that can do nothing by itself: for tests that override its members.</summary>
    protected PostPressClient()
    {
    }

    /// <summary>Gets what can be done with LinkedIn jobs: create drafts, publish them, solve publishing checkpoints.</summary>
    public virtual JobsClient Jobs { get; private set; } = null!;

    /// <summary>Gets what can be done with posts on LinkedIn and Instagram: publish them.</summary>
    public virtual PostsClient Posts { get; private set; } = null!;

    /// <summary>Gets the search for people, companies, posts and jobs on LinkedIn, and for the ids that filters and job drafts take.</summary>
    public virtual SearchClient Search { get; private set; } = null!;

    /// <summary>Sends a request of your own, for an endpoint that this library has no method for, and gives the JSON of its response.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. A write may have been carried out all the same.</param>
    /// <returns>The response.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the request, or its response is not JSON.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether a write may have been carried out.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<ApiResponse> SendAsync(ApiRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(request, nameof(request));

        return ApiRequestSender.SendAsync(_transport!, request, options, cancellationToken);
    }

    /// <summary>Sends a request of your own and reads its response as a type of this library, such as a <see cref="SearchPage"/>.</summary>
    /// <typeparam name="T">The type of the response. Members that it does not have are kept in its <c>AdditionalProperties</c>.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="options">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. A write may have been carried out all the same.</param>
    /// <returns>The response.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the request, or its response is no <typeparamref name="T"/>.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether a write may have been carried out.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<T> SendAsync<T>(ApiRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
        where T : WireObject
    {
        Argument.NotNull(request, nameof(request));

        return ApiRequestSender.SendAsync<T>(_transport!, request, options, cancellationToken);
    }

    /// <summary>Closes the connections that the client opened itself. A call after that throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connections that the client opened itself, and ends its use.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _transport?.Dispose();
            _own?.Dispose();
        }
    }

    private static PostPressClientOptions Check(PostPressClientOptions options)
    {
        Argument.NotNull(options, nameof(options));

        var copy = options.Copy();
        return copy.FindProblem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : copy;
    }

    private Transport Initialize(Func<HttpMessageInvoker> http, PostPressClientOptions options)
    {
        var transport = new Transport(http, options);
        Jobs = new JobsClient(transport);
        Posts = new PostsClient(transport);
        Search = new SearchClient(transport);
        return transport;
    }
}
