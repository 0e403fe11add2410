using System.Net;
using System.Text;

namespace PostPress.Tests;

/// <summary>A success without the documented response proves nothing: a captive portal or a gateway sends such things.</summary>
public class ProofOfSuccessTests
{
    private static readonly (string Operation, Func<PostPressClient, Task> Call)[] Operations =
    [
        ("createPost", c => c.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" })),
        ("createJob", c => c.Jobs.CreateAsync(new CreateJobRequest { AccountId = "a", JobTitle = new FreeText { Text = "t" }, Company = new FreeText { Text = "c" }, Workplace = Workplace.Remote, Location = "1", Description = "d" })),
        ("solveJobCheckpoint", c => c.Jobs.SolveCheckpointAsync("a", "42", "123456")),
        ("search", c => c.Search.GetPageAsync("a", new ClassicPeopleSearch())),
    ];

    public static IEnumerable<TestCaseData> OtherBodies()
    {
        foreach (var (operation, call) in Operations)
        {
            foreach (var (body, words) in new[]
            {
                ("", "an empty body"),
                ("<html><body>Sign in to the Wi-Fi</body></html>", "an HTML page"),
                ("null", "null"),
                ("[]", "a JSON array"),
                ("\"ok\"", "a JSON string"),
                ("{}", "a JSON object that is not the documented response"),
                ("""{"success":true}""", "a JSON object that is not the documented response"),
                ("""{"title":"Busy","type":"errors/service_unavailable","status":503}""", "an error (errors/service_unavailable)"),
                ("""{"error":{"code":"invalid_parameters","message":"no"}}""", "an error (errors/invalid_parameters)"),
                ("OK", "a body that is not JSON"),
                ("""{"object":"PostCreated","post_id":""", "a body that is not JSON"),
            })
            {
                yield return new TestCaseData(call, operation, body, words).SetArgDisplayNames(operation, body.Length == 0 ? "nothing" : body);
            }
        }
    }

    [TestCaseSource(nameof(OtherBodies))]
    public async Task A_success_with_anything_else_than_the_documented_response_has_an_unknown_outcome_and_says_what_came(Func<PostPressClient, Task> call, string operation, string body, string words)
    {
        using var script = new Clients.Script(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        using var client = Clients.Over(script, o => o.MaxRetries = 3);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => call(client));

        Assert.Multiple(() =>
        {
            Assert.That(e!.Outcome, Is.EqualTo(CallOutcome.Unknown));
            Assert.That(e.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(e.Message, Does.Contain($"but {words} instead of the documented response"));
            Assert.That(e.Message.Contains("Check the result before you retry it", StringComparison.Ordinal), Is.EqualTo(operation != "search"));
            Assert.That(e.ResponseBody, Is.EqualTo(body));
            Assert.That(script.Requests, Has.Count.EqualTo(1));
        });
    }

    [TestCase("""{"object":"PostCreated"}""", Description = "the tag alone")]
    [TestCase("""{"object":"PostCreated","post_id":null,"new":1}""", Description = "the tag, and what came after this library")]
    public async Task The_tag_of_the_documented_response_is_proof(string body)
    {
        using var script = new Clients.Script(Clients.Json(body, 201));
        using var client = Clients.Over(script);

        Assert.That(await client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" }), Is.Not.Null);
    }

    [TestCase("""{"job_id":"42","publish_options":{}}""", Description = "the required members, without the tag")]
    public async Task The_required_members_of_the_documented_response_are_proof(string body)
    {
        using var script = new Clients.Script(Clients.Json(body));
        using var client = Clients.Over(script);

        var draft = await client.Jobs.CreateAsync(new CreateJobRequest { AccountId = "a", JobTitle = new FreeText { Text = "t" }, Company = new FreeText { Text = "c" }, Workplace = Workplace.Remote, Location = "1", Description = "d" });

        Assert.That(draft.JobId, Is.EqualTo("42"));
    }

    [Test]
    public async Task A_newer_kind_of_checkpoint_outcome_is_read()
    {
        using var script = new Clients.Script(Clients.Json("""{"object":"LinkedinJobPostingParked","job_id":"42"}"""));
        using var client = Clients.Over(script);

        Assert.That((await client.Jobs.SolveCheckpointAsync("a", "42", "123456")).Object, Is.EqualTo("LinkedinJobPostingParked"));
    }

    [TestCase(502, "errors/invalid_parameters", CallOutcome.Refused)]
    [TestCase(503, "errors/insufficient_job_slot", CallOutcome.Refused)]
    [TestCase(502, "errors/request_timeout", CallOutcome.Unknown)]
    [TestCase(500, "errors/unexpected_error", CallOutcome.Unknown)]
    [TestCase(502, "errors/never_seen", CallOutcome.Unknown)]
    public async Task In_a_gateway_s_status_PostPress_s_own_error_type_decides(int status, string type, CallOutcome outcome)
    {
        using var script = new Clients.Script(Clients.Json($$"""{"title":"t","type":"{{type}}","status":{{status}}}""", status));
        using var client = Clients.Over(script, o => o.MaxRetries = 3);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" }));

        Assert.That((e!.Outcome, script.Requests.Count), Is.EqualTo((outcome, 1)));
    }

    [Test]
    public async Task A_gateway_s_own_page_leaves_the_outcome_unknown()
    {
        using var script = new Clients.Script(_ => new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>errors/invalid_parameters</html>") });
        using var client = Clients.Over(script);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" }));

        Assert.That(e!.Outcome, Is.EqualTo(CallOutcome.Unknown));
    }

    [Test]
    public async Task A_refusal_after_an_attempt_that_may_have_arrived_leaves_the_outcome_unknown()
    {
        var time = new ManualTime();
        using var script = new Clients.Script(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost"), Clients.Json("{}", 403));
        using var client = Clients.Over(script, o => (o.TimeProvider, o.MaxRetries, o.TrustIdempotencyKey) = (time, 3, true));

        var call = client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" });
        time.Advance(await time.WhenWaitedFor(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(10)));

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => call);
        Assert.That((e!.StatusCode, e.Outcome), Is.EqualTo((HttpStatusCode.Forbidden, CallOutcome.Unknown)));
    }
}
