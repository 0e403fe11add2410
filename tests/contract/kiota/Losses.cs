using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary;
using PostPress.Kiota.Models;

namespace PostPress.Kiota;

/// <summary>What Kiota's client makes of what it doesn't know, and what it can't say. ../losses.mjs compares it with the page.</summary>
internal static class Losses
{
    private const string Strange = "acc_unknown_words";

    public static async Task PrintAsync(PostPressClient postpress)
    {
        var people = await SearchAsync(new() { ClassicPeopleSearch = new() { Api = "classic", Category = "people" } });
        var posts = await SearchAsync(new() { ClassicPostSearch = new() { Api = "classic", Category = "posts" } });
        var stranger = people[0].PersonResult!;
        var unlisted = (await KiotaJsonSerializer.DeserializeAsync<ApiError>("""{"title":"New","type":"errors/never_seen","status":400}"""))!;
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["reader"] = "Kiota (C#)",
            ["an unknown kind of search result"] = Kept(await JsonOf(people[1]), "Bees weekly"),
            ["an unknown kind of attachment"] = Kept(await JsonOf(posts[0].PostResult!.Attachments![^1]), "carousel"),
            ["an unknown enum value"] = Kept(await JsonOf(stranger), "DISTANCE_4") == "kept" ? "kept" : stranger.NetworkDistance is null ? "`null`" : "another value",
            ["an unknown member of a search result"] = Kept(await JsonOf(stranger), "brand_new_member") == "kept" ? "kept" : "dropped",
            ["`null` and an absent member"] = await JsonOf(await PersonOf("""{"name":null}""")) == await JsonOf(await PersonOf("{}")) ? "the same" : "told apart",
            ["an error type that isn't listed"] = unlisted.Type?.String == "errors/never_seen" ? "kept" : "lost",
            ["the body of an error whose status isn't listed"] = await BodyOfRateLimitAsync(),
            ["two variants of a request at once"] = Variants(await JsonOf(new SearchRequest { UrlSearch = new() { Url = "https://www.linkedin.com/" }, CursorSearch = new() { Cursor = "x" } })),
            ["numbers and words in one list"] = typeof(RecruiterPeopleSearch).GetProperty("NetworkDistance")!.PropertyType == typeof(List<int?>) ? "numbers alone" : "both",
            ["two files of the same name"] = Files("a.png", "b.png") != 2 ? "even with other names one is lost" : Files("a.png", "a.png") == 2 ? "both sent" : "one sent",
            ["`mentions`, one part of JSON"] = typeof(MultipartBody).IsAssignableFrom(typeof(Posts.PostsRequestBuilder).GetMethod("PostAsync")!.GetParameters()[0].ParameterType) ? "by hand" : "typed",
            ["a write that gets a 503"] = await SendsAsync(),
        }));

        async Task<List<SearchResult>> SearchAsync(SearchRequest search) =>
            (await postpress.Linkedin.Search.PostAsync(search, c => c.QueryParameters.AccountId = Strange))!.Items!;

        async Task<string> BodyOfRateLimitAsync()
        {
            try
            {
                await postpress.Linkedin.Search.PostAsync(new() { UrlSearch = new() { Url = "https://www.linkedin.com/search/results/people/" } }, c => c.QueryParameters.AccountId = "acc_rate_limited");
                throw new InvalidOperationException("The sandbox limits no rate.");
            }
            catch (ApiException e)
            {
                return e is ApiError { Type.String: not null } ? "kept" : "lost";
            }
        }
    }

    private static string Kept(string json, string word) => json.Contains(word, StringComparison.Ordinal) ? "kept" : json is "" or "{}" ? "an empty object" : "lost";

    private static Task<string> JsonOf<T>(T value)
        where T : IParsable => KiotaJsonSerializer.SerializeAsStringAsync(value, serializeOnlyChangedValues: false);

    private static async Task<PersonResult> PersonOf(string json) => (await KiotaJsonSerializer.DeserializeAsync<PersonResult>(json))!;

    private static string Variants(string json) =>
        json.Contains("url", StringComparison.Ordinal) && json.Contains("cursor", StringComparison.Ordinal) ? "both sent" : "one sent";

    private static int Files(params string[] names)
    {
        var form = new MultipartBody { RequestAdapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider()) };
        foreach (var name in names)
        {
            form.AddOrReplacePart("attachments", "image/png", Encoding.UTF8.GetBytes(name), name);
        }

        using var writer = SerializationWriterFactoryRegistry.DefaultInstance.GetSerializationWriter("multipart/form-data");
        form.Serialize(writer);
        using var reader = new StreamReader(writer.GetSerializedContent());
        return reader.ReadToEnd().Split("name=\"attachments\"").Length - 1;
    }

    private static async Task<string> SendsAsync()
    {
        using var counter = new Counter();
        using var http = KiotaClientFactory.Create(counter);
        using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = "http://127.0.0.1:1" };
        try
        {
            await new PostPressClient(adapter).Linkedin.Jobs.PostAsync(new() { AccountId = "acc" });
        }
        catch (Exception e) when (e is ApiException or AggregateException)
        {
        }

        return counter.Sends == 1 ? "sent once" : $"sent {counter.Sends} times";
    }

    private sealed class Counter : HttpMessageHandler
    {
        public int Sends { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sends++;
            var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { RequestMessage = request };
            response.Headers.Add("Retry-After", "1");
            return Task.FromResult(response);
        }
    }
}
