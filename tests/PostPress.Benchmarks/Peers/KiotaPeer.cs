using System.Globalization;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Serialization.Json;
using PostPress.Kiota;

namespace PostPress.Benchmarks;

/// <summary>The client that Kiota's tool generates from the contract (see Peers.targets), with its default handlers, retry among them.</summary>
internal sealed class KiotaPeer(HttpMessageHandler network, string address)
{
    private readonly KiotaClient _client = new(new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: Http(network)) { BaseUrl = address });

    /// <summary>Reads a page as the client does. What it makes of unions and unknown values is in openapi/README.md.</summary>
    public static async Task<int> ReadPageAsync(HttpContent content)
    {
        await using var stream = await content.ReadAsStreamAsync();
        var node = await new JsonParseNodeFactory().GetRootParseNodeAsync("application/json", stream);
        return node.GetObjectValue(Kiota.Models.SearchPage.CreateFromDiscriminatorValue)?.Items?.Count ?? 0;
    }

    public async Task<string?> SolveAsync() =>
        (await _client.Linkedin.Jobs[SmallCall.DraftId].Checkpoint.PostAsync(new() { AccountId = SmallCall.AccountId, Input = SmallCall.Code }))?.JobPublished?.JobId;

    public async Task<int> SearchAsync()
    {
        var search = new Kiota.Models.SearchRequest { ClassicPeopleSearch = new() { Api = "classic", Category = "people", Keywords = "engineer" } };
        return (await _client.Linkedin.Search.PostAsync(search, static request => request.QueryParameters.AccountId = SmallCall.AccountId))?.Items?.Count ?? 0;
    }

    /// <summary>Publishes a post with a file.</summary>
    /// <returns>The bytes that arrived, as the server says.</returns>
    public async Task<long> PublishAsync(Stream file)
    {
        var body = new MultipartBody();
        body.AddOrReplacePart("account_id", "text/plain", SmallCall.AccountId);
        body.AddOrReplacePart("text", "text/plain", "A film of our bees.");
        body.AddOrReplacePart("attachments", "video/mp4", file, "film.mp4");
        var post = await _client.Posts.PostAsync(body);
        return long.Parse(post!.PostId!, CultureInfo.InvariantCulture);
    }

    /// <summary>Its own way with keys takes none but https, even on loopback.</summary>
    private static HttpClient Http(HttpMessageHandler network)
    {
        var http = KiotaClientFactory.Create(network);
        http.DefaultRequestHeaders.Add("X-API-KEY", SmallCall.ApiKey);
        return http;
    }
}
