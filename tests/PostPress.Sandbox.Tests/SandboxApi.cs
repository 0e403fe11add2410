using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Tests;

/// <summary>What came back from the sandbox.</summary>
internal sealed record Reply(HttpResponseMessage Message, string Text)
{
    public int Status => (int)Message.StatusCode;

    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? ErrorType => Json["type"]?.GetValue<string>();

    public string? Detail => Json["detail"]?.GetValue<string>();

    public string? Cursor => Json["cursor"]?.GetValue<string>();

    public bool Replayed => Message.Headers.Contains("Idempotency-Replayed");
}

/// <summary>A sandbox and a plain HttpClient on it. Every answer is held against the contract before a test sees it.</summary>
internal sealed class SandboxApi : IAsyncDisposable
{
    private readonly HttpClient _http = new();

    private SandboxApi(PostPressSandbox sandbox) => Sandbox = sandbox;

    public PostPressSandbox Sandbox { get; }

    public static async Task<SandboxApi> StartAsync(PostPressSandboxOptions? options = null) => new(await PostPressSandbox.StartAsync(options));

    public Task<Reply> CreateJobAsync(JsonObject body, string? idempotencyKey = null) => PostJsonAsync("createJob", "linkedin/jobs", body.ToJsonString(), idempotencyKey);

    public Task<Reply> SolveAsync(string draftId, string input, string account = SandboxAccounts.LinkedIn, string? idempotencyKey = null) =>
        PostJsonAsync("solveJobCheckpoint", $"linkedin/jobs/{Uri.EscapeDataString(draftId)}/checkpoint", new JsonObject { ["account_id"] = account, ["input"] = input }.ToJsonString(), idempotencyKey);

    public Task<Reply> PublishAsync(string draftId, JsonObject body, string? idempotencyKey = null) =>
        PostJsonAsync("publishJob", $"linkedin/jobs/{Uri.EscapeDataString(draftId)}/publish", body.ToJsonString(), idempotencyKey);

    public Task<Reply> ListParametersAsync(string query, string account = SandboxAccounts.LinkedIn, bool conforms = true) =>
        SendAsync("listSearchParameters", Request($"linkedin/search/parameters?account_id={account}&{query}", null, method: HttpMethod.Get), conforms);

    public Task<Reply> SearchAsync(string body, string query = $"account_id={SandboxAccounts.LinkedIn}", string? idempotencyKey = null, bool conforms = true) =>
        PostJsonAsync("search", $"linkedin/search?{query}", body, idempotencyKey, conforms);

    public Task<Reply> CreatePostAsync(HttpContent form, string? idempotencyKey = null) => SendAsync("createPost", Request("posts", form, idempotencyKey));

    public Task<Reply> PostJsonAsync(string operation, string path, string body, string? idempotencyKey = null, bool conforms = true) =>
        SendAsync(operation, Request(path, new StringContent(body, Encoding.UTF8, "application/json"), idempotencyKey), conforms);

    public HttpRequestMessage Request(string path, HttpContent? content, string? idempotencyKey = null, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, new Uri(Sandbox.BaseAddress, path)) { Content = content };
        request.Headers.Add("X-API-KEY", Sandbox.ApiKey);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return request;
    }

    /// <summary>Sends a request; with an operation given, the answer has to conform to what the contract says of its status.</summary>
    public async Task<Reply> SendAsync(string? operation, HttpRequestMessage request, bool conforms = true)
    {
        var message = await _http.SendAsync(request);
        var reply = new Reply(message, await message.Content.ReadAsStringAsync());
        if (operation is not null && conforms)
        {
            Conform(operation, reply);
        }

        return reply;
    }

    /// <summary>The fields of a post; files are added by the test.</summary>
    public static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    public static ByteArrayContent File(byte[] content, string type)
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Sandbox.DisposeAsync();
    }

    private static void Conform(string operation, Reply reply)
    {
        var listed = ApiContract.Embedded.Operations.Single(o => o.Id == operation).Responses;
        var response = listed.SingleOrDefault(r => r.Status == reply.Status) ?? listed.Single(r => r.Status == 0);
        Assert.That(reply.Message.Content.Headers.ContentType?.MediaType, Is.EqualTo(response.MediaType));
        Assert.That(response.Schema.Validate(reply.Json), Is.Empty, $"{operation} {reply.Status}: {reply.Text}");
        if (reply.Message.StatusCode >= HttpStatusCode.BadRequest && reply.Json["status"] is { } status)
        {
            // The refusal of a publication comes in a gateway's status, and its envelope says 400.
            Assert.That(status.GetValue<int>(), Is.EqualTo(operation == "publishJob" && reply.Status == 502 ? 400 : reply.Status));
        }
    }
}

/// <summary>Bodies that the tests begin from.</summary>
internal static class Sample
{
    public static JsonObject Job(string account = SandboxAccounts.LinkedIn) => new()
    {
        ["account_id"] = account,
        ["job_title"] = new JsonObject { ["id"] = "9" },
        ["company"] = new JsonObject { ["text"] = "Acme" },
        ["workplace"] = "HYBRID",
        ["location"] = "102277331",
        ["description"] = "<p>Keep our bees.</p>",
    };

    public static JsonObject Publication(string mode = "FREE", string account = SandboxAccounts.LinkedIn) => new() { ["account_id"] = account, ["mode"] = mode };

    public static JsonObject RecruiterJob(string account = SandboxAccounts.Recruiter)
    {
        var job = Job(account);
        job["recruiter"] = new JsonObject
        {
            ["project"] = new JsonObject { ["name"] = "Bees 2026" },
            ["functions"] = new JsonArray("eng"),
            ["industries"] = new JsonArray("4"),
            ["seniority"] = "DIRECTOR",
            ["apply_method"] = new JsonObject { ["type"] = "external", ["url"] = "https://careers.example.com/42" },
            ["salary"] = new JsonObject { ["currency"] = "EUR", ["min"] = 1, ["max"] = 2, ["pay_frequency"] = "HOURLY" },
        };
        return job;
    }

    public static MultipartFormDataContent Post(string account = SandboxAccounts.LinkedIn) => SandboxApi.Form(("account_id", account), ("text", "Hello"));

    public const string People = """{"api":"classic","category":"people"}""";
}
