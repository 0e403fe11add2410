using System.Globalization;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace PostPress.PublicApi;

/// <summary>What every documented error means and what to do then, as a page, from the contract.</summary>
public static class ErrorTable
{
    /// <summary>Where the page stands, seen from the root of the repository.</summary>
    public const string Path = "src/PostPress.Client/docs/errors.md";

    private const string Head = """
        # Errors

        Made from the contract by `dotnet run --project build/PublicApi`; a test holds it up to date.

        A call that fails throws a `PostPressApiException` when a response came, a `PostPressConnectionException` when none came, and a `PostPressTimeoutException` when a timeout has passed. All are `PostPressException`s, whose `Outcome` says what is known:

        | `Outcome` | meaning | send a write again? |
        |---|---|---|
        | `NotSent` | the request never reached PostPress | yes |
        | `Refused` | PostPress refused it, nothing happened | not unchanged, except after 429 |
        | `Unknown` | it may have been carried out | look first, or send it again with the same idempotency key |
        | `Applied` | it was carried out, and the response is of a kind that this library does not know | no |

        The client itself retries a search after 408, 429, 5xx, a lost connection or a slow attempt. It retries a write only when it never left, and after 429. These types refuse in whatever status a gateway gives them, except those listed at a 5xx.

        | `ErrorType` | status | meaning | what to do | send it again? |
        |---|---|---|---|---|

        """;

    /// <summary>The page for a contract.</summary>
    /// <param name="contract">The text of the contract.</param>
    /// <returns>Markdown.</returns>
    public static string Of(string contract)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(contract));
        var root = yaml.Documents[0].RootNode;
        var types = root["components"]["schemas"]["ErrorType"];
        var names = Texts(types["enum"]);
        var meanings = Texts(types["x-enum-descriptions"]);
        var advice = Texts(types["x-enum-advice"]);
        var members = Texts(types["x-enum-varnames"]);
        var answers = Answers(root).ToLookup(a => a.Type, a => (a.Operation, a.Status), StringComparer.Ordinal);

        var page = new StringBuilder(Head);
        for (var i = 0; i < names.Length; i++)
        {
            string[] statuses = [.. answers[names[i]].Select(a => a.Status).Distinct(StringComparer.Ordinal)];
            var where = statuses.Select(status => $"{status} {string.Join(", ", answers[names[i]].Where(a => a.Status == status).Select(a => $"`{a.Operation}`"))}");
            page.Append(CultureInfo.InvariantCulture, $"| `{members[i]}`<br>`{names[i]}` | {string.Join("; ", where)} | {meanings[i]} | {advice[i]} | {Repeat(statuses)} |\n");
        }

        return page.ToString();
    }

    private static string Repeat(string[] statuses) =>
        statuses.All(s => s.StartsWith('5')) ? "a search: yes; a write: look first" : "not unchanged";

    private static IEnumerable<(string Type, string Operation, string Status)> Answers(YamlNode root)
    {
        // Each method of each path is an operation.
        foreach (var operation in ((YamlMappingNode)root["paths"]).Children.Values.SelectMany(path => ((YamlMappingNode)path).Children.Values))
        {
            foreach ((var status, var response) in (YamlMappingNode)operation["responses"])
            {
                var answer = Resolve(root, response);
                var lines = $"{answer["description"]}".Split('\n');
                foreach (var line in lines.Where(l => l.StartsWith("- `errors/", StringComparison.Ordinal)))
                {
                    yield return (line.Split('`')[1], $"{operation["operationId"]}", $"{status}");
                }
            }
        }
    }

    private static YamlNode Resolve(YamlNode root, YamlNode node) =>
        ((YamlMappingNode)node).Children.TryGetValue("$ref", out var reference)
            ? $"{reference}".TrimStart('#', '/').Split('/').Aggregate(root, (at, key) => at[key])
            : node;

    private static string[] Texts(YamlNode list) => [.. ((YamlSequenceNode)list).Select(item => $"{item}")];
}
