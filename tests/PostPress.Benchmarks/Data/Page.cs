using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Benchmarks;

/// <summary>Where <c>type</c>, the member that tells an item's kind, stands in it.</summary>
internal enum TypeAt
{
    /// <summary>The second member, as in the API's own examples.</summary>
    Early,

    /// <summary>The last member.</summary>
    Last,

    /// <summary>The very first member: the only place where System.Text.Json takes it without looking ahead.</summary>
    First,
}

/// <summary>
/// Pages of search results, the same in every run. Each item is the contract's example of its kind with every member that
/// the contract has, none of them null, and a number worked into its texts.
/// </summary>
internal static class Page
{
    /// <summary>Two in five are people, and people have had more than one job: so 100 items come to about 380 KB.</summary>
    private static readonly string[] Kinds = ["people", "companies", "people", "posts", "jobs"];

    private const int EntriesPerPerson = 3;

    public static byte[] Of(int count, TypeAt typeAt = TypeAt.Early, string? cursor = "eyJzdGFydCI6MTAwfQ")
    {
        var examples = Kinds.Distinct().ToDictionary(kind => kind, kind => (JObject)Fixtures.Read("response.200." + kind)["items"]![0]!);
        var page = Fixtures.Read("response.200.people");
        page["items"] = new JArray(Enumerable.Range(0, count).Select(i => Item(examples[Kinds[i % Kinds.Length]], i, typeAt)));
        page["paging"] = new JObject { ["start"] = 0, ["page_count"] = count, ["total_count"] = 12345 };
        page["cursor"] = cursor;
        return Encoding.UTF8.GetBytes(page.ToString(Formatting.None));
    }

    private static JObject Item(JObject example, int index, TypeAt typeAt)
    {
        var item = (JObject)example.DeepClone();
        foreach (var list in new[] { "current_positions", "education", "work_experience", "certifications", "projects", "skills" }.Select(name => item[name]).OfType<JArray>())
        {
            var entry = list[0];
            while (list.Count < EntriesPerPerson)
            {
                list.Add(entry.DeepClone());
            }
        }

        Number(item, index);
        var type = item.Property("type")!;
        type.Remove();
        if (typeAt == TypeAt.Last)
        {
            item.Add(type);
        }
        else if (typeAt == TypeAt.First)
        {
            item.AddFirst(type);
        }
        else
        {
            item.First!.AddAfterSelf(type);
        }

        return item;
    }

    /// <summary>
    /// Makes the texts of an item its own. NSwag's default code refuses a null and makes 0 of a number that is absent, so
    /// there is none of either.
    /// </summary>
    private static void Number(JToken token, int index)
    {
        if (token is JObject { Count: 1 } date && date["year"] is not null)
        {
            date["month"] = 1 + (index % 12);
        }

        foreach (var value in token.Children().SelectMany(child => child is JProperty property ? [property.Value] : child is JValue ? new[] { child } : []).ToList())
        {
            switch (value)
            {
                case JValue { Type: JTokenType.Null, Path: var path } when path.EndsWith("expires_at", StringComparison.Ordinal):
                    value.Replace("2026-06-01T10:00:00.000Z");
                    break;
                case JValue { Type: JTokenType.Null }:
                    value.Replace(new JObject { ["year"] = 2000 + (index % 25), ["month"] = 1 + (index % 12) });
                    break;
                case JValue { Type: JTokenType.Integer, Value: long number } when number is > 12 and < 10_000:
                    value.Replace(number + index);
                    break;
                case JValue { Type: JTokenType.String, Value: string text } when text.Contains(' ', StringComparison.Ordinal) || text.Contains("//", StringComparison.Ordinal):
                    value.Replace(FormattableString.Invariant($"{text}-{index}"));
                    break;
            }
        }

        foreach (var child in token.Children().ToList())
        {
            Number(child, index);
        }
    }
}
