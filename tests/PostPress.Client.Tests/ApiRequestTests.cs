using System.Net;
using Newtonsoft.Json.Linq;

namespace PostPress.Tests;

public class ApiRequestTests
{
    [Test]
    public async Task A_read_of_one_s_own_goes_out_with_the_key_and_gives_JSON_back()
    {
        using var script = new Clients.Script(Clients.Json("""{"items":[{"id":"acc","sources":[{"status":"OK"}]}]}"""));
        using var client = Clients.Over(script);

        var response = await client.SendAsync(new ApiRequest(HttpMethod.Get, "/accounts") { Query = { ["limit"] = "10", ["cursor"] = null, ["q"] = "a&b" } });

        Assert.Multiple(() =>
        {
            Assert.That(script.Requests[0].RequestUri!.AbsoluteUri, Is.EqualTo($"{Clients.Base}/accounts?limit=10&q=a%26b"));
            Assert.That(script.Requests[0].Headers.ToString(), Does.Contain(Clients.ApiKey));
            Assert.That(script.Requests[0].Headers.Contains("Idempotency-Key"), Is.False);
            Assert.That((string?)response.Body!["items"]![0]!["sources"]![0]!["status"], Is.EqualTo("OK"));
            Assert.That(response.Response!.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        });
    }

    [Test]
    public async Task A_response_can_be_read_as_a_type_of_the_library()
    {
        using var script = new Clients.Script(Clients.Json("""{"items":[{"type":"POST","id":"p1"}],"cursor":null}"""));
        using var client = Clients.Over(script);

        var page = await client.SendAsync<SearchPage>(new ApiRequest(HttpMethod.Get, "users/42/posts?account_id=acc"));

        Assert.That(page.Items.Single(), Is.InstanceOf<PostResult>());
        Assert.That(page.Response, Is.Not.Null);
    }

    [Test]
    public async Task A_write_of_one_s_own_carries_a_key_and_is_sent_once()
    {
        using var script = new Clients.Script(Clients.Json("{}", 503));
        using var client = Clients.Over(script, options => options.MaxRetries = 3);

        var failure = await Assert.ThrowsAsync<PostPressApiException>(() => client.SendAsync(new ApiRequest(HttpMethod.Post, "comments") { Body = new JObject { ["text"] = "secret words" }, OperationName = "createComment" }));

        Assert.Multiple(() =>
        {
            Assert.That(script.Bodies.Single(), Is.EqualTo("""{"text":"secret words"}"""));
            Assert.That(script.Requests[0].Content!.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
            Assert.That(script.Requests[0].Headers.Contains("Idempotency-Key"), Is.True);
            Assert.That(failure!.Outcome, Is.EqualTo(CallOutcome.Unknown));
            Assert.That(failure.Operation, Is.EqualTo("createComment"));
        });
    }

    [Test]
    public async Task A_post_that_only_reads_can_say_so_and_is_retried()
    {
        using var script = new Clients.Script(Clients.Json("{}", 503), Clients.Json("[1]"));
        using var client = Clients.Over(script, options => options.MaxRetries = 1);

        var response = await client.SendAsync(new ApiRequest(HttpMethod.Post, "lookup") { Body = new JObject(), IsWrite = false });

        Assert.That(response.Body!.ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("[1]"));
    }

    [Test]
    public async Task A_success_without_a_body_has_none()
    {
        using var script = new Clients.Script(_ => new HttpResponseMessage(HttpStatusCode.NoContent));
        using var client = Clients.Over(script);

        var response = await client.SendAsync(new ApiRequest(HttpMethod.Delete, "posts/1"));

        Assert.That(response.Body, Is.Null);
        Assert.That(response.Response!.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task A_page_of_HTML_is_no_response()
    {
        using var script = new Clients.Script(_ => new HttpResponseMessage { Content = new StringContent("<html>log in</html>") });
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<PostPressApiException>(() => client.SendAsync(new ApiRequest(HttpMethod.Get, "accounts")));

        Assert.That(failure!.Message, Does.Contain("HTML"));
    }

    [Test]
    public async Task What_the_request_says_is_not_repeated_in_a_message()
    {
        using var script = new Clients.Script(Clients.Json("""{"title":"Bad","detail":"secret words is wrong","type":"errors/invalid_parameters","status":400}""", 400));
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<PostPressApiException>(() => client.SendAsync(new ApiRequest(HttpMethod.Post, "comments") { Body = new JObject { ["text"] = "secret words" } }));

        Assert.That(failure!.ToString(), Does.Not.Contain("secret words"));
    }

    [TestCase("")]
    [TestCase("/")]
    [TestCase("https://elsewhere.example/x")]
    [TestCase("//elsewhere.example/x")]
    [TestCase("../admin")]
    [TestCase("users/%2e%2E/x")]
    [TestCase("users/a b")]
    [TestCase("users\\x")]
    [TestCase("users#x")]
    public void A_path_that_leads_out_of_the_API_is_refused(string path)
    {
        Assert.That(() => new ApiRequest(HttpMethod.Get, path), Throws.ArgumentException);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_key_does_not_follow_a_redirect_of_a_read_to_another_host(bool ownHttpClient)
    {
        await using var sandbox = await Sandbox.PostPressSandbox.StartAsync(new Sandbox.PostPressSandboxOptions { InjectFaults = true });
        sandbox.Faults.Always(Sandbox.SandboxFault.Redirect);
        var options = new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress, MaxRetries = 0 };
        using var http = new HttpClient();
        using var client = ownHttpClient ? new PostPressClient(http, options) : new PostPressClient(options);

        await Assert.CatchAsync<PostPressException>(() => client.SendAsync(new ApiRequest(HttpMethod.Get, "accounts")));

        Assert.That(sandbox.Faults.KeySentElsewhere, Is.False);
    }
}
