using System.Globalization;
using System.Net;
using System.Text.Json;

namespace PostPress.Benchmarks;

/// <summary>A million items by one listing: what the heap holds at the end, beside what it held after the first ten thousand.</summary>
internal sealed class MemoryRow : Row
{
    private const int Items = 1_000_000;
    private const int FirstItems = 10_000;
    private const string Work = "1,000,000 items by one listing";

    public override string Name => "memory";

    public override async Task CheckAsync() => await ListAsync(FirstItems, _ => { });

    public override async Task<RowResult> MeasureAsync(Effort effort)
    {
        var heap = await Child.RunAsync("memory");
        return new(
            [new(Work, "of the heap after 10,000 items", heap[1] / heap[0], string.Empty, Goal.Most(1.05))],
            [FormattableString.Invariant($"{Work}: the heap holds {heap[0] / 1024:#,0} KB after 10,000 items, {heap[1] / 1024:#,0} KB at the end.")],
            []);
    }

    /// <summary>Bytes after the first items, and at the end.</summary>
    public static async Task<double[]> InChildAsync()
    {
        double first = 0;
        double last = 0;
        await ListAsync(Items, count =>
        {
            if (count is FirstItems or Items)
            {
                last = GC.GetTotalMemory(forceFullCollection: true);
                first = count == FirstItems ? last : first;
            }
        });
        return [first, last];
    }

    private static async Task ListAsync(int items, Action<int> seen)
    {
        using var postpress = Ours.Client(new Pages(items));
        var count = 0;
        await foreach (var _ in postpress.Search.ListAsync(SmallCall.AccountId, new ClassicPeopleSearch { Keywords = "engineer" }, new SearchOptions { PageSize = Pages.Size }))
        {
            seen(++count);
        }

        if (count != items)
        {
            throw new WrongResultException($"{count} items came.");
        }
    }

    /// <summary>Answers with pages of small items, each with a cursor of its own.</summary>
    private sealed class Pages(int items) : HttpMessageHandler
    {
        public const int Size = 50;

        private const string Item = """{"object":"SearchResult","type":"COMPANY","id":"1441","name":"Beeswax"}""";

        private static readonly string Listed = string.Join(',', Enumerable.Repeat(Item, Size));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var search = await JsonDocument.ParseAsync(await request.Content!.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            var end = Size + (search.RootElement.TryGetProperty("cursor", out var cursor) ? int.Parse(cursor.GetString()!, CultureInfo.InvariantCulture) : 0);
            var next = end < items ? FormattableString.Invariant($"\"{end}\"") : "null";
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new StringContent($$$"""{"object":"LinkedinSearch","items":[{{{Listed}}}],"config":{"params":{"api":"classic","category":"companies"}},"paging":{"start":0,"page_count":{{{Size}}},"total_count":{{{items}}}},"cursor":{{{next}}}}""", System.Text.Encoding.UTF8, "application/json"),
            };
        }
    }
}
