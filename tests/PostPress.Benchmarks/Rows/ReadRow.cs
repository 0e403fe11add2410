using Newtonsoft.Json;

namespace PostPress.Benchmarks;

/// <summary>Reads a page of 100 results from an answer's content.</summary>
internal sealed class ReadRow : Row
{
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
            await MeasureAsync(effort, TypeAt.Early, "read a page, `type` early", Goal.Least(3.5, 5), Goal.Most(0.75, 0.50), Goal.Most(1.10, 1.05)),
            await MeasureAsync(effort, TypeAt.Last, "read a page, `type` last", Goal.Least(3, 4.2), Goal.Most(0.85, 0.65), allocation: null));

    private static async Task<RowResult> MeasureAsync(Effort effort, TypeAt at, string work, Goal nswagGoal, Goal stjGoal, Goal? allocation)
    {
        var json = Page.Of(100, at);
        List<Contender> contenders =
        [
            new("ours", () => Ours.ReadPageAsync(Content(json))),
            new("ours over Newtonsoft", () => Ours.ReadPageFromTextAsync(Content(json))),
            new("NSwag", () => NSwagPeer.Offline.ReadPageAsync(Content(json))),
            new("STJ", () => StjPeer.ReadPageAsync(Content(json))),
        ];
        if (at == TypeAt.Early)
        {
            var first = Page.Of(100, TypeAt.First);
            contenders.Add(new("STJ at its best", () => StjPeer.ReadPageStrictlyAsync(Content(first))));
        }

        var samples = await Rounds.RunAsync(contenders, effort.Rounds, effort.Sample);
        List<Figure> figures =
        [
            new(work, "times as fast as NSwag", samples.Ratio("NSwag", "ours"), "×", nswagGoal),
            new(work, "of STJ's time", samples.Ratio("ours", "STJ"), string.Empty, stjGoal),
        ];
        if (allocation is not null)
        {
            figures.Add(new(work, "of STJ's allocation", (double)samples.Bytes("ours") / samples.Bytes("STJ"), string.Empty, allocation));
        }

        var names = contenders.Select(contender => contender.Name).ToArray();
        List<string> notes =
        [
            Note($"{work}, {Bytes(json.Length)}", samples, names),
            FormattableString.Invariant($"{work}: on Newtonsoft's tokenizer, as on .NET Standard 2.0, ours takes {samples.Ratio("ours over Newtonsoft", "STJ"):0.00} of STJ's time and is {samples.Ratio("NSwag", "ours over Newtonsoft"):0.00} times as fast as NSwag."),
        ];
        if (at == TypeAt.Early)
        {
            notes.Add(FormattableString.Invariant($"{work}: ours takes {samples.Ratio("ours", "STJ at its best"):0.00} of STJ's time at its best (`type` the first member, strict), which no client can count on."));
        }

        return new(figures, notes, [Bars(work, samples, names)]);
    }

    private static ByteArrayContent Content(byte[] json) => new(json);
}
