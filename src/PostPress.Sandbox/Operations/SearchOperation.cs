using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox.Operations;

/// <summary><c>search</c>: reads pages of a constant population. Only <c>keywords</c> and, for people, <c>network_distance</c> filter the results. Other filters are validated and echoed.</summary>
internal sealed class SearchOperation(SandboxState state, PostPressSandboxOptions options, ApiContract contract)
{
    private const int DefaultLimit = 10;

    // Detects cursors that the sandbox did not create. It is no secret.
    private static readonly byte[] CursorKey = "postpress-sandbox"u8.ToArray();

    private readonly Population _population = new(options);

    /// <summary>The state of a search between two pages: the first body, the account and the position.</summary>
    private sealed record Position(JsonObject Request, string Account, int Start, bool Empty);

    /// <summary>The API, the category and the filters of a search.</summary>
    private sealed record Target(string Api, string Category, string? Keywords, IReadOnlyList<string> Distances);

    public SandboxResponse Search(OperationRequest request, string? idempotencyKey, SandboxAccount account, JsonObject parameters, JsonObject body, byte[] bytes)
    {
        var cursor = CursorOf(request, parameters, body);
        var position = cursor is null ? new Position(body, account.Id, 0, Empty: false) : Decode(request, cursor, account);
        var target = TargetOf(request, position.Request);
        if (account.Kind == SandboxAccountKind.LinkedInClassic && target.Api != "classic")
        {
            throw request.Refuse("errors/feature_not_subscribed", $"{account.Id} has no {target.Api}.");
        }

        var limit = parameters["limit"] is JsonValue asked ? (int)asked.GetValue<decimal>() : DefaultLimit;
        var most = MostItems(target.Api);
        if (limit > most)
        {
            throw request.Refuse("errors/limit_too_high", FormattableString.Invariant($"`limit` must be at most {most} for {target.Api}, not {limit}."));
        }

        return state.Once(request, idempotencyKey, request.Fingerprint(bytes), () =>
        {
            if (cursor is null && body["save_search"] is JsonObject saved)
            {
                state.Add(new SandboxSavedSearch
                {
                    Name = saved["name"]!.GetValue<string>(),
                    AccountId = account.Id,
                    Request = SandboxState.Freeze(body),
                    SavedAt = options.TimeProvider.GetUtcNow(),
                });
            }

            return new SandboxResponse(200, Page(position, target, limit, cursor));
        });
    }

    private byte[] Page(Position position, Target target, int limit, string? cursor)
    {
        var matches = KeywordQuery.Parse(target.Keywords);
        var all = _population.Of(target.Category).Where(item => matches(item.Text) && IsNear(item, target)).ToList();
        var items = position.Empty ? [] : all.Skip(position.Start).Take(limit).Select(item => item.Json).ToList();
        if (position.Account == SandboxTriggers.UnknownWords)
        {
            AddUnknownWords(items);
        }

        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes);
        writer.WriteStartObject();
        writer.WriteString("object", "LinkedinSearch");
        writer.WriteStartArray("items");
        foreach (var item in items)
        {
            writer.WriteRawValue(item, skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("config");
        writer.WritePropertyName("params");
        position.Request.WriteTo(writer);
        writer.WriteEndObject();
        writer.WriteStartObject("paging");
        writer.WriteNumber("start", position.Start);
        writer.WriteNumber("page_count", limit);
        writer.WriteNumber("total_count", all.Count);
        writer.WriteEndObject();
        writer.WriteString("cursor", NextCursor(position, limit, all.Count, cursor));
        writer.WriteStartObject("metadata");
        var search = IdOf(position.Account + position.Request.ToJsonString());
        writer.WriteString("search_history_id", $"hist_{search}");
        writer.WriteString("search_context_id", $"ctx_{search}");
        writer.WriteString("search_request_id", $"req_{IdOf(FormattableString.Invariant($"{search}/{position.Start}/{limit}"))}");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static string? NextCursor(Position position, int limit, int total, string? cursor)
    {
        if (cursor is not null && position.Account == SandboxTriggers.RepeatedCursor)
        {
            return cursor;
        }

        if (position.Empty)
        {
            return Encode(position with { Empty = false });
        }

        var next = position with { Start = position.Start + limit, Empty = cursor is null && position.Account == SandboxTriggers.EmptyPage };
        return next.Start < total ? Encode(next) : null;
    }

    private static string? CursorOf(OperationRequest request, JsonObject parameters, JsonObject body)
    {
        var inQuery = parameters["cursor"]?.GetValue<string>();
        var inBody = body["cursor"]?.GetValue<string>();
        if (inQuery is not null && inBody is not null && inQuery != inBody)
        {
            throw request.Invalid("The `cursor` in the query and the `cursor` in the body differ.");
        }

        return inQuery ?? inBody;
    }

    private static string Encode(Position position)
    {
        var state = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["request"] = position.Request.DeepClone(),
            ["account"] = position.Account,
            ["start"] = position.Start,
            ["empty"] = position.Empty,
        });
        return $"{WebEncoders.Base64UrlEncode(state)}.{WebEncoders.Base64UrlEncode(Sign(state))}";
    }

    private static Position Decode(OperationRequest request, string cursor, SandboxAccount account)
    {
        try
        {
            var cut = cursor.IndexOf('.', StringComparison.Ordinal);
            var state = WebEncoders.Base64UrlDecode(cursor[..Math.Max(0, cut)]);
            if (cut > 0 && WebEncoders.Base64UrlDecode(cursor[(cut + 1)..]).AsSpan().SequenceEqual(Sign(state)))
            {
                var position = JsonNode.Parse(state)!.AsObject();
                var from = position["account"]!.GetValue<string>();
                return from == account.Id
                    ? new Position(position["request"]!.AsObject(), from, position["start"]!.GetValue<int>(), position["empty"]!.GetValue<bool>())
                    : throw request.Invalid("`cursor` is that of a search by another account.");
            }
        }
        catch (FormatException)
        {
            // Without base64 it is not a cursor.
        }

        throw request.Invalid("`cursor` is unknown.");
    }

    private static byte[] Sign(byte[] state) => HMACSHA256.HashData(CursorKey, state)[..12];

    private static string IdOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8)).ToLowerInvariant();

    private static Target TargetOf(OperationRequest request, JsonObject search) => search["url"]?.GetValue<string>() is { } url
        ? TargetOf(url) ?? throw request.Refuse("errors/invalid_url", "`url` must be the URL of a LinkedIn search, such as https://www.linkedin.com/search/results/people/?keywords=…")
        : new Target(search["api"]!.GetValue<string>(), search["category"]!.GetValue<string>(), search["keywords"]?.GetValue<string>(), DistancesIn(search));

    /// <summary>The connection degrees as text, numbers and <c>GROUP</c>; empty for all.</summary>
    private static string[] DistancesIn(JsonObject search) => [.. (search["network_distance"] as JsonArray ?? []).Select(degree => degree!.ToString())];

    private static bool IsNear(Item item, Target target) =>
        target.Category != "people" || target.Distances.Count == 0 || (item.Distance is { } distance && target.Distances.Contains(distance, StringComparer.Ordinal));

    private static Target? TargetOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
            || !(url.Host == "linkedin.com" || url.Host.EndsWith(".linkedin.com", StringComparison.Ordinal)))
        {
            return null;
        }

        (string Api, string Category)? found = url.AbsolutePath.Trim('/') switch
        {
            "search/results/people" or "search/results/all" => ("classic", "people"),
            "search/results/companies" => ("classic", "companies"),
            "search/results/content" => ("classic", "posts"),
            "jobs/search" or "search/results/jobs" => ("classic", "jobs"),
            "sales/search/people" => ("sales_navigator", "people"),
            "sales/search/company" => ("sales_navigator", "companies"),
            "talent/search" => ("recruiter", "people"),
            _ => null,
        };
        return found is { } target ? new Target(target.Api, target.Category, QueryHelpers.ParseQuery(url.Query).GetValueOrDefault("keywords"), []) : null;
    }

    /// <summary>The maximum <c>limit</c>: the <c>x-maximum-limit</c> of the variants of the <c>api</c>.</summary>
    private int MostItems(string api)
    {
        var union = contract.Follow("#/components/schemas/SearchRequest");
        return Enumerable.Range(0, union.Node["oneOf"]!.AsArray().Count)
            .Select(i => contract.Follow($"{union.Pointer}/oneOf/{i}").Node)
            .Where(variant => variant["properties"]?["api"]?["const"]?.GetValue<string>() == api)
            .Select(variant => (int)variant["x-maximum-limit"]!.GetValue<decimal>())
            .First();
    }

    /// <summary>Possible additions by LinkedIn: a new kind of result, a new member, a new enum value, a new kind of attachment.</summary>
    private static void AddUnknownWords(List<byte[]> items)
    {
        if (items.Count > 0)
        {
            var changed = JsonNode.Parse(items[0])!.AsObject();
            changed["brand_new_member"] = new JsonObject { ["since"] = "tomorrow" };
            switch (changed["type"]!.GetValue<string>())
            {
                case "PEOPLE":
                    changed["network_distance"] = "DISTANCE_4";
                    break;
                case "POST":
                    changed["user_reacted"] = "CURIOSITY";
                    changed["attachments"]!.AsArray().Add(new JsonObject { ["type"] = "carousel", ["slides"] = 3 });
                    break;
            }

            items[0] = JsonSerializer.SerializeToUtf8Bytes(changed);
        }

        items.Insert(Math.Min(1, items.Count), """{"object":"SearchResult","type":"NEWSLETTER","id":"newsletter_1","title":"Bees weekly","subscribers":1200}"""u8.ToArray());
        if (items.Count > 2)
        {
            items.RemoveAt(items.Count - 1);
        }
    }
}
