using System.Text;

namespace PostPress.Tests;

/// <summary>How the key is sent, and that no redirect carries it to another host.</summary>
public class KeyHeaderTests
{
    private const string Page = """{"object":"LinkedinSearch","items":[],"cursor":null}""";

    public enum Handler
    {
        Sockets,
        HttpClient,
    }

    [Test]
    public async Task An_HttpClient_of_the_caller_s_sends_the_documented_header()
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\nContent-Length: {Page.Length}\r\n\r\n{Page}");
        using var http = new HttpClient();
        using var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = server.Address });

        await client.Search.GetPageAsync("a", new ClassicPeopleSearch());

        Assert.That(server.Heads.Single(), Does.Contain($"X-API-KEY: {Clients.ApiKey}\r\n").And.Not.Contain("Authorization"));
    }

    [Test]
    public async Task An_option_sends_it_as_a_bearer_token()
    {
        await using var server = new RawServer($"HTTP/1.1 200 OK\r\nContent-Length: {Page.Length}\r\n\r\n{Page}");
        using var client = new PostPressClient(new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = server.Address, SendKeyAsBearerToken = true });

        await client.Search.GetPageAsync("a", new ClassicPeopleSearch());

        Assert.That(server.Heads.Single(), Does.Contain($"Authorization: Bearer {Clients.ApiKey}\r\n").And.Not.Contain("X-API-KEY"));
    }

    [Test]
    public async Task No_redirect_carries_the_key_to_another_host([Values(301, 302, 303, 307, 308)] int status, [Values] Handler handler, [Values(10, 2_000_000)] int size)
    {
        await using var other = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        await using var server = new RawServer($"HTTP/1.1 {status} Moved\r\nLocation: http://localhost:{other.Address.Port}/stolen\r\nContent-Length: 0\r\n\r\n");
        using var http = new HttpClient(handler == Handler.Sockets ? new SocketsHttpHandler() : new HttpClientHandler());
        using var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = server.Address, MaxRetries = 0 });

        var e = await Assert.ThrowsAsync<PostPressConnectionException>(() => client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x", Attachments = [Attachment.FromBytes(new byte[size], "x.png")] }));

        Assert.Multiple(() =>
        {
            Assert.That(server.Heads.Single(), Does.Contain(Clients.ApiKey), "the key has to be right in the first request");
            Assert.That(other.Heads.Where(head => head.Contains(Clients.ApiKey, StringComparison.Ordinal)), Is.Empty);
            Assert.That(e!.Outcome, Is.EqualTo(CallOutcome.Unknown));
        });
    }

    [Test]
    public async Task A_handler_that_reads_the_request_first_does_not_lose_the_key()
    {
        await using var other = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        await using var server = new RawServer($"HTTP/1.1 307 Moved\r\nLocation: http://localhost:{other.Address.Port}/stolen\r\nContent-Length: 0\r\n\r\n");
        using var http = new HttpClient(new ReadsRequests { InnerHandler = new SocketsHttpHandler() });
        using var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = server.Address, MaxRetries = 0 });

        await Assert.CatchAsync<PostPressException>(() => client.Search.GetPageAsync("a", new ClassicPeopleSearch()));

        Assert.That(server.Heads.Single(), Does.Contain(Clients.ApiKey));
        Assert.That(other.Heads.Where(head => head.Contains(Clients.ApiKey, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_redirect_within_the_host_is_followed_without_the_key()
    {
        var answers = 0;
        await using var server = new RawServer((_, connection, cancellationToken) => connection.WriteAsync(
            Encoding.ASCII.GetBytes(++answers == 1 ? "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n" : "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"), cancellationToken).AsTask());
        using var http = new HttpClient();
        using var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = server.Address, MaxRetries = 0 });

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" }));

        Assert.That(server.Heads.Count(head => head.Contains(Clients.ApiKey, StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(e!.Outcome, Is.EqualTo(CallOutcome.Unknown));
    }

    private sealed class ReadsRequests : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.ReadAsStringAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
