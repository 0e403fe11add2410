using System.Diagnostics.CodeAnalysis;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Aot;

/// <summary>Wire types by Newtonsoft's own serializer, which warns at every call that it reflects.</summary>
internal static class PlainJson
{
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Reason)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = Reason)]
    public static void Show(SearchPage page, JobDraft draft)
    {
        var json = JsonConvert.SerializeObject(page);
        var copy = JsonConvert.DeserializeObject<SearchPage>(json)!;
        Console.WriteLine($"{copy.Items.Count} items, written again the same {JsonConvert.SerializeObject(copy) == json}");

        var known = JsonConvert.SerializeObject(NetworkDistance.FirstDegree);
        var unknown = JsonConvert.DeserializeObject<NetworkDistance>("\"DISTANCE_4\"");
        var time = JsonConvert.DeserializeObject<Timestamp>("\"2026-05-04T09:30:00Z\"");
        Console.WriteLine($"{known}, {unknown}, {time.Value:u}");

        var job = JsonConvert.DeserializeObject<CreateJobRequest>("""{"job_title":{"text":"Engineer"},"description":null}""")!;
        Console.WriteLine($"{job.JobTitle.GetType().Name}, the draft by JObject the same {JObject.FromObject(draft).ToObject<JobDraft>()!.JobId == draft.JobId}");
    }

    private const string Reason = "What this shows: of a wire type the serializer needs the converter alone, whose constructor is kept.";
}
