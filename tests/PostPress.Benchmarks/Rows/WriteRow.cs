namespace PostPress.Benchmarks;

/// <summary>Makes the content of a request, and copies it to where the network would be.</summary>
internal sealed class WriteRow : Row
{
    public override string Name => "write";

    public override async Task CheckAsync()
    {
        foreach (var (work, _, contenders) in Works())
        {
            var ours = await TextAsync(contenders[0].Write());
            foreach (var (name, write) in contenders)
            {
                Sameness.DemandNearly($"{name}, {work}", ours, await TextAsync(write()));
            }
        }
    }

    public override async Task<RowResult> MeasureAsync(Effort effort)
    {
        List<RowResult> results = [];
        foreach (var (work, goal, contenders) in Works())
        {
            var size = (await TextAsync(contenders[0].Write())).Length;
            var samples = await Rounds.RunAsync([.. contenders.Select(c => new Contender(c.Name, () => SendAsync(c.Write())))], effort.Rounds, effort.Sample);
            results.Add(new(
                [
                    new(work, "times as fast as NSwag", samples.Ratio(PeerName.NSwag, PeerName.Ours), "×", Goal.Least(2, 3.5)),
                    new(work, "of System.Text.Json's time", samples.Ratio(PeerName.Ours, PeerName.Stj), string.Empty, goal),
                    new(work, "allocated", samples.Bytes(PeerName.Ours) / 1024.0, "KB", Goal.Most(2)),
                ],
                [Note($"{work}, {Bytes(size)}", samples, PeerName.Ours, PeerName.NSwag, PeerName.Stj)],
                [Bars(work, samples, PeerName.Ours, PeerName.NSwag, PeerName.Stj)]));
        }

        return RowResult.Join([.. results]);
    }

    private static (string Work, Goal Goal, (string Name, Func<HttpContent> Write)[] Contenders)[] Works()
    {
        var search = Requests.RecruiterSearch();
        var nswagSearch = Twin.Of(search, "NSwagDefault");
        var stjSearch = (NSwagStj.RecruiterPeopleSearch)Twin.Of(search, "NSwagStj");
        var job = Requests.JobDraft();
        var nswagJob = Twin.Of(job, "NSwagDefault");
        var stjJob = (NSwagStj.CreateJobRequest)Twin.Of(job, "NSwagStj");
        return
        [
            ("write a Recruiter search", Goal.Most(0.45, 0.30), [(PeerName.Ours, () => Ours.Write(search)), (PeerName.NSwag, () => NSwagPeer.Offline.Write(nswagSearch)), (PeerName.Stj, () => StjPeer.Write(stjSearch))]),
            ("write a job draft", Goal.Most(0.35, 0.25), [(PeerName.Ours, () => Ours.Write(job)), (PeerName.NSwag, () => NSwagPeer.Offline.Write(nswagJob)), (PeerName.Stj, () => StjPeer.Write(stjJob))]),
        ];
    }

    private static async Task SendAsync(HttpContent content)
    {
        using (content)
        {
            await content.CopyToAsync(Stream.Null);
        }
    }

    private static async Task<string> TextAsync(HttpContent content)
    {
        using (content)
        {
            return await content.ReadAsStringAsync();
        }
    }
}
