using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace PostPress;

/// <summary>What a <see cref="PostPressClient"/> needs to know. Copied when a client is made: later changes have no effect on it.</summary>
public sealed class PostPressClientOptions
{
    /// <summary>
    /// Gets or sets the API key from the PostPress dashboard. It begins with <c>pp_live_</c> or <c>pp_test_</c>
    /// and is sent as the <c>X-API-KEY</c> header.
    /// </summary>
    /// <value>The default is <see langword="null"/>, which is refused unless <see cref="ApiKeyProvider"/> is set.</value>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets what gives the API key at every call, so that it can change while the client is used. Wins over <see cref="ApiKey"/>.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="ApiKey"/> is used.</value>
    public Func<CancellationToken, ValueTask<string>>? ApiKeyProvider { get; set; }

    /// <summary>
    /// Gets or sets whether the key is sent as <c>Authorization: Bearer</c> instead of <c>X-API-KEY</c>. PostPress takes both
    /// (public quickstart).
    /// </summary>
    /// <value>
    /// The default is <see langword="false"/>. Set it on .NET Framework if you pass an <see cref="HttpClient"/> of your own
    /// that follows redirects: a redirect drops a bearer token there, and does not drop <c>X-API-KEY</c>.
    /// </value>
    public bool SendKeyAsBearerToken { get; set; }

    /// <summary>Gets or sets the address of the API, with or without a slash at its end.</summary>
    /// <value>
    /// The default is <c>https://api.postpress.ai/api/v1</c>. <c>https://api.postpress.ai/v1</c>, which the headings of
    /// the documentation name, works as well, and so does the address of a sandbox.
    /// </value>
    public Uri BaseAddress { get; set; } = new(PostPressApi.BaseAddress + "/");

    /// <summary>Gets or sets whether the key may travel over plain http to another machine.</summary>
    /// <value>The default is <see langword="false"/>: http is for loopback addresses only.</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>
    /// Gets or sets whether requests are checked against PostPress's contract before they are sent: what is required, limits,
    /// patterns, closed sets of values, filters of another search. What breaks it ends in an <see cref="InvalidRequestException"/>.
    /// </summary>
    /// <value>The default is <see langword="true"/>. Turn it off when PostPress allows more than this library knows of.</value>
    public bool CheckRequests { get; set; } = true;

    /// <summary>
    /// Gets or sets how many times a call is retried at most. A search is retried after 408, 429, 5xx, a lost connection or an
    /// attempt that took too long. A write is retried only when it never left, and after 429, which PostPress refuses before
    /// it acts.
    /// </summary>
    /// <value>The default is 3. 0 turns all retries off.</value>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// Gets or sets whether a write is retried although it may have been carried out. PostPress's public quickstart says that
    /// a repeated <c>Idempotency-Key</c> returns the first response.
    /// </summary>
    /// <value>The default is <see langword="false"/>: a write with an unknown outcome is reported, not retried.</value>
    public bool TrustIdempotencyKey { get; set; }

    /// <summary>Gets or sets how long a search may take, for results or for ids, and a request of your own that only reads.</summary>
    /// <value>The default is 30 seconds for an attempt, 90 seconds in all.</value>
    public OperationTimeouts SearchTimeouts { get; set; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90));

    /// <summary>Gets or sets how long the creation of a job draft may take, and a request of your own that writes.</summary>
    /// <value>The default is 2 minutes for an attempt, 3 minutes in all.</value>
    public OperationTimeouts CreateJobTimeouts { get; set; } = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));

    /// <summary>Gets or sets how long the publication of a job draft may take.</summary>
    /// <value>The default is 5 minutes for an attempt, 6 minutes in all. Some publications take almost four minutes.</value>
    public OperationTimeouts PublishJobTimeouts { get; set; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));

    /// <summary>Gets or sets how long the submission of a code may take; it publishes the job.</summary>
    /// <value>The default is 5 minutes for an attempt, 6 minutes in all. Some publications take almost four minutes.</value>
    public OperationTimeouts SolveCheckpointTimeouts { get; set; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));

    /// <summary>Gets or sets how long the publication of a post may take once its files are uploaded.</summary>
    /// <value>The default is 5 minutes for an attempt, 6 minutes in all. Some publications take almost four minutes.</value>
    public OperationTimeouts CreatePostTimeouts { get; set; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));

    /// <summary>
    /// Gets or sets a cache for the ids that <see cref="SearchClient.ListParametersAsync"/> and
    /// <see cref="SearchClient.FindIdAsync"/> find: they seldom change, and each request counts towards LinkedIn's limits. It gets
    /// a key, which holds the account and the text, and what finds the list if the cache has none. The client has no cache of
    /// its own.
    /// </summary>
    /// <value>The default is <see langword="null"/>: PostPress is asked each time.</value>
    /// <example>
    /// With HybridCache: <c>options.SearchParameterCache = (key, find, token) => hybridCache.GetOrCreateAsync(key, find, cancellationToken: token);</c>
    /// </example>
    public Func<string, Func<CancellationToken, ValueTask<SearchParameterList>>, CancellationToken, ValueTask<SearchParameterList>>? SearchParameterCache { get; set; }

    /// <summary>Gets or sets how long an upload may stand still; as long as it moves, it may take any time.</summary>
    /// <value>The default is 60 seconds.</value>
    public TimeSpan UploadStallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets or sets the size in bytes above which a request asks first (<c>Expect: 100-continue</c>), so that a refusal such
    /// as 401, 413 or 429 comes before the files are sent. A server that does not know this costs one second: then the
    /// request is sent as it is. A body of unknown size asks too.
    /// </summary>
    /// <value>The default is 1,048,576 (1 MiB). <see langword="null"/> turns it off.</value>
    public long? ExpectContinueThreshold { get; set; } = 1024 * 1024;

    /// <summary>
    /// Gets or sets the name and version of your product, such as <c>AcmeJobs/2.1</c>. It is added to the <c>User-Agent</c>
    /// header, which begins with <c>PostPress.NET/</c> and the version of this library.
    /// </summary>
    /// <value>The default is <see langword="null"/>: nothing is added.</value>
    public string? UserAgentProduct { get; set; }

    /// <summary>Gets or sets the clock for timeouts and delays.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets where the client logs. In a host it is the host's own. Keys, codes, texts and file names are never logged.</summary>
    /// <value>The default is <see langword="null"/>: nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The name of the client, as logs tell it.</summary>
    internal string ClientName { get; set; } = "default";

    /// <summary>Whether the path of the address ends as the addresses of the contract do.</summary>
    internal bool HasVersion => BaseAddress.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.Ordinal);

    /// <summary>Says what is wrong with a key, or nothing.</summary>
    internal static string? FindKeyProblem(string? apiKey)
    {
        if (string.IsNullOrWhiteSpace(apiKey))
        {
            return "ApiKey is missing. Set PostPressClientOptions.ApiKey to a key from the PostPress dashboard (pp_live_… or pp_test_…).";
        }

        return apiKey!.All(c => c is > ' ' and < '\x7f')
            ? null
            : "ApiKey holds a space, a line break or a character outside ASCII, which no HTTP header can carry. Copy it again from the PostPress dashboard.";
    }

    /// <summary>Says what is wrong with these options, or nothing.</summary>
    internal string? FindProblem()
    {
        if (ApiKeyProvider is null && FindKeyProblem(ApiKey) is { } problem)
        {
            return problem;
        }

        if (BaseAddress is null || !BaseAddress.IsAbsoluteUri || (BaseAddress.Scheme != Uri.UriSchemeHttps && BaseAddress.Scheme != Uri.UriSchemeHttp))
        {
            return "BaseAddress must be an absolute http or https address, such as https://api.postpress.ai/api/v1.";
        }

        if (BaseAddress.Query.Length > 0 || BaseAddress.Fragment.Length > 0)
        {
            return "BaseAddress must have no query and no fragment, such as https://api.postpress.ai/api/v1.";
        }

        if (BaseAddress.Host == "api.postpress.ai" && !HasVersion)
        {
            return "BaseAddress lacks the path of the API. It is https://api.postpress.ai/api/v1.";
        }

        if (BaseAddress.Scheme == Uri.UriSchemeHttp && !BaseAddress.IsLoopback && !AllowInsecureHttp)
        {
            return "BaseAddress is plain http to another machine, which would show the API key to the network. Use https, or set AllowInsecureHttp.";
        }

        if (MaxRetries is < 0 or > 100)
        {
            return "MaxRetries must be 0 to 100.";
        }

        if (UploadStallTimeout <= TimeSpan.Zero || UploadStallTimeout > OperationTimeouts.Longest)
        {
            return "UploadStallTimeout must be above zero and at most one day.";
        }

        if (ExpectContinueThreshold < 0)
        {
            return "ExpectContinueThreshold must not be negative. Set it to null to turn it off.";
        }

        if (UserAgentProduct is { } product && !ProductInfoHeaderValue.TryParse(product, out _))
        {
            return "UserAgentProduct must be a name, or a name and a version, in ASCII without spaces, such as AcmeJobs/2.1.";
        }

        return SearchTimeouts.FindProblem(nameof(SearchTimeouts))
            ?? CreateJobTimeouts.FindProblem(nameof(CreateJobTimeouts))
            ?? PublishJobTimeouts.FindProblem(nameof(PublishJobTimeouts))
            ?? SolveCheckpointTimeouts.FindProblem(nameof(SolveCheckpointTimeouts))
            ?? CreatePostTimeouts.FindProblem(nameof(CreatePostTimeouts));
    }

    /// <summary>The timeouts of an operation. What the contract does not have takes those of a draft or of a search.</summary>
    internal OperationTimeouts TimeoutsOf(OperationDescriptor operation) => operation.Id switch
    {
        CreateJobOperation.Id => CreateJobTimeouts,
        PublishJobOperation.Id => PublishJobTimeouts,
        SolveJobCheckpointOperation.Id => SolveCheckpointTimeouts,
        CreatePostOperation.Id => CreatePostTimeouts,
        _ => operation.IsWrite ? CreateJobTimeouts : SearchTimeouts,
    };

    internal PostPressClientOptions Copy()
    {
        var copy = (PostPressClientOptions)MemberwiseClone();
        copy.SearchTimeouts = SearchTimeouts.Copy();
        copy.CreateJobTimeouts = CreateJobTimeouts.Copy();
        copy.PublishJobTimeouts = PublishJobTimeouts.Copy();
        copy.SolveCheckpointTimeouts = SolveCheckpointTimeouts.Copy();
        copy.CreatePostTimeouts = CreatePostTimeouts.Copy();
        return copy;
    }
}
