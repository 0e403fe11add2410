using System.Net.Http.Headers;
using System.Text.Json;
using PostPress;

namespace Docs;

public class ComingFromSnippets : SnippetTests
{
    [Test]
    public async Task A_post_by_hand_and_a_post_by_the_client_are_the_same_post()
    {
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };
        http.DefaultRequestHeaders.Add("X-API-KEY", key);
        string? before;

        {
            #region src/PostPress.Client/docs/coming-from.md
            using var image = new StreamContent(File.OpenRead("launch.png"));
            image.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            using var form = new MultipartFormDataContent
            {
                { new StringContent(account), "account_id" },
                { new StringContent("Hey {{0}}, we shipped!"), "text" },
                { new StringContent("""[{"name":"Ada","profile_id":"ACoAAA1234567"}]"""), "mentions" },
                { image, "attachments", "launch.png" },
            };
            using HttpResponseMessage response = await http.PostAsync("posts", form);
            response.EnsureSuccessStatusCode(); // the error's type and detail are lost here
            using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            string? id = json.RootElement.GetProperty("post_id").GetString();
            #endregion

            before = id;
        }

        {
            #region src/PostPress.Client/docs/coming-from.md
            PostCreated post = await postpress.Posts.CreateAsync(new NewPost
            {
                AccountId = account,
                Text = $"Hey {Mention.Person("ACoAAA1234567", "Ada")}, we shipped!",
                Attachments = [Attachment.FromFile("launch.png")],
            });
            #endregion

            Assert.That(new[] { before, post.PostId }, Is.EqualTo(sandbox.Posts.Select(p => p.Id)));
        }

        static IEnumerable<(string, string?, string)> Parts(PostPress.Sandbox.SandboxPost post) => post.Parts.Where(p => p.Name != "mentions").Select(p => (p.Name, p.FileName, p.Sha256));
        Assert.That(Parts(sandbox.Posts[0]), Is.EquivalentTo(Parts(sandbox.Posts[1])));
        Assert.That(sandbox.Posts[0].Text, Is.EqualTo(sandbox.Posts[1].Text));
    }

    [Test]
    public async Task An_HttpClient_of_one_s_own_goes_on_being_used()
    {
        using var http = new HttpClient();
        var baseAddress = sandbox.BaseAddress;

        #region src/PostPress.Client/docs/coming-from.md
        http.Timeout = Timeout.InfiniteTimeSpan; // the client has its own timeouts
        using var postpress = new PostPressClient(http, new PostPressClientOptions { ApiKey = "pp_live_your_key", BaseAddress = baseAddress });
        #endregion

        await postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = "Hello" });
        Assert.That(sandbox.Posts, Has.Count.EqualTo(1));
    }
}
