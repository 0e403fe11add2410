using System.Diagnostics;

namespace PostPress.Benchmarks;

/// <summary>The first page of 10 that a fresh process reads: what it costs until everything is loaded and compiled.</summary>
internal sealed class ColdRow : Row
{
    private const string Work = "first page in a fresh process";

    private static readonly string[] Names = [PeerName.Ours, PeerName.NSwag, PeerName.Stj, PeerName.Refit, PeerName.Kiota];

    public override string Name => "cold";

    public override async Task CheckAsync() => await RoundsAsync(1);

    public override async Task<RowResult> MeasureAsync(Effort effort)
    {
        var samples = await RoundsAsync(effort.ColdRounds);
        return new(
            [
                new(Work, "of NSwag's time", samples.Ratio(PeerName.Ours, PeerName.NSwag), string.Empty, Goal.Most(0.4, 0.3)),
                new(Work, "of System.Text.Json's time", samples.Ratio(PeerName.Ours, PeerName.Stj), string.Empty, Goal.Most(0.34, 0.28)),
            ],
            [$"{Work}: {string.Join("; ", Names.Select(name => $"{name} {Milliseconds(samples.Median(name))}"))}."],
            [new(Work, Milliseconds, [.. Names.Select(name => (name, samples.Median(name)))])]);
    }

    /// <summary>Milliseconds of the first read.</summary>
    public static async Task<double> InChildAsync(string contender, string file)
    {
        // Nothing of this may use what is measured: the page was made by another process.
        var content = new ByteArrayContent(await File.ReadAllBytesAsync(file));
        var clock = Stopwatch.StartNew();
        var items = contender switch
        {
            PeerName.Ours => await OursAsync(content),
            PeerName.NSwag => await NSwagAsync(content),
            PeerName.Refit => await RefitAsync(content),
            PeerName.Kiota => await KiotaAsync(content),
            _ => await StjAsync(content),
        };
        return items == 10 ? clock.Elapsed.TotalMilliseconds : throw new WrongResultException($"{contender} read {items} items.");
    }

    private static async Task<int> OursAsync(HttpContent content) => (await Ours.ReadPageAsync(content)).Items.Count;

    private static async Task<int> NSwagAsync(HttpContent content) => (await NSwagPeer.Offline.ReadPageAsync(content)).Items.Count;

    private static async Task<int> StjAsync(HttpContent content) => (await StjPeer.ReadPageAsync(content))!.Items.Count;

    private static Task<int> RefitAsync(HttpContent content) => RefitPeer.ReadPageAsync(content);

    private static Task<int> KiotaAsync(HttpContent content) => KiotaPeer.ReadPageAsync(content);

    private static async Task<Samples> RoundsAsync(int rounds)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, Page.Of(10));
            var samples = new Samples();
            var order = Names.ToArray();
            var random = new Random(4);
            for (var round = 0; round < rounds; round++)
            {
                random.Shuffle(order);
                foreach (var name in order)
                {
                    samples.Add(name, (await Child.RunAsync("cold", name, file))[0]);
                }
            }

            return samples;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
