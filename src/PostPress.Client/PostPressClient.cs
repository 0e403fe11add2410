using PostPress.Pipeline;
using PostPress.Requests;

namespace PostPress;

/// <summary>
/// The client for the PostPress API: <see cref="Jobs"/>, <see cref="Posts"/> and <see cref="Search"/>. It is thread-safe. Create
/// one for each API key and reuse it.
/// </summary>
/// <remarks>
/// <para>In a host, register it with <c>services.AddPostPressClient(…)</c>. Its members are virtual, so that tests can override them.</para>
/// <para>Guide: <c>docs/getting-started.md</c> in the package. All guides: <c>docs/index.md</c>.</para>
/// </remarks>
public class PostPressClient : IDisposable
{
    private readonly HttpMessageInvoker? _own;
    private readonly Transport? _transport;

    /// <summary>Initializes a client with an API key and the default options.</summary>
    /// <example>
    /// <code>
    /// using var postpress = new PostPressClient("pp_live_your_key");
    /// PostCreated post = await postpress.Posts.CreateAsync(new NewPost { AccountId = "acc_your_account", Text = "We shipped!" });
    /// </code>
    /// </example>
    /// <param name="apiKey">The API key from the PostPress dashboard.</param>
    /// <exception cref="ArgumentException">The key is null or empty, or can't be sent in a header.</exception>
    public PostPressClient(string apiKey)
        : this(new PostPressClientOptions { ApiKey = apiKey })
    {
    }

    /// <summary>Initializes a client with your options. The client opens its own connections, and closes them when it is disposed.</summary>
    /// <param name="options">The options. They are copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">A value of the options is missing or not valid; the message names the property.</exception>
    public PostPressClient(PostPressClientOptions options)
    {
        var checkedOptions = Check(options);
        _own = PrimaryHandler.WithAttempts(PrimaryHandler.Create(), checkedOptions.TimeProvider);
        _transport = Initialize(() => _own, checkedOptions);
    }

    /// <summary>Initializes a client that sends its requests through your <see cref="HttpClient"/>, which it doesn't dispose.</summary>
    /// <remarks>
    /// <para>
    /// Set <see cref="HttpClient.Timeout"/> to infinite, so that it doesn't end a call before the timeouts of the options do. The
    /// <see cref="HttpClient"/> must not contain a handler that retries.
    /// </para>
    /// <para>
    /// The key is never sent to another host after a redirect. On .NET Framework this requires <c>AllowAutoRedirect = false</c> or
    /// <see cref="PostPressClientOptions.SendKeyAsBearerToken"/>.
    /// </para>
    /// </remarks>
    /// <param name="httpClient">Sends the requests. Its base address is not used, and it is not changed.</param>
    /// <param name="options">The options. They are copied.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A value of the options is missing or not valid; the message names the property.</exception>
    public PostPressClient(HttpClient httpClient, PostPressClientOptions options)
    {
        Argument.NotNull(httpClient, nameof(httpClient));
        var checkedOptions = Check(options);
        _own = PrimaryHandler.WithAttempts(new CallerClientHandler(httpClient), checkedOptions.TimeProvider);
        _transport = Initialize(() => _own, checkedOptions);
    }

    /// <summary>Initializes a client that gets its sender anew for each call, as the factory of a host requires.</summary>
    internal PostPressClient(Func<HttpMessageInvoker> http, PostPressClientOptions options) =>
        _transport = Initialize(http, Check(options));

    /// <summary>Initializes a client without a connection, for tests that override its members.</summary>
    protected PostPressClient()
    {
    }

    /// <summary>Gets the client for LinkedIn jobs: it creates drafts, publishes them, and submits codes for checkpoints.</summary>
    public virtual JobsClient Jobs { get; private set; } = null!;

    /// <summary>Gets the client for posts on LinkedIn and Instagram: it publishes them.</summary>
    public virtual PostsClient Posts { get; private set; } = null!;

    /// <summary>Gets the client for searches on LinkedIn: for people, companies, posts and jobs, and for the ids that filters and job drafts take.</summary>
    public virtual SearchClient Search { get; private set; } = null!;

    /// <summary>Sends a request to an endpoint for which this library has no method, and returns the JSON of the response.</summary>
    /// <remarks>Guide: <c>docs/requests.md</c> in the package.</remarks>
    /// <example>
    /// <code>
    /// var request = new ApiRequest(HttpMethod.Get, "accounts") { OperationName = "listAccounts" };
    /// ApiResponse response = await postpress.SendAsync(request);
    /// Console.WriteLine(response.Body?["items"]);
    /// </code>
    /// </example>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. PostPress may have acted all the same.</param>
    /// <returns>The response.</returns>
    /// <exception cref="ArgumentException">An argument is null, or its value is not allowed.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the request, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came. The outcome says whether PostPress may have acted.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout passed. The outcome says whether PostPress may have acted.</exception>
    /// <exception cref="PostPressCanceledException">The call was canceled. The outcome says whether PostPress may have acted.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public virtual Task<ApiResponse> SendAsync(ApiRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(request, nameof(request));

        return ApiRequestSender.SendAsync(_transport!, request, options, cancellationToken);
    }

    /// <summary>Sends a request to an endpoint for which this library has no method, and reads the response as a type of this library, such as <see cref="SearchPage"/>.</summary>
    /// <typeparam name="T">The type of the response. Members that it doesn't declare are kept in its <c>AdditionalProperties</c>.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. PostPress may have acted all the same.</param>
    /// <returns>The response.</returns>
    /// <inheritdoc cref="SendAsync(ApiRequest, CallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<T> SendAsync<T>(ApiRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
        where T : WireObject
    {
        Argument.NotNull(request, nameof(request));

        return ApiRequestSender.SendAsync<T>(_transport!, request, options, cancellationToken);
    }

    /// <summary>Closes the connections that the client opened. Later calls throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connections that the client opened.</summary>
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
