using System.Text;
using PostPress.Sandbox;

namespace PostPress.Tests;

/// <summary>A large request asks first, so that a refusal comes before the files are sent.</summary>
public class EarlyRefusalTests
{
    private const string Created = """{"object":"PostCreated","post_id":"urn:li:share:1"}""";

    private static NewPost Post(int size, Action? opened = null, bool knownLength = true) => new()
    {
        AccountId = SandboxAccounts.LinkedIn,
        Text = "x",
        Attachments =
        [
            Attachment.FromFactory(
                _ =>
                {
                    opened?.Invoke();
                    return Task.FromResult<Stream>(new MemoryStream(new byte[size]));
                },
                "video.mp4",
                knownLength ? size : null),
        ],
    };

    private static string Response(int status, string body) => $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    [Test]
    public async Task A_refusal_of_a_large_upload_arrives_as_what_it_is_and_no_file_is_opened([Values(401, 413, 422, 429)] int status, [Values] bool ownHttpClient, [Values] bool knownLength)
    {
        await using var server = new RawServer(Response(status, $$"""{"title":"t","type":"errors/insufficient_credits","status":{{status}}}"""));
        var opened = 0;
        using var http = new HttpClient();
        using var client = Make(server.Address, ownHttpClient ? http : null);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => client.Posts.CreateAsync(Post(8 * 1024 * 1024, () => opened++, knownLength)));

        Assert.Multiple(() =>
        {
            Assert.That((int)e!.StatusCode, Is.EqualTo(status));
            Assert.That(e.ErrorType?.Value, Is.EqualTo("errors/insufficient_credits"));
            Assert.That(e.Outcome, Is.EqualTo(CallOutcome.Refused));
            Assert.That(opened, Is.Zero);
            Assert.That(server.Heads.Single(), Does.Contain("Expect: 100-continue"));
        });
    }

    [Test]
    public async Task A_server_that_says_continue_gets_the_whole_request()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);

        await client.Posts.CreateAsync(Post(3 * 1024 * 1024));

        Assert.That(sandbox.Posts.Single().Parts.Single(part => part.FileName is not null).Length, Is.EqualTo(3 * 1024 * 1024));
    }

    [Test]
    public async Task A_server_that_does_not_know_the_header_gets_the_whole_request()
    {
        await using var server = new RawServer(async (head, connection, cancellationToken) =>
        {
            var left = long.Parse(head.Split("Content-Length: ")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
            var buffer = new byte[64 * 1024];
            while (left > 0)
            {
                left -= await connection.ReadAsync(buffer, cancellationToken);
            }

            await connection.WriteAsync(Encoding.ASCII.GetBytes(Response(201, Created)), cancellationToken);
        });
        using var client = Make(server.Address);

        Assert.That((await client.Posts.CreateAsync(Post(2 * 1024 * 1024))).PostId, Is.EqualTo("urn:li:share:1"));
    }

    [TestCase(1024 * 1024, 100_000, false)]
    [TestCase(1024 * 1024, 2_000_000, true)]
    [TestCase(10_000_000, 2_000_000, false)]
    [TestCase(0, 1, true)]
    [TestCase(null, 2_000_000, false)]
    public async Task The_option_says_from_which_size_on(int? threshold, int size, bool asks)
    {
        using var script = new Clients.Script(Clients.Json(Created, 201));
        using var client = Clients.Over(script, o => o.ExpectContinueThreshold = threshold);

        await client.Posts.CreateAsync(Post(size));

        // The handler in memory is an HttpClient's, which sees a copy; the body of a JSON request never asks.
        Assert.That(script.Requests[0].Headers.ExpectContinue, Is.EqualTo(asks ? true : null));
    }

    private static PostPressClient Make(Uri address, HttpClient? http = null)
    {
        var options = new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = address, MaxRetries = 0 };
        return http is null ? new PostPressClient(options) : new PostPressClient(http, options);
    }
}
