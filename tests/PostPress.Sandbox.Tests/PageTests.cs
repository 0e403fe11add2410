using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Tests;

/// <summary>The page for a browser: what it shows, what it keeps back, and whom it lets change something.</summary>
public sealed partial class PageTests
{
    private const string Key = "own key of somebody";
    private const string Html = "text/html,application/xhtml+xml";

    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private SandboxApi _api = null!;

    [SetUp]
    public async Task Start() => _api = await SandboxApi.StartAsync(new PostPressSandboxOptions { ApiKeys = [Key] });

    [TearDown]
    public async Task Stop() => await _api.DisposeAsync();

    [Test]
    public async Task A_browser_gets_the_page_and_a_client_of_the_API_its_404()
    {
        var page = await GetAsync("", Html);
        var client = await _api.SendAsync("search", _api.Request("/", null, method: HttpMethod.Get));
        using var post = PageRequest(HttpMethod.Post, "", Html);

        Assert.That((page.Status, page.Message.Content.Headers.ContentType!.ToString()), Is.EqualTo((200, "text/html; charset=utf-8")));
        Assert.That((client.Status, client.ErrorType), Is.EqualTo((404, "errors/resource_not_found")));
        Assert.That((await _api.SendAsync("search", post)).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task The_page_loads_nothing_from_elsewhere_and_runs_its_own_script_alone()
    {
        var page = await GetAsync("", Html);
        var policy = page.Message.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = NonceIn().Match(policy).Groups["nonce"].Value;

        Assert.That(policy, Does.StartWith("default-src 'none';").And.Contain("connect-src 'self'").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe"));
        Assert.That(page.Text, Does.Contain($"<script nonce=\"{nonce}\">").And.Contain($"<style nonce=\"{nonce}\">").And.Not.Contain("{{"));
        Assert.That(AddressIn().Matches(page.Text).Select(m => m.Value), Is.All.EqualTo("http://www.w3.org"), "a name space of SVG, which is not fetched");
        Assert.That(page.Text, Does.Not.Contain("innerHTML").And.Not.Contain("insertAdjacentHTML").And.Not.Contain("document.write"));
        Assert.That((await GetAsync("", Html)).Text, Does.Not.Contain(nonce));
    }

    [Test]
    public async Task The_pages_own_requests_are_not_in_the_log()
    {
        await GetAsync("", Html);
        await GetAsync("_sandbox/state");
        await GetAsync("_sandbox/nothing");
        await ChangeAsync(HttpMethod.Post, "_sandbox/reset");

        Assert.That(_api.Sandbox.Requests, Is.Empty);
        Assert.That((await GetAsync("_sandbox/nothing")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task A_call_is_shown_with_operation_account_status_and_error()
    {
        await _api.CreateJobAsync(Sample.Job());
        await _api.PostJsonAsync("createJob", "linkedin/jobs", """{"account_id":"acc_mine"}""");
        await _api.CreatePostAsync(SandboxApi.Form(("account_id", SandboxAccounts.LinkedIn)));
        await _api.CreatePostAsync(Sample.Post(SandboxTriggers.QuickstartEnvelope));
        await _api.SearchAsync(Sample.People, $"account_id={SandboxTriggers.GatewayHtml}", conforms: false);

        var shown = (await StateAsync())["requests"]!.AsArray();
        Assert.That(
            shown.Select(r => (Text(r, "method"), Text(r, "path"), r!["status"]!.GetValue<int>(), Text(r, "operation"), Text(r, "account"), Text(r, "error"))),
            Is.EqualTo(new (string?, string?, int, string?, string?, string?)[]
            {
                ("POST", "/api/v1/linkedin/search", 502, "search", SandboxTriggers.GatewayHtml, null),
                ("POST", "/api/v1/posts", 400, "createPost", SandboxTriggers.QuickstartEnvelope, "invalid_parameters"),
                ("POST", "/api/v1/posts", 400, "createPost", SandboxAccounts.LinkedIn, "errors/missing_parameters"),
                ("POST", "/api/v1/linkedin/jobs", 422, "createJob", "acc_mine", "errors/unprocessable_entity"),
                ("POST", "/api/v1/linkedin/jobs", 200, "createJob", SandboxAccounts.LinkedIn, null),
            }));
        Assert.That(Text((await DetailsAsync("req_000002")), "response"), Does.Contain("errors/unprocessable_entity"));
    }

    [Test]
    public async Task A_success_is_shown_with_its_response()
    {
        var reply = await _api.SearchAsync(Sample.People);
        var details = await DetailsAsync("req_000001");

        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(Text(details, "response")!), reply.Json), Is.True);
        Assert.That(details["responseLength"]!.GetValue<long>(), Is.EqualTo(Encoding.UTF8.GetByteCount(reply.Text)));
    }

    [Test]
    public async Task Keys_and_codes_in_a_response_are_masked()
    {
        _api.Sandbox.Map(HttpMethod.Get, "echo", _ => SandboxRouteResponse.Json(new { note = $"{Key} pp_live_abc", token = "secret-token", input = 778899, kept = "shown" }));
        await _api.SendAsync(null, _api.Request("echo", null, method: HttpMethod.Get));

        Assert.That(
            JsonNode.Parse(Text(await DetailsAsync("req_000001"), "response")!)!.ToJsonString(),
            Is.EqualTo("""{"note":"*** pp_live_***","token":"***","input":"***","kept":"shown"}"""));
    }

    [Test]
    public async Task A_long_response_is_not_kept_and_the_page_says_so()
    {
        _api.Sandbox.Map(HttpMethod.Get, "long", request => SandboxRouteResponse.Json(new string('x', int.Parse(request.Query["length"], System.Globalization.CultureInfo.InvariantCulture))));
        await _api.SendAsync(null, _api.Request($"long?length={(128 * 1024) - 2}", null, method: HttpMethod.Get));
        await _api.SendAsync(null, _api.Request($"long?length={(128 * 1024) - 1}", null, method: HttpMethod.Get));

        Assert.That(Text(await DetailsAsync("req_000001"), "response"), Does.StartWith("\"xxx"));
        Assert.That(Text(await DetailsAsync("req_000002"), "response"), Does.StartWith("(not kept"));
        Assert.That((await DetailsAsync("req_000002"))["responseLength"]!.GetValue<int>(), Is.EqualTo((128 * 1024) + 1));
    }

    [Test]
    public async Task The_responses_of_the_last_200_calls_are_kept()
    {
        for (var i = 0; i < 201; i++)
        {
            await _api.SendAsync("search", _api.Request("nothing", null, method: HttpMethod.Get));
        }

        Assert.That(Text(await DetailsAsync("req_000001"), "response"), Does.StartWith("(not kept"));
        Assert.That(Text(await DetailsAsync("req_000002"), "response"), Does.Contain("errors/resource_not_found"));
    }

    [Test]
    public async Task Only_the_last_calls_are_listed_and_all_are_counted()
    {
        for (var i = 0; i < 205; i++)
        {
            await _api.SendAsync("search", _api.Request("nothing", null, method: HttpMethod.Get));
        }

        var state = await StateAsync();
        Assert.That((state["requests"]!.AsArray().Count, state["requestCount"]!.GetValue<int>(), Text(state["requests"]![0], "id")), Is.EqualTo((200, 205, "req_000205")));
    }

    [Test]
    public async Task No_key_is_shown_wherever_it_was_sent()
    {
        var bearer = _api.Request($"linkedin/search?account_id={Uri.EscapeDataString(Key)}&api_key=other&note=pp_live_abc", Json("{}"));
        bearer.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        bearer.Headers.Add("X-Other-Token", "secret-token");
        bearer.Headers.Add("X-Note", Key);
        await _api.SendAsync("search", bearer);
        await _api.PostJsonAsync("createJob", $"linkedin/jobs/{Uri.EscapeDataString("pp_test_123")}/publish", $$"""{"account_id":"{{Key}}","token":"secret-token","{{Key}}":1,"deep":[{"x":"pp_live_abc"}]}""");
        await _api.PostJsonAsync("createJob", "linkedin/jobs", $"not JSON, but {Key}", conforms: false);
        var form = SandboxApi.Form(("account_id", SandboxAccounts.LinkedIn), ("text", $"My key is {Key} or pp_live_abc"), ("password", "secret-token"));
        form.Add(SandboxApi.File(Png, "image/png"), "attachments", "pp_live_abc.png");
        await _api.CreatePostAsync(form);

        var everything = await EverythingAsync();
        Assert.That(everything, Does.Contain("My key is *** or pp_live_***"));
        foreach (var secret in (string[])[Key, "own%20key", "pp_live_abc", "pp_test_123", "secret-token", "api_key=other"])
        {
            Assert.That(everything, Does.Not.Contain(secret));
        }
    }

    [Test]
    public async Task No_code_that_was_sent_is_shown()
    {
        var draft = await DraftAtCheckpointAsync();
        await _api.SolveAsync(draft, "778899");
        await _api.PostJsonAsync("solveJobCheckpoint", $"linkedin/jobs/{draft}/checkpoint", """{"account_id":"acc_linkedin_sandbox","input":778899}""");
        await _api.PostJsonAsync("solveJobCheckpoint", $"linkedin/jobs/{draft}/checkpoint", """{"input":"778899" """);
        await _api.PostJsonAsync("solveJobCheckpoint", $"linkedin/jobs/{draft}/checkpoint", "x778899");
        await _api.PostJsonAsync("solveJobCheckpoint", $"linkedin/jobs/{draft}/checkpoint?input=778899", """{"a":1,"a":{"input":"778899"}}""");

        var everything = await EverythingAsync();
        Assert.That(everything, Does.Not.Contain("778899"));
        Assert.That(Text(await DetailsAsync("req_000003"), "body"), Does.Contain("\"input\": \"***\""));
        Assert.That(Text(await DetailsAsync("req_000005"), "body"), Does.StartWith("(not JSON"));
    }

    [Test]
    public async Task The_parts_of_a_form_are_shown_also_of_one_that_is_refused()
    {
        var form = SandboxApi.Form(("account_id", "acc_nobody"), ("text", "<b>Hello</b>"));
        form.Add(SandboxApi.File(Png, "image/png"), "attachments", "bees.png");
        await _api.CreatePostAsync(form);

        var parts = (await DetailsAsync("req_000001"))["parts"]!.AsArray();
        Assert.That(parts.Select(p => (Text(p, "name"), Text(p, "fileName"), Text(p, "text"))), Is.EqualTo(new (string?, string?, string?)[]
        {
            ("account_id", null, "acc_nobody"), ("text", null, "<b>Hello</b>"), ("attachments", "bees.png", null),
        }));
    }

    [Test]
    public async Task A_call_can_be_copied_as_curl()
    {
        await _api.SearchAsync("""{"api":"classic","category":"people","keywords":"it's"}""", "account_id=acc_linkedin_sandbox&limit=5", idempotencyKey: "order-17");
        var form = SandboxApi.Form(("account_id", "acc_linkedin_sandbox"), ("text", "@bees \u001b[31m"));
        form.Add(SandboxApi.File(Png, "image/png"), "attachments", "big bees.png");
        await _api.CreatePostAsync(form);
        var address = new Uri(_api.Sandbox.BaseAddress, "/").AbsoluteUri;

        Assert.That(Text(await DetailsAsync("req_000001"), "curl"), Is.EqualTo(
            $$"""
            curl -X 'POST' '{{address}}api/v1/linkedin/search?account_id=acc_linkedin_sandbox&limit=5' \
              -H "X-API-KEY: $POSTPRESS_API_KEY" \
              -H 'Content-Type: application/json; charset=utf-8' \
              -H 'Idempotency-Key: order-17' \
              --data-raw '{"api":"classic","category":"people","keywords":"it'\''s"}'
            """));
        Assert.That(Text(await DetailsAsync("req_000002"), "curl"), Is.EqualTo(
            $"""
            curl -X 'POST' '{address}api/v1/posts' \
              -H "X-API-KEY: $POSTPRESS_API_KEY" \
              --form-string 'account_id=acc_linkedin_sandbox' \
              --form-string 'text=@bees ?[31m' \
              -F 'attachments=@"big bees.png";type=image/png'
            """));
    }

    [Test]
    public async Task Drafts_are_shown_with_their_stage_and_the_code_that_they_wait_for()
    {
        await _api.CreateJobAsync(Sample.Job());
        Assert.That(Stage(await StateAsync()), Is.EqualTo(("Draft", (string?)null)));

        var draft = await DraftAtCheckpointAsync();
        Assert.That(Stage(await StateAsync()), Is.EqualTo(("AwaitingOtp", (string?)SandboxCodes.Otp)));
        await _api.SolveAsync(draft, SandboxCodes.Otp);
        Assert.That(Stage(await StateAsync()), Is.EqualTo(("AwaitingEmailVerification", (string?)SandboxCodes.EmailToken)));
        await _api.SolveAsync(draft, SandboxCodes.EmailToken);

        var job = (await StateAsync())["jobs"]![0];
        Assert.That((Text(job, "state"), Text(job, "code"), Text(job, "title"), Text(job, "company")), Is.EqualTo(("Published", (string?)null, "Software Engineer", "Acme")));
        Assert.That((Text(job, "location"), Text(job, "publication")), Is.EqualTo(("San Francisco, California, United States", "FREE, CLASSIC")));
    }

    [Test]
    public async Task A_post_is_shown_as_its_readers_see_it()
    {
        var job = (await _api.CreateJobAsync(Sample.Job())).Json["job_id"]!.GetValue<string>();
        var form = SandboxApi.Form(
            ("account_id", SandboxAccounts.LinkedIn), ("text", "Hey {{1}} & {{0}}, <i>see</i> https://example.com/a."), ("external_link", "https://example.com/b"), ("include_job_posting", job), ("as_organization", "9374000"));
        form.Add(new StringContent("""[{"name":"Ada","profile_id":"ACoAAA1"},{"name":"Acme","profile_id":"9374000","is_company":true}]""", Encoding.UTF8, "application/json"), "mentions");
        await _api.CreatePostAsync(form);
        await _api.CreatePostAsync(SandboxApi.Form(("account_id", SandboxAccounts.LinkedIn), ("text", ""), ("repost", _api.Sandbox.Posts[0].Id!.Split(':')[^1])));

        var posts = (await StateAsync())["posts"]!;
        var post = posts[1]!;
        Assert.That(
            post["pieces"]!.AsArray().Select(p => (Text(p, "text"), Text(p, "mention"), Text(p, "link"))),
            Is.EqualTo(new (string?, string?, string?)[]
            {
                ("Hey ", null, null), ("Acme", "9374000", null), (" & ", null, null), ("Ada", "ACoAAA1", null), (", <i>see</i> ", null, null),
                ("https://example.com/a", null, "https://example.com/a"), (".\n", null, null), ("https://example.com/b", null, "https://example.com/b"),
            }));
        Assert.That((Text(post, "author"), Text(post, "link"), Text(post["job"], "title"), Text(post["job"], "company")), Is.EqualTo(("Organization 9374000", "https://example.com/b", "Software Engineer", "Acme")));
        Assert.That(Text(posts[0]!["repost"]!["pieces"]![1], "text"), Is.EqualTo("Acme"));
    }

    [TestCase(9_998)]
    [TestCase(9_999)]
    [TestCase(65_535)]
    public async Task A_very_long_text_is_cut_off_without_showing_half_a_key_or_half_a_character(int length)
    {
        var before = new string('a', length);
        await _api.CreatePostAsync(SandboxApi.Form(("account_id", SandboxAccounts.LinkedIn), ("text", $"{before}🐝🐝🐝{new string('b', 70_000)}")));
        await _api.CreatePostAsync(SandboxApi.Form(("account_id", SandboxAccounts.LinkedIn), ("text", $"{before[..^3]}{Key}{new string('b', 70_000)}")));

        var shown = (await GetAsync("_sandbox/state")).Text + (await GetAsync("_sandbox/requests/req_000001")).Text + (await GetAsync("_sandbox/requests/req_000002")).Text;
        Assert.That(shown, Does.Contain("aaa").And.Contain("…").And.Not.Contain("aown").And.Not.Contain("\ufffd").And.Not.Contain("\ud83d"));
    }

    [Test]
    public async Task Images_are_served_by_their_bytes_and_nothing_that_could_run()
    {
        var form = Sample.Post();
        form.Add(SandboxApi.File(Png, "text/html"), "attachments", "page.html");
        form.Add(SandboxApi.File([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"), "attachments", "a.jpg");
        form.Add(SandboxApi.File([.. "RIFF0000WEBPVP8 "u8], "image/webp"), "attachments", "a.webp");
        form.Add(SandboxApi.File([.. "GIF89a"u8], "image/gif"), "attachments", "a.gif");
        form.Add(SandboxApi.File([.. "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8], "image/svg+xml"), "attachments", "a.svg");
        form.Add(SandboxApi.File([.. "<script>alert(1)</script>"u8], "image/png"), "attachments", "a.png");
        await _api.CreatePostAsync(form);

        var images = (await StateAsync())["posts"]![0]!["files"]!.AsArray().Select(f => Text(f, "image")).ToList();
        var types = new List<string?>();
        foreach (var image in images.OfType<string>())
        {
            var reply = await GetAsync(image[1..]);
            Assert.That(reply.Message.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(reply.Message.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("default-src 'none'").And.Contain("sandbox"));
            types.Add(reply.Message.Content.Headers.ContentType!.ToString());
        }

        Assert.That(types, Is.EqualTo(new[] { "image/png", "image/jpeg", "image/webp", "image/gif" }));
        Assert.That(images.Skip(4), Is.All.Null);
        foreach (var path in (string[])["_sandbox/posts/0/parts/6", "_sandbox/posts/0/parts/7", "_sandbox/posts/0/parts/0", "_sandbox/posts/1/parts/2", "_sandbox/posts/-1/parts/2"])
        {
            Assert.That((await GetAsync(path)).Status, Is.EqualTo(404), path);
        }
    }

    [Test]
    public async Task An_image_that_was_not_kept_whole_is_not_shown()
    {
        await using var api = await SandboxApi.StartAsync(new PostPressSandboxOptions { KeptBytes = Png.Length - 1 });
        var form = Sample.Post();
        form.Add(SandboxApi.File(Png, "image/png"), "attachments", "a.png");
        await api.CreatePostAsync(form);

        Assert.That(Text((await StateAsync(api))["posts"]![0]!["files"]![0], "image"), Is.Null);
    }

    private static IEnumerable<TestCaseData> Changes =>
    [
        new(HttpMethod.Post, "_sandbox/reset"),
        new(HttpMethod.Post, "_sandbox/failures"),
        new(HttpMethod.Delete, "_sandbox/failures"),
        new(HttpMethod.Post, "_sandbox/jobs/3984512098/expire"),
    ];

    [TestCaseSource(nameof(Changes))]
    public async Task A_change_needs_the_token_of_the_page_and_its_origin(HttpMethod method, string path)
    {
        var draft = await DraftAtCheckpointAsync();
        await FailNextAsync("search", SandboxTriggers.RateLimited);
        var token = await TokenAsync();
        var before = (await StateAsync()).ToJsonString();

        foreach (var (given, origin) in (IReadOnlyList<(string?, string?)>)[(null, null), ("", null), (new string('0', token.Length), null), (token, "http://evil.example"), (token, "null"), (token, $"http://localhost:{_api.Sandbox.PageAddress.Port}")])
        {
            using var request = PageRequest(method, path);
            request.Content = Json($$"""{"account":"{{SandboxTriggers.RateLimited}}"}""");
            if (given is not null)
            {
                request.Headers.Add("X-Sandbox-Token", given);
            }

            if (origin is not null)
            {
                request.Headers.Add("Origin", origin);
            }

            Assert.That((await _api.SendAsync(null, request)).Status, Is.EqualTo(403), $"{given} {origin}");
        }

        Assert.That((await StateAsync()).ToJsonString(), Is.EqualTo(before));
        Assert.That(draft, Is.EqualTo("3984512098"));
    }

    [TestCase("evil.example")]
    [TestCase("evil.example:80")]
    [TestCase("127.0.0.1.evil.example")]
    public async Task Another_host_name_is_refused_also_for_reading(string host)
    {
        foreach (var path in (string[])["", "_sandbox/state", "_sandbox/facts"])
        {
            using var request = PageRequest(HttpMethod.Get, path, Html);
            request.Headers.Host = host;
            var reply = await _api.SendAsync(null, request);

            Assert.That(reply.Status, Is.EqualTo(403));
            Assert.That(reply.Text, Does.Not.Contain("token\""));
        }
    }

    [Test]
    public async Task Localhost_is_the_same_as_its_number()
    {
        using var request = PageRequest(HttpMethod.Post, "_sandbox/reset");
        request.Headers.Host = $"localhost:{_api.Sandbox.PageAddress.Port}";
        request.Headers.Add("Origin", $"http://localhost:{_api.Sandbox.PageAddress.Port}");
        request.Headers.Add("X-Sandbox-Token", await TokenAsync());

        Assert.That((await _api.SendAsync(null, request)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Another_site_cannot_load_what_the_page_loads_and_can_link_to_it()
    {
        using var image = PageRequest(HttpMethod.Get, "_sandbox/state");
        image.Headers.Add("Sec-Fetch-Site", "cross-site");
        image.Headers.Add("Sec-Fetch-Mode", "no-cors");
        using var link = PageRequest(HttpMethod.Get, "", Html);
        link.Headers.Add("Sec-Fetch-Site", "cross-site");
        link.Headers.Add("Sec-Fetch-Mode", "navigate");

        Assert.That((await _api.SendAsync(null, image)).Status, Is.EqualTo(403));
        Assert.That((await _api.SendAsync(null, link)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_reset_forgets_everything_and_ids_begin_anew()
    {
        await DraftAtCheckpointAsync();
        await _api.CreatePostAsync(Sample.Post(), "key-1");
        await _api.SearchAsync("""{"api":"recruiter","category":"people","save_search":{"name":"Bees"}}""", conforms: false);
        await FailNextAsync(null, SandboxTriggers.RateLimited);
        Assert.That((await ChangeAsync(HttpMethod.Post, "_sandbox/reset")).Status, Is.EqualTo(200));

        var sandbox = _api.Sandbox;
        Assert.That((sandbox.Requests.Count, sandbox.Drafts.Count, sandbox.PublishedJobs.Count, sandbox.Posts.Count, sandbox.SavedSearches.Count), Is.EqualTo((0, 0, 0, 0, 0)));
        var state = await StateAsync();
        Assert.That((state["pending"]!.AsArray().Count, state["resets"]!.GetValue<int>()), Is.EqualTo((0, 1)));
        var again = await _api.CreatePostAsync(Sample.Post(), "key-1");
        Assert.That((again.Status, again.Replayed, sandbox.Requests.Single().Id), Is.EqualTo((201, false, "req_000001")));
    }

    [Test]
    public async Task The_next_call_fails_and_the_one_after_it_does_not()
    {
        Assert.That((await FailNextAsync("createPost", SandboxTriggers.AccountFor("errors/disconnected_account"))).Status, Is.EqualTo(200));

        Assert.That((await _api.SearchAsync(Sample.People)).Status, Is.EqualTo(200), "it is for another operation");
        Assert.That((await _api.CreatePostAsync(SandboxApi.Form(("text", "Hello")))).ErrorType, Is.EqualTo("errors/missing_parameters"), "it is for a call that is valid otherwise");
        var failed = await _api.CreatePostAsync(Sample.Post(), "key-1");
        var after = await _api.CreatePostAsync(Sample.Post(), "key-1");

        Assert.That((failed.Status, failed.ErrorType), Is.EqualTo((401, "errors/disconnected_account")));
        Assert.That((after.Status, after.Replayed, _api.Sandbox.Posts.Count), Is.EqualTo((201, false, 1)), "nothing was done, so the key is free");
    }

    [Test]
    public async Task Failures_wait_in_a_queue_until_they_are_taken_back()
    {
        await FailNextAsync(null, SandboxTriggers.RateLimited);
        await FailNextAsync(null, SandboxTriggers.AccountFor("errors/service_unavailable"));
        await FailNextAsync(null, SandboxTriggers.RateLimited);
        var limited = await _api.SearchAsync(Sample.People);
        var unavailable = await _api.CreatePostAsync(Sample.Post());
        await ChangeAsync(HttpMethod.Delete, "_sandbox/failures");

        Assert.That((limited.Status, limited.Message.Headers.RetryAfter!.Delta, unavailable.Status), Is.EqualTo((429, TimeSpan.FromSeconds(1), 503)));
        Assert.That((await _api.SearchAsync(Sample.People)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Every_failure_that_is_offered_can_be_had()
    {
        var offers = (await GetAsync("_sandbox/facts")).Json["failures"]!.AsArray();
        Assert.That(offers.Select(o => Text(o, "operation")), Is.EqualTo(ApiContract.Embedded.Operations.Select(o => (string?)o.Id).Prepend(null)));

        foreach (var offer in offers)
        {
            var operation = Text(offer, "operation");
            var listed = ApiContract.Embedded.Operations.FirstOrDefault(o => o.Id == operation)?.Errors.Keys ?? [];
            Assert.That(offer!["offered"]!.AsArray().Select(f => Text(f, "name")), Is.SupersetOf(listed));
            foreach (var failure in offer["offered"]!.AsArray())
            {
                await FailNextAsync(operation, Text(failure, "account")!);
                var reply = operation switch
                {
                    "createJob" => await _api.PostJsonAsync("createJob", "linkedin/jobs", Sample.Job().ToJsonString(), conforms: false),
                    "publishJob" => await _api.PostJsonAsync("publishJob", "linkedin/jobs/1/publish", Sample.Publication().ToJsonString(), conforms: false),
                    "solveJobCheckpoint" => await _api.PostJsonAsync("solveJobCheckpoint", "linkedin/jobs/1/checkpoint", """{"account_id":"acc_linkedin_sandbox","input":"1"}""", conforms: false),
                    "createPost" => await _api.SendAsync(null, _api.Request("posts", Sample.Post())),
                    "listSearchParameters" => await _api.ListParametersAsync("type=LOCATION", conforms: false),
                    _ => await _api.SearchAsync(Sample.People, conforms: false),
                };

                Assert.That(reply.Status, Is.EqualTo(failure!["status"]!.GetValue<int>()), $"{operation} {failure}");
                if (Text(failure, "name")!.StartsWith("errors/", StringComparison.Ordinal))
                {
                    Assert.That(reply.ErrorType, Is.EqualTo(Text(failure, "name")));
                }
            }
        }
    }

    [Test]
    public void Every_fault_on_the_wire_is_offered_but_those_that_are_offered_as_failures_and_the_refused_connection()
    {
        var elsewhere = SandboxFault.All.Where(f => f == SandboxFault.RefuseConnection || f == SandboxFault.GatewayPage || f.Name.StartsWith("RateLimited(", StringComparison.Ordinal) || (f.Name.StartsWith("Status(", StringComparison.Ordinal) && !f.ServerActs));

        Assert.That(Page.NetworkFaults.Offered.Select(f => f.Fault), Is.EquivalentTo(SandboxFault.All.Except(elsewhere)));
        Assert.That(Page.NetworkFaults.Offered.Select(f => f.Meaning), Is.Unique.And.All.Matches<string>(m => m!.EndsWith('.')));
    }

    [Test]
    public async Task A_fault_on_the_wire_strikes_the_next_call_of_its_operation()
    {
        await using var api = await SandboxApi.StartAsync(new PostPressSandboxOptions { InjectFaults = true });
        Assert.That((await AskAsync(api, """{"operation":"createPost","fault":"ResetAfterActing"}""")).Status, Is.EqualTo(200));
        Assert.That((await StateAsync(api))["pending"]!.ToJsonString(), Is.EqualTo("""[{"operation":"createPost","name":"ResetAfterActing","status":null}]"""));

        Assert.That((await api.SearchAsync(Sample.People)).Status, Is.EqualTo(200), "it is for another operation");
        Assert.That(() => api.CreatePostAsync(Sample.Post()), Throws.InstanceOf<HttpRequestException>());

        var state = await StateAsync(api);
        Assert.That((state["pending"]!.AsArray().Count, state["injected"]!.ToJsonString(), api.Sandbox.Posts.Count), Is.EqualTo((0, """{"count":1,"last":"ResetAfterActing"}""", 1)));
        Assert.That((await api.CreatePostAsync(Sample.Post())).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task Every_fault_that_is_offered_waits_for_a_call_until_it_is_taken_back()
    {
        await using var api = await SandboxApi.StartAsync(new PostPressSandboxOptions { InjectFaults = true });
        var offered = (await GetAsync("_sandbox/facts", api: api)).Json["faults"]!.AsArray().Select(f => Text(f, "name")).ToList();
        foreach (var name in offered)
        {
            Assert.That((await AskAsync(api, new JsonObject { ["fault"] = name }.ToJsonString())).Status, Is.EqualTo(200), name);
        }

        Assert.That((await StateAsync(api))["pending"]!.AsArray().Select(p => Text(p, "name")), Is.EqualTo(offered).And.Not.Empty);
        await ChangeAsync(HttpMethod.Delete, "_sandbox/failures", api: api);
        Assert.That((await StateAsync(api))["pending"]!.AsArray(), Is.Empty);
        Assert.That((await api.SearchAsync(Sample.People)).Status, Is.EqualTo(200));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_reset_ends_a_fault_that_goes_on_and_leaves_the_faults_of_a_test(CancellationToken cancellationToken)
    {
        await using var api = await SandboxApi.StartAsync(new PostPressSandboxOptions { InjectFaults = true });
        api.Sandbox.Faults.Always(SandboxFault.Status(503), "createPost");
        await AskAsync(api, """{"fault":"SilenceAfterActing"}""");
        var waiting = api.SearchAsync(Sample.People);
        while (api.Sandbox.Requests.Count == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await ChangeAsync(HttpMethod.Post, "_sandbox/reset", api: api);

        Assert.That(async () => await waiting, Throws.InstanceOf<HttpRequestException>());
        Assert.That((await api.SendAsync(null, api.Request("posts", Sample.Post()))).Status, Is.EqualTo(503));
    }

    [Test]
    public async Task Without_InjectFaults_no_fault_on_the_wire_is_offered()
    {
        Assert.That((await GetAsync("_sandbox/facts")).Json["faults"]!.AsArray(), Is.Empty);
        Assert.That((await ChangeAsync(HttpMethod.Post, "_sandbox/failures", """{"fault":"Silence"}""")).Status, Is.EqualTo(400));
    }

    [TestCase("""{"fault":"RefuseConnection"}""")]
    [TestCase("""{"fault":"Nothing"}""")]
    [TestCase("""{"fault":"Silence","operation":"nothing"}""")]
    [TestCase("""{"fault":"Silence","account":"acc_rate_limited"}""")]
    public async Task A_fault_that_is_not_offered_is_refused(string body)
    {
        await using var api = await SandboxApi.StartAsync(new PostPressSandboxOptions { InjectFaults = true });

        Assert.That((await AskAsync(api, body)).Status, Is.EqualTo(400));
        Assert.That((await StateAsync(api))["pending"]!.AsArray(), Is.Empty);
    }

    [TestCase("""{"operation":"createPost","account":"acc_error_insufficient_job_slot"}""")]
    [TestCase("""{"operation":"nothing","account":"acc_rate_limited"}""")]
    [TestCase("""{"account":"acc_linkedin_sandbox"}""")]
    [TestCase("""{"account":1}""")]
    [TestCase("[]")]
    [TestCase("")]
    public async Task What_is_not_offered_is_refused(string body)
    {
        Assert.That((await ChangeAsync(HttpMethod.Post, "_sandbox/failures", body)).Status, Is.EqualTo(400));
        Assert.That((await StateAsync())["pending"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_checkpoint_expires_and_can_be_renewed()
    {
        var draft = await DraftAtCheckpointAsync();
        Assert.That((await ChangeAsync(HttpMethod.Post, $"_sandbox/jobs/{draft}/expire")).Status, Is.EqualTo(200));

        Assert.That(Stage(await StateAsync()), Is.EqualTo(("Expired", (string?)null)));
        Assert.That((await _api.SolveAsync(draft, SandboxCodes.Otp)).ErrorType, Is.EqualTo("errors/expired_link"));
        Assert.That((await ChangeAsync(HttpMethod.Post, $"_sandbox/jobs/{draft}/expire")).Status, Is.EqualTo(409), "it has expired");
        await _api.PublishAsync(draft, Sample.Publication());
        Assert.That((await _api.SolveAsync(draft, SandboxCodes.Otp)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_draft_without_a_checkpoint_has_none_that_could_expire()
    {
        await _api.CreateJobAsync(Sample.Job());

        Assert.That((await ChangeAsync(HttpMethod.Post, "_sandbox/jobs/3984512098/expire")).Status, Is.EqualTo(409));
        Assert.That((await ChangeAsync(HttpMethod.Post, "_sandbox/jobs/1/expire")).Status, Is.EqualTo(409));
    }

    [Test]
    public async Task The_page_uses_up_no_fault_and_is_at_the_address_of_the_API_as_well()
    {
        await using var api = await SandboxApi.StartAsync(new PostPressSandboxOptions { InjectFaults = true });
        api.Sandbox.Faults.Next(SandboxFault.Status(503));
        foreach (var root in (Uri[])[new(api.Sandbox.BaseAddress, "/"), api.Sandbox.PageAddress])
        {
            using var page = new HttpRequestMessage(HttpMethod.Get, root);
            page.Headers.Accept.ParseAdd(Html);
            Assert.That((await api.SendAsync(null, page)).Status, Is.EqualTo(200));
            using var state = new HttpRequestMessage(HttpMethod.Get, new Uri(root, "_sandbox/state"));
            Assert.That((await api.SendAsync(null, state)).Status, Is.EqualTo(200));
        }

        Assert.That((await api.SearchAsync(Sample.People)).Status, Is.EqualTo(503));
        using var facts = new HttpRequestMessage(HttpMethod.Get, new Uri(api.Sandbox.PageAddress, "_sandbox/facts"));
        Assert.That(Text((await api.SendAsync(null, facts)).Json, "address"), Is.EqualTo(api.Sandbox.BaseAddress.AbsoluteUri), "calls go where faults are");
    }

    [Test]
    public async Task The_table_of_the_page_has_every_magic_value()
    {
        var values = (await GetAsync("_sandbox/facts")).Json["magic"]!.AsArray().SelectMany(s => s!["values"]!.AsArray()).Select(v => Text(v, "value")).ToList();

        Assert.That(values, Is.SupersetOf(new[] { typeof(SandboxAccounts), typeof(SandboxCodes), typeof(SandboxTriggers) }.SelectMany(t => t.GetFields().Select(f => (string)f.GetRawConstantValue()!))));
        Assert.That(values, Is.SupersetOf(ApiContract.Embedded.Operations.SelectMany(o => o.Errors.Keys).Select(SandboxTriggers.AccountFor).Distinct(StringComparer.Ordinal)));
        Assert.That(values, Is.Unique);
    }

    [Test]
    public async Task A_line_for_the_terminal_holds_no_key_and_nothing_that_steers_it()
    {
        await _api.SearchAsync(Sample.People, "account_id=acc%1B%5B31m%0App_live_abc", conforms: false);
        var request = _api.Sandbox.Requests.Single();

        var line = Page.RequestLine.For(request, new Page.Masking([Key]));
        Assert.That(line, Does.EndWith(" 404 POST /api/v1/linkedin/search acc?[31m?pp_live_*** errors/resource_not_found"));
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string? Text(JsonNode? node, string member) => node?[member]?.GetValue<string>();

    private static (string?, string?) Stage(JsonNode state) => (Text(state["jobs"]![0], "state"), Text(state["jobs"]![0], "code"));

    private async Task<string> DraftAtCheckpointAsync()
    {
        var draft = (await _api.CreateJobAsync(Sample.Job())).Json["job_id"]!.GetValue<string>();
        await _api.PublishAsync(draft, Sample.Publication());
        return draft;
    }

    private HttpRequestMessage PageRequest(HttpMethod method, string path, string accept = "*/*", SandboxApi? api = null)
    {
        var request = new HttpRequestMessage(method, new Uri((api ?? _api).Sandbox.PageAddress, path));
        request.Headers.Accept.ParseAdd(accept);
        return request;
    }

    private async Task<Reply> GetAsync(string path, string accept = "*/*", SandboxApi? api = null)
    {
        using var request = PageRequest(HttpMethod.Get, path, accept, api);
        return await _api.SendAsync(null, request);
    }

    private async Task<JsonNode> StateAsync(SandboxApi? api = null) => (await GetAsync("_sandbox/state", api: api)).Json;

    private async Task<JsonNode> DetailsAsync(string id) => (await GetAsync($"_sandbox/requests/{id}")).Json;

    private async Task<string> TokenAsync(SandboxApi? api = null) => TokenIn().Match((await GetAsync("", Html, api)).Text).Groups["token"].Value;

    private async Task<Reply> ChangeAsync(HttpMethod method, string path, string? body = null, SandboxApi? api = null)
    {
        using var request = PageRequest(method, path, api: api);
        request.Content = body is null ? null : Json(body);
        request.Headers.Add("X-Sandbox-Token", await TokenAsync(api));
        return await (api ?? _api).SendAsync(null, request);
    }

    private Task<Reply> AskAsync(SandboxApi api, string body) => ChangeAsync(HttpMethod.Post, "_sandbox/failures", body, api);

    private Task<Reply> FailNextAsync(string? operation, string account) =>
        ChangeAsync(HttpMethod.Post, "_sandbox/failures", new JsonObject { ["operation"] = operation, ["account"] = account }.ToJsonString());

    /// <summary>All that the page can get.</summary>
    private async Task<string> EverythingAsync()
    {
        var all = new StringBuilder((await GetAsync("", Html)).Text).Append((await GetAsync("_sandbox/facts")).Text).Append((await GetAsync("_sandbox/state")).Text);
        foreach (var request in _api.Sandbox.Requests)
        {
            all.Append((await GetAsync($"_sandbox/requests/{request.Id}")).Text);
        }

        return all.ToString();
    }

    [GeneratedRegex("script-src 'nonce-(?<nonce>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NonceIn();

    [GeneratedRegex("name=\"sandbox-token\" content=\"(?<token>[0-9A-F]{64})\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenIn();

    [GeneratedRegex("https?://[a-z0-9.]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddressIn();
}
