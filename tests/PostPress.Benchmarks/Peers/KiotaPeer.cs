using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using PostPress.Kiota;

namespace PostPress.Benchmarks;

/// <summary>The client that Kiota's tool generates from the contract (see Peers.targets), with its default handlers, retry among them.</summary>
internal sealed class KiotaPeer(HttpMessageHandler network, string address)
{
    private readonly KiotaClient _client = new(new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: Http(network)) { BaseUrl = address });

    public async Task<string?> SolveAsync() =>
        (await _client.Linkedin.Jobs[SmallCall.DraftId].Checkpoint.PostAsync(new() { AccountId = SmallCall.AccountId, Input = SmallCall.Code }))?.JobPublished?.JobId;

    public async Task<int> SearchAsync()
    {
        var search = new Kiota.Models.SearchRequest { ClassicPeopleSearch = new() { Api = "classic", Category = "people", Keywords = "engineer" } };
        return (await _client.Linkedin.Search.PostAsync(search, static request => request.QueryParameters.AccountId = SmallCall.AccountId))?.Items?.Count ?? 0;
    }

    /// <summary>Its own way with keys takes none but https, even on loopback.</summary>
    private static HttpClient Http(HttpMessageHandler network)
    {
        var http = KiotaClientFactory.Create(network);
        http.DefaultRequestHeaders.Add("X-API-KEY", SmallCall.ApiKey);
        return http;
    }
}
