using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox.Page;

/// <summary>The data of the page as JSON. All values from requests are masked (<see cref="Masking"/>).</summary>
internal sealed class PageData(SandboxServer server, PostPressSandboxOptions options, Masking masking)
{
    private const int MaxOutcomes = 100;
    private const int MaxShown = 64 * 1024;
    private const string HiddenBody = "(not JSON, not shown: it may contain a code)";

    private static readonly string NotKept = FormattableString.Invariant($"(not kept: it is longer than {RequestEntry.MaxResponseBytes / 1024} KiB, or {RequestLog.KeptResponses} calls came after it)");

    private readonly string _run = Guid.NewGuid().ToString("N");

    /// <summary>The address of the API. It is known after the sandbox has started.</summary>
    public Uri? ApiAddress { get; set; }

    /// <summary>The network faults; null without <see cref="PostPressSandboxOptions.InjectFaults"/>.</summary>
    public SandboxFaults? Faults { get; set; }

    /// <summary>The data that does not change while the sandbox runs.</summary>
    public JsonObject Facts() => new()
    {
        ["address"] = ApiAddress?.AbsoluteUri,
        ["magic"] = Array(MagicTable.For(options, ApiContract.Embedded), section => new JsonObject
        {
            ["title"] = section.Title,
            ["values"] = Array(section.Values, v => new JsonObject { ["value"] = v.Value, ["meaning"] = v.Meaning }),
        }),
        ["failures"] = Array(ApiContract.Embedded.Operations.Select(o => (string?)o.Id).Prepend(null), operation => new JsonObject
        {
            ["operation"] = operation,
            ["offered"] = Array(server.NextFailures.OfferedFor(operation), f => new JsonObject { ["account"] = f.Account, ["name"] = f.Name, ["status"] = f.Status, ["meaning"] = f.Meaning }),
        }),
        ["faults"] = Array(Faults is null ? [] : NetworkFaults.Offered, f => new JsonObject { ["name"] = f.Fault.Name, ["meaning"] = f.Meaning, ["serverActs"] = f.Fault.ServerActs }),
    };

    /// <summary>The requests and their results, newest first.</summary>
    public JsonObject State()
    {
        var (requests, count) = server.Log.Newest(RequestLog.KeptResponses);
        var (injected, last) = Faults?.Latest ?? default;
        var (jobs, posts, searches) = (server.State.Jobs, server.State.Posts, server.State.SavedSearches);
        return new JsonObject
        {
            // After another start or reset, the page starts again.
            ["run"] = _run,
            ["resets"] = server.Resets,
            ["requestCount"] = count,
            ["requests"] = Array(requests, SummaryOf),
            ["jobs"] = Array(jobs.Reverse().Take(MaxOutcomes), JobOf),
            ["posts"] = Array(posts.Select((post, index) => (Post: post, Index: index)).Reverse().Take(MaxOutcomes), p => PostOf(p.Post, p.Index, jobs, posts)),
            ["searches"] = Array(searches.Reverse().Take(MaxOutcomes), s => new JsonObject { ["name"] = masking.Text(s.Name), ["account"] = masking.Text(s.AccountId) }),
            ["pending"] = new JsonArray(
            [
                .. server.NextFailures.Pending.Select(p => new JsonObject { ["operation"] = p.Operation, ["name"] = p.Failure.Name, ["status"] = p.Failure.Status }),
                .. (Faults?.Pending ?? []).Select(p => new JsonObject { ["operation"] = p.Operation, ["name"] = p.Fault.Name, ["status"] = null }),
            ]),
            ["injected"] = new JsonObject { ["count"] = injected, ["last"] = last?.Name },
        };
    }

    /// <summary>A request with all its data; null if there is none with this id.</summary>
    public JsonObject? Details(string id)
    {
        if (server.Log.Find(id) is not { } request)
        {
            return null;
        }

        var details = SummaryOf(request);
        var query = string.Join('&', request.Query.Select(q => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(masking.Value(q.Key, q.Value))}"));
        var target = masking.Text(request.Path) + (query.Length > 0 ? $"?{query}" : "");
        var compact = BodyOf(request, indented: false);
        details["target"] = target;
        details["headers"] = Array(request.Headers, h => new JsonObject { ["name"] = masking.Text(h.Key), ["value"] = masking.Value(h.Key, h.Value) });
        details["body"] = request.Parts.Count > 0 ? null : BodyOf(request, indented: true);
        details["bodyLength"] = request.BodyLength;
        details["parts"] = Array(request.Parts, p => new JsonObject
        {
            ["name"] = masking.Text(p.Name),
            ["fileName"] = p.FileName is null ? null : masking.Text(p.FileName),
            ["contentType"] = p.ContentType is null ? null : masking.Text(p.ContentType),
            ["length"] = p.Length,
            ["text"] = p.FileName is null ? TextOf(p, masking) : null,
        });
        // The error for a body that is not JSON quotes the body.
        details["response"] = compact == HiddenBody ? null : ResponseOf(request);
        details["responseLength"] = request.ResponseLength;
        details["curl"] = CurlCommand.For(request, $"http://{request.Headers.GetValueOrDefault("Host")}{target}", compact, masking);
        return details;
    }

    /// <summary>The text of a plain field, with masked codes and keys.</summary>
    public static string TextOf(SandboxPart part, Masking masking) => Shortened(
        part.Name == "mentions" && masking.Json(part.Content.Span, indented: false) is { } json ? json : masking.Value(part.Name, part.Text));

    /// <summary>The text, truncated if it is very long, but not within a character.</summary>
    public static string Shortened(string text, int max = MaxShown) =>
        text.Length <= max ? text : $"{text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)]}…";

    private JsonObject SummaryOf(SandboxRequest request) => new()
    {
        ["id"] = request.Id,
        ["time"] = request.Time.ToString("O", CultureInfo.InvariantCulture),
        ["method"] = request.Method,
        ["path"] = masking.Text(request.Path),
        ["status"] = request.Status,
        ["operation"] = request.Operation,
        ["account"] = request.AccountId is null ? null : masking.Text(request.AccountId),
        ["error"] = ErrorOf(request) is { } error ? masking.Text(error) : null,
    };

    /// <summary>The error type in either envelope; null for a success, or if the response has none.</summary>
    public static string? ErrorOf(SandboxRequest request)
    {
        if (request.Status < 400 || request.Response.IsEmpty || request.Response.Span[0] != '{')
        {
            return null;
        }

        using var failure = JsonDocument.Parse(request.Response);
        return Text(failure.RootElement, "type") ?? (failure.RootElement.TryGetProperty("error", out var error) ? Text(error, "code") : null);
    }

    /// <summary>The body of the response, with keys and codes masked; null if there is none.</summary>
    private string? ResponseOf(SandboxRequest request) =>
        request.ResponseLength == 0 ? null
        : request.Response.IsEmpty ? NotKept
        : Shortened(masking.Json(request.Response.Span, indented: true) ?? masking.Text(Encoding.UTF8.GetString(request.Response.Span)));

    /// <summary>The body as it can be shown; null if there is none.</summary>
    private string? BodyOf(SandboxRequest request, bool indented)
    {
        if (request.Body.IsEmpty || request.Parts.Count > 0)
        {
            return null;
        }

        if (request.Headers.GetValueOrDefault("Content-Type")?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
        {
            return "(a form, refused before it was read)";
        }

        if (request.Body.Length < request.BodyLength || masking.Json(request.Body.Span, indented) is not { } json)
        {
            // A code that can't be found can't be masked.
            return request.Path.Contains("/checkpoint", StringComparison.OrdinalIgnoreCase)
                ? HiddenBody
                : Shortened(masking.Text(Encoding.UTF8.GetString(request.Body.Span)));
        }

        return indented ? Shortened(json) : json;
    }

    private JsonObject JobOf(SandboxJob job)
    {
        var now = options.TimeProvider.GetUtcNow();
        var stands = job.State is SandboxJobState.AwaitingOtp or SandboxJobState.AwaitingEmailVerification;
        var expired = stands && now >= job.CheckpointExpiresAt;
        var publication = job.Publication;
        return new JsonObject
        {
            ["id"] = job.Id,
            ["account"] = masking.Text(job.AccountId),
            ["title"] = TitleOf(job),
            ["company"] = NameOf(job, "company"),
            ["workplace"] = Shown(job, "workplace"),
            ["location"] = Shown(job, "location"),
            ["project"] = job.ProjectId is null ? null : masking.Text(job.ProjectId),
            ["state"] = expired ? "Expired" : job.State.ToString(),
            ["code"] = !stands || expired ? null : job.State == SandboxJobState.AwaitingOtp ? SandboxCodes.Otp : SandboxCodes.EmailToken,
            ["wrongCodes"] = job.WrongCodes,
            ["codesAllowed"] = options.MaxWrongCodes,
            ["expiresAt"] = stands ? job.CheckpointExpiresAt?.ToString("O", CultureInfo.InvariantCulture) : null,
            ["publication"] = publication is null ? null
                : string.Join(", ", new[]
                {
                    publication.Mode,
                    publication.Service,
                    publication.Budget is { } budget ? FormattableString.Invariant($"{budget.Amount} {budget.Currency} a {(budget.Period == SandboxBudgetPeriod.Day ? "day" : "month")}") : null,
                }.OfType<string>()),
        };
    }

    private JsonObject PostOf(SandboxPost post, int index, IReadOnlyList<SandboxJob> jobs, IReadOnlyList<SandboxPost> posts)
    {
        var files = post.Parts.Select((part, number) => (Part: part, Number: number)).Where(p => p.Part.FileName is not null);
        var organization = Field(post, "as_organization");
        var jobPosting = Field(post, "include_job_posting");
        var repost = Field(post, "repost");
        var job = jobs.FirstOrDefault(j => j.Id == jobPosting);
        var original = repost is null ? null : posts.FirstOrDefault(p => p.Id is { } id && (id == repost || id.EndsWith($":{repost}", StringComparison.Ordinal)));
        return new JsonObject
        {
            ["index"] = index,
            ["id"] = post.Id,
            ["author"] = organization is null ? masking.Text(post.AccountId) : $"Organization {organization}",
            ["via"] = organization is null ? null : masking.Text(post.AccountId),
            ["time"] = post.PublishedAt.ToString("O", CultureInfo.InvariantCulture),
            ["place"] = Field(post, "location"),
            ["pieces"] = PostText.PiecesOf(post, masking),
            ["files"] = Array(files, f => new JsonObject
            {
                ["name"] = masking.Text(f.Part.FileName!),
                ["role"] = masking.Text(f.Part.Name),
                ["contentType"] = f.Part.ContentType is null ? null : masking.Text(f.Part.ContentType),
                ["length"] = f.Part.Length,
                ["image"] = PageImage.TypeOf(f.Part) is null ? null : FormattableString.Invariant($"/_sandbox/posts/{index}/parts/{f.Number}?{server.Resets}"),
            }),
            ["link"] = Field(post, "external_link"),
            ["job"] = jobPosting is null ? null : new JsonObject { ["id"] = jobPosting, ["title"] = job is null ? null : TitleOf(job), ["company"] = job is null ? null : NameOf(job, "company") },
            ["repost"] = repost is null ? null : new JsonObject { ["id"] = repost, ["pieces"] = original is null ? null : PostText.PiecesOf(original, masking) },
        };
    }

    private string? Field(SandboxPost post, string name) =>
        post.Parts.FirstOrDefault(p => p.Name == name && p.FileName is null)?.Text is { Length: > 0 } text ? Shortened(masking.Text(text)) : null;

    private string TitleOf(SandboxJob job) => NameOf(job, "job_title") ?? $"Job {job.Id}";

    /// <summary>The name of a thing that is given as a text or an id.</summary>
    private string? NameOf(SandboxJob job, string member) =>
        !job.Request.TryGetProperty(member, out var value) || value.ValueKind != JsonValueKind.Object ? null
        : Text(value, "text") is { } text ? masking.Text(text)
        : Text(value, "id") is { } id ? masking.Text(Known(member, id))
        : null;

    private string? Shown(SandboxJob job, string member) => Text(job.Request, member) is { } text ? masking.Text(Known(member, text)) : null;

    /// <summary>The title of an id in the lists of the sandbox; the id itself if they don't contain it.</summary>
    private static string Known(string member, string id)
    {
        var list = member switch { "job_title" => "JOB_TITLE", "company" => "COMPANY", "location" => "LOCATION", _ => null };
        return (list is null ? null : System.Array.Find(Operations.SearchParameterLists.All[list], p => p.Id == id)?.Title) ?? id;
    }

    private static string? Text(JsonElement map, string member) =>
        map.ValueKind == JsonValueKind.Object && map.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;


    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode> each) => [.. items.Select(each)];
}
