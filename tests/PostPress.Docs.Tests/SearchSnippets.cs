using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using PostPress;
using PostPress.Sandbox;

namespace Docs;

public class SearchSnippets : SnippetTests
{
    private const string SearchPage = "src/PostPress.Client/docs/search.md";

    [Test]
    public async Task Sales_Navigator_takes_its_filters()
    {
        #region src/PostPress.Client/docs/search.md
        var leads = new SalesNavigatorPeopleSearch
        {
            Keywords = "platform engineering",
            Location = new IncludeExclude { Include = ["106693272"], Exclude = ["101282230"] }, // SearchParameterType.Region
            Industry = new IncludeExclude { Include = ["4"] }, // SalesIndustry
            Company = new IncludeExclude { Exclude = ["9374000"] }, // an id or a name
            CompanyHeadcount = [new HeadcountRange { Min = 51, Max = 200 }, new HeadcountRange { Min = 201, Max = 500 }],
            Role = new IncludeExclude { Include = ["Head of Engineering"] }, // an id or a name
            Seniority = new SalesNavigatorSeniorityFilter { Include = [SalesNavigatorSeniority.Director, SalesNavigatorSeniority.CLevel] },
            TenureAtCompany = [new TenureRange { Min = 1, Max = 2 }],
            NetworkDistance = [2, 3],
            ChangedJobs = true,
        };
        #endregion

        await postpress.Search.GetPageAsync(account, leads);
        Assert.That(sandbox.Requests.Single().Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Recruiter_takes_its_filters()
    {
        #region src/PostPress.Client/docs/search.md
        var candidates = new RecruiterPeopleSearch
        {
            Keywords = "typescript AND react",
            Location = [new RecruiterLocation { Id = "106967730", Priority = FilterPriority.MustHave, Scope = RecruiterLocationScope.CurrentOrOpenToRelocate }],
            Role = [new RecruiterRoleByKeywords { Keywords = "frontend developer" }, new RecruiterRoleById { Id = "25190", IsSelection = false }],
            Skills = [new RecruiterSkillById { Id = "1261", Priority = FilterPriority.MustHave }, new RecruiterSkillByKeywords { Keywords = "graphql" }],
            Company = [new RecruiterCompanyById { Id = "9374000" }],
            School = [new PrioritizedId { Id = "1503", Priority = FilterPriority.CanHave }],
            Seniority = new RecruiterSeniorityFilter { Include = [RecruiterSeniority.Senior], Exclude = [RecruiterSeniority.Training] },
            GraduationYear = new GraduationYearRange { Min = 2010, Max = 2020 },
            SpokenLanguages = [new SpokenLanguage { Language = "en" }],
            Spotlights = [Spotlight.OpenToWork],
        };
        #endregion

        await postpress.Search.GetPageAsync(account, candidates);
        Assert.That(sandbox.Requests.Single().Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Items_come_one_by_one_over_all_pages()
    {
        #region src/PostPress.Client/docs/search.md
        var search = new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2] };
        var options = new SearchOptions { PageSize = 10, MaxItems = 3 };

        await foreach (SearchResult hit in postpress.Search.ListAsync(account, search, options))
        {
            if (hit is PersonResult person)
            {
                Console.WriteLine($"{person.Name} ({person.NetworkDistance}): {person.Headline}");
            }
        }
        #endregion

        Assert.That(Printed, Is.EqualTo(Shown(SearchPage)));
    }

    [Test]
    public async Task Pages_come_one_by_one()
    {
        var search = new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2] };

        #region src/PostPress.Client/docs/search.md
        await foreach (SearchPage page in postpress.Search.ListPagesAsync(account, search, new SearchOptions { PageSize = 20 }))
        {
            Console.WriteLine($"{page.Items.Count} of {page.Paging?.TotalCount}");
        }
        #endregion

        Assert.That(Printed, Is.EqualTo(Shown(SearchPage, 4)));
    }

    [Test]
    public async Task A_search_goes_on_from_a_cursor_that_was_kept()
    {
        var search = new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2] };
        var rest = new List<SearchResult>();

        #region src/PostPress.Client/docs/search.md
        SearchPage first = await postpress.Search.GetPageAsync(account, search);
        string? bookmark = first.Cursor; // null on the last page; can be thousands of characters long

        if (bookmark is not null)
        {
            await foreach (SearchResult hit in postpress.Search.ListAsync(account, new CursorSearch { Cursor = bookmark }))
            {
                rest.Add(hit);
            }
        }
        #endregion

        Assert.That((first.Items.Count, rest.Count), Is.EqualTo((10, 27)));
    }

    [Test]
    public async Task What_LinkedIn_adds_tomorrow_is_read_all_the_same()
    {
        var search = new ClassicPeopleSearch { Keywords = "engineer" };
        const string account = SandboxTriggers.UnknownWords;
        var lines = new List<string?>();

        await foreach (SearchResult hit in postpress.Search.ListAsync(account, search, new SearchOptions { MaxItems = 10 }))
        {
            #region src/PostPress.Client/docs/search.md
            string? line = hit switch
            {
                PersonResult { NetworkDistance: { IsKnown: false } distance } person => $"{person.Name}, in an unknown distance: {distance.Value}",
                PersonResult person => person.Name,
                CompanyResult company => company.Name,
                PostResult post => post.Text,
                JobResult job => job.Title,
                _ => $"{hit.Type} {hit.Id}, with {hit.AdditionalProperties.Count} members that this library does not know",
            };
            #endregion

            lines.Add(line);
        }

        Assert.That(lines, Has.Some.Contains("members that this library does not know"));
    }

    [Test]
    public async Task A_search_is_saved_once()
    {
        #region src/PostPress.Client/docs/search.md
        var leads = new SalesNavigatorPeopleSearch { Keywords = "engineer", SaveSearch = new SaveSearch { Name = "Engineers" } };
        SearchPage page = await postpress.Search.GetPageAsync(account, leads, callOptions: new CallOptions { IdempotencyKey = "leads-2026-11-22" });
        #endregion

        await postpress.Search.GetPageAsync(account, leads, callOptions: new CallOptions { IdempotencyKey = "leads-2026-11-22" });
        Assert.That(page.Items, Is.Not.Empty);
        Assert.That(sandbox.SavedSearches.Select(s => s.Name), Is.EqualTo(new[] { "Engineers" }));
    }

    [Test]
    public async Task A_search_that_breaks_the_contract_is_not_sent()
    {
        #region src/PostPress.Client/docs/search.md
        try
        {
            await postpress.Search.GetPageAsync(account, new ClassicPeopleSearch(), new SearchOptions { PageSize = 80 });
        }
        catch (InvalidRequestException e)
        {
            Console.WriteLine(string.Join('\n', e.Violations));
        }
        #endregion

        Assert.That(Printed, Is.EqualTo(Shown(SearchPage, 5)));
        Assert.That(sandbox.Requests, Is.Empty);
    }

    [Test]
    public async Task A_person_chooses_from_what_LinkedIn_offers()
    {
        #region src/PostPress.Client/docs/search.md
        SearchParameterList offered = await postpress.Search.ListParametersAsync(account, SearchParameterType.Location, "Berlin");
        foreach (SearchParameter item in offered.Items)
        {
            Console.WriteLine($"{item.Id}: {item.Title}");
        }
        #endregion

        Assert.That(Printed, Is.EqualTo(Shown(SearchPage, 2)));
    }

    [Test]
    public async Task A_filter_takes_the_id_of_an_exact_title()
    {
        #region src/PostPress.Client/docs/search.md
        string berlin = await postpress.Search.FindIdAsync(account, SearchParameterType.Location, "Berlin, Germany");
        var search = new ClassicPeopleSearch { Keywords = "engineer", Location = [berlin] };
        #endregion

        Assert.That((await postpress.Search.GetPageAsync(account, search)).Items, Is.Not.Empty);
        var words = new ClassicPeopleSearch { Location = ["Berlin, Germany"] };
        var notSent = await Assert.ThrowsAsync<InvalidRequestException>(() => postpress.Search.GetPageAsync(account, words));
        Assert.That(notSent!.Message, Does.Contain("must be an id, not a text").And.Contain("SearchParameterType.Location"));

        var options = Options;
        options.CheckRequests = false;
        using var unguarded = new PostPressClient(options);
        var refused = await Assert.ThrowsAsync<PostPressApiException>(() => unguarded.Search.GetPageAsync(account, words));
        Assert.That(((int)refused!.StatusCode!, refused.ErrorType), Is.EqualTo((400, ErrorType.InvalidParameters)));
    }

    [Test]
    public async Task A_title_that_several_have_comes_with_its_candidates()
    {
        #region src/PostPress.Client/docs/search.md
        try
        {
            await postpress.Search.FindIdAsync(account, SearchParameterType.Company, "Acme");
        }
        catch (SearchParameterException e)
        {
            Console.WriteLine(e.IsAmbiguous ? $"Several are called {e.Text}. Choose one:" : $"Nothing is called exactly {e.Text}. LinkedIn offers:");
            foreach (SearchParameter candidate in e.Candidates)
            {
                Console.WriteLine($"{candidate.Id}: {candidate.Title}, {candidate.AdditionalData?["industry"]}");
            }
        }
        #endregion

        Assert.That(Printed, Is.EqualTo(Shown(SearchPage, 3)));
    }

    [Test]
    public async Task Ids_are_kept_in_a_hybrid_cache()
    {
        var builder = NewHost();
        builder.Services.AddSingleton<HybridCache, FakeHybridCache>();

        #region src/PostPress.Client/docs/search.md
        builder.Services.AddOptions<PostPressClientOptions>().Configure<HybridCache>((options, hybridCache) =>
            options.SearchParameterCache = (key, find, token) => hybridCache.GetOrCreateAsync(key, find, cancellationToken: token));
        #endregion

        await FindTwiceAsync(builder);
    }

    [Test]
    public async Task Ids_are_kept_in_a_memory_cache()
    {
        var builder = NewHost();
        builder.Services.AddMemoryCache();

        #region src/PostPress.Client/docs/search.md
        builder.Services.AddOptions<PostPressClientOptions>().Configure<IMemoryCache>((options, memoryCache) =>
            options.SearchParameterCache = async (key, find, token) => (await memoryCache.GetOrCreateAsync(key, entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromDays(1);
                return find(token).AsTask();
            }))!);
        #endregion

        await FindTwiceAsync(builder);
    }

    private WebApplicationBuilder NewHost()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddPostPressClient(o => (o.ApiKey, o.BaseAddress, o.MaxRetries) = (key, sandbox.BaseAddress, 0));
        return builder;
    }

    private async Task FindTwiceAsync(WebApplicationBuilder builder)
    {
        await using var services = builder.Services.BuildServiceProvider();
        var client = services.GetRequiredService<PostPressClient>();

        // A failure first: it is not kept.
        sandbox.Faults.Next(SandboxFault.Status(503));
        await Assert.ThrowsAsync<PostPressApiException>(() => client.Search.FindIdAsync(account, SearchParameterType.Location, "Berlin, Germany"));
        var ids = new[]
        {
            await client.Search.FindIdAsync(account, SearchParameterType.Location, "Berlin, Germany"),
            await client.Search.FindIdAsync(account, SearchParameterType.Location, "Berlin, Germany"),
        };
        Assert.That(ids, Is.EqualTo(new[] { "106967730", "106967730" }));
        Assert.That(sandbox.Requests, Has.Count.EqualTo(1));
    }

    /// <summary>Keeps things as JSON, as a hybrid cache with a second level does.</summary>
    private sealed class FakeHybridCache : HybridCache
    {
        private readonly Dictionary<string, string> _kept = [];

        public override async ValueTask<T> GetOrCreateAsync<TState, T>(string key, TState state, Func<TState, CancellationToken, ValueTask<T>> factory, HybridCacheEntryOptions? options = null, IEnumerable<string>? tags = null, CancellationToken cancellationToken = default)
        {
            if (!_kept.TryGetValue(key, out var json))
            {
                json = _kept[key] = JsonSerializer.Serialize(await factory(state, cancellationToken));
            }

            return JsonSerializer.Deserialize<T>(json)!;
        }

        public override ValueTask SetAsync<T>(string key, T value, HybridCacheEntryOptions? options = null, IEnumerable<string>? tags = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public override ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public override ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
