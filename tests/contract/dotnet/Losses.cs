using System.Net;
using System.Text;
using Newtonsoft.Json;

namespace PostPress.Traffic;

/// <summary>What the .NET client makes of what it doesn't know, and what it can't say. ../losses.mjs compares it with the page.</summary>
internal static class Losses
{
    private const string Strange = "acc_unknown_words";

    public static async Task PrintAsync(PostPressClient postpress)
    {
        var people = (await postpress.Search.GetPageAsync(Strange, new ClassicPeopleSearch())).Items!;
        var posts = (await postpress.Search.GetPageAsync(Strange, new ClassicPostSearch())).Items!;
        var stranger = (PersonResult)people[0];
        Console.WriteLine(JsonConvert.SerializeObject(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["reader"] = "PostPress.Client",
            ["an unknown kind of search result"] = Kept(people[1], "Bees weekly"),
            ["an unknown kind of attachment"] = Kept(((PostResult)posts[0]).Attachments![^1], "carousel"),
            ["an unknown enum value"] = stranger.NetworkDistance?.Value == "DISTANCE_4" ? "kept" : "lost",
            ["an unknown member of a search result"] = Kept(stranger, "brand_new_member"),
            ["`null` and an absent member"] = Person("""{"type":"PEOPLE","name":null}""") == Person("""{"type":"PEOPLE"}""") ? "the same" : "told apart",
            ["an error type that isn't listed"] = await ErrorAsync(e => e.ErrorType is { IsKnown: false, Value.Length: > 0 }),
            ["the body of an error whose status isn't listed"] = await ErrorAsync(e => e is { StatusCode: HttpStatusCode.TooManyRequests, Detail.Length: > 0 }),
            ["two variants of a request at once"] = typeof(UrlSearch).GetProperty("Cursor") is null && typeof(CursorSearch).GetProperty("Url") is null ? "can't be said" : "both sent",
            ["numbers and words in one list"] = Kept(JsonConvert.DeserializeObject<RecruiterPeopleSearch>("""{"api":"recruiter","category":"people","network_distance":[3,"GROUP"]}""")!, "[3,\"GROUP\"]") == "kept" ? "both" : "lost",
            ["two files of the same name"] = await FilesAsync(),
            ["`mentions`, one part of JSON"] = PostText.From($"{Mention.Person("ACoAAA1234567", "Ada Lovelace")}").Mentions.Count == 1 ? "typed" : "by hand",
            ["a write that gets a 503"] = await SendsAsync(),
        }));

        async Task<string> ErrorAsync(Predicate<PostPressApiException> kept)
        {
            try
            {
                await postpress.Search.GetPageAsync("acc_rate_limited", new ClassicPeopleSearch());
                throw new InvalidOperationException("The sandbox limits no rate.");
            }
            catch (PostPressApiException e)
            {
                return kept(e) ? "kept" : "lost";
            }
        }
    }

    private static string Kept(object value, string word) => JsonConvert.SerializeObject(value).Contains(word, StringComparison.Ordinal) ? "kept" : "lost";

    private static string Person(string json) => JsonConvert.SerializeObject(JsonConvert.DeserializeObject<PersonResult>(json));

    private static async Task<string> FilesAsync()
    {
        using var network = new Network(HttpStatusCode.Created, """{"object":"PostCreated","post_id":"1"}""");
        using var http = new HttpClient(network);
        using var postpress = new PostPressClient(http, Options);
        await postpress.Posts.CreateAsync(new NewPost { AccountId = "acc", Text = "x", Attachments = [Attachment.FromBytes([1], "a.png"), Attachment.FromBytes([2], "a.png")] });
        return network.Requests[0].Split("name=attachments").Length + network.Requests[0].Split("name=\"attachments\"").Length - 2 == 2 ? "both sent" : "one sent";
    }

    private static async Task<string> SendsAsync()
    {
        using var network = new Network(HttpStatusCode.ServiceUnavailable, """{"title":"Network down","type":"errors/network_down","status":503}""");
        using var http = new HttpClient(network);
        using var postpress = new PostPressClient(http, Options);
        try
        {
            await postpress.Jobs.SolveCheckpointAsync("acc", "1", "123456");
        }
        catch (PostPressApiException)
        {
        }

        return network.Requests.Count == 1 ? "sent once" : $"sent {network.Requests.Count} times";
    }

    private static PostPressClientOptions Options => new() { ApiKey = "pp_test_sandbox", BaseAddress = new Uri("http://127.0.0.1:1/api/v1/") };

    private sealed class Network(HttpStatusCode status, string body) : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(Encoding.Latin1.GetString(await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
            return new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}
