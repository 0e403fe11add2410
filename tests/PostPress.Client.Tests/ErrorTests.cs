using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PostPress.Sandbox;

namespace PostPress.Tests;

public class ErrorTests
{
    private static readonly ClassicPeopleSearch Anybody = new();

    private static async Task<PostPressApiException> Fail(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        using var script = new Clients.Script(answer);
        using var client = Clients.Over(script);
        return (await Assert.ThrowsAsync<PostPressApiException>(() => client.Search.GetPageAsync("acc", Anybody)))!;
    }

    private static Func<HttpRequestMessage, HttpResponseMessage> Answer(int status, string body, string mediaType = "application/json") => _ => new HttpResponseMessage((HttpStatusCode)status)
    {
        Content = new StringContent(body, Encoding.UTF8, mediaType),
    };

    [Test]
    public async Task The_documented_envelope_becomes_members_and_a_message()
    {
        var e = await Fail(Answer(422, """{"title":"No slot","detail":"The account has no free job slot.","instance":"req_1","type":"errors/insufficient_job_slot","status":422}"""));

        Assert.Multiple(() =>
        {
            Assert.That(e.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(e.ErrorType, Is.EqualTo(ErrorType.InsufficientJobSlot));
            Assert.That(e.Title, Is.EqualTo("No slot"));
            Assert.That(e.Detail, Is.EqualTo("The account has no free job slot."));
            Assert.That(e.RequestId, Is.EqualTo("req_1"));
            Assert.That(e.Operation, Is.EqualTo("search"));
            Assert.That(e.ResponseBody, Does.StartWith("{\"title\""));
            Assert.That(e.Message, Is.EqualTo("422 errors/insufficient_job_slot: The account has no free job slot. (request req_1)"));
        });
    }

    [Test]
    public async Task The_quickstart_s_envelope_becomes_the_same_members()
    {
        var e = await Fail(Answer(400, """{"error":{"code":"invalid_parameters","message":"account_id is required.","request_id":"req_2"}}"""));

        Assert.Multiple(() =>
        {
            Assert.That(e.ErrorType, Is.EqualTo(ErrorType.InvalidParameters));
            Assert.That(e.Detail, Is.EqualTo("account_id is required."));
            Assert.That(e.RequestId, Is.EqualTo("req_2"));
        });
    }

    [TestCase("]}")]
    [TestCase("")]
    [TestCase("],\"name")]
    public async Task An_error_that_is_too_large_to_be_read_whole_keeps_what_it_says_first(string end)
    {
        var many = string.Join(",", Enumerable.Repeat("{\"loc\":[1,2.50],\"msg\":\"x\"}", 700_000));

        var e = await Fail(Answer(422, """{"title":"No slot","detail":"The account has no free job slot.","type":"errors/insufficient_job_slot","status":422,"instance":"req_1","errors":[""" + many + end));

        Assert.Multiple(() =>
        {
            Assert.That(e.ErrorType, Is.EqualTo(ErrorType.InsufficientJobSlot));
            Assert.That(e.Title, Is.EqualTo("No slot"));
            Assert.That(e.Detail, Is.EqualTo("The account has no free job slot."));
            Assert.That(e.RequestId, Is.EqualTo("req_1"));
            Assert.That(e.Outcome, Is.EqualTo(CallOutcome.Refused));
        });
    }

    [Test]
    public async Task An_error_that_has_a_detail_alone_keeps_it()
    {
        var e = await Fail(Answer(404, """{"detail":"Not Found"}"""));

        Assert.That(e.Detail, Is.EqualTo("Not Found"));
        Assert.That(e.Message, Does.StartWith("404 NotFound: Not Found"));
    }

    private static IEnumerable<TestCaseData> LargeErrors()
    {
        const int Size = 20_000_000;
        const string Short = ""","detail":"The account has no free job slot.","type":"errors/insufficient_job_slot","status":422,"instance":"req_1"}""";
        const string Title = """{"title":"No slot" """;
        yield return new TestCaseData($$"""{"debug":"{{new string('x', Size)}}","title":"No slot"{{Short}}""").SetArgDisplayNames("A text");
        yield return new TestCaseData($$"""{{Title}},"debug":["{{string.Join("\",\"", Enumerable.Repeat("[}\\\"]", Size / 8))}}"],"a":""{{Short}}""").SetArgDisplayNames("A list");
        yield return new TestCaseData($$"""{{Title}},"debug":{"0":0{{string.Concat(Enumerable.Range(1, Size / 16).Select(i => FormattableString.Invariant($",\"{i}\":[{{\"a\":{i}}}]")))}}},"a":""{{Short}}""").SetArgDisplayNames("An object");
        yield return new TestCaseData($$"""{{Title}},"debug":{"a":{"0":0{{string.Concat(Enumerable.Range(1, Size / 16).Select(i => FormattableString.Invariant($",\"{i}\":{{}}")))}} } },"a":""{{Short}}""").SetArgDisplayNames("An object in an object");
        yield return new TestCaseData($$"""{"debug":"{{string.Concat(Enumerable.Repeat("ä", Size / 4))}} {{string.Concat(Enumerable.Repeat("\\ud83d\\ude00", Size / 12))}}","title":"No slot"{{Short}}""").SetArgDisplayNames("Letters and escapes of several bytes");
    }

    [TestCaseSource(nameof(LargeErrors))]
    public async Task An_error_that_is_too_large_to_be_read_whole_keeps_what_it_says_last(string body)
    {
        var e = await Fail(Answer(422, body));

        Assert.Multiple(() =>
        {
            Assert.That(body, Has.Length.GreaterThan(10_000_000));
            Assert.That(e.ErrorType, Is.EqualTo(ErrorType.InsufficientJobSlot));
            Assert.That(e.Title, Is.EqualTo("No slot"));
            Assert.That(e.Detail, Is.EqualTo("The account has no free job slot."));
            Assert.That(e.RequestId, Is.EqualTo("req_1"));
            Assert.That(e.Outcome, Is.EqualTo(CallOutcome.Refused));
        });
    }

    [TestCase("x")]
    [TestCase("\\u0078")]
    [TestCase("x\\ud83d\\ude00")]
    [TestCase("x\u00e4")]
    [TestCase("\u00e4")]
    [TestCase("\\ud83d\\ude00")]
    public async Task A_detail_that_is_too_large_keeps_its_beginning(string text)
    {
        var e = await Fail(Answer(422, $$"""{"detail":"{{string.Concat(Enumerable.Repeat(text, 18_000_000 / text.Length))}}","type":"errors/insufficient_job_slot"}"""));

        Assert.That(e.ErrorType, Is.EqualTo(ErrorType.InsufficientJobSlot));
        Assert.That(e.Detail, Does.StartWith(text.Replace("\\u0078", "x").Replace("\\ud83d\\ude00", "\ud83d\ude00")).And.Not.Contains('\ufffd').And.Length.GreaterThan(50_000));
    }

    [Test]
    public async Task An_error_that_is_too_large_and_breaks_off_keeps_what_came()
    {
        var body = Encoding.UTF8.GetBytes("""{"type":"errors/insufficient_job_slot","title":"No slot","debug":" """ + new string('x', 17_000_000));

        var e = await Fail(Clients.Truncated(HttpStatusCode.UnprocessableEntity, body));

        Assert.That(e.ErrorType, Is.EqualTo(ErrorType.InsufficientJobSlot));
        Assert.That(e.Title, Is.EqualTo("No slot"));
    }

    [TestCase("https://proxy.example/postpress", true)]
    [TestCase("https://proxy.example/postpress/api/v1/", false)]
    public async Task A_404_of_an_address_without_version_tells_so(string address, bool isTold)
    {
        using var script = new Clients.Script(Answer(404, "Cannot POST /linkedin/search", "text/plain"));
        using var client = Clients.Over(script, o => o.BaseAddress = new Uri(address));

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => client.Search.GetPageAsync("acc", Anybody));

        Assert.That(e!.Message.Contains("BaseAddress"), Is.EqualTo(isTold), e.Message);
    }

    [TestCase("https://api.postpress.ai")]
    [TestCase("https://api.postpress.ai/api")]
    public void PostPress_s_own_address_needs_its_path(string address) =>
        Assert.That(
            () => new PostPressClient(new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = new Uri(address) }),
            Throws.ArgumentException.With.Message.Contains("https://api.postpress.ai/api/v1"));

    [Test]
    public async Task An_error_type_that_is_not_documented_is_kept()
    {
        var e = await Fail(Answer(429, """{"title":"Slow down","type":"errors/too_many_requests","status":429}"""));

        Assert.That(e.ErrorType?.Value, Is.EqualTo("errors/too_many_requests"));
        Assert.That(e.Message, Does.StartWith("429 errors/too_many_requests: Slow down"));
    }

    [TestCase("<html><body>502 Bad Gateway</body></html>", "text/html", "HTML page")]
    [TestCase("", "application/json", "no body")]
    [TestCase("{\"title\":\"Half", "application/json", "does not document this form")]
    [TestCase("[1,2]", "application/json", "does not document this form")]
    [TestCase("\"just text\"", "application/json", "does not document this form")]
    [TestCase("null", "application/json", "does not document this form")]
    public async Task Anything_else_still_gives_the_status_and_says_what_it_was(string body, string mediaType, string words)
    {
        var e = await Fail(Answer(502, body, mediaType));

        Assert.Multiple(() =>
        {
            Assert.That(e.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
            Assert.That(e.ErrorType, Is.Null);
            Assert.That(e.ResponseBody, Is.EqualTo(body));
            Assert.That(e.Message, Does.StartWith("502 BadGateway: ").And.Contain(words));
        });
    }

    [Test]
    public async Task A_body_that_breaks_off_still_gives_the_status()
    {
        var e = await Fail(Clients.Truncated(HttpStatusCode.ServiceUnavailable));

        Assert.That(e.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(e.Message, Does.Contain("ended before its explanation"));
    }

    [Test]
    public async Task The_raw_body_is_capped()
    {
        var e = await Fail(Answer(500, new string('x', 1_000_000), "text/plain"));

        Assert.That(e.ResponseBody, Has.Length.EqualTo(16 * 1024));
        Assert.That(e.Message, Has.Length.LessThan(300));
    }

    [Test]
    public async Task Retry_after_is_handed_on_in_seconds()
    {
        var e = await Fail(_ =>
        {
            var response = Answer(429, "{}")(_);
            response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7));
            return response;
        });

        Assert.That(e.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task A_connection_that_fails_is_of_the_family_and_says_what_it_means_for_a_write()
    {
        using var script = new Clients.Script(_ => throw new HttpRequestException("refused"));
        using var client = Clients.Over(script);

        var e = await Assert.ThrowsAsync<PostPressConnectionException>(() => client.Posts.CreateAsync(new NewPost { AccountId = "acc", Text = "x" }));

        Assert.Multiple(() =>
        {
            Assert.That(e!.Operation, Is.EqualTo("createPost"));
            Assert.That(e.IdempotencyKey, Is.EqualTo(script.Requests[0].Headers.GetValues("Idempotency-Key").Single()));
            Assert.That(e.Message, Does.Contain("may have acted"));
            Assert.That(e.InnerException, Is.InstanceOf<HttpRequestException>());
        });
    }

    [Test]
    public void Every_failure_of_a_call_is_a_PostPressException_but_for_a_cancellation()
    {
        var exceptions = typeof(PostPressClient).Assembly.GetExportedTypes().Where(t => typeof(Exception).IsAssignableFrom(t)).ToList();

        Assert.That(exceptions, Has.Count.GreaterThan(7));
        Assert.That(exceptions.Where(t => !typeof(PostPressException).IsAssignableFrom(t)), Is.EqualTo(new[] { typeof(PostPressCanceledException) }));
        Assert.That(exceptions.Select(t => typeof(IPostPressFailure).IsAssignableFrom(t)), Is.All.True);
    }

    [Test]
    public async Task Each_documented_error_type_comes_through_the_wire_as_its_constant([ValueSource(nameof(ErrorTypes))] string value)
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        var account = SandboxTriggers.AccountFor(value);

        // Some types are listed by one operation only.
        Func<Task>[] operations =
        [
            () => client.Search.GetPageAsync(account, Anybody),
            () => client.Jobs.SolveCheckpointAsync(account, "42", "123456"),
            () => client.Jobs.CreateAsync(new CreateJobRequest { AccountId = account, JobTitle = new FreeText { Text = "t" }, Company = new FreeText { Text = "c" }, Workplace = Workplace.Remote, Location = "1", Description = "d" }),
        ];
        var seen = new List<ErrorType?>();
        foreach (var operation in operations)
        {
            seen.Add((await Assert.ThrowsAsync<PostPressApiException>(() => operation()))!.ErrorType);
        }

        Assert.That(seen, Does.Contain(new ErrorType(value)));
    }

    [Test]
    public async Task Neither_the_key_nor_the_code_stands_in_an_exception_s_text()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => client.Jobs.SolveCheckpointAsync(SandboxAccounts.LinkedIn, "42", "canary-code"));

        Assert.That(e!.ToString(), Does.Not.Contain(sandbox.ApiKey).And.Not.Contain("canary-code"));
    }

    private static IEnumerable<string> ErrorTypes() =>
        typeof(ErrorType).GetProperties().Where(p => p.PropertyType == typeof(ErrorType)).Select(p => ((ErrorType)p.GetValue(null)!).Value!);
}
