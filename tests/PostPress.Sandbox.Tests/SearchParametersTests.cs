using System.Text.Json.Nodes;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Operations;

namespace PostPress.Sandbox.Tests;

/// <summary>Text to id: the lists of <c>listSearchParameters</c>, and the refusal of a text where an id belongs.</summary>
public sealed class SearchParametersTests
{
    private SandboxApi _api = null!;

    private static JsonNode IdPatterns => ContractExamples.Document["components"]!["schemas"]!["SearchParameterType"]!["x-id-patterns"]!;

    private static IReadOnlyList<string> Types => ApiContract.Embedded.EnumOf("#/components/schemas/SearchParameterType");

    [OneTimeSetUp]
    public async Task Start() => _api = await SandboxApi.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _api.DisposeAsync();

    private static string[] Titles(Reply reply) => [.. reply.Json["items"]!.AsArray().Select(i => i!["title"]!.GetValue<string>())];

    private static string[] Ids(Reply reply) => [.. reply.Json["items"]!.AsArray().Select(i => i!["id"]!.GetValue<string>())];

    [Test]
    public async Task A_text_finds_the_ids_that_LinkedIn_knows_for_it_the_best_first()
    {
        var reply = await _api.ListParametersAsync("type=LOCATION&keywords=berlin");

        Assert.That(reply.Status, Is.EqualTo(200));
        Assert.That(Titles(reply), Is.EqualTo(new[] { "Berlin, Germany", "Greater Berlin Area" }));
        Assert.That(Ids(reply)[0], Is.EqualTo("106967730"));
        Assert.That(reply.Json["paging"]!["page_count"]!.GetValue<int>(), Is.EqualTo(2));
        Assert.That(reply.Json["items"]![1]!["additional_data"]!["kind"]!.GetValue<string>(), Is.EqualTo("metropolitan area"));
    }

    [TestCase("JOB_TITLE", "software engineer", "9,39", TestName = "The same title comes before one that contains it")]
    [TestCase("LOCATION", "san fr", "90000084,102277331", TestName = "A word may be begun")]
    [TestCase("LOCATION", "area london", "90009496", TestName = "All words must match, in any order")]
    [TestCase("LOCATION", "erlin", "", TestName = "The middle of a word finds nothing")]
    [TestCase("JOB_FUNCTION", "ENGINEERING", "eng", TestName = "Case does not matter")]
    [TestCase("COMPANY", "Acme", "9374000,18422310", TestName = "Two companies have one name")]
    [TestCase("INDUSTRY", "software development", "4", TestName = "An industry has an id of digits")]
    [TestCase("JOB_FUNCTION", "information technology", "it", TestName = "A job function has an id of letters")]
    public async Task Keywords_match_by_the_beginnings_of_words(string type, string keywords, string ids)
    {
        var reply = await _api.ListParametersAsync($"type={type}&keywords={Uri.EscapeDataString(keywords)}");

        Assert.That(string.Join(',', Ids(reply)), Is.EqualTo(ids));
    }

    [Test]
    public async Task A_list_has_ten_items_unless_limit_says_otherwise()
    {
        var ten = await _api.ListParametersAsync("type=LOCATION");
        var three = await _api.ListParametersAsync("type=LOCATION&limit=3");
        var all = await _api.ListParametersAsync("type=LOCATION&limit=100");

        Assert.That((Ids(ten).Length, Ids(three).Length), Is.EqualTo((10, 3)));
        Assert.That(Ids(all), Has.Length.GreaterThan(10));
    }

    [TestCase("type=PLANET", "errors/invalid_parameters", "`type` must be LOCATION")]
    [TestCase("type=EMPLOYMENT_TYPE&keywords=full", "errors/invalid_parameters", "`keywords` is not allowed")]
    [TestCase("keywords=Berlin", "errors/missing_parameters", "`type` is required")]
    [TestCase("type=LOCATION&limit=101", "errors/limit_too_high", "`limit` must be at most 100")]
    [TestCase("type=LOCATION&limit=0", "errors/invalid_parameters", "`limit` must be at least 1")]
    public async Task What_cannot_be_listed_answers_400(string query, string type, string detail)
    {
        var reply = await _api.ListParametersAsync(query);

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((400, type)));
        Assert.That(reply.Detail, Does.StartWith(detail));
    }

    [Test]
    public async Task Accounts_can_look_up_what_they_can_search()
    {
        var instagram = await _api.ListParametersAsync("type=LOCATION", SandboxAccounts.Instagram);
        var classic = await _api.ListParametersAsync("type=GROUPS&service=SALES_NAVIGATOR", SandboxAccounts.LinkedInClassic);
        var sales = await _api.ListParametersAsync("type=GROUPS&service=SALES_NAVIGATOR");

        Assert.That((instagram.Status, instagram.ErrorType), Is.EqualTo((403, "errors/account_mismatch")));
        Assert.That((classic.Status, classic.ErrorType), Is.EqualTo((403, "errors/feature_not_subscribed")));
        Assert.That(sales.Status, Is.EqualTo(200));
    }

    [Test]
    public void Each_type_of_the_contract_has_a_list_and_a_form_of_ids()
    {
        Assert.That(SearchParameterLists.All.Keys, Is.EquivalentTo(Types));
        Assert.That(IdPatterns.AsObject().Select(p => p.Key), Is.EquivalentTo(Types));
        foreach (var type in (string[])["LOCATION", "COMPANY", "JOB_TITLE", "INDUSTRY", "SKILL", "SCHOOL"])
        {
            Assert.That(SearchParameterLists.All[type], Has.Length.GreaterThanOrEqualTo(10), type);
        }
    }

    [Test]
    public void Each_id_is_one_by_the_contract_and_stands_once_in_its_list()
    {
        foreach (var (type, list) in SearchParameterLists.All)
        {
            Assert.That(list.Select(p => p.Id), Is.Unique.And.All.Match(IdPatterns[type]!.GetValue<string>()), type);
            Assert.That(list.GroupBy(p => p.Title, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"{type} {g.Key}"), Is.SubsetOf(new[] { "COMPANY Acme" }));
        }
    }

    [TestCase("""{"api":"classic","category":"people","location":["106967730","Berlin"]}""", "location[1]", "LOCATION", TestName = "A text in a list of ids is refused")]
    [TestCase("""{"api":"classic","category":"jobs","region":"Berlin"}""", "region", "LOCATION", TestName = "A text for a single id is refused")]
    [TestCase("""{"api":"classic","category":"jobs","function":["human resources"]}""", "function[0]", "JOB_FUNCTION", TestName = "A text in lower case is no job function")]
    [TestCase("""{"api":"sales_navigator","category":"people","past_role":{"exclude":["Chief Bee Keeper"]}}""", "past_role.exclude[0]", "JOB_TITLE", TestName = "A text in what is left out is refused")]
    [TestCase("""{"api":"sales_navigator","category":"people","location_by_postal_code":{"include":["Berlin Mitte"]}}""", "location_by_postal_code.include[0]", "POSTAL_CODE", TestName = "A text deeper inside is refused")]
    [TestCase("""{"api":"recruiter","category":"people","school":[{"id":"Stanford University"}]}""", "school[0].id", "SCHOOL", TestName = "A text in an object with an id is refused")]
    [TestCase("""{"api":"recruiter","category":"people","location":[{"id":"Berlin"}]}""", "location[0].id", "LOCATION", TestName = "A text in the id of a list's object is refused")]
    public async Task A_search_with_text_where_ids_belong_is_refused(string body, string member, string type)
    {
        var reply = await _api.SearchAsync(body);

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((400, "errors/invalid_parameters")));
        Assert.That(reply.Detail, Does.StartWith($"`{member}` must be an id, not the text").And.Contains($"GET /linkedin/search/parameters?type={type}"));
    }

    [TestCase("""{"api":"sales_navigator","category":"people","company":{"include":["Acme"]},"role":{"include":["Bee Keeper"]}}""", TestName = "A member that accepts text takes text")]
    [TestCase("""{"api":"sales_navigator","category":"people","account_lists":{"include":["ALL"]}}""", TestName = "ALL stands for all lists")]
    [TestCase("""{"api":"recruiter","category":"people","skills":[{"keywords":"Bee keeping"}]}""", TestName = "Keywords beside an id are a text")]
    [TestCase("""{"api":"classic","category":"people","keywords":"Berlin"}""", TestName = "Keywords are a text")]
    public async Task Text_stays_welcome_where_the_contract_takes_it(string body) =>
        Assert.That((await _api.SearchAsync(body)).Status, Is.EqualTo(200));

    [Test]
    public async Task A_job_draft_with_text_where_ids_belong_is_refused()
    {
        var location = Sample.Job();
        location["location"] = "Berlin";
        var industry = Sample.RecruiterJob();
        industry["recruiter"]!["industries"] = new JsonArray("4", "Software Development");
        var text = Sample.Job();
        text["job_title"] = new JsonObject { ["text"] = "Bee Keeper" };

        var byPattern = await _api.CreateJobAsync(location);
        var byType = await _api.CreateJobAsync(industry);

        Assert.That((byPattern.Status, byPattern.ErrorType), Is.EqualTo((422, "errors/unprocessable_entity")));
        Assert.That(byPattern.Detail, Does.StartWith("`location` must").And.Contains("GET /linkedin/search/parameters?type=LOCATION"));
        Assert.That((byType.Status, byType.ErrorType), Is.EqualTo((422, "errors/unprocessable_entity")));
        Assert.That(byType.Detail, Does.StartWith("`recruiter.industries[1]` must be an id").And.Contains("GET /linkedin/search/parameters?type=INDUSTRY"));
        Assert.That((await _api.CreateJobAsync(text)).Status, Is.EqualTo(200));
    }

    [Test]
    public void Every_example_of_the_contract_has_ids_where_ids_belong()
    {
        foreach (var example in ContractExamples.Read())
        {
            Assert.That(ApiContract.Embedded.Schemas.At(example.Schema).FindBrokenRules(example.Value), Is.Empty, $"{example.Schema} {example.Name}");
        }
    }

    [Test]
    public void A_type_without_a_form_of_ids_stops_the_start()
    {
        var document = JsonNode.Parse("""{"schema":{"type":"string","x-parameter-type":"PLANET"}}""")!;

        Assert.That(() => new SchemaSet(document).At("#/schema"), Throws.InstanceOf<InvalidDataException>().With.Message.EqualTo("#/schema: SearchParameterType has no x-id-patterns for 'PLANET'."));
    }

    [Test]
    public void The_check_for_texts_leaves_the_verdict_of_JSON_Schema_alone()
    {
        var document = JsonNode.Parse("""{"schema":{"type":"string","x-parameter-type":"REGION"},"components":{"schemas":{"SearchParameterType":{"x-id-patterns":{"REGION":"^[0-9]+$"}}}}}""")!;
        var schema = new SchemaSet(document).At("#/schema");

        Assert.That(schema.Validate("Berlin"), Is.Empty);
        Assert.That(schema.FindBrokenRules("Berlin"), Has.Count.EqualTo(1));
        Assert.That(schema.FindBrokenRules("7"), Is.Empty);
        Assert.That(schema.FindBrokenRules(7), Is.Empty, "other kinds are the schema's affair");
    }
}
