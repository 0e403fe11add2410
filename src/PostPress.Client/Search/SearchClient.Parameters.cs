using PostPress.Validation;

namespace PostPress;

/// <content>Parameters: the ids that filters and job drafts take, found by text.</content>
public partial class SearchClient
{
    // The largest limit of the contract.
    private const int AllCandidates = 100;

    /// <summary>
    /// Lists what LinkedIn offers for a text, with its ids: for a person to choose from. Filters and job drafts take these
    /// ids, not text. Read from <see cref="PostPressClientOptions.SearchParameterCache"/> if there is one.
    /// </summary>
    /// <remarks>The operation is named by 000_dec812e3f3c4dc53.txt and 004_dd627773005b2b4b.txt; its members are not confirmed by a page of PostPress's own.</remarks>
    /// <param name="accountId">The id of the linked LinkedIn account that asks.</param>
    /// <param name="type">The kind of thing whose id is wanted. The comment of each filter names it.</param>
    /// <param name="keywords">The text to look for; null for whatever LinkedIn offers first. <see cref="SearchParameterType.EmploymentType"/> takes none.</param>
    /// <param name="options">How many are wanted, and of which product; null for the defaults.</param>
    /// <param name="callOptions">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The list, the best match first; its items are empty if LinkedIn offers nothing. There are no further pages.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty, or out of its range.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the request, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<SearchParameterList> ListParametersAsync(string accountId, SearchParameterType type, string? keywords = null, SearchParameterOptions? options = null, CallOptions? callOptions = null, CancellationToken cancellationToken = default)
    {
        Argument.NotEmpty(accountId, nameof(accountId));
        Argument.NotEmpty(type.Value, nameof(type));

        callOptions?.Check(nameof(callOptions));
        if (_transport.ChecksRequests)
        {
            var check = default(RequestCheck);
            ListSearchParametersOperation.CheckRequest(ref check, accountId, type, keywords, options?.Limit, options?.Service);
            check.ThrowIfBroken(ListSearchParametersOperation.Id);
        }

        var path = ListSearchParametersOperation.RequestUri(accountId, type, keywords, options?.Limit, options?.Service);
        return _transport.SearchParameterCache is { } cache
            ? cache("postpress:" + path, SendAsync, cancellationToken).AsTask()
            : SendAsync(cancellationToken).AsTask();

        async ValueTask<SearchParameterList> SendAsync(CancellationToken token) => await _transport.SendAsync(
            ListSearchParametersOperation.Descriptor,
            path,
            content: null,
            callOptions,
            token,
            isReadable: list => !HasOtherKind(list, "items")).ConfigureAwait(false);
    }

    /// <summary>Finds the id of the one thing that has exactly this title on LinkedIn; upper and lower case are the same.</summary>
    /// <param name="accountId">The id of the linked LinkedIn account that asks.</param>
    /// <param name="type">The kind of thing whose id is wanted, such as <see cref="SearchParameterType.Location"/>.</param>
    /// <param name="title">The whole title, such as <c>Berlin, Germany</c>.</param>
    /// <param name="options">How many are looked through, and of which product; null for the defaults.</param>
    /// <param name="callOptions">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The id, for a filter or a job draft.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty, or out of its range.</exception>
    /// <exception cref="SearchParameterException">Nothing, or more than one thing, has exactly this title; the exception has the candidates.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the request, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual async Task<string> FindIdAsync(string accountId, SearchParameterType type, string title, SearchParameterOptions? options = null, CallOptions? callOptions = null, CancellationToken cancellationToken = default)
    {
        Argument.NotEmpty(title, nameof(title));

        var wanted = title.Trim();
        var all = new SearchParameterOptions { Limit = options?.Limit ?? AllCandidates, Service = options?.Service };

        // The kinds of employment are few, and PostPress takes no text for them.
        var keywords = type == SearchParameterType.EmploymentType ? null : wanted;
        var list = await ListParametersAsync(accountId, type, keywords, all, callOptions, cancellationToken).ConfigureAwait(false);
        List<SearchParameter> offered = [.. (list.Items ?? []).Where(item => !string.IsNullOrEmpty(item?.Id))];
        List<SearchParameter> exact = [.. offered.Where(item => string.Equals(item.Title?.Trim(), wanted, StringComparison.OrdinalIgnoreCase))];
        return exact.Select(item => item.Id).Distinct(StringComparer.Ordinal).Count() switch
        {
            1 => exact[0].Id!,
            0 => throw new SearchParameterException(type, title, offered, isAmbiguous: false),
            _ => throw new SearchParameterException(type, title, exact, isAmbiguous: true),
        };
    }
}
