using System.Text.Json;
using PostPress.Operations;

namespace PostPress.Benchmarks;

/// <summary>The wire types by System.Text.Json, whose converters they name, beside what the client does itself.</summary>
internal sealed class ConvertersRow : Row
{
    private const string Direct = "PostPress, as the client reads and writes";
    private const string Converters = "PostPress by System.Text.Json's serializer";

    public override string Name => "converters";

    public override Task CheckAsync()
    {
        var page = Page.Of(100);
        var text = System.Text.Encoding.UTF8.GetString(page);
        Sameness.Demand(Converters, text, JsonSerializer.Serialize(JsonSerializer.Deserialize<SearchPage>(page)));
        return Task.CompletedTask;
    }

    public override async Task<RowResult> MeasureAsync(Effort effort)
    {
        var page = Page.Of(100);
        var search = Requests.RecruiterSearch();
        return RowResult.Join(
            await MeasureAsync(effort, "read a page by System.Text.Json's serializer", () => SearchOperation.ReadResponse(new ArraySegment<byte>(page)), () => JsonSerializer.Deserialize<SearchPage>(page)),
            await MeasureAsync(effort, "write a Recruiter search by System.Text.Json's serializer", () => Copy(search), () => JsonSerializer.SerializeToUtf8Bytes<SearchRequest>(search)));
    }

    private static async Task<RowResult> MeasureAsync(Effort effort, string work, Func<object?> direct, Func<object?> converters)
    {
        var samples = await Rounds.RunAsync([new(Direct, () => Run(direct)), new(Converters, () => Run(converters))], effort.Rounds, effort.Sample);
        return new(
            [new(work, "of the client's own time", samples.Ratio(Converters, Direct), string.Empty, Goal.Most(1.15))],
            [Note(work, samples, Converters, Direct)],
            []);
    }

    private static Task Run(Func<object?> work)
    {
        work();
        return Task.CompletedTask;
    }

    /// <summary>An array of its own, as the serializer gives one.</summary>
    private static byte[] Copy(SearchRequest search)
    {
        var json = Utf8WireWriter.Write(search, SearchOperation.WriteRequest);
        byte[] copy = [.. json];
        System.Buffers.ArrayPool<byte>.Shared.Return(json.Array!);
        return copy;
    }
}
