using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace PostPress;

/// <summary>The options of a <see cref="PostPressClient"/>. They are copied when a client is created; later changes don't affect it.</summary>
/// <remarks>Guide: <c>docs/hosting.md</c> in the package.</remarks>
public sealed class PostPressClientOptions
{
    /// <summary>
    /// Gets or sets the API key from the PostPress dashboard. It begins with <c>pp_live_</c> or <c>pp_test_</c> and is sent in the
    /// header <c>X-API-KEY</c>.
    /// </summary>
    /// <value>The default is <see langword="null"/>, which is not valid unless <see cref="ApiKeyProvider"/> is set.</value>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Gets or sets a function that returns the API key. It is called for each call, so that the key can change while the client is
    /// in use. It takes precedence over <see cref="ApiKey"/>.
    /// </summary>
    /// <value>The default is <see langword="null"/>: <see cref="ApiKey"/> is used.</value>
    public Func<CancellationToken, ValueTask<string>>? ApiKeyProvider { get; set; }

    /// <summary>
    /// Gets or sets whether the key is sent as <c>Authorization: Bearer</c> instead of <c>X-API-KEY</c>. PostPress accepts both
    /// (public quickstart).
    /// </summary>
    /// <value>
    /// The default is <see langword="false"/>. Set it to <see langword="true"/> on .NET Framework if you pass your own
    /// <see cref="HttpClient"/> and it follows redirects: after a redirect, .NET Framework drops a bearer token but not <c>X-API-KEY</c>.
    /// </value>
    public bool SendKeyAsBearerToken { get; set; }

    /// <summary>Gets or sets the address of the API, with or without a trailing slash.</summary>
    /// <value>
    /// The default is <c>https://api.postpress.ai/api/v1</c>. <c>https://api.postpress.ai/v1</c>, which the headings of the
    /// documentation name, also works. The address of a sandbox works too.
    /// </value>
    public Uri BaseAddress { get; set; } = new(PostPressApi.BaseAddress + "/");

    /// <summary>Gets or sets whether <see cref="BaseAddress"/> may be an http address of another machine. The key is then sent unencrypted.</summary>
    /// <value>The default is <see langword="false"/>: http is allowed for loopback addresses only.</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>
    /// Gets or sets whether requests are checked against PostPress's contract before they are sent: required members, limits,
    /// patterns, allowed values, and filters of another search. A violation throws an <see cref="InvalidRequestException"/>.
    /// </summary>
    /// <value>The default is <see langword="true"/>. Set it to <see langword="false"/> if PostPress allows more than this version of the library knows.</value>
    public bool CheckRequests { get; set; } = true;

    /// <summary>
    /// Gets or sets the maximum number of retries of a call. A call that only reads is retried after 408, 429, 5xx, a lost connection
    /// or an attempt timeout. A write is retried only if the request never reached PostPress, or after 429, which PostPress returns
    /// before it acts.
    /// </summary>
    /// <value>The default is 3. 0 turns retries off. At most 100.</value>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// Gets or sets whether a write is retried even if PostPress may have acted on it. PostPress's public quickstart says that a
    /// second request with the same <c>Idempotency-Key</c> returns the first response.
    /// </summary>
    /// <value>The default is <see langword="false"/>: such a write is not retried, and its exception has the outcome <see cref="CallOutcome.Unknown"/>.</value>
    public bool TrustIdempotencyKey { get; set; }

    /// <summary>Gets or sets the timeouts of searches, for results and for ids, and of your own requests that only read.</summary>
    /// <value>The default is 30 seconds for an attempt and 90 seconds in total.</value>
    public OperationTimeouts SearchTimeouts { get; set; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90));

    /// <summary>Gets or sets the timeouts for the creation of a job draft, and of your own requests that write.</summary>
    /// <value>The default is 2 minutes for an attempt and 3 minutes in total.</value>
    public OperationTimeouts CreateJobTimeouts { get; set; } = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));

    /// <summary>Gets or sets the timeouts for the publication of a job draft.</summary>
    /// <value>The default is 5 minutes for an attempt and 6 minutes in total. Some publications take almost four minutes.</value>
    public OperationTimeouts PublishJobTimeouts { get; set; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));

    /// <summary>Gets or sets the timeouts for the submission of a code, which publishes the job.</summary>
    /// <value>The default is 5 minutes for an attempt and 6 minutes in total. Some publications take almost four minutes.</value>
    public OperationTimeouts SolveCheckpointTimeouts { get; set; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));

    /// <summary>Gets or sets the timeouts for the publication of a post. They don't run while its files are uploaded.</summary>
    /// <value>The default is 5 minutes for an attempt and 6 minutes in total. Some publications take almost four minutes.</value>
    public OperationTimeouts CreatePostTimeouts { get; set; } = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));

    /// <summary>
    /// Gets or sets a cache for the lists of ids that <see cref="SearchClient.ListParametersAsync"/> and
    /// <see cref="SearchClient.FindIdAsync"/> read. Ids seldom change, and each request counts towards LinkedIn's limits. The
    /// function receives a key, which contains the account and the text, and a function that reads the list if the cache doesn't
    /// have it.
    /// </summary>
    /// <value>The default is <see langword="null"/>: there is no cache, and each list is read from PostPress.</value>
    /// <example>
    /// With HybridCache: <c>options.SearchParameterCache = (key, find, token) => hybridCache.GetOrCreateAsync(key, find, cancellationToken: token);</c>
    /// </example>
    public Func<string, Func<CancellationToken, ValueTask<SearchParameterList>>, CancellationToken, ValueTask<SearchParameterList>>? SearchParameterCache { get; set; }

    /// <summary>Gets or sets the timeout for an upload that makes no progress. An upload that makes progress has no timeout.</summary>
    /// <value>The default is 60 seconds. Above zero, and at most one day.</value>
    public TimeSpan UploadStallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets or sets the size in bytes above which a request is sent with <c>Expect: 100-continue</c>, so that a refusal such as 401,
    /// 413 or 429 comes before the files are sent. A body of unknown size is sent with it too. If a server doesn't support it, the
    /// body is sent after one second.
    /// </summary>
    /// <value>The default is 1,048,576 (1 MiB). <see langword="null"/> turns it off.</value>
    public long? ExpectContinueThreshold { get; set; } = 1024 * 1024;

    /// <summary>
    /// Gets or sets the name and version of your product, such as <c>AcmeJobs/2.1</c>. It is appended to the <c>User-Agent</c>
    /// header, which begins with <c>PostPress.NET/</c> and the version of this library.
    /// </summary>
    /// <value>The default is <see langword="null"/>: nothing is appended.</value>
    public string? UserAgentProduct { get; set; }

    /// <summary>Gets or sets the clock for timeouts and delays.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the factory of the logger. In a host, the factory of the host is used. Keys, codes, texts and file names are never logged.</summary>
    /// <value>The default is <see langword="null"/>: nothing is logged.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The name of the client in logs.</summary>
    internal string ClientName { get; set; } = "default";

    /// <summary>Whether the path of the address ends like the addresses in the contract.</summary>
    internal bool HasVersion => BaseAddress.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.Ordinal);

    /// <summary>Describes what is wrong with a key; null if it is valid.</summary>
    internal static string? FindKeyProblem(string? apiKey)
    {
        if (string.IsNullOrWhiteSpace(apiKey))
        {
            return "ApiKey is missing. Set PostPressClientOptions.ApiKey to a key from the PostPress dashboard (pp_live_… or pp_test_…).";
        }

        return apiKey!.All(c => c is > ' ' and < '\x7f')
            ? null
            : "ApiKey contains a space, a line break or a non-ASCII character, which can't be sent in an HTTP header. Copy the key again from the PostPress dashboard.";
    }

    /// <summary>Describes what is wrong with these options; null if they are valid.</summary>
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
            return "BaseAddress must not have a query or a fragment. Use an address such as https://api.postpress.ai/api/v1.";
        }

        if (BaseAddress.Host == "api.postpress.ai" && !HasVersion)
        {
            return "BaseAddress does not contain the path of the API. Use https://api.postpress.ai/api/v1.";
        }

        if (BaseAddress.Scheme == Uri.UriSchemeHttp && !BaseAddress.IsLoopback && !AllowInsecureHttp)
        {
            return "BaseAddress is an http address of another machine, so the API key would be sent unencrypted. Use https, or set AllowInsecureHttp.";
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

    /// <summary>The timeouts of an operation. An operation that is not in the contract has those of a draft, or of a search if it only reads.</summary>
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
