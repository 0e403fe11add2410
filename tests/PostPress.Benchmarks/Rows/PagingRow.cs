using System.Diagnostics;
using System.Globalization;

namespace PostPress.Benchmarks;

/// <summary>Goes through many pages whose fetching takes as long as their consumption.</summary>
internal sealed class PagingRow : Row
{
    public override string Name => "paging";

    public override async Task CheckAsync()
    {
        await using var server = await Server.StartAsync();
        foreach (var prefetch in new[] { true, false })
        {
            await ConsumeAsync(server, 120, prefetch, TimeSpan.Zero);
        }
    }

    public override async Task<RowResult> MeasureAsync(Effort effort)
    {
        await using var server = await Server.StartAsync();
        await ConsumeAsync(server, 4 * Server.ListingPageSize, prefetch: true, TimeSpan.Zero);
        var samples = new Samples();
        samples.Add("fetching ahead", await ConsumeAsync(server, effort.PagedItems, prefetch: true, Server.PageTime));
        samples.Add("one after the other", await ConsumeAsync(server, effort.PagedItems, prefetch: false, Server.PageTime));
        var work = string.Create(CultureInfo.InvariantCulture, $"{effort.PagedItems:#,0} items, page by page");
        return new(
            [new(work, "of the time without fetching ahead", samples.Ratio("fetching ahead", "one after the other"), string.Empty, Goal.Most(0.6))],
            [$"{work}: {string.Join("; ", samples.Names.Select(name => $"{name} {Seconds(samples.Median(name))}"))}."],
            [new(work, Seconds, [.. samples.Names.Select(name => (name, samples.Median(name)))])]);
    }

    /// <summary>Seconds until all items are consumed.</summary>
    private static async Task<double> ConsumeAsync(Server server, int items, bool prefetch, TimeSpan timePerPage)
    {
        using var postpress = new PostPressClient(new PostPressClientOptions { ApiKey = SmallCall.ApiKey, BaseAddress = new Uri(FormattableString.Invariant($"{server.Address}list/{items}/")) });
        var clock = Stopwatch.StartNew();
        var count = 0;
        await foreach (var _ in postpress.Search.ListAsync(SmallCall.AccountId, new ClassicPeopleSearch { Keywords = "engineer" }, new SearchOptions { PageSize = Server.ListingPageSize, Prefetch = prefetch }))
        {
            if (++count % Server.ListingPageSize == 0)
            {
                await Task.Delay(timePerPage);
            }
        }

        var pages = (items + Server.ListingPageSize - 1) / Server.ListingPageSize;
        return count == pages * Server.ListingPageSize ? clock.Elapsed.TotalSeconds : throw new WrongResultException($"{count} items came in {pages} pages.");
    }
}
