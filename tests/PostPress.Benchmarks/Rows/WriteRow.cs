namespace PostPress.Benchmarks;

/// <summary>Makes the content of a request, and copies it to where the network would be.</summary>
internal sealed class WriteRow : Row
{
    public override string Name => "write";

    public override async Task CheckAsync()
    {
        foreach (var (work, contenders) in Works())
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
        foreach (var (work, contenders) in Works())
        {
            var size = (await TextAsync(contenders[0].Write())).Length;
            var samples = await Rounds.RunAsync([.. contenders.Select(c => new Contender(c.Name, () => SendAsync(c.Write())))], effort.Rounds, effort.Sample);
            results.Add(new(
                [
                    new(work, "times as fast as NSwag", samples.Ratio("NSwag", "ours"), "×", Goal.Least(2, 3.5)),
                    new(work, "of STJ's time", samples.Ratio("ours", "STJ"), string.Empty, Goal.Most(0.95, 0.65)),
                    new(work, "allocated", samples.Bytes("ours") / 1024.0, "KB", Goal.Most(2)),
                ],
                [Note($"{work}, {Bytes(size)}", samples, "ours", "NSwag", "STJ")],
                [Bars(work, samples, "ours", "NSwag", "STJ")]));
        }

        return RowResult.Join([.. results]);
    }

    private static (string Work, (string Name, Func<HttpContent> Write)[] Contenders)[] Works()
    {
        var search = Requests.RecruiterSearch();
        var nswagSearch = Twin.Of(search, "NSwagDefault");
        var stjSearch = (NSwagStj.RecruiterPeopleSearch)Twin.Of(search, "NSwagStj");
        var job = Requests.JobDraft();
        var nswagJob = Twin.Of(job, "NSwagDefault");
        var stjJob = (NSwagStj.CreateJobRequest)Twin.Of(job, "NSwagStj");
        return
        [
            ("write a Recruiter search", [("ours", () => Ours.Write(search)), ("NSwag", () => NSwagPeer.Offline.Write(nswagSearch)), ("STJ", () => StjPeer.Write(stjSearch))]),
            ("write a job draft", [("ours", () => Ours.Write(job)), ("NSwag", () => NSwagPeer.Offline.Write(nswagJob)), ("STJ", () => StjPeer.Write(stjJob))]),
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
