using System.Globalization;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace PostPress.PublicApi;

/// <summary>Creates the page that explains every documented error and what to do, from the contract.</summary>
public static class ErrorTable
{
    /// <summary>The path of the page, relative to the root of the repository.</summary>
    public const string Path = "src/PostPress.Client/docs/errors.md";

    private const string Head = """
        # Errors

        Written from the contract by `dotnet run --project build/PublicApi`.

        A call that fails throws a `PostPressApiException` if a response came, a `PostPressConnectionException` if none came, and a `PostPressTimeoutException` if a timeout has passed. All are `PostPressException`s, whose `Outcome` says what is known:

        | `Outcome` | meaning | try a write again? |
        |---|---|---|
        | `NotSent` | no server has received the request | yes |
        | `Refused` | PostPress refused it; nothing happened | not unchanged, except after 429 |
        | `Unknown` | it may have been carried out | look first, or use the same idempotency key |
        | `Applied` | it was carried out, and the response is of a kind that this library does not know | no |

        The client itself retries a search after 408, 429, 5xx, a lost connection or a slow attempt. It retries a write only if it was not sent, and after a 429. A response with one of these types is a refusal in any status, except for types that are listed at a 5xx.

        | `ErrorType` | status | meaning | what to do | try again? |
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
        var responses = Responses(root).ToLookup(a => a.Type, a => (a.Operation, a.Status), StringComparer.Ordinal);

        var page = new StringBuilder(Head);
        for (var i = 0; i < names.Length; i++)
        {
            string[] statuses = [.. responses[names[i]].Select(a => a.Status).Distinct(StringComparer.Ordinal)];
            var where = statuses.Select(status => $"{status} {string.Join(", ", responses[names[i]].Where(a => a.Status == status).Select(a => $"`{a.Operation}`"))}");
            page.Append(CultureInfo.InvariantCulture, $"| `{members[i]}`<br>`{names[i]}` | {string.Join("; ", where)} | {meanings[i]} | {advice[i]} | {Retry(statuses)} |\n");
        }

        return page.ToString();
    }

    private static string Retry(string[] statuses) =>
        statuses.All(s => s.StartsWith('5')) ? "a search: yes; a write: look first" : "not unchanged";

    private static IEnumerable<(string Type, string Operation, string Status)> Responses(YamlNode root)
    {
        // Each method of each path is an operation.
        foreach (var operation in ((YamlMappingNode)root["paths"]).Children.Values.SelectMany(path => ((YamlMappingNode)path).Children.Values))
        {
            foreach ((var status, var response) in (YamlMappingNode)operation["responses"])
            {
                var resolved = Resolve(root, response);
                var lines = $"{resolved["description"]}".Split('\n');
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
