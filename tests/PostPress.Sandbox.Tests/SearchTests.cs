using System.Text.Json.Nodes;
using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Tests;

public sealed class SearchTests
{
    private SandboxApi _api = null!;

    [OneTimeSetUp]
    public async Task Start() => _api = await SandboxApi.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _api.DisposeAsync();

    private static string Account(string id, string more = "") => $"account_id={id}{more}";

    private static List<string> IdsOf(Reply page) => [.. page.Json["items"]!.AsArray().Select(i => i!["id"]!.GetValue<string>())];

    [TestCase("""{"api":"classic","category":"people"}""", "PEOPLE")]
    [TestCase("""{"api":"classic","category":"companies"}""", "COMPANY")]
    [TestCase("""{"api":"classic","category":"posts"}""", "POST")]
    [TestCase("""{"api":"classic","category":"jobs"}""", "JOB")]
    [TestCase("""{"api":"sales_navigator","category":"people"}""", "PEOPLE")]
    [TestCase("""{"api":"sales_navigator","category":"companies"}""", "COMPANY")]
    [TestCase("""{"api":"recruiter","category":"people"}""", "PEOPLE")]
    [TestCase("""{"url":"https://www.linkedin.com/search/results/content/?keywords=bees"}""", "POST")]
    [TestCase("""{"url":"https://de.linkedin.com/jobs/search/?keywords=engineer"}""", "JOB")]
    [TestCase("""{"url":"https://www.linkedin.com/sales/search/company"}""", "COMPANY")]
    public async Task The_variant_decides_what_is_found(string body, string type)
    {
        var page = await _api.SearchAsync(body);

        Assert.That(page.Status, Is.EqualTo(200), page.Text);
        Assert.That(page.Json["items"]!.AsArray(), Has.Count.EqualTo(10));
        Assert.That(page.Json["items"]!.AsArray().Select(i => i!["type"]!.GetValue<string>()), Is.All.EqualTo(type));
        Assert.That(JsonNode.DeepEquals(page.Json["config"]!["params"], JsonNode.Parse(body)), Is.True, "the parameters are echoed");
    }

    [Test]
    public async Task Every_search_example_of_the_contract_is_accepted()
    {
        foreach (var example in ContractExamples.Read().Where(e => e.Schema.Contains("/post/requestBody/", StringComparison.Ordinal) && e.Schema.Contains("~1search", StringComparison.Ordinal) && e.Value!["cursor"] is null))
        {
            var page = await _api.SearchAsync(example.Value!.ToJsonString());
            Assert.That(page.Status, Is.EqualTo(200), page.Text);
        }
    }

    [TestCase("")]
    [TestCase("&limit=1")]
    [TestCase("&limit=7")]
    [TestCase("&limit=50")]
    public async Task Cursors_lead_through_all_results_each_once(string limit)
    {
        var pages = new List<Reply> { await _api.SearchAsync(Sample.People, Account(SandboxAccounts.LinkedIn, limit)) };
        while (pages[^1].Cursor is { } cursor)
        {
            pages.Add(await _api.SearchAsync(new JsonObject { ["cursor"] = cursor }.ToJsonString(), Account(SandboxAccounts.LinkedIn, limit)));
        }

        var ids = pages.SelectMany(IdsOf).ToList();
        Assert.That(ids, Has.Count.EqualTo(120).And.Unique);
        Assert.That(pages.Select(p => p.Json["paging"]!["total_count"]!.GetValue<int>()), Is.All.EqualTo(120));
        Assert.That(pages.Select(p => p.Json["config"]!["params"]!.ToJsonString()), Is.All.EqualTo(Sample.People));
    }

    [Test]
    public async Task A_cursor_may_come_in_the_query_too()
    {
        var cursor = (await _api.SearchAsync(Sample.People)).Cursor!;
        var inBody = await _api.SearchAsync(new JsonObject { ["cursor"] = cursor }.ToJsonString());

        var inQuery = await _api.SearchAsync(Sample.People, Account(SandboxAccounts.LinkedIn, $"&cursor={Uri.EscapeDataString(cursor)}"));
        var differing = await _api.SearchAsync(new JsonObject { ["cursor"] = inBody.Cursor }.ToJsonString(), Account(SandboxAccounts.LinkedIn, $"&cursor={Uri.EscapeDataString(cursor)}"));

        Assert.That(inQuery.Text, Is.EqualTo(inBody.Text));
        Assert.That((differing.Status, differing.ErrorType), Is.EqualTo((400, "errors/invalid_parameters")));
    }

    [Test]
    public async Task A_cursor_belongs_to_its_account_and_cannot_be_made_up()
    {
        var cursor = (await _api.SearchAsync(Sample.People)).Cursor!;
        string[] unknown = ["eyJzdGFydCI6MTB9", "", ".", "a.b", cursor[..^1], $"x{cursor}", "%%%"];

        foreach (var wrong in unknown)
        {
            var reply = await _api.SearchAsync(new JsonObject { ["cursor"] = wrong }.ToJsonString());
            Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((400, "errors/invalid_parameters")), wrong);
        }

        var foreign = await _api.SearchAsync(new JsonObject { ["cursor"] = cursor }.ToJsonString(), Account(SandboxAccounts.Recruiter));
        Assert.That(foreign.Detail, Is.EqualTo("`cursor` is that of a search by another account."));
    }

    [Test]
    public async Task Results_are_the_same_in_every_sandbox()
    {
        await using var other = await SandboxApi.StartAsync();

        Assert.That((await other.SearchAsync(Sample.People)).Text, Is.EqualTo((await _api.SearchAsync(Sample.People)).Text));
    }

    [TestCase("engineer", "Engineer", 54)]
    [TestCase("ENGINEER berlin", "Engineer", 7)]
    [TestCase("data AND engineer", "Data Engineer", 14)]
    [TestCase("engineer NOT (data OR software)", "Engineer", 21)]
    [TestCase("\"bee keeper\" OR designer", "e", 26)]
    [TestCase("no such thing", "", 0)]
    [TestCase(") ( NOT", "", 120)]
    public async Task Keywords_filter(string keywords, string inHeadline, int total)
    {
        var page = await _api.SearchAsync(new JsonObject { ["api"] = "recruiter", ["category"] = "people", ["keywords"] = keywords }.ToJsonString(), Account(SandboxAccounts.LinkedIn, "&limit=100"));

        Assert.That(page.Json["paging"]!["total_count"]!.GetValue<int>(), Is.EqualTo(total));
        Assert.That(page.Json["items"]!.AsArray().Where(i => i!["headline"] is not null).Select(i => i!["headline"]!.GetValue<string>()), Is.All.Contains(inHeadline));
    }

    [TestCase("classic", "[1]", "DISTANCE_1")]
    [TestCase("classic", "[1, 2]", "DISTANCE_1 DISTANCE_2")]
    [TestCase("classic", "[3]", "DISTANCE_3")]
    [TestCase("sales_navigator", """[3, "GROUP"]""", "DISTANCE_3 OUT_OF_NETWORK")]
    [TestCase("recruiter", """["GROUP"]""", "OUT_OF_NETWORK")]
    [TestCase("recruiter", "[]", "DISTANCE_1 DISTANCE_2 DISTANCE_3 OUT_OF_NETWORK SELF")]
    public async Task People_are_filtered_by_their_distance(string version, string distances, string found)
    {
        var page = await _api.SearchAsync($$"""{"api":"{{version}}","category":"people","network_distance":{{distances}}}""", Account(SandboxAccounts.LinkedIn, "&limit=50"));

        Assert.That(page.Json["items"]!.AsArray().Select(i => i!["network_distance"]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal), Is.EqualTo(found.Split(' ')));
    }

    [Test]
    public async Task Keywords_and_distance_filter_together_over_all_pages()
    {
        var pages = new List<Reply> { await _api.SearchAsync("""{"api":"classic","category":"people","keywords":"engineer","network_distance":[1, 2]}""") };
        while (pages[^1].Cursor is { } cursor)
        {
            pages.Add(await _api.SearchAsync(new JsonObject { ["cursor"] = cursor }.ToJsonString()));
        }

        var items = pages.SelectMany(p => p.Json["items"]!.AsArray()).ToList();
        Assert.That(items, Has.Count.EqualTo(37));
        Assert.That(pages.Select(p => p.Json["paging"]!["total_count"]!.GetValue<int>()), Is.All.EqualTo(37));
        Assert.That(items.Select(i => i!["headline"]!.GetValue<string>()), Is.All.Contains("Engineer"));
        Assert.That(items.Select(i => i!["network_distance"]!.GetValue<string>()), Is.All.AnyOf("DISTANCE_1", "DISTANCE_2"));
    }

    [Test]
    public async Task Distance_filters_people_alone()
    {
        var page = await _api.SearchAsync("""{"api":"classic","category":"companies","network_distance":[1]}""");

        Assert.That(page.Json["paging"]!["total_count"]!.GetValue<int>(), Is.EqualTo(40));
    }

    [Test]
    public async Task The_last_page_has_no_cursor()
    {
        var page = await _api.SearchAsync("""{"api":"classic","category":"people","keywords":"lovelace"}""");

        Assert.That(page.Json["items"]!.AsArray(), Is.Not.Empty);
        Assert.That(page.Cursor, Is.Null);
        Assert.That(page.Json.AsObject().ContainsKey("cursor"), Is.True);
    }

    [TestCase("classic", "&limit=50", 200)]
    [TestCase("classic", "&limit=51", 400)]
    [TestCase("sales_navigator", "&limit=100", 200)]
    [TestCase("sales_navigator", "&limit=101", 400)]
    [TestCase("recruiter", "&limit=100", 200)]
    [TestCase("recruiter", "&limit=101", 400)]
    public async Task The_limit_depends_on_the_api(string version, string limit, int status)
    {
        var reply = await _api.SearchAsync($$"""{"api":"{{version}}","category":"people"}""", Account(SandboxAccounts.LinkedIn, limit));

        Assert.That(reply.Status, Is.EqualTo(status));
        if (status == 400)
        {
            Assert.That(reply.ErrorType, Is.EqualTo("errors/limit_too_high"));
        }
    }

    [Test]
    public async Task The_limit_of_the_first_page_holds_for_its_cursor_too()
    {
        var cursor = (await _api.SearchAsync(Sample.People)).Cursor;
        var reply = await _api.SearchAsync(new JsonObject { ["cursor"] = cursor }.ToJsonString(), Account(SandboxAccounts.LinkedIn, "&limit=51"));

        Assert.That(reply.ErrorType, Is.EqualTo("errors/limit_too_high"));
    }

    [TestCase("&limit=0", "errors/invalid_parameters", "`limit` must be at least 1, not 0.")]
    [TestCase("&limit=ten", "errors/invalid_parameters", "`limit` must be an integer, not a string.")]
    [TestCase("&limit=1&limit=2", "errors/invalid_parameters", "`limit` must occur once.")]
    public async Task A_wrong_query_answers_400(string query, string type, string detail)
    {
        var reply = await _api.SearchAsync(Sample.People, Account(SandboxAccounts.LinkedIn, query));

        Assert.That((reply.Status, reply.ErrorType, reply.Detail), Is.EqualTo((400, type, detail)));
    }

    [Test]
    public async Task The_account_is_required_in_the_query()
    {
        var reply = await _api.SearchAsync(Sample.People, "");

        Assert.That((reply.Status, reply.ErrorType, reply.Detail), Is.EqualTo((400, "errors/missing_parameters", "`account_id` is required in the query.")));
    }

    [TestCase("{}", "errors/missing_parameters", "`api` and `category`, `url` or `cursor`")]
    [TestCase("""{"api":"classic"}""", "errors/missing_parameters", "`category` is required")]
    [TestCase("""{"api":"classic","category":"people","tenure":[]}""", "errors/invalid_parameters", "`tenure` is not known here")]
    [TestCase("""{"api":"recruiter","category":"companies"}""", "errors/invalid_parameters", "")]
    [TestCase("""{"api":"classic","category":"people","network_distance":[4]}""", "errors/invalid_parameters", "`network_distance[0]` must be 1, 2 or 3, not 4")]
    [TestCase("""{"api":"classic","category":"jobs","minimum_salary":{"currency":"EUR","value":40}}""", "errors/invalid_parameters", "`minimum_salary.currency` must be USD, AUD, CAD or GBP, not EUR")]
    [TestCase("""{"api":"classic","category":"jobs","minimum_salary":{"currency":"GBP","value":120}}""", "errors/invalid_parameters", "`minimum_salary.value` must be")]
    [TestCase("""{"api":"classic","category":"posts","posted_by":{}}""", "errors/invalid_parameters", "`posted_by` must have at least 1 member")]
    [TestCase("""{"url":"https://example.com/search/results/people/"}""", "errors/invalid_url", "`url` must be the URL of a LinkedIn search")]
    [TestCase("""{"url":"https://linkedin.com.example.com/search/results/people/"}""", "errors/invalid_url", "`url`")]
    [TestCase("""{"url":"https://www.linkedin.com/in/ada"}""", "errors/invalid_url", "`url`")]
    [TestCase("""{"url":"bees"}""", "errors/invalid_url", "`url`")]
    [TestCase("""{"url":"https://www.linkedin.com/search/results/people/","api":"classic","category":"people"}""", "errors/invalid_parameters", "`url` is not known here")]
    [TestCase("{", "errors/malformed_request", "The body is not JSON")]
    [TestCase("", "errors/missing_parameters", "The body is missing")]
    public async Task A_wrong_body_answers_400(string body, string type, string detail)
    {
        var reply = await _api.SearchAsync(body);

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((400, type)), reply.Text);
        Assert.That(reply.Detail, Does.Contain(detail));
    }

    [Test]
    public async Task A_search_is_saved_once_however_many_pages_are_read()
    {
        await using var fresh = await SandboxApi.StartAsync();
        const string body = """{"api":"sales_navigator","category":"people","keywords":"engineer","save_search":{"name":"Engineers"}}""";
        var first = await fresh.SearchAsync(body);
        var second = await fresh.SearchAsync(new JsonObject { ["cursor"] = first.Cursor }.ToJsonString());
        var third = await fresh.SearchAsync(body, Account(SandboxAccounts.LinkedIn, $"&cursor={second.Cursor}"));

        Assert.That((second.Status, third.Status), Is.EqualTo((200, 200)));
        var saved = fresh.Sandbox.SavedSearches.Single();
        Assert.That((saved.Name, saved.AccountId), Is.EqualTo(("Engineers", SandboxAccounts.LinkedIn)));
        Assert.That(saved.Request.GetProperty("keywords").GetString(), Is.EqualTo("engineer"));
    }

    [Test]
    public async Task Accounts_without_a_subscription_search_Classic_alone()
    {
        var classic = await _api.SearchAsync(Sample.People, Account(SandboxAccounts.LinkedInClassic));
        var navigator = await _api.SearchAsync("""{"api":"sales_navigator","category":"people"}""", Account(SandboxAccounts.LinkedInClassic));
        var byUrl = await _api.SearchAsync("""{"url":"https://www.linkedin.com/talent/search"}""", Account(SandboxAccounts.LinkedInClassic));
        var instagram = await _api.SearchAsync(Sample.People, Account(SandboxAccounts.Instagram));
        var nobody = await _api.SearchAsync(Sample.People, Account("acc_nobody"));

        Assert.That(classic.Status, Is.EqualTo(200));
        Assert.That((navigator.Status, navigator.ErrorType), Is.EqualTo((403, "errors/feature_not_subscribed")));
        Assert.That((byUrl.Status, byUrl.ErrorType), Is.EqualTo((403, "errors/feature_not_subscribed")));
        Assert.That((instagram.Status, instagram.ErrorType), Is.EqualTo((403, "errors/account_mismatch")));
        Assert.That((nobody.Status, nobody.ErrorType), Is.EqualTo((404, "errors/resource_not_found")));
    }

    [Test]
    public async Task A_repeated_cursor_repeats()
    {
        var first = await _api.SearchAsync(Sample.People, Account(SandboxTriggers.RepeatedCursor));
        var second = await _api.SearchAsync(new JsonObject { ["cursor"] = first.Cursor }.ToJsonString(), Account(SandboxTriggers.RepeatedCursor));

        Assert.That(IdsOf(second), Is.Not.EqualTo(IdsOf(first)));
        Assert.That(second.Cursor, Is.EqualTo(first.Cursor));
    }

    [Test]
    public async Task An_empty_page_may_have_a_cursor_that_goes_on()
    {
        var pages = new List<Reply> { await _api.SearchAsync(Sample.People, Account(SandboxTriggers.EmptyPage)) };
        while (pages[^1].Cursor is { } cursor)
        {
            pages.Add(await _api.SearchAsync(new JsonObject { ["cursor"] = cursor }.ToJsonString(), Account(SandboxTriggers.EmptyPage)));
        }

        Assert.That(pages.Select(p => IdsOf(p).Count).Take(3), Is.EqualTo(new[] { 10, 0, 10 }));
        Assert.That(pages.SelectMany(IdsOf).ToList(), Has.Count.EqualTo(120).And.Unique);
    }

    [TestCase("people")]
    [TestCase("companies")]
    [TestCase("posts")]
    [TestCase("jobs")]
    public async Task Unknown_words_come_among_known_ones(string category)
    {
        var page = await _api.SearchAsync($$"""{"api":"classic","category":"{{category}}"}""", Account(SandboxTriggers.UnknownWords), conforms: false);

        var items = page.Json["items"]!.AsArray();
        Assert.That(items, Has.Count.EqualTo(10));
        Assert.That(items[0]!["brand_new_member"], Is.Not.Null);
        Assert.That(items[1]!["type"]!.GetValue<string>(), Is.EqualTo("NEWSLETTER"));
        Assert.That(ApiContract.Embedded.Schemas.At("#/components/schemas/SearchPage").Validate(page.Json), Is.Not.Empty);
    }

    [Test]
    public async Task The_numbers_of_what_can_be_found_can_be_set()
    {
        await using var small = await SandboxApi.StartAsync(new PostPressSandboxOptions { People = 3, Jobs = 0 });
        var people = await small.SearchAsync(Sample.People);
        var jobs = await small.SearchAsync("""{"api":"classic","category":"jobs"}""");

        Assert.That((IdsOf(people).Count, people.Cursor), Is.EqualTo((3, (string?)null)));
        Assert.That((IdsOf(jobs).Count, jobs.Cursor), Is.EqualTo((0, (string?)null)));
    }

    [Test]
    public async Task Paging_tells_where_a_page_stands()
    {
        var first = await _api.SearchAsync(Sample.People, Account(SandboxAccounts.LinkedIn, "&limit=20"));
        var second = await _api.SearchAsync(new JsonObject { ["cursor"] = first.Cursor }.ToJsonString(), Account(SandboxAccounts.LinkedIn, "&limit=20"));

        Assert.That(second.Json["paging"]!.ToJsonString(), Is.EqualTo("""{"start":20,"page_count":20,"total_count":120}"""));
        Assert.That(first.Json["metadata"]!["search_history_id"]!.GetValue<string>(), Is.EqualTo(second.Json["metadata"]!["search_history_id"]!.GetValue<string>()));
    }
}
