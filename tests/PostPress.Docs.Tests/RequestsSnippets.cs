using Newtonsoft.Json.Linq;
using PostPress;
using PostPress.Sandbox;

namespace Docs;

public class RequestsSnippets : SnippetTests
{
    [Test]
    public async Task An_account_says_whether_it_is_alive()
    {
        sandbox.Map(HttpMethod.Get, "accounts", _ => SandboxRouteResponse.Json(new
        {
            items = new[] { new { id = account, sources = new[] { new { status = "CREDENTIALS" } } } },
        }));

        #region src/PostPress.Client/docs/requests.md
        var request = new ApiRequest(HttpMethod.Get, "accounts") { OperationName = "listAccounts" };
        ApiResponse response = await postpress.SendAsync(request);

        foreach (JToken linked in response.Body!["items"]!)
        {
            foreach (JToken source in linked["sources"]!)
            {
                Console.WriteLine($"{linked["id"]}: {source["status"]}");
            }
        }
        #endregion

        Assert.That(Printed, Is.EqualTo(Shown("src/PostPress.Client/docs/requests.md")));
    }

    [Test]
    public async Task A_post_with_an_unknown_outcome_is_looked_for()
    {
        const string userId = "ACoAAA/1234567";
        const string text = "We shipped!";
        sandbox.Map(HttpMethod.Get, "users/{id}/posts", request => SandboxRouteResponse.Json(new
        {
            items = sandbox.Posts
                .Where(post => post.AccountId == request.Query["account_id"] && request.PathValues["id"] == userId)
                .Select(post => new { type = "POST", social_id = post.Id, text = post.Text }),
            cursor = (string?)null,
        }));
        sandbox.Faults.Next(SandboxFault.ResetAfterActing);
        var failure = await Assert.ThrowsAsync<PostPressConnectionException>(() => postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = text }));
        Assert.That(failure!.Outcome, Is.EqualTo(CallOutcome.Unknown));

        #region src/PostPress.Client/docs/requests.md
        var request = new ApiRequest(HttpMethod.Get, $"users/{Uri.EscapeDataString(userId)}/posts")
        {
            OperationName = "listUserPosts",
            Query = { ["account_id"] = account, ["limit"] = "20", ["is_company"] = "false" },
        };
        ApiResponse response = await postpress.SendAsync(request);

        IEnumerable<SearchResult?> posts = response.Body!["items"]!.Select(item => item.ToObject<SearchResult>());
        bool isLive = posts.OfType<PostResult>().Any(post => post.Text == text);
        #endregion

        Assert.That(isLive, Is.True);
        Assert.That(sandbox.Requests[^1].Query["is_company"], Is.EqualTo("false"));
    }

    [Test]
    public async Task A_write_of_one_s_own_is_sent_once_and_a_request_that_reads_is_retried()
    {
        await using var own = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { InjectFaults = true });
        own.Map(HttpMethod.Post, "things", _ => SandboxRouteResponse.Json(new { }));
        using var client = new PostPressClient(new PostPressClientOptions { ApiKey = own.ApiKey, BaseAddress = own.BaseAddress, MaxRetries = 1 });
        own.Faults.Next(SandboxFault.Status(503));
        var failure = await Assert.ThrowsAsync<PostPressApiException>(() => client.SendAsync(new ApiRequest(HttpMethod.Post, "things") { OperationName = "makeThing" }));
        Assert.That((failure!.Outcome, failure.Operation), Is.EqualTo((CallOutcome.Unknown, "makeThing")));
        Assert.That(failure.IdempotencyKey, Is.Not.Null);

        own.Faults.Next(SandboxFault.Status(503));
        await client.SendAsync(new ApiRequest(HttpMethod.Post, "things") { IsWrite = false });
        Assert.That(own.Requests[^1].Headers.ContainsKey("Idempotency-Key"), Is.False);
        Assert.Throws<ArgumentException>(() => _ = new ApiRequest(HttpMethod.Get, "users/../accounts"));
    }
}
