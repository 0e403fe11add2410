namespace PostPress.Tests;

public class SearchParameterTests
{
    private const string Cities = """
        {"object":"LinkedinSearchParametersList","items":[
          {"object":"LinkedinSearchParameter","id":"1","title":"Berlin, Germany"},
          {"object":"LinkedinSearchParameter","id":"2","title":"Berlin","additional_data":{"state":"Connecticut"}},
          {"object":"LinkedinSearchParameter","id":"3","title":"berlin "},
          {"object":"LinkedinSearchParameter","id":null,"title":"Nowhere"}],"paging":{"page_count":4}}
        """;

    private const string Nothing = """{"object":"LinkedinSearchParametersList","items":[],"paging":{"page_count":0}}""";

    [Test]
    public async Task A_text_is_looked_for_by_a_read_without_a_body()
    {
        using var script = new Clients.Script(Clients.Json(Cities));
        using var client = Clients.Over(script);

        var list = await client.Search.ListParametersAsync("acc", SearchParameterType.Groups, "bees & honey", new SearchParameterOptions { Limit = 5, Service = SearchParameterService.SalesNavigator });

        Assert.Multiple(() =>
        {
            Assert.That(script.Requests[0].Method, Is.EqualTo(HttpMethod.Get));
            Assert.That(script.Requests[0].Content, Is.Null);
            Assert.That(script.Requests[0].Headers.Contains("Idempotency-Key"), Is.False);
            Assert.That(script.Requests[0].RequestUri!.AbsoluteUri, Is.EqualTo($"{Clients.Base}/linkedin/search/parameters?account_id=acc&type=GROUPS&keywords=bees%20%26%20honey&limit=5&service=SALES_NAVIGATOR"));
            Assert.That(list.Items!.Select(item => item.Id), Is.EqualTo(new[] { "1", "2", "3", null }));
            Assert.That(list.Items![1].AdditionalData!["state"]!.ToString(), Is.EqualTo("Connecticut"));
            Assert.That(list.Response!.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.OK));
        });
    }

    [Test]
    public async Task A_type_that_the_library_does_not_list_is_sent()
    {
        using var script = new Clients.Script(Clients.Json(Nothing));
        using var client = Clients.Over(script);

        await client.Search.ListParametersAsync("acc", new SearchParameterType("NEWER"));

        Assert.That(script.Requests[0].RequestUri!.Query, Is.EqualTo("?account_id=acc&type=NEWER"));
    }

    [TestCase("Berlin, Germany")]
    [TestCase("  berlin, GERMANY ")]
    public async Task The_whole_title_finds_the_id(string title)
    {
        using var script = new Clients.Script(Clients.Json(Cities));
        using var client = Clients.Over(script);

        Assert.That(await client.Search.FindIdAsync("acc", SearchParameterType.Location, title), Is.EqualTo("1"));
        Assert.That(script.Requests[0].RequestUri!.Query, Does.Contain("limit=100"));
    }

    [Test]
    public async Task A_title_that_several_have_fails_with_those()
    {
        using var script = new Clients.Script(Clients.Json(Cities));
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<SearchParameterException>(() => client.Search.FindIdAsync("acc", SearchParameterType.Location, "Berlin"));

        Assert.Multiple(() =>
        {
            Assert.That(failure!.IsAmbiguous, Is.True);
            Assert.That(failure.Candidates.Select(c => c.Id), Is.EqualTo(new[] { "2", "3" }));
            Assert.That(failure.Message, Does.Contain("Berlin (2)").And.Contain("more than one LOCATION"));
        });
    }

    [Test]
    public async Task A_title_that_nothing_has_fails_with_what_LinkedIn_offers()
    {
        using var script = new Clients.Script(Clients.Json(Cities));
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<SearchParameterException>(() => client.Search.FindIdAsync("acc", SearchParameterType.Location, "Berlin, Deutschland"));

        Assert.Multiple(() =>
        {
            Assert.That(failure!.IsAmbiguous, Is.False);
            Assert.That(failure.Candidates.Select(c => c.Id), Is.EqualTo(new[] { "1", "2", "3" }));
            Assert.That(failure.Message, Does.Contain("Berlin, Germany (1)"));
        });
    }

    [Test]
    public async Task A_text_without_any_offer_fails_without_candidates()
    {
        using var script = new Clients.Script(Clients.Json(Nothing));
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<SearchParameterException>(() => client.Search.FindIdAsync("acc", SearchParameterType.Skill, "Xyzzy"));

        Assert.That(failure!.Candidates, Is.Empty);
        Assert.That(failure.Message, Does.Contain("no SKILL"));
    }

    [Test]
    public async Task Kinds_of_employment_are_listed_without_a_text()
    {
        using var script = new Clients.Script(Clients.Json("""{"object":"LinkedinSearchParametersList","items":[{"id":"F","title":"Full-time"}],"paging":{"page_count":1}}"""));
        using var client = Clients.Over(script);

        Assert.That(await client.Search.FindIdAsync("acc", SearchParameterType.EmploymentType, "full-time"), Is.EqualTo("F"));
        Assert.That(script.Requests[0].RequestUri!.Query, Does.Not.Contain("keywords"));
    }

    [Test]
    public async Task Items_of_another_kind_are_an_unreadable_response_not_an_empty_list()
    {
        using var script = new Clients.Script(Clients.Json("""{"object":"LinkedinSearchParametersList","items":{"0":{}},"paging":{"page_count":1}}"""));
        using var client = Clients.Over(script);

        await Assert.ThrowsAsync<PostPressApiException>(() => client.Search.ListParametersAsync("acc", SearchParameterType.Location, "x"));
    }

    [TestCase(0)]
    [TestCase(101)]
    public async Task A_limit_out_of_range_is_not_sent(int limit)
    {
        using var script = new Clients.Script();
        using var client = Clients.Over(script);

        var failure = await Assert.ThrowsAsync<InvalidRequestException>(() => client.Search.ListParametersAsync("acc", SearchParameterType.Location, "x", new SearchParameterOptions { Limit = limit }));

        Assert.That(failure!.Violations.Single().Path, Is.EqualTo("limit"));
    }

    [Test]
    public async Task A_read_is_retried()
    {
        using var script = new Clients.Script(Clients.Json("{}", 503), Clients.Json(Nothing));
        using var client = Clients.Over(script, options => options.MaxRetries = 1);

        var list = await client.Search.ListParametersAsync("acc", SearchParameterType.Location, "x");

        Assert.That(list.Response!.Attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task What_was_found_can_be_kept_in_a_cache_of_the_host()
    {
        var cache = new Dictionary<string, SearchParameterList>();
        using var script = new Clients.Script(Clients.Json(Cities), Clients.Json(Nothing));
        using var client = Clients.Over(script, options => options.SearchParameterCache = async (key, find, token) =>
            cache.TryGetValue(key, out var known) ? known : cache[key] = await find(token));

        var first = await client.Search.FindIdAsync("acc", SearchParameterType.Location, "Berlin, Germany");
        var second = await client.Search.FindIdAsync("acc", SearchParameterType.Location, "Berlin, Germany");
        await client.Search.ListParametersAsync("other", SearchParameterType.Location, "Berlin, Germany");

        Assert.Multiple(() =>
        {
            Assert.That((first, second), Is.EqualTo(("1", "1")));
            Assert.That(script.Requests, Has.Count.EqualTo(2), "one for each account");
        });
    }
}
