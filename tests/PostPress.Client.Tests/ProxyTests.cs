using System.Net;

namespace PostPress.Tests;

/// <summary>A proxy that gives no tunnel: nothing of the call has left.</summary>
public class ProxyTests
{
    public static IEnumerable<TestCaseData> Refusals()
    {
        yield return new TestCaseData("").SetArgDisplayNames("drops the connection");
        yield return new TestCaseData("garbage\r\n\r\n").SetArgDisplayNames("sends garbage");
        yield return new TestCaseData("HTTP/1.1 200 OK\r\nX: ").SetArgDisplayNames("breaks off");
        yield return new TestCaseData("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n").SetArgDisplayNames("refuses");
        yield return new TestCaseData("HTTP/1.1 200 OK\r\n\r\n").SetArgDisplayNames("closes the tunnel");
        yield return new TestCaseData("HTTP/1.1 200 OK\r\n\r\ngarbage").SetArgDisplayNames("sends garbage through the tunnel");
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task A_write_that_gets_no_tunnel_was_not_sent_and_is_retried(string response)
    {
        await using var proxy = new RawServer(response);
        var time = new ManualTime();
        using var http = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Address), AllowAutoRedirect = false });
        using var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = Clients.ApiKey, MaxRetries = 1, TimeProvider = time });

        var call = client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" });
        time.Advance(await time.WhenWaitedFor(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(10)));

        var e = await Assert.ThrowsAsync<PostPressConnectionException>(() => call);
        Assert.Multiple(() =>
        {
            Assert.That(e!.Outcome, Is.EqualTo(CallOutcome.NotSent));
            Assert.That(e.Attempts, Is.EqualTo(2));
            Assert.That(proxy.Heads.Select(head => head.Split(' ')[0]), Is.All.EqualTo("CONNECT"));
        });
    }

    /// <summary>Without a tunnel the request itself goes to the proxy, so it may have been passed on.</summary>
    [TestCase("")]
    [TestCase("garbage\r\n\r\n")]
    public async Task A_write_that_a_proxy_got_in_plain_may_have_been_carried_out(string response)
    {
        await using var proxy = new RawServer(response);
        using var http = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(proxy.Address), AllowAutoRedirect = false });
        using var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = new Uri("http://api.example.test/api/v1"), AllowInsecureHttp = true });

        var e = await Assert.ThrowsAsync<PostPressConnectionException>(() => client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" }));

        Assert.That((e!.Outcome, e.Attempts), Is.EqualTo((CallOutcome.Unknown, 1)));
    }
}
