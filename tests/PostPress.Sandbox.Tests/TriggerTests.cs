using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Tests;

public sealed class TriggerTests
{
    private SandboxApi _api = null!;

    private static IEnumerable<TestCaseData> ListedErrors() =>
        ApiContract.Embedded.Operations.SelectMany(o => o.Errors.Values.Select(e => new TestCaseData(o.Id, e.Type, e.Status).SetName($"{o.Id} can be made to answer {e.Status} {e.Type}")));

    private static IEnumerable<string> Operations() => ApiContract.Embedded.Operations.Select(o => o.Id);

    [OneTimeSetUp]
    public async Task Start() => _api = await SandboxApi.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _api.DisposeAsync();

    private Task<Reply> CallAsync(string operation, string account) => operation switch
    {
        "createJob" => _api.CreateJobAsync(Sample.Job(account)),
        "publishJob" => _api.PublishAsync("1", Sample.Publication(account: account)),
        "solveJobCheckpoint" => _api.SolveAsync("1", "1", account),
        "createPost" => _api.CreatePostAsync(Sample.Post(account)),
        "listSearchParameters" => _api.ListParametersAsync("type=LOCATION", account),
        _ => _api.SearchAsync(Sample.People, $"account_id={account}", conforms: account != SandboxTriggers.UnknownWords),
    };

    [TestCaseSource(nameof(ListedErrors))]
    public async Task Every_listed_error_can_be_provoked(string operation, string type, int status)
    {
        var reply = await CallAsync(operation, SandboxTriggers.AccountFor(type));

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((status, type)));
        Assert.That(reply.Detail, Is.Not.Null.And.Not.EqualTo(type), "it says what the contract says of it");
    }

    [Test]
    public void The_contract_lists_what_the_pages_list()
    {
        var listed = ApiContract.Embedded.Operations.ToDictionary(o => o.Id, o => o.Errors.Count, StringComparer.Ordinal);

        Assert.That(listed, Is.EquivalentTo(new Dictionary<string, int>(StringComparer.Ordinal) { ["createJob"] = 38, ["publishJob"] = 38, ["listSearchParameters"] = 41, ["solveJobCheckpoint"] = 45, ["createPost"] = 31, ["search"] = 41 }));
        Assert.That(ApiContract.Embedded.Operations.SelectMany(o => o.Errors.Keys).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(47));
    }

    [TestCase("createPost", "errors/insufficient_job_slot")]
    [TestCase("search", "action_already_performed")]
    [TestCase("createJob", "errors/no_such_error")]
    public async Task An_error_that_the_operation_does_not_list_answers_400(string operation, string type)
    {
        var reply = await CallAsync(operation, SandboxTriggers.AccountFor(type));

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((400, "errors/invalid_parameters")));
    }

    [TestCaseSource(nameof(Operations))]
    public async Task A_rate_limit_can_be_provoked(string operation)
    {
        var reply = await CallAsync(operation, SandboxTriggers.RateLimited);

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((429, "errors/too_many_requests")));
        Assert.That(reply.Message.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [TestCaseSource(nameof(Operations))]
    public async Task The_other_envelope_can_be_provoked(string operation)
    {
        var reply = operation is "solveJobCheckpoint" or "search" or "listSearchParameters"
            ? await CallUncheckedAsync(operation)
            : await CallAsync(operation, SandboxTriggers.QuickstartEnvelope);

        Assert.That(reply.Status, Is.EqualTo(400));
        Assert.That(reply.Json["error"]!["code"]!.GetValue<string>(), Is.EqualTo("invalid_parameters"));
        Assert.That(ApiContract.Embedded.Schemas.At("#/components/schemas/QuickstartError").Validate(reply.Json), Is.Empty);
    }

    [TestCaseSource(nameof(Operations))]
    public async Task A_gateway_can_be_provoked(string operation)
    {
        var path = operation switch
        {
            "createJob" => "linkedin/jobs",
            "solveJobCheckpoint" => "linkedin/jobs/1/checkpoint",
            "publishJob" => "linkedin/jobs/1/publish",
            "listSearchParameters" => $"linkedin/search/parameters?type=LOCATION&account_id={SandboxTriggers.GatewayHtml}",
            "createPost" => "posts",
            _ => $"linkedin/search?account_id={SandboxTriggers.GatewayHtml}",
        };
        HttpContent? content = operation switch
        {
            "createPost" => Sample.Post(SandboxTriggers.GatewayHtml),
            "search" => JsonContent(Sample.People),
            "listSearchParameters" => null,
            "publishJob" => JsonContent(Sample.Publication(account: SandboxTriggers.GatewayHtml).ToJsonString()),
            "createJob" => JsonContent(Sample.Job(SandboxTriggers.GatewayHtml).ToJsonString()),
            _ => JsonContent($$"""{"account_id":"{{SandboxTriggers.GatewayHtml}}","input":"1"}"""),
        };
        var reply = await _api.SendAsync(null, _api.Request(path, content, method: content is null ? HttpMethod.Get : HttpMethod.Post));

        Assert.That(reply.Status, Is.EqualTo(502));
        Assert.That(reply.Message.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
        Assert.That(reply.Text, Does.StartWith("<html>"));
    }

    [Test]
    public void A_trigger_account_is_named_after_its_error()
    {
        Assert.That(SandboxTriggers.AccountFor("errors/no_channel"), Is.EqualTo("acc_error_no_channel"));
        Assert.That(SandboxTriggers.AccountFor("no_channel"), Is.EqualTo("acc_error_no_channel"));
        Assert.That(() => SandboxTriggers.AccountFor(""), Throws.ArgumentException);
    }

    private static StringContent JsonContent(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    /// <summary>Their 400 is documented in the first envelope alone, so this answer is beyond the contract on purpose.</summary>
    private Task<Reply> CallUncheckedAsync(string operation) => operation switch
    {
        "search" => _api.SearchAsync(Sample.People, $"account_id={SandboxTriggers.QuickstartEnvelope}", conforms: false),
        "listSearchParameters" => _api.ListParametersAsync("type=LOCATION", SandboxTriggers.QuickstartEnvelope, conforms: false),
        _ => _api.PostJsonAsync(operation, "linkedin/jobs/1/checkpoint", $$"""{"account_id":"{{SandboxTriggers.QuickstartEnvelope}}","input":"1"}""", conforms: false),
    };
}
