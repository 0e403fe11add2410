using Newtonsoft.Json;

namespace PostPress.Benchmarks;

/// <summary>Reads a page of 100 results from an answer's content.</summary>
internal sealed class ReadRow : Row
{
    private const string Floor = "floor";

    public override string Name => "read";

    public override async Task CheckAsync()
    {
        var kinds = new HashSet<Type>();
        foreach (var at in Enum.GetValues<TypeAt>())
        {
            var json = Page.Of(100, at);
            var text = System.Text.Encoding.UTF8.GetString(json);
            var ours = await Ours.ReadPageAsync(Content(json));
            kinds.UnionWith(ours.Items.Select(item => item.GetType()));
            Sameness.Demand($"ours, type {at}", text, JsonConvert.SerializeObject(ours));
            Sameness.Demand($"ours, from text, type {at}", text, JsonConvert.SerializeObject(await Ours.ReadPageFromTextAsync(Content(json))));
            Sameness.Demand($"NSwag, type {at}", text, NSwagPeer.Offline.Text(await NSwagPeer.Offline.ReadPageAsync(Content(json))));
            Sameness.Demand($"STJ, type {at}", text, StjPeer.Text((await StjPeer.ReadPageAsync(Content(json)))!));
            foreach (var count in new[] { await RefitPeer.ReadPageAsync(Content(json)), await KiotaPeer.ReadPageAsync(Content(json)) })
            {
                if (count != 100)
                {
                    throw new WrongResultException("A page has lost items.");
                }
            }

            if (at == TypeAt.First)
            {
                Sameness.Demand("STJ, strict", text, StjPeer.Text((await StjPeer.ReadPageStrictlyAsync(Content(json)))!));
            }
        }

        if (kinds.Count != 4)
        {
            throw new WrongResultException("The page does not hold all four kinds.");
        }
    }

    public override async Task<RowResult> MeasureAsync(Effort effort) =>
        RowResult.Join(
            await MeasureAsync(effort, TypeAt.Early, "read a page, `type` early", Goal.Least(3.5, 5), Goal.Most(0.35, 0.29), Goal.Most(1.04, 1.01)),
            await MeasureAsync(effort, TypeAt.Last, "read a page, `type` last", Goal.Least(3, 4.2), Goal.Most(0.40, 0.32), allocation: null));

    private static async Task<RowResult> MeasureAsync(Effort effort, TypeAt at, string work, Goal nswagGoal, Goal stjGoal, Goal? allocation)
    {
        var json = Page.Of(100, at);
        List<Contender> contenders =
        [
            new(PeerName.Ours, () => Ours.ReadPageAsync(Content(json))),
            new(PeerName.OursOverNewtonsoft, () => Ours.ReadPageFromTextAsync(Content(json))),
            new(PeerName.NSwag, () => NSwagPeer.Offline.ReadPageAsync(Content(json))),
            new(PeerName.Stj, () => StjPeer.ReadPageAsync(Content(json))),
        ];
        if (at == TypeAt.Early)
        {
            var first = Page.Of(100, TypeAt.First);
            contenders.Add(new(Floor, () => Profile.FloorAsync(json)));
            contenders.Add(new(PeerName.StjAtItsBest, () => StjPeer.ReadPageStrictlyAsync(Content(first))));
            contenders.Add(new(PeerName.Refit, () => RefitPeer.ReadPageAsync(Content(json))));
            contenders.Add(new(PeerName.Kiota, () => KiotaPeer.ReadPageAsync(Content(json))));
        }

        var samples = await Rounds.RunAsync(contenders, effort.Rounds, effort.Sample);
        List<Figure> figures =
        [
            new(work, "times as fast as NSwag", samples.Ratio(PeerName.NSwag, PeerName.Ours), "×", nswagGoal),
            new(work, "of System.Text.Json's time", samples.Ratio(PeerName.Ours, PeerName.Stj), string.Empty, stjGoal),
        ];
        if (allocation is not null)
        {
            figures.Add(new(work, "of System.Text.Json's allocation", (double)samples.Bytes(PeerName.Ours) / samples.Bytes(PeerName.Stj), string.Empty, allocation));
            figures.Add(new(work, "of the floor: the same tokens and strings", samples.Ratio(PeerName.Ours, Floor), string.Empty, Goal.Most(1.7, 1.5)));
            figures.Add(new(work, "of System.Text.Json's time, as on .NET Standard 2.0", samples.Ratio(PeerName.OursOverNewtonsoft, PeerName.Stj), string.Empty, Goal.Most(0.75, 0.65)));
        }

        var names = contenders.Select(contender => contender.Name).Where(name => name != Floor).ToArray();
        List<string> notes =
        [
            Note($"{work}, {Bytes(json.Length)}", samples, names),
            FormattableString.Invariant($"{work}: as on .NET Standard 2.0 it takes {samples.Ratio(PeerName.OursOverNewtonsoft, PeerName.Stj):0.00} of System.Text.Json's time and is {samples.Ratio(PeerName.NSwag, PeerName.OursOverNewtonsoft):0.00} times as fast as NSwag."),
        ];
        if (at == TypeAt.Early)
        {
            notes.Add(FormattableString.Invariant($"{work}: it takes {samples.Ratio(PeerName.Ours, PeerName.StjAtItsBest):0.00} of System.Text.Json's time where `type` must be the first member, which no client can count on."));
        }

        return new(figures, notes, [Bars(work, samples, names)]);
    }

    private static ByteArrayContent Content(byte[] json) => new(json);
}
