using PostPress.Validation;

namespace PostPress;

/// <content>Parameters: finds the ids that filters and job drafts take.</content>
public partial class SearchClient
{
    // The maximum in the contract.
    private const int AllCandidates = 100;

    /// <summary>
    /// Lists the things that LinkedIn offers for a text, each with its id, so that a person can choose one. Filters and job drafts
    /// take these ids, not text. The list comes from <see cref="PostPressClientOptions.SearchParameterCache"/>, if that is set.
    /// </summary>
    /// <remarks>Source: the operation is named in <c>000_dec812e3f3c4dc53.txt</c> and <c>004_dd627773005b2b4b.txt</c>. No page of PostPress confirms its members.</remarks>
    /// <param name="accountId">The id of the linked LinkedIn account that searches.</param>
    /// <param name="type">The kind of thing. The description of each filter names it.</param>
    /// <param name="keywords">The text to look for; null for the first ones that LinkedIn offers. <see cref="SearchParameterType.EmploymentType"/> takes none.</param>
    /// <param name="options">The number of items and the LinkedIn product; null for the defaults.</param>
    /// <param name="callOptions">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The list, with the best match first. It is empty if LinkedIn offers nothing. There are no further pages.</returns>
    /// <inheritdoc cref="GetPageAsync" path="/exception"/>
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

    /// <summary>Finds the id of the only thing on LinkedIn with exactly this title. Uppercase and lowercase are equal.</summary>
    /// <example>
    /// <code>
    /// string location = await postpress.Search.FindIdAsync(account, SearchParameterType.Location, "Berlin, Germany");
    /// var search = new ClassicPeopleSearch { Keywords = "engineer", Location = [location] };
    /// </code>
    /// </example>
    /// <param name="accountId">The id of the linked LinkedIn account that searches.</param>
    /// <param name="type">The kind of thing, such as <see cref="SearchParameterType.Location"/>.</param>
    /// <param name="title">The full title, such as <c>Berlin, Germany</c>.</param>
    /// <param name="options">The number of items to look through and the LinkedIn product; null for the defaults.</param>
    /// <param name="callOptions">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The id, for a filter or a job draft.</returns>
    /// <exception cref="SearchParameterException">No thing, or more than one, has exactly this title. The exception contains the candidates.</exception>
    /// <inheritdoc cref="GetPageAsync" path="/exception"/>
    public virtual async Task<string> FindIdAsync(string accountId, SearchParameterType type, string title, SearchParameterOptions? options = null, CallOptions? callOptions = null, CancellationToken cancellationToken = default)
    {
        Argument.NotEmpty(title, nameof(title));

        var wanted = title.Trim();
        var all = new SearchParameterOptions { Limit = options?.Limit ?? AllCandidates, Service = options?.Service };

        // There are few employment types, and PostPress takes no keywords for them.
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
