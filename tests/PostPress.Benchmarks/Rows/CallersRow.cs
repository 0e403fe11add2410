namespace PostPress.Benchmarks;

/// <summary>64 callers at once that read large pages over loopback, through each whole client.</summary>
internal sealed class CallersRow : Row
{
    private const int Callers = 64;
    private const int CallsEach = 2;
    private const string Work = "64 callers, large pages over loopback";

    public override string Name => "callers";

    public override async Task CheckAsync()
    {
        await using var server = await Server.StartAsync();
        foreach (var name in PageClients.Names)
        {
            await PageClients.AskAsync(PageClients.Create(name, server.Address + "page/"), callers: 4, callsEach: 1);
        }
    }

    public override async Task<RowResult> MeasureAsync(Effort effort)
    {
        await using var server = await Server.StartAsync();
        var contenders = PageClients.Names.Select(name =>
        {
            var client = PageClients.Create(name, server.Address + "page/");
            return new Contender(name, () => PageClients.AskAsync(client, Callers, CallsEach));
        }).ToArray();
        var samples = await Rounds.RunAsync(contenders, effort.LoadRounds, TimeSpan.Zero, isAlone: false);
        const int Pages = Callers * CallsEach;
        return new(
            [
                new(Work, "times NSwag's throughput", samples.Ratio(PeerName.NSwag, PeerName.Ours), "×", Goal.Least(8, 10)),
                new(Work, "times NSwag's throughput, if nothing but the bytes were read", samples.Ratio(PeerName.NSwag, PeerName.Raw), "×", Goal.Least(null)),
            ],
            [$"{Work}, time for each page: {string.Join("; ", PageClients.Names.Select(name => $"{name} {Time(samples.Median(name) / Pages)}"))}."],
            [new("64 callers, each page", Time, [.. PageClients.Names.Select(name => (name, samples.Median(name) / Pages))])]);
    }
}
