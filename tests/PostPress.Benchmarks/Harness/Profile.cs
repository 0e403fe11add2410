using System.Globalization;
using System.Text;
using System.Text.Json;
using Newtonsoft.Json;
using PostPress.Content;

namespace PostPress.Benchmarks;

/// <summary>
/// Where the time of a page read goes. Each step does what the one before does and one thing more, so a step's cost is the
/// difference; a sampling profiler isn't at hand here, and would blur calls that are inlined into each other.
/// </summary>
internal static class Profile
{
    private static readonly WireNames Types = new("PEOPLE", "COMPANY", "POST", "JOB");

    private static readonly (string Name, string Cost)[] Steps =
    [
        ("body", "copy the body into pooled memory"),
        ("tokens", "find the tokens (Utf8JsonReader)"),
        ("names", "look the members' names up, in one table of all of them"),
        ("strings", "make the strings"),
        ("numbers", "read the numbers (here all as decimals)"),
        ("kinds", "look ahead for each item's `type`"),
        ("all", "choose the member, make objects and lists"),
    ];

    public static async Task<string> RunAsync(Effort effort)
    {
        var json = Page.Of(100);
        var names = Names(json);
        Contender[] contenders =
        [
            new("body", async () => (await ReadBodyAsync(json)).Dispose()),
            new("tokens", async () => { using var body = await ReadBodyAsync(json); Tokens(body.Bytes); }),
            new("names", async () => { using var body = await ReadBodyAsync(json); Walk(body.Bytes, names, strings: false, numbers: false, kinds: false); }),
            new("strings", async () => { using var body = await ReadBodyAsync(json); Walk(body.Bytes, names, strings: true, numbers: false, kinds: false); }),
            new("numbers", async () => { using var body = await ReadBodyAsync(json); Walk(body.Bytes, names, strings: true, numbers: true, kinds: false); }),
            new("kinds", async () => { using var body = await ReadBodyAsync(json); Walk(body.Bytes, names, strings: true, numbers: true, kinds: true); }),
            new("all", () => Ours.ReadPageAsync(new ByteArrayContent(json))),
            new("floor", () => FloorAsync(json)),
        ];
        var samples = await Rounds.RunAsync(contenders, 2 * effort.Rounds, effort.Sample);
        var whole = samples.Median("all");
        var costs = Steps.Select((step, i) => (step.Cost, Time: i == 0 ? samples.Median("body") : samples.Difference(step.Name, Steps[i - 1].Name), Bytes: samples.Bytes(step.Name) - (i == 0 ? 0 : samples.Bytes(Steps[i - 1].Name))));
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"A page of 100 items, {json.Length:#,0} B, `type` early: {whole:0} µs, {samples.Bytes("all"):#,0} B. Each step does what the one before it does and one thing more; its cost is the difference.\n\n")
            .Append("| cost | µs | of the whole | bytes |\n|---|---|---|---|\n");
        foreach (var (cost, time, bytes) in costs.OrderByDescending(cost => cost.Time))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {cost} | {time:0} | {time / whole:0 %} | {bytes:#,0} |\n");
        }

        return text
            .Append(CultureInfo.InvariantCulture, $"\nThe floor, tokens and strings of the same tokenizer, takes {samples.Median("floor"):0} µs and {samples.Bytes("floor"):#,0} B: a page read is {samples.Ratio("all", "floor"):0.00} times that.\n")
            .ToString();
    }

    /// <summary>The least that there is to do: to find the tokens, and to make the strings.</summary>
    public static async Task FloorAsync(byte[] json)
    {
        using var body = await ReadBodyAsync(json);
        Floor(body.Bytes);
    }

    private static ValueTask<BufferedBody> ReadBodyAsync(byte[] json) => BufferedBody.ReadAsync(new ByteArrayContent(json), CancellationToken.None);

    private static void Tokens(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            // Only the tokens.
        }
    }

    private static void Floor(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                reader.GetString();
            }
        }
    }

    private static WireNames Names(byte[] json)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                names.Add(reader.GetString()!);
            }
        }

        return new WireNames([.. names]);
    }

    private static void Walk(ReadOnlySpan<byte> json, WireNames names, bool strings, bool numbers, bool kinds)
    {
        var reader = new WireReader(json);
        var depth = 0;
        do
        {
            switch (reader.Token)
            {
                case JsonToken.PropertyName:
                    // For names in the list, this makes no string.
                    reader.GetString(names);
                    break;
                case JsonToken.StartObject:
                    depth++;

                    // The page, its list, an item.
                    if (kinds && depth == 3)
                    {
                        reader.Peek("type", Types);
                    }

                    break;
                case JsonToken.StartArray:
                    depth++;
                    break;
                case JsonToken.EndObject or JsonToken.EndArray:
                    depth--;
                    break;
                case JsonToken.String when strings:
                    reader.GetString();
                    break;
                case JsonToken.Integer or JsonToken.Float when numbers:
                    reader.TryGetDecimal(out _, out _);
                    break;
            }

            reader.Read();
        }
        while (depth > 0);
    }
}
