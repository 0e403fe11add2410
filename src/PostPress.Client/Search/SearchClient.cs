using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;
using PostPress.Content;
using PostPress.Pipeline;
using PostPress.Validation;

namespace PostPress;

/// <summary>Searches LinkedIn for people, companies, posts and jobs, and finds the ids that filters and job drafts take.</summary>
/// <remarks>Guide: <c>docs/search.md</c> in the package.</remarks>
public partial class SearchClient
{
    private readonly Transport _transport;

    internal SearchClient(Transport transport) => _transport = transport;

    /// <summary>Initializes a client without a connection, for tests that override its members.</summary>
    protected SearchClient() => _transport = null!;

    /// <summary>Reads one page of results.</summary>
    /// <param name="accountId">The id of the linked LinkedIn account that searches.</param>
    /// <param name="search">The search. A <see cref="CursorSearch"/> reads the page of a cursor.</param>
    /// <param name="options">The options of the search; null for the defaults.</param>
    /// <param name="callOptions">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page. Its <see cref="SearchPage.Cursor"/> leads to the next page; it is null on the last one.</returns>
    /// <exception cref="ArgumentException">An argument is null, empty or out of its range. Thrown at once.</exception>
    /// <exception cref="InvalidRequestException">The request violates the contract. Thrown at once; nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the request, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout passed.</exception>
    /// <exception cref="PostPressCanceledException">The call was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public virtual Task<SearchPage> GetPageAsync(string accountId, SearchRequest search, SearchOptions? options = null, CallOptions? callOptions = null, CancellationToken cancellationToken = default)
    {
        Check(accountId, search, options, callOptions);
        return _transport.SendAsync(
            SearchOperation.Descriptor,
            SearchOperation.RequestUri(accountId, options?.PageSize),
            JsonContent.Of(search, SearchOperation.WriteRequest),
            callOptions,
            cancellationToken,
            isWrite: IsWrite(search),
            isReadable: IsReadable);
    }

    /// <summary>
    /// Reads all pages of results, each when it is needed. The filters, and a request to save the search, are sent with the first
    /// page only; each further page is read by its cursor.
    /// </summary>
    /// <param name="accountId">The id of the linked LinkedIn account that searches.</param>
    /// <param name="search">The search. A <see cref="CursorSearch"/> continues from a stored cursor.</param>
    /// <param name="options">The options of the search; null for the defaults.</param>
    /// <param name="callOptions">The options of the call for each page; null for the defaults. An idempotency key is sent with the first page only.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The pages, including empty ones, until a page has no cursor (null or empty) or <see cref="SearchOptions.MaxItems"/> is reached.</returns>
    /// <exception cref="RepeatedCursorException">A page has a cursor that was already used. The items of that page were delivered.</exception>
    /// <inheritdoc cref="GetPageAsync" path="/exception"/>
    public virtual IAsyncEnumerable<SearchPage> ListPagesAsync(string accountId, SearchRequest search, SearchOptions? options = null, CallOptions? callOptions = null, CancellationToken cancellationToken = default)
    {
        Check(accountId, search, options, callOptions);
        return PagesAsync(accountId, search, options, callOptions, cancellationToken);
    }

    /// <summary>
    /// Reads all results of all pages. The next page is read while you process the current one, unless
    /// <see cref="SearchOptions.Prefetch"/> is off. If you stop early, that read is canceled.
    /// </summary>
    /// <example>
    /// <code>
    /// var search = new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2] };
    /// await foreach (SearchResult hit in postpress.Search.ListAsync(account, search, new SearchOptions { MaxItems = 25 }))
    /// {
    ///     if (hit is PersonResult person)
    ///     {
    ///         Console.WriteLine($"{person.Name}: {person.Headline}");
    ///     }
    /// }
    /// </code>
    /// </example>
    /// <param name="accountId">The id of the linked LinkedIn account that searches.</param>
    /// <param name="search">The search. A <see cref="CursorSearch"/> continues from a stored cursor.</param>
    /// <param name="options">The options of the search; null for the defaults.</param>
    /// <param name="callOptions">The options of the call for each page; null for the defaults. An idempotency key is sent with the first page only.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>
    /// The results: <see cref="PersonResult"/>, <see cref="CompanyResult"/>, <see cref="PostResult"/> or <see cref="JobResult"/>. A
    /// kind that this library doesn't know is a <see cref="SearchResult"/>.
    /// </returns>
    /// <inheritdoc cref="ListPagesAsync" path="/exception"/>
    public virtual IAsyncEnumerable<SearchResult> ListAsync(string accountId, SearchRequest search, SearchOptions? options = null, CallOptions? callOptions = null, CancellationToken cancellationToken = default)
    {
        Check(accountId, search, options, callOptions);
        return ItemsAsync(accountId, search, options, callOptions, cancellationToken);
    }

    /// <summary>
    /// Whether cursor and items have the documented JSON types. A value of another type is kept in the additional properties. If
    /// it counted as absent, a listing would end too early.
    /// </summary>
    private static bool IsReadable(SearchPage page) => !HasOtherKind(page, "cursor") && !HasOtherKind(page, "items");

    private static bool HasOtherKind(WireObject response, string member) =>
        response.AdditionalProperties.TryGetValue(member, out var value) && value.Type != JTokenType.Null;

    /// <summary>A search with SaveSearch is a write. All others only read.</summary>
    private static bool IsWrite(SearchRequest search) => search switch
    {
        SalesNavigatorPeopleSearch { SaveSearch: not null } or SalesNavigatorCompanySearch { SaveSearch: not null } => true,
        _ => SearchOperation.Descriptor.IsWrite,
    };

    private void Check(string accountId, SearchRequest search, SearchOptions? options, CallOptions? callOptions)
    {
        Argument.NotEmpty(accountId, nameof(accountId));
        Argument.NotNull(search, nameof(search));

        options?.Check(nameof(options));
        callOptions?.Check(nameof(callOptions));

        // There is no transport in a test that overrides GetPageAsync.
        if (_transport is { ChecksRequests: true })
        {
            var check = default(RequestCheck);
            SearchOperation.CheckRequest(ref check, search, accountId, options?.PageSize, cursor: null, callOptions?.IdempotencyKey);
            check.ThrowIfBroken(SearchOperation.Id);
        }
    }

    private async IAsyncEnumerable<SearchPage> PagesAsync(string accountId, SearchRequest search, SearchOptions? options, CallOptions? callOptions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = options?.MaxItems ?? long.MaxValue;
        if (left == 0)
        {
            yield break;
        }

        var trail = new CursorTrail(search);
        for (var next = search; next is not null;)
        {
            var page = await GetPageAsync(accountId, next, options, callOptions, cancellationToken).ConfigureAwait(false);
            left -= page.Items.Count;
            yield return page;
            if (left <= 0)
            {
                yield break;
            }

            next = trail.After(page);
            callOptions = callOptions?.With(idempotencyKey: null);
        }
    }

    private async IAsyncEnumerable<SearchResult> ItemsAsync(string accountId, SearchRequest search, SearchOptions? options, CallOptions? callOptions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = options?.MaxItems ?? int.MaxValue;
        if (left == 0)
        {
            yield break;
        }

        var prefetch = options?.Prefetch ?? true;
        var trail = new CursorTrail(search);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<SearchPage>? ahead = null;
        try
        {
            for (var next = search; next is not null;)
            {
                var page = await (ahead is null ? GetPageAsync(accountId, next, options, callOptions, cancellationToken) : ArriveAsync(ahead, cancellationToken)).ConfigureAwait(false);
                ahead = null;
                callOptions = callOptions?.With(idempotencyKey: null);
                if (prefetch && page.Items.Count < left && trail.Peek(page) is { } following)
                {
                    ahead = GetPageAsync(accountId, following, options, callOptions, stop.Token);
                }

                foreach (var item in page.Items)
                {
                    yield return item;
                    if (--left == 0)
                    {
                        yield break;
                    }
                }

                cancellationToken.ThrowIfCancellationRequested();
                next = trail.After(page);
            }
        }
        finally
        {
            await GiveUpAsync(ahead, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Reports a cancellation with the token of the caller. The page was read with another token.</summary>
    private static async Task<SearchPage> ArriveAsync(Task<SearchPage> ahead, CancellationToken cancellationToken)
    {
        try
        {
            return await ahead.ConfigureAwait(false);
        }
        catch (PostPressCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw e.With(cancellationToken);
        }
    }

    /// <summary>Cancels the prefetch of a caller that stops reading, and waits for its end.</summary>
    private static async Task GiveUpAsync(Task? ahead, CancellationTokenSource stop)
    {
        if (ahead is null)
        {
            return;
        }

        stop.Cancel();
        try
        {
            await ahead.ConfigureAwait(false);
        }
        catch (Exception e) when (e is PostPressException or OperationCanceledException or ObjectDisposedException)
        {
            // The caller no longer needs this page.
        }
    }
}
