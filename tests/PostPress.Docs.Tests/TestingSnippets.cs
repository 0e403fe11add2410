using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PostPress;
using RichardSzalay.MockHttp;

namespace Docs;

#region src/PostPress.Client/docs/testing.md
public sealed class FakePosts : PostsClient
{
    public override Task<PostCreated> CreateAsync(NewPost post, IProgress<UploadProgress>? progress = null, CallOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new PostCreated { PostId = "urn:li:share:1" });
}

public sealed class FakePostPress : PostPressClient
{
    public override PostsClient Posts { get; } = new FakePosts();
}
#endregion

public class TestingSnippets : HostSnippetTests
{
    [Test]
    public async Task A_test_of_the_host_puts_the_sandbox_in_place_of_the_API()
    {
        var services = builder.Services;
        services.AddPostPressClient(o => o.ApiKey = "pp_live_of_production");

        #region src/PostPress.Client/docs/testing.md
        services.Configure<PostPressClientOptions>(o =>
        {
            o.ApiKey = sandbox.ApiKey;
            o.BaseAddress = sandbox.BaseAddress;
        });
        #endregion

        await using var app = builder.Build();
        await app.Services.GetRequiredService<PostPressClient>().Search.GetPageAsync(account, Anybody);
        Assert.That(sandbox.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_fake_takes_the_client_s_place()
    {
        builder.Services.AddPostPressClient(UseSandbox);

        #region src/PostPress.Client/docs/testing.md
        builder.Services.AddSingleton<PostPressClient>(new FakePostPress());
        #endregion

        await using var app = builder.Build();
        var post = await app.Services.GetRequiredService<PostPressClient>().Posts.CreateAsync(new NewPost { AccountId = account, Text = "x" });
        Assert.That((post.PostId, sandbox.Requests.Count), Is.EqualTo(("urn:li:share:1", 0)));
    }

    [Test]
    public async Task A_mock_handler_gives_one_response()
    {
        #region src/PostPress.Client/docs/testing.md
        var handler = new MockHttpMessageHandler();
        handler.When(HttpMethod.Post, "https://api.postpress.ai/api/v1/posts")
            .Respond(HttpStatusCode.Created, "application/json", """{"object":"PostCreated","post_id":"urn:li:share:1"}""");
        using var http = new HttpClient(handler);
        using var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = "pp_test" });

        PostCreated post = await client.Posts.CreateAsync(new NewPost { AccountId = account, Text = "We shipped!" });
        #endregion

        Assert.That(post.PostId, Is.EqualTo("urn:li:share:1"));
    }
}
