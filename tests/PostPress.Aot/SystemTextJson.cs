using System.Text.Json;
using System.Text.Json.Serialization;

namespace PostPress.Aot;

/// <summary>Wire types by System.Text.Json with a source-generated context, of which nothing warns.</summary>
internal static class SystemTextJson
{
    public static void Show(SearchPage page, CreateJobRequest request)
    {
        var json = JsonSerializer.Serialize(page, WireContext.Default.SearchPage);
        var copy = JsonSerializer.Deserialize(json, WireContext.Default.SearchPage)!;
        Console.WriteLine($"{copy.Items.Count} items, written again the same {JsonSerializer.Serialize(copy, WireContext.Default.SearchPage) == json}");

        var job = JsonSerializer.Deserialize(JsonSerializer.Serialize(request, WireContext.Default.CreateJobRequest), WireContext.Default.CreateJobRequest)!;
        Console.WriteLine($"{job.JobTitle.GetType().Name}, {job.Workplace}, {job.ScreeningQuestions![1].GetType().Name}");

        const string newer = """[{"type":"NEWSLETTER","readers":1.50E3},{"type":"JOB","benefits":["food",null]}]""";
        var hits = JsonSerializer.Deserialize(newer, WireContext.Default.ListSearchResult)!;
        Console.WriteLine($"{string.Join(", ", hits.Select(hit => hit.GetType().Name))}, written again the same {JsonSerializer.Serialize(hits, WireContext.Default.ListSearchResult) == newer}");
        Console.WriteLine(JsonSerializer.Serialize(new() { [JobState.Active] = Workplace.Remote }, WireContext.Default.DictionaryJobStateWorkplace));
    }
}

[JsonSerializable(typeof(SearchPage))]
[JsonSerializable(typeof(CreateJobRequest))]
[JsonSerializable(typeof(List<SearchResult>))]
[JsonSerializable(typeof(Dictionary<JobState, Workplace>))]
internal sealed partial class WireContext : JsonSerializerContext;
