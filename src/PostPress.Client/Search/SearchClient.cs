using System.Runtime.CompilerServices;
using Newtonsoft.Json.Linq;
using PostPress.Content;
using PostPress.Pipeline;
using PostPress.Validation;

namespace PostPress;

/// <summary>
/// Searches LinkedIn for people, companies, posts and jobs: page by page, or item by item over all pages. Finds the ids that
/// filters and job drafts take.
/// </summary>
public partial class SearchClient
{
    private readonly Transport _transport;

    internal SearchClient(Transport transport) => _transport = transport;

    /// <summary>Makes a client that can do nothing by itself: for tests that override its members.</summary>
    protected SearchClient() => _transport = null!;

    /// <summary>Reads one page.</summary>
    /// <param name="accountId">The id of the linked LinkedIn account that searches.</param>
    /// <param name="search">What is searched for; a <see cref="CursorSearch"/> reads the page that a cursor stands for.</param>
    /// <param name="options">How many items a page has; null for the default.</param>
    /// <param name="callOptions">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page. Its <see cref="SearchPage.Cursor"/> leads to the next one; it is null on the last.</returns>
    /// <exception cref="ArgumentException">An argument is null, empty, or out of its range.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the search, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
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
    /// Reads all pages, one after the other as they are asked for. The filters, and with them a wish to save the search, go
    /// out with the first page; the following pages are read by their cursor alone.
    /// </summary>
    /// <param name="accountId">The id of the linked LinkedIn account that searches.</param>
    /// <param name="search">What is searched for; a <see cref="CursorSearch"/> goes on from a cursor that was kept.</param>
    /// <param name="options">How many items a page has, and how many are wanted in all; null for the defaults.</param>
    /// <param name="callOptions">What is set for the call of each page; null for the defaults. An idempotency key goes with the first page only.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The pages, the empty ones included, until one has no cursor (null or empty) or <see cref="SearchOptions.MaxItems"/> are complete.</returns>
    /// <exception cref="ArgumentException">An argument is null, empty, or out of its range; thrown at once.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="RepeatedCursorException">A page has a cursor that was already followed.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the search, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed.</exception>
    /// <exception cref="PostPressCanceledException">The reading was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual IAsyncEnumerable<SearchPage> ListPagesAsync(string accountId, SearchRequest search, SearchOptions? options = null, CallOptions? callOptions = null, CancellationToken cancellationToken = default)
    {
        Check(accountId, search, options, callOptions);
        return PagesAsync(accountId, search, options, callOptions, cancellationToken);
    }

    /// <summary>
    /// Reads all items over all pages. While the items of a page are consumed the next page is read ahead, unless
    /// <see cref="SearchOptions.Prefetch"/> says otherwise; whoever stops early cancels it.
    /// </summary>
    /// <param name="accountId">The id of the linked LinkedIn account that searches.</param>
    /// <param name="search">What is searched for; a <see cref="CursorSearch"/> goes on from a cursor that was kept.</param>
    /// <param name="options">How many items a page has, and how many are wanted in all; null for the defaults.</param>
    /// <param name="callOptions">What is set for the call of each page; null for the defaults. An idempotency key goes with the first page only.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// The items: <see cref="PersonResult"/>, <see cref="CompanyResult"/>, <see cref="PostResult"/>, <see cref="JobResult"/>, or
    /// a plain <see cref="SearchResult"/> for a kind that this library doesn't know.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is null, empty, or out of its range; thrown at once.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="RepeatedCursorException">A page has a cursor that was already followed; all its items were delivered.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the search, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed.</exception>
    /// <exception cref="PostPressCanceledException">The reading was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual IAsyncEnumerable<SearchResult> ListAsync(string accountId, SearchRequest search, SearchOptions? options = null, CallOptions? callOptions = null, CancellationToken cancellationToken = default)
    {
        Check(accountId, search, options, callOptions);
        return ItemsAsync(accountId, search, options, callOptions, cancellationToken);
    }

    /// <summary>
    /// Whether cursor and items are of the documented kinds. What is of another kind is kept among the additional properties;
    /// read as absent, it would end a listing before its end.
    /// </summary>
    private static bool IsReadable(SearchPage page) => !HasOtherKind(page, "cursor") && !HasOtherKind(page, "items");

    private static bool HasOtherKind(WireObject response, string member) =>
        response.AdditionalProperties.TryGetValue(member, out var value) && value.Type != JTokenType.Null;

    /// <summary>A search that is to be saved stores something; every other one only reads.</summary>
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

        // It is null where a test replaces GetPageAsync and nothing else.
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

    /// <summary>A cancellation is reported as that of the caller's token, though the page was read with another.</summary>
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

    /// <summary>Whoever stops reading must not leave a request behind.</summary>
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
            // Nobody waits for this page any more.
        }
    }
}
