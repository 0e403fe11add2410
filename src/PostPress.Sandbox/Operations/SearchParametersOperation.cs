using System.Text.Json.Nodes;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox.Operations;

/// <summary><c>listSearchParameters</c>: finds ids by text in constant lists.</summary>
internal sealed class SearchParametersOperation(ApiContract contract)
{
    private const int DefaultLimit = 10;

    private readonly IReadOnlyList<string> _services = contract.EnumOf("#/components/schemas/SearchParameterService");

    public SandboxResponse List(OperationRequest request, SandboxAccount account, JsonObject parameters)
    {
        var type = parameters["type"]!.GetValue<string>();
        if (!SearchParameterLists.All.TryGetValue(type, out var list))
        {
            throw request.Invalid($"`type` must be {string.Join(", ", SearchParameterLists.All.Keys)}, not {type}.");
        }

        var keywords = parameters["keywords"]?.GetValue<string>();
        if (type == "EMPLOYMENT_TYPE" && keywords is not null)
        {
            throw request.Invalid("`keywords` is not allowed with `type` EMPLOYMENT_TYPE, which always lists all items.");
        }

        var service = parameters["service"]?.GetValue<string>();
        if (account.Kind == SandboxAccountKind.LinkedInClassic && service is not null && _services.Contains(service, StringComparer.Ordinal))
        {
            throw request.Refuse("errors/feature_not_subscribed", $"{account.Id} has no {service}.");
        }

        var limit = parameters["limit"] is JsonValue asked ? (int)asked.GetValue<decimal>() : DefaultLimit;
        var items = Best(list, keywords ?? "").Take(limit).Select(parameter => (JsonNode)JsonOf(parameter)).ToArray();
        return SandboxResponse.Json(200, new JsonObject
        {
            ["object"] = "LinkedinSearchParametersList",
            ["items"] = new JsonArray(items),
            ["paging"] = new JsonObject { ["page_count"] = items.Length },
        });
    }

    /// <summary>Finds titles that contain, for each word of the text, a word that begins with it. Equal titles come first, then titles that begin with the text.</summary>
    private static IEnumerable<SearchParameter> Best(IReadOnlyList<SearchParameter> list, string keywords)
    {
        var wanted = WordsOf(keywords);
        var text = keywords.Trim();
        return list
            .Where(parameter => Array.TrueForAll(wanted, word => Array.Exists(WordsOf(parameter.Title), w => w.StartsWith(word, StringComparison.OrdinalIgnoreCase))))
            .OrderBy(parameter =>
                parameter.Title.Equals(text, StringComparison.OrdinalIgnoreCase) ? 0
                : parameter.Title.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 1
                : 2);
    }

    private static string[] WordsOf(string text) =>
        text.Split([' ', ',', '(', ')', '/', '&', '-'], StringSplitOptions.RemoveEmptyEntries);

    private static JsonObject JsonOf(SearchParameter parameter)
    {
        var json = new JsonObject { ["object"] = "LinkedinSearchParameter", ["id"] = parameter.Id, ["title"] = parameter.Title };
        if (parameter.More is { } more)
        {
            json["additional_data"] = new JsonObject { [more.Name] = more.Value };
        }

        return json;
    }
}
