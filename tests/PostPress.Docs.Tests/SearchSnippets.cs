using PostPress;
using PostPress.Sandbox;

namespace Docs;

public class SearchSnippets : SnippetTests
{
    private const string SearchPage = "src/PostPress.Client/Search/README.md";

    [Test]
    public async Task Items_come_one_by_one_over_all_pages()
    {
        #region src/PostPress.Client/Search/README.md
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

        #region src/PostPress.Client/Search/README.md
        await foreach (SearchPage page in postpress.Search.ListPagesAsync(account, search, new SearchOptions { PageSize = 20 }))
        {
            Console.WriteLine($"{page.Items.Count} of {page.Paging?.TotalCount}");
        }
        #endregion

        Assert.That(Printed, Is.EqualTo(Shown(SearchPage, 2)));
    }

    [Test]
    public async Task A_search_goes_on_from_a_cursor_that_was_kept()
    {
        var search = new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2] };
        var rest = new List<SearchResult>();

        #region src/PostPress.Client/Search/README.md
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
            #region src/PostPress.Client/Search/README.md
            string? line = hit switch
            {
                PersonResult { NetworkDistance: { IsKnown: false } distance } person => $"{person.Name}, in a distance that is new: {distance.Value}",
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
        #region src/PostPress.Client/Search/README.md
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
        #region src/PostPress.Client/Search/README.md
        try
        {
            await postpress.Search.GetPageAsync(account, new ClassicPeopleSearch(), new SearchOptions { PageSize = 80 });
        }
        catch (InvalidRequestException e)
        {
            Console.WriteLine(string.Join('\n', e.Violations));
        }
        #endregion

        Assert.That(Printed, Is.EqualTo(Shown(SearchPage, 3)));
        Assert.That(sandbox.Requests, Is.Empty);
    }
}
