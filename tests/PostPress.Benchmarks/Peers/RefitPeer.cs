using System.Globalization;
using Refit;

namespace PostPress.Benchmarks;

/// <summary>What Refit's source generator makes a client of, over the same classes as System.Text.Json by hand.</summary>
internal interface IRefitPostPress
{
    [Post("/linkedin/jobs/{draftId}/checkpoint")]
    Task<NSwagStj.CheckpointOutcome> SolveAsync(string draftId, [Body] NSwagStj.SolveCheckpointRequest body);

    [Post("/linkedin/search")]
    Task<NSwagStj.SearchPage> SearchAsync([AliasAs("account_id")] string accountId, [Body] NSwagStj.ClassicPeopleSearch search);

    [Multipart]
    [Post("/posts")]
    Task<NSwagStj.PostCreated> PublishAsync([AliasAs("account_id")] string accountId, string text, StreamPart attachments);
}

internal static class RefitPeer
{
    private static readonly SystemTextJsonContentSerializer Json = new(StjContext.Default.Options);

    /// <summary>Reads a page as the client does.</summary>
    public static async Task<int> ReadPageAsync(HttpContent content) => (await Json.FromHttpContentAsync<NSwagStj.SearchPage>(content))!.Items.Count;

    /// <summary>Publishes a post with a file.</summary>
    /// <returns>The bytes that arrived, as the server says.</returns>
    public static async Task<long> PublishAsync(IRefitPostPress client, Stream file)
    {
        var post = await client.PublishAsync(SmallCall.AccountId, "A film of our bees.", new StreamPart(file, "film.mp4", "video/mp4"));
        return long.Parse(post.Post_id, CultureInfo.InvariantCulture);
    }

    /// <summary>Makes a client over an HttpClient whose base address has no slash at its end.</summary>
    public static IRefitPostPress Create(HttpClient http) =>
        RestService.For<IRefitPostPress>(http, new RefitSettings(Json));
}
