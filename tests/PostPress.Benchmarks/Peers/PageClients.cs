using System.Text.Json;
using RestSharp;
using RestSharp.Serializers.Json;

namespace PostPress.Benchmarks;

/// <summary>Whole clients that ask a server for a page, each of them set up as its documentation recommends. The last one only reads the bytes: no client can be faster.</summary>
internal static class PageClients
{
    public static readonly string[] Names = [PeerName.Ours, PeerName.NSwag, PeerName.StjByHand, PeerName.Refit, PeerName.RestSharp, PeerName.Kiota, PeerName.Raw];

    /// <summary>How a client asks for a page.</summary>
    /// <param name="name">The client.</param>
    /// <param name="address">The server, with a slash at its end.</param>
    /// <returns>Asks once, and gives the number of items.</returns>
    public static Func<Task<int>> Create(string name, string address)
    {
        switch (name)
        {
            case PeerName.Ours:
                var postpress = new PostPressClient(new PostPressClientOptions { ApiKey = SmallCall.ApiKey, BaseAddress = new Uri(address) });
                var search = new ClassicPeopleSearch { Keywords = "engineer" };
                return async () => (await postpress.Search.GetPageAsync(SmallCall.AccountId, search)).Items.Count;
            case PeerName.NSwag:
                var nswag = new NSwagPeer(Http()) { BaseUrl = address };
                var nswagSearch = new NSwagDefault.ClassicPeopleSearch { Keywords = "engineer" };
                return async () => (await nswag.SearchAsync(SmallCall.AccountId, limit: null, cursor: null, idempotency_Key: null, nswagSearch)).Items.Count;
            case PeerName.StjByHand:
                var http = Http();
                var stjSearch = new NSwagStj.ClassicPeopleSearch { Keywords = "engineer" };
                return async () => (await StjPeer.PostAsync(http, address + "linkedin/search?account_id=" + SmallCall.AccountId, stjSearch, StjContext.Default.ClassicPeopleSearch, StjContext.Default.SearchPage))!.Items.Count;
            case PeerName.RestSharp:
                var rest = new RestClient(new RestClientOptions(address), configureSerialization: s => s.UseSystemTextJson(new JsonSerializerOptions(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true }));
                return async () => (await rest.PostAsync<NSwagStj.SearchPage>(new RestRequest("linkedin/search").AddQueryParameter("account_id", SmallCall.AccountId).AddJsonBody(new NSwagStj.ClassicPeopleSearch { Keywords = "engineer" })))!.Items.Count;
            case PeerName.Refit:
                var refitHttp = Http();
                refitHttp.BaseAddress = new Uri(address.TrimEnd('/'));
                var refit = RefitPeer.Create(refitHttp);
                var refitSearch = new NSwagStj.ClassicPeopleSearch { Keywords = "engineer" };
                return async () => (await refit.SearchAsync(SmallCall.AccountId, refitSearch)).Items.Count;
            case PeerName.Kiota:
                return new KiotaPeer(new SocketsHttpHandler(), address.TrimEnd('/')).SearchAsync;
            case PeerName.Raw:
                var raw = Http();
                var length = Page.Of(100).Length;
                return async () =>
                {
                    using var content = new ByteArrayContent("{\"api\":\"classic\",\"category\":\"people\",\"keywords\":\"engineer\"}"u8.ToArray());
                    using var response = await raw.PostAsync(address + "linkedin/search?account_id=" + SmallCall.AccountId, content);
                    return (await response.Content.ReadAsByteArrayAsync()).Length == length ? 100 : 0;
                };
            default:
                throw new ArgumentException($"There is no client {name}.", nameof(name));
        }
    }

    /// <summary>Lets several callers ask at the same time, and looks at every answer.</summary>
    public static async Task AskAsync(Func<Task<int>> client, int callers, int callsEach)
    {
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < callsEach; i++)
            {
                if (await client() != 100)
                {
                    throw new WrongResultException("A page has lost items.");
                }
            }
        })));
    }

    private static HttpClient Http()
    {
        var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-API-KEY", SmallCall.ApiKey);
        return http;
    }
}
