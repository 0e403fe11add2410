using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Benchmarks;

/// <summary>The requests that are written: the contract's examples, filled up.</summary>
internal static class Requests
{
    /// <summary>A Recruiter search with over 30 filters, about 2.5 KB of JSON.</summary>
    public static SearchRequest RecruiterSearch()
    {
        var json = Fixtures.Read("request.recruiterPeople");
        foreach (var list in new[] { "location", "role", "skills", "company", "current_company" }.Select(name => (JArray)json[name]!))
        {
            list.Add(list[0].DeepClone());
        }

        // Distances are words and numbers; System.Text.Json can't write the numbers by what NSwag made of them.
        json["network_distance"] = new JArray("GROUP");

        // NSwag's output writes numbers and words that were not set as 0 and as the first word, so all of them are set.
        json["saved_search"] = JObject.Parse("""{"id": "77", "project_id": "31", "newest_results_only": true}""");
        foreach (var range in new[] { "tenure_in_company", "tenure_in_position" })
        {
            json[range] = new JObject { ["min"] = 1, ["max"] = 5 };
        }

        foreach (var filter in json.SelectTokens("$['role','skills','company','past_company'][*]").OfType<JObject>())
        {
            filter["priority"] ??= "CAN_HAVE";
        }

        foreach (var filter in json.SelectTokens("$['role','company'][*]").OfType<JObject>())
        {
            filter["scope"] ??= "CURRENT";
        }

        return JsonConvert.DeserializeObject<SearchRequest>(json.ToString())!;
    }

    /// <summary>A job draft with about 5 KB of HTML.</summary>
    public static CreateJobRequest JobDraft()
    {
        var json = Fixtures.Read("request.recruiterNewProject");
        json["screening_questions"] = Fixtures.Read("request.screeningQuestions")["screening_questions"];
        var html = new StringBuilder();
        for (var i = 1; html.Length < 5_000; i++)
        {
            html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<h3>What you will do, part {i}</h3>\n<ul><li>Build \"things\" &amp; keep them running</li><li>Talk to users in Zürich</li></ul>\n<p>You'll love it.</p>\n");
        }

        json["description"] = html.ToString();
        return JsonConvert.DeserializeObject<CreateJobRequest>(json.ToString())!;
    }
}
