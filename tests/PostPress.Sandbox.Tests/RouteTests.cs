using System.Text;
using System.Text.Json.Nodes;

namespace PostPress.Sandbox.Tests;

/// <summary>Endpoints that the contract does not have, added by a test.</summary>
public sealed class RouteTests
{
    private SandboxApi _api = null!;

    [SetUp]
    public async Task Start() => _api = await SandboxApi.StartAsync(new PostPressSandboxOptions { InjectFaults = true });

    [TearDown]
    public async Task Stop() => await _api.DisposeAsync();

    private Task<Reply> GetAsync(string path) => _api.SendAsync(null, _api.Request(path, null, method: HttpMethod.Get));

    private static SandboxRouteResponse Ok(SandboxRouteRequest request) => SandboxRouteResponse.Json(new { request.Request.Id });

    [Test]
    public async Task A_test_can_add_an_endpoint_that_the_contract_does_not_have()
    {
        _api.Sandbox.Map(HttpMethod.Get, "accounts", _ => SandboxRouteResponse.Json(new { items = new[] { new { id = SandboxAccounts.LinkedIn } } }));

        var reply = await GetAsync("accounts");

        Assert.That((reply.Status, reply.Text), Is.EqualTo((200, """{"items":[{"id":"acc_linkedin_sandbox"}]}""")));
        Assert.That(reply.Message.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        Assert.That(_api.Sandbox.Requests.Select(r => (r.Method, r.Path, r.Status)), Is.EqualTo(new[] { ("GET", "/api/v1/accounts", 200) }));
        Assert.That((await GetAsync("/v1/accounts")).Status, Is.EqualTo(200), "under the other base path too");
    }

    [Test]
    public async Task A_handler_gets_path_query_and_body()
    {
        SandboxRouteRequest? seen = null;
        _api.Sandbox.Map(HttpMethod.Put, "users/{id}/posts", request =>
        {
            seen = request;
            return SandboxRouteResponse.Json(JsonNode.Parse("[1]"), 202) with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Retry-After"] = "7" } };
        });

        var reply = await _api.SendAsync(null, _api.Request("users/a%2Fb/posts?limit=2", new StringContent("""{"text":"Hi"}""", Encoding.UTF8, "application/json"), method: HttpMethod.Put));

        Assert.That((reply.Status, reply.Text, reply.Message.Headers.RetryAfter!.ToString()), Is.EqualTo((202, "[1]", "7")));
        Assert.That((seen!.PathValues["id"], seen.Query["limit"], seen.Body!.Value.GetProperty("text").GetString()), Is.EqualTo(("a/b", "2", "Hi")));
        Assert.That((seen.Request.Method, seen.Request.BodyText), Is.EqualTo(("PUT", """{"text":"Hi"}""")));
    }

    [Test]
    public async Task A_route_asks_for_a_key_as_every_operation_does()
    {
        _api.Sandbox.Map(HttpMethod.Get, "accounts", Ok);
        var request = _api.Request("accounts", null, method: HttpMethod.Get);
        request.Headers.Remove("X-API-KEY");
        var without = await _api.SendAsync(null, request);
        request = _api.Request("accounts", null, method: HttpMethod.Get);
        request.Headers.Remove("X-API-KEY");
        request.Headers.Add("X-API-KEY", "wrong");
        var wrong = await _api.SendAsync(null, request);

        Assert.That((without.Status, without.ErrorType), Is.EqualTo((401, "errors/missing_credentials")));
        Assert.That((wrong.Status, wrong.ErrorType), Is.EqualTo((401, "errors/invalid_credentials")));
    }

    [Test]
    public async Task Faults_for_any_request_act_on_a_route()
    {
        _api.Sandbox.Map(HttpMethod.Get, "accounts", Ok);
        _api.Sandbox.Faults.Next(SandboxFault.Status(503));

        Assert.That((await GetAsync("accounts")).Status, Is.EqualTo(503));
        Assert.That((await GetAsync("accounts")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Another_method_of_a_route_is_refused_and_the_contracts_own_stays()
    {
        _api.Sandbox.Map(HttpMethod.Get, "posts", Ok);

        var deleted = await _api.SendAsync(null, _api.Request("posts", null, method: HttpMethod.Delete));

        Assert.That((deleted.Status, string.Join(", ", deleted.Message.Content.Headers.Allow)), Is.EqualTo((405, "POST, GET")));
        Assert.That((await GetAsync("posts")).Status, Is.EqualTo(200));
        Assert.That((await _api.CreatePostAsync(Sample.Post())).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task The_most_literal_route_wins_and_the_last_of_its_shape()
    {
        _api.Sandbox.Map(HttpMethod.Get, "users/{id}", _ => SandboxRouteResponse.Json("anyone"));
        _api.Sandbox.Map(HttpMethod.Get, "users/me", _ => SandboxRouteResponse.Json("me"));
        _api.Sandbox.Map(HttpMethod.Get, "users/{name}", r => SandboxRouteResponse.Json(r.PathValues["name"]));

        Assert.That((await GetAsync("users/me")).Text, Is.EqualTo("\"me\""));
        Assert.That((await GetAsync("users/ada")).Text, Is.EqualTo("\"ada\""));
    }

    [Test]
    public async Task A_failure_has_the_documented_envelope_and_a_broken_handler_says_why()
    {
        _api.Sandbox.Map(HttpMethod.Get, "gone", r => SandboxRouteResponse.Problem(r, 404, "errors/resource_not_found", "No such thing."));
        _api.Sandbox.Map(HttpMethod.Get, "broken", _ => throw new InvalidOperationException("The test forgot this."));

        var gone = await GetAsync("gone");
        var broken = await GetAsync("broken");

        Assert.That(gone.Text, Is.EqualTo("""{"title":"Resource not found","detail":"No such thing.","instance":"req_000001","type":"errors/resource_not_found","status":404}"""));
        Assert.That((broken.Status, broken.ErrorType), Is.EqualTo((500, "errors/unexpected_error")));
        Assert.That(broken.Detail, Does.Contain("The test forgot this."));
    }

    [Test]
    public async Task A_JSON_body_that_is_none_is_refused_and_another_content_type_is_the_handlers_affair()
    {
        _api.Sandbox.Map(HttpMethod.Post, "notes", r => SandboxRouteResponse.Json(new { body = r.Body is null, text = r.Request.BodyText }));

        var malformed = await _api.SendAsync(null, _api.Request("notes", new StringContent("{", Encoding.UTF8, "application/json")));
        var text = await _api.SendAsync(null, _api.Request("notes", new StringContent("{")));

        Assert.That((malformed.Status, malformed.ErrorType), Is.EqualTo((400, "errors/malformed_request")));
        Assert.That(text.Text, Is.EqualTo("""{"body":true,"text":"{"}"""));
    }

    [TestCase("/accounts", TestName = "A path with a slash at its start is refused")]
    [TestCase("", TestName = "An empty path is refused")]
    [TestCase("accounts?x=1", TestName = "A path with a query is refused")]
    [TestCase("users/a{id}", TestName = "A path with a part of a segment as variable is refused")]
    [TestCase("users/{}", TestName = "A path with a variable without name is refused")]
    [TestCase("{id}/posts/{id}", TestName = "A path with a variable twice is refused")]
    [TestCase("linkedin/jobs/{id}/publish", TestName = "A path of the contract with its method is refused")]
    public void A_path_that_cannot_be_one_is_refused(string path) =>
        Assert.That(() => _api.Sandbox.Map(HttpMethod.Post, path, Ok), Throws.ArgumentException.With.Message.Contains(path));
}
