using PostPress;
using PostPress.Sandbox;

namespace Docs;

#region src/PostPress.Sandbox/README.md
public class NewsroomTests
{
    private PostPressSandbox sandbox = null!;
    private PostPressClient postpress = null!;

    [SetUp]
    public async Task StartAsync()
    {
        sandbox = await PostPressSandbox.StartAsync();
        postpress = new PostPressClient(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress });
    }

    [TearDown]
    public async Task StopAsync()
    {
        postpress.Dispose();
        await sandbox.DisposeAsync();
    }

    [Test]
    public async Task An_announcement_is_published()
    {
        await new PressOffice(postpress).AnnounceAsync(SandboxAccounts.LinkedIn, "We shipped!");

        Assert.That(sandbox.Posts.Single().Text, Is.EqualTo("We shipped!"));
    }
}
#endregion

/// <summary>Stands for the reader's code.</summary>
public sealed class PressOffice(PostPressClient postpress)
{
    public async Task<bool> AnnounceAsync(string account, string text)
    {
        try
        {
            await postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = text });
            return true;
        }
        catch (PostPressApiException e) when (e.ErrorType == ErrorType.DisconnectedAccount)
        {
            return false;
        }
    }
}

public class SandboxSnippets : SnippetTests
{
    [Test]
    public async Task An_error_is_provoked_by_the_account()
    {
        var office = new PressOffice(postpress);

        #region src/PostPress.Sandbox/README.md
        string account = SandboxTriggers.AccountFor("errors/disconnected_account"); // acc_error_disconnected_account
        Assert.That(await office.AnnounceAsync(account, "We shipped!"), Is.False);
        #endregion

        Assert.That(sandbox.Posts, Is.Empty);
    }

    [Test]
    public async Task What_was_sent_can_be_looked_at()
    {
        await postpress.Posts.CreateAsync(
            new NewPost { AccountId = account, Text = "Hello", Attachments = [Attachment.FromFile("launch.png")] },
            options: new CallOptions { IdempotencyKey = "order-17" });

        #region src/PostPress.Sandbox/README.md
        SandboxRequest request = sandbox.Requests.Single();
        Assert.That(request.Path, Is.EqualTo("/api/v1/posts"));
        Assert.That(request.Headers["Idempotency-Key"], Is.EqualTo("order-17"));
        Assert.That(request.SentKey("pp_live_your_key"), Is.True); // the log itself holds no key

        SandboxPart file = sandbox.Posts.Single().Parts.Single(p => p.Name == "attachments");
        Assert.That((file.FileName, file.ContentType, file.Length), Is.EqualTo(("launch.png", "image/png", 4)));
        #endregion
    }

    [Test]
    public async Task A_lost_answer_is_provoked_on_the_wire()
    {
        #region src/PostPress.Sandbox/README.md
        await using var sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { InjectFaults = true });
        using var postpress = new PostPressClient(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress });

        sandbox.Faults.Next(SandboxFault.ResetAfterActing); // it publishes, and the response is lost
        var post = new NewPost { AccountId = SandboxAccounts.LinkedIn, Text = "We shipped!" };
        var failure = await Assert.ThrowsAsync<PostPressConnectionException>(() => postpress.Posts.CreateAsync(post));

        Assert.That(failure!.Outcome, Is.EqualTo(CallOutcome.Unknown));
        Assert.That(sandbox.Posts, Has.Count.EqualTo(1)); // sent once, although no response came
        #endregion
    }

    [Test]
    public async Task Faults_come_once_always_or_by_choice()
    {
        var dice = new Random(17);

        #region src/PostPress.Sandbox/README.md
        sandbox.Faults.Next(SandboxFault.ResetAfterActing);               // the next request; a queue
        sandbox.Faults.Always(SandboxFault.GatewayPage, "createPost");    // every post, until Clear()
        sandbox.Faults.Always(operation => dice.Next(2) == 0 ? SandboxFault.Status(503) : null);
        #endregion

        await Assert.ThrowsAsync<PostPressConnectionException>(() => postpress.Search.GetPageAsync(account, new ClassicPeopleSearch()));
        await Assert.ThrowsAsync<PostPressApiException>(() => postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = "x" }));
        Assert.That(sandbox.Faults.Injected, Is.EqualTo(new[] { SandboxFault.ResetAfterActing, SandboxFault.GatewayPage }));
    }

    [Test]
    public async Task Endpoints_beyond_the_contract_are_added()
    {
        #region src/PostPress.Sandbox/README.md
        sandbox.Map(HttpMethod.Get, "accounts", _ => SandboxRouteResponse.Json(new
        {
            items = new[] { new { id = SandboxAccounts.LinkedIn, sources = new[] { new { status = "CREDENTIALS" } } } },
        }));

        sandbox.Map(HttpMethod.Get, "users/{id}/posts", request => SandboxRouteResponse.Json(new
        {
            items = sandbox.Posts
                .Where(post => post.AccountId == request.Query["account_id"])
                .Select(post => new { type = "POST", social_id = post.Id, text = post.Text, author = new { id = request.PathValues["id"] } }),
            cursor = (string?)null,
        }));
        #endregion

        await postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = "We shipped!" });
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };
        http.DefaultRequestHeaders.Add("X-API-KEY", key);
        Assert.That(await http.GetStringAsync("accounts"), Does.Contain("\"status\":\"CREDENTIALS\""));
        Assert.That(await http.GetStringAsync($"users/me/posts?account_id={account}"), Does.Contain("\"text\":\"We shipped!\"").And.Contain("\"id\":\"me\""));
    }
}
