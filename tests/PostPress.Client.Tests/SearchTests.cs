using Newtonsoft.Json.Linq;
using PostPress.Sandbox;
using RichardSzalay.MockHttp;

namespace PostPress.Tests;

public class SearchTests
{
    private static readonly ClassicPeopleSearch Engineers = new() { Keywords = "engineer", NetworkDistance = [1, 2] };

    private static string Page(string? cursor, params string[] ids) => new JObject
    {
        ["object"] = "LinkedinSearch",
        ["items"] = new JArray(ids.Select(id => new JObject { ["object"] = "SearchResult", ["type"] = "PEOPLE", ["id"] = id })),
        ["cursor"] = cursor,
    }.ToString();

    private static async Task<List<T>> All<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var item in source)
        {
            list.Add(item);
        }

        return list;
    }

    [Test]
    public async Task A_page_is_asked_for_with_the_account_and_the_limit_in_the_query_and_the_filters_in_the_body()
    {
        using var http = new MockHttpMessageHandler();
        http.Expect(HttpMethod.Post, $"{Clients.Base}/linkedin/search")
            .WithExactQueryString([new("account_id", "acc 1&x"), new("limit", "25")])
            .WithHeaders("X-API-KEY", Clients.ApiKey)
            .With(request => JToken.DeepEquals(
                JToken.Parse(request.Content!.ReadAsStringAsync().Result),
                JToken.Parse("""{"api":"classic","category":"people","keywords":"engineer","network_distance":[1,2]}""")))
            .RespondJson(Page(null, "a"));
        using var client = Clients.Over(http);

        var page = await client.Search.GetPageAsync("acc 1&x", Engineers, new SearchOptions { PageSize = 25 });

        http.VerifyNoOutstandingExpectation();
        Assert.That(page.Items.Single(), Is.InstanceOf<PersonResult>());
    }

    [Test]
    public async Task Items_are_listed_over_all_pages_in_order()
    {
        using var script = new Clients.Script(Clients.Json(Page("c1", "a", "b")), Clients.Json(Page("c2", "c")), Clients.Json(Page(null, "d")));
        using var client = Clients.Over(script);

        var items = await All(client.Search.ListAsync("acc", Engineers));

        Assert.That(items.Cast<PersonResult>().Select(p => p.Id), Is.EqualTo(new[] { "a", "b", "c", "d" }));
    }

    [Test]
    public async Task Later_pages_carry_the_cursor_alone_in_the_body_and_account_and_limit_in_the_query()
    {
        using var script = new Clients.Script(Clients.Json(Page("c1", "a")), Clients.Json(Page(null, "b")));
        using var client = Clients.Over(script);

        await All(client.Search.ListAsync("acc", new SalesNavigatorPeopleSearch { Keywords = "x", SaveSearch = new SaveSearch { Name = "mine" } }, new SearchOptions { PageSize = 1 }));

        Assert.Multiple(() =>
        {
            Assert.That(JToken.Parse(script.Bodies[0])["save_search"]?["name"]?.ToString(), Is.EqualTo("mine"));
            Assert.That(JToken.Parse(script.Bodies[1]).ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""{"cursor":"c1"}"""));
            Assert.That(script.Requests[1].RequestUri!.Query, Is.EqualTo("?account_id=acc&limit=1"));
        });
    }

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(2, 1)]
    [TestCase(3, 2)]
    [TestCase(99, 2)]
    public async Task Pages_end_with_the_one_that_completes_the_wanted_items(int maxItems, int pages)
    {
        using var script = new Clients.Script(Clients.Json(Page("c1", "a", "b")), Clients.Json(Page(null, "c", "d")));
        using var client = Clients.Over(script);

        var read = await All(client.Search.ListPagesAsync("acc", Engineers, new SearchOptions { MaxItems = maxItems }));

        Assert.That(read, Has.Count.EqualTo(pages));
        Assert.That(script.Requests, Has.Count.EqualTo(pages));
    }

    [TestCase("cursor", "7")]
    [TestCase("cursor", """{"next":"c1"}""")]
    [TestCase("items", "{}")]
    [TestCase("items", "\"none\"")]
    public async Task A_page_whose_cursor_or_items_are_of_another_kind_is_an_unreadable_response_not_the_end(string member, string value)
    {
        var page = JObject.Parse(Page(null, "b"));
        page[member] = JToken.Parse(value);
        using var script = new Clients.Script(Clients.Json(Page("c1", "a")), Clients.Json(page.ToString()));
        using var client = Clients.Over(script);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => All(client.Search.ListAsync("acc", Engineers)));

        Assert.That(e!.Message, Does.Contain("not the documented response"));
    }

    [Test]
    public async Task No_more_items_are_delivered_and_no_more_pages_asked_for_than_wanted()
    {
        using var script = new Clients.Script(Clients.Json(Page("c1", "a", "b")), Clients.Json(Page("c2", "c", "d")));
        using var client = Clients.Over(script);

        var items = await All(client.Search.ListAsync("acc", Engineers, new SearchOptions { MaxItems = 4 }));

        Assert.That(items, Has.Count.EqualTo(4));
        Assert.That(script.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Zero_items_wanted_means_no_request()
    {
        using var script = new Clients.Script();
        using var client = Clients.Over(script);

        Assert.That(await All(client.Search.ListAsync("acc", Engineers, new SearchOptions { MaxItems = 0 })), Is.Empty);
    }

    [Test]
    public async Task A_listing_goes_on_from_a_cursor_that_was_kept()
    {
        using var script = new Clients.Script(Clients.Json(Page(null, "z")));
        using var client = Clients.Over(script);

        var items = await All(client.Search.ListAsync("acc", new CursorSearch { Cursor = "kept" }));

        Assert.That(items, Has.Count.EqualTo(1));
        Assert.That(JToken.Parse(script.Bodies[0])["cursor"]?.ToString(), Is.EqualTo("kept"));
    }

    [Test]
    public async Task An_empty_page_with_a_cursor_goes_on()
    {
        using var script = new Clients.Script(Clients.Json(Page("c1")), Clients.Json(Page(null, "a")));
        using var client = Clients.Over(script);

        Assert.That(await All(client.Search.ListAsync("acc", Engineers)), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_empty_cursor_ends_the_listing_as_null_does()
    {
        using var script = new Clients.Script(Clients.Json(Page("", "a")));
        using var client = Clients.Over(script);

        Assert.That(await All(client.Search.ListAsync("acc", Engineers)), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_cursor_that_repeats_ends_in_a_typed_exception_after_the_items_of_its_page()
    {
        using var script = new Clients.Script(Clients.Json(Page("c1", "a")), Clients.Json(Page("c2", "b")), Clients.Json(Page("c1", "c")));
        using var client = Clients.Over(script);
        var seen = new List<SearchResult>();

        var exception = await Assert.ThrowsAsync<RepeatedCursorException>(async () =>
        {
            await foreach (var item in client.Search.ListAsync("acc", Engineers))
            {
                seen.Add(item);
            }
        });

        Assert.That(exception!.Cursor, Is.EqualTo("c1"));
        Assert.That(seen, Has.Count.EqualTo(3));
    }

    [TestCase(1)]
    [TestCase(99)]
    [TestCase(150)]
    [TestCase(300)]
    public async Task A_circle_of_pages_ends_in_a_typed_exception_however_long_it_is(int pages)
    {
        using var script = new Clients.Script([.. Enumerable.Range(0, 4 * pages).Select(page => Clients.Json(Page($"c{page % pages}", "a")))]);
        using var client = Clients.Over(script);

        await Assert.ThrowsAsync<RepeatedCursorException>(() => All(client.Search.ListAsync("acc", Engineers)));
    }

    [Test]
    public async Task A_resumed_cursor_that_comes_back_at_once_is_a_repetition()
    {
        using var script = new Clients.Script(Clients.Json(Page("kept", "a")));
        using var client = Clients.Over(script);

        await Assert.ThrowsAsync<RepeatedCursorException>(() => All(client.Search.ListAsync("acc", new CursorSearch { Cursor = "kept" })));
    }

    [Test]
    public async Task Pages_can_be_listed_to_keep_their_cursors()
    {
        using var script = new Clients.Script(Clients.Json(Page("c1", "a")), Clients.Json(Page(null, "b")));
        using var client = Clients.Over(script);

        var pages = await All(client.Search.ListPagesAsync("acc", Engineers));

        Assert.That(pages.Select(p => p.Cursor), Is.EqualTo(new[] { "c1", null }));
    }

    [Test]
    public async Task An_unknown_kind_of_result_is_delivered_among_the_others()
    {
        const string Json = """{"object":"LinkedinSearch","items":[{"type":"PEOPLE","id":"a"},{"type":"EVENT","id":"b","seats":3},{"id":"c","type":"JOB"}],"cursor":null}""";
        using var script = new Clients.Script(Clients.Json(Json));
        using var client = Clients.Over(script);

        var items = await All(client.Search.ListAsync("acc", Engineers));

        Assert.Multiple(() =>
        {
            Assert.That(items.Select(i => i.GetType()), Is.EqualTo(new[] { typeof(PersonResult), typeof(SearchResult), typeof(JobResult) }));
            Assert.That(items[1].Type, Is.EqualTo("EVENT"));
            Assert.That(items[1].AdditionalProperties["seats"].ToString(), Is.EqualTo("3"));
        });
    }

    [Test]
    public async Task Cancelling_between_pages_ends_the_listing()
    {
        using var script = new Clients.Script(Clients.Json(Page("c1", "a")));
        using var client = Clients.Over(script);
        using var cancellation = new CancellationTokenSource();
        await using var items = client.Search.ListAsync("acc", Engineers, new SearchOptions { Prefetch = false }).GetAsyncEnumerator(cancellation.Token);

        Assert.That(await items.MoveNextAsync(), Is.True);
        await cancellation.CancelAsync();

        await Assert.CatchAsync<OperationCanceledException>(async () => await items.MoveNextAsync());
        Assert.That(script.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_next_page_is_fetched_while_the_items_of_this_one_are_consumed()
    {
        using var script = new Clients.Script(Clients.Json(Page("c1", "a", "b")), Clients.Json(Page("c2", "c", "d")), Clients.Json(Page(null, "e")));
        using var client = Clients.Over(script);
        var requests = new List<int>();

        await foreach (var _ in client.Search.ListAsync("acc", Engineers))
        {
            requests.Add(script.Requests.Count);
        }

        Assert.That(requests, Is.EqualTo(new[] { 2, 2, 3, 3, 3 }), "one page ahead, and never more");
    }

    [Test]
    public async Task Fetching_ahead_can_be_turned_off()
    {
        using var script = new Clients.Script(Clients.Json(Page("c1", "a", "b")), Clients.Json(Page(null, "c")));
        using var client = Clients.Over(script);
        var requests = new List<int>();

        await foreach (var _ in client.Search.ListAsync("acc", Engineers, new SearchOptions { Prefetch = false }))
        {
            requests.Add(script.Requests.Count);
        }

        Assert.That(requests, Is.EqualTo(new[] { 1, 1, 2 }));
    }

    [Test]
    public async Task Stopping_early_cancels_the_page_that_is_fetched_ahead_and_leaves_nothing_behind()
    {
        var cancelled = false;
        using var script = new Stalling(Page("c1", "a", "b"), () => cancelled = true);
        using var client = Clients.Over(script);

        await foreach (var _ in client.Search.ListAsync("acc", Engineers))
        {
            break;
        }

        Assert.That(cancelled, Is.True);
    }

    [Test]
    public async Task A_page_that_fails_ahead_is_reported_after_the_items_before_it()
    {
        using var script = new Clients.Script(Clients.Json(Page("c1", "a", "b")), Clients.Json("{}", 403));
        using var client = Clients.Over(script);
        var seen = 0;

        await Assert.ThrowsAsync<PostPressApiException>(async () =>
        {
            await foreach (var _ in client.Search.ListAsync("acc", Engineers))
            {
                seen++;
            }
        });

        Assert.That(seen, Is.EqualTo(2));
    }

    [Test]
    public void Arguments_are_checked_when_the_listing_is_asked_for_not_when_it_is_read()
    {
        using var client = new PostPressClient(Clients.ApiKey);

        Assert.Multiple(() =>
        {
            Assert.That(() => client.Search.ListAsync("", Engineers), Throws.ArgumentException);
            Assert.That(() => client.Search.ListAsync("acc", null!), Throws.ArgumentNullException);
            Assert.That(() => client.Search.ListAsync("acc", Engineers, new SearchOptions { PageSize = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => client.Search.ListPagesAsync("acc", Engineers, new SearchOptions { MaxItems = -1 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public async Task A_search_that_is_saved_carries_an_idempotency_key_and_one_that_only_reads_carries_none()
    {
        using var script = new Clients.Script(Clients.Json(Page(null)), Clients.Json(Page(null)));
        using var client = Clients.Over(script);

        await client.Search.GetPageAsync("acc", new SalesNavigatorCompanySearch { SaveSearch = new SaveSearch { Name = "mine" } });
        await client.Search.GetPageAsync("acc", Engineers);

        Assert.That(script.Requests.Select(r => r.Headers.Contains("Idempotency-Key")), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task The_sandbox_pages_through_all_its_people()
    {
        await using var sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { People = 33 });
        using var client = Clients.Over(sandbox);

        var items = await All(client.Search.ListAsync(SandboxAccounts.LinkedIn, new ClassicPeopleSearch(), new SearchOptions { PageSize = 10 }));

        Assert.That(items.Cast<PersonResult>().Select(p => p.Id).Distinct().Count(), Is.EqualTo(33));
        Assert.That(sandbox.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task The_sandbox_repeats_a_cursor_and_the_client_says_so()
    {
        await Assert.ThrowsAsync<RepeatedCursorException>(async () =>
        {
            await using var sandbox = await PostPressSandbox.StartAsync();
            using var client = Clients.Over(sandbox);
            await All(client.Search.ListAsync(SandboxTriggers.RepeatedCursor, new ClassicPeopleSearch()));
        });
    }

    /// <summary>Answers once, and then only when it is cancelled.</summary>
    private sealed class Stalling(string first, Action cancelled) : HttpMessageHandler
    {
        private int _requests;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_requests++ == 0)
            {
                return Clients.Json(first)(request);
            }

            var never = new TaskCompletionSource<HttpResponseMessage>();
            await using (cancellationToken.Register(() =>
            {
                cancelled();
                never.SetCanceled(cancellationToken);
            }))
            {
                return await never.Task;
            }
        }
    }
}
