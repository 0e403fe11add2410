using Microsoft.Extensions.DependencyInjection;

namespace PostPress.Tests;

/// <summary>A client that was disposed of is no failure of a call: whoever sends it again would get the same for ever.</summary>
public class DisposedClientTests
{
    private static readonly NewPost Post = new() { AccountId = "a", Text = "x" };

    [Test]
    public async Task A_client_that_was_disposed_of_says_so()
    {
        var client = new PostPressClient(Clients.ApiKey);
        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Posts.CreateAsync(Post));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Search.GetPageAsync("a", new ClassicPeopleSearch()));
    }

    [Test]
    public async Task So_does_a_client_whose_HttpClient_was_disposed_of()
    {
        var http = new HttpClient();
        using var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = Clients.ApiKey });
        http.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Posts.CreateAsync(Post));
    }

    [Test]
    public async Task So_does_a_client_whose_host_was_disposed_of()
    {
        var services = new ServiceCollection();
        services.AddPostPressClient(o => o.ApiKey = Clients.ApiKey);
        var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<PostPressClient>();
        await provider.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Posts.CreateAsync(Post));
    }

    [Test]
    public async Task A_stream_of_an_attachment_that_was_disposed_of_is_a_failure_with_an_unknown_outcome()
    {
        using var script = new Clients.Script(Clients.Json("{}"));
        using var client = Clients.Over(script);
        var post = new NewPost { AccountId = "a", Text = "x", Attachments = [Attachment.FromFactory(_ => Task.FromResult<Stream>(Closed()), "x.png", 10)] };

        var e = await Assert.ThrowsAsync<PostPressConnectionException>(() => client.Posts.CreateAsync(post));

        Assert.That(e!.Outcome, Is.EqualTo(CallOutcome.Unknown));
    }

    private static MemoryStream Closed()
    {
        var stream = new MemoryStream();
        stream.Dispose();
        return stream;
    }
}
