using System.Text.Json;
using Dapper;
using Npgsql;
using PostPress.Sandbox;

namespace PostPress.Distributor.Tests.Chaos;

/// <summary>Compares what was accepted with what the sandbox saw: it alone knows what was really published.</summary>
internal sealed class Verdict(PostPressSandbox sandbox, Feed feed, ChaosPlan plan)
{
    /// <summary>Says whether everything that was accepted is published, and the distributor knows it.</summary>
    public async Task<bool> IsCompleteAsync()
    {
        var published = Published();
        return Wanted().All(id => published.ContainsKey(id)) && await CountUnknownAsync() == 0;
    }

    /// <summary>Writes the verdict.</summary>
    /// <returns>0 if nothing was lost, nothing came twice or early, and no limit was exceeded.</returns>
    public async Task<int> WriteAsync(int jobs, int kills, int dead, string secret, Postgres postgres, string folder)
    {
        var published = Published();
        var lost = Wanted().Count(id => !published.ContainsKey(id)) + await CountUnknownAsync();
        var twice = published.Values.Sum(posts => posts.Count - 1);
        var early = feed.Posts.Count(post => post.Value is { } at && published.GetValueOrDefault(post.Key, []).Exists(p => p.PublishedAt < at));
        var overQuota = CountOverQuota();
        var codesTwice = CountCodesTwice();
        var held = await CountHeldAsync();
        var audited = await CountAuditedAsync(postgres);
        var secrets = await CountSecretsAsync(secret, postgres, folder);

        Check("posts of a dead account that are held, with the reason", held, dead);
        Check("jobs with a complete audit entry", audited, plan.Jobs);
        Check("files with a key or a code in them (the logs, the whole database)", secrets, 0);
        Console.WriteLine(FormattableString.Invariant($"posts {Wanted().Count()}, lost {lost}, twice {twice}, early {early}, over quota {overQuota}, jobs published {jobs}, codes sent twice {codesTwice}, kills {kills}"));

        if (!plan.UseKeys)
        {
            Console.WriteLine(twice > 0
                ? $"Control run, without idempotency keys: {twice} posts came twice, as they must. So the kills bite."
                : "Control run, without idempotency keys: no post came twice. The kills don't bite, so the other runs prove nothing.");
            return twice > 0 ? 0 : 1;
        }

        var isRight = lost + twice + early + overQuota + codesTwice == 0
            && jobs == plan.Jobs && held == dead && audited == plan.Jobs && secrets == 0;
        Console.WriteLine(isRight ? "All zeros hold." : "FAILED");
        return isRight ? 0 : 1;
    }

    private static void Check(string what, int found, int wanted) =>
        Console.WriteLine(FormattableString.Invariant($"  {what}: {found}{(found == wanted ? "" : $", but {wanted} wanted")}"));

    /// <summary>Those that can be published: not those of the dead account.</summary>
    private IEnumerable<string> Wanted() => feed.Posts.Keys.Where(id => id[0] != 'd');

    private Dictionary<string, List<SandboxPost>> Published() => sandbox.Posts
        .GroupBy(post => post.Text["chaos ".Length..], StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);

    /// <summary>Counts posts that are published, but of which the distributor says otherwise.</summary>
    private async Task<int> CountUnknownAsync() => (await StatesAsync(Wanted().Where(Published().ContainsKey))).Count(state => state != "Published");

    private async Task<int> CountHeldAsync() => (await StatesAsync(feed.Posts.Keys.Where(id => id[0] == 'd'))).Count(state => state == "Held");

    private async Task<List<string?>> StatesAsync(IEnumerable<string> ids)
    {
        var states = new List<string?>();
        foreach (var chunk in ids.Chunk(32))
        {
            states.AddRange(await Task.WhenAll(chunk.Select(StateAsync)));
        }

        return states;
    }

    /// <summary>Asks another worker if one can't tell now.</summary>
    private async Task<string?> StateAsync(string id)
    {
        PostState? post = null;
        await Poll.UntilAsync(async () => (post = await feed.ReadAsync<PostState>($"/posts/{id}")) is not null, within: TimeSpan.FromSeconds(10));
        return post?.State;
    }

    private int CountOverQuota() => sandbox.Posts
        .Where(post => post.AccountId.StartsWith("acc_classic", StringComparison.Ordinal) || post.AccountId.StartsWith("acc_instagram", StringComparison.Ordinal))
        .GroupBy(post => post.AccountId, StringComparer.Ordinal)
        .Sum(posts => posts.Key.StartsWith("acc_classic", StringComparison.Ordinal)
            ? Surplus(posts, Limits.Day, Limits.ClassicPerDay)
            : Surplus(posts, Limits.Day, Limits.InstagramPerDay) + Surplus(posts, Limits.Hour, Limits.InstagramPerHour));

    private static int Surplus(IEnumerable<SandboxPost> posts, int seconds, int limit) => posts
        .GroupBy(post => post.PublishedAt.ToUnixTimeMilliseconds() / 1000 / seconds)
        .Sum(slot => Math.Max(0, slot.Count() - limit));

    /// <summary>
    /// Counts codes that reached PostPress twice for the same checkpoint. People give each wrong code once in the whole run; a
    /// right one may come again only after the publication was started again, for which LinkedIn sends a new one.
    /// </summary>
    private int CountCodesTwice()
    {
        var twice = 0;
        var seen = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var request in sandbox.Requests)
        {
            var parts = request.Path.Split('/');
            var draft = parts.Length > 2 ? parts[^2] : "";
            if (request.Path.EndsWith("/publish", StringComparison.Ordinal))
            {
                seen[draft] = [];
            }
            else if (request.Path.EndsWith("/checkpoint", StringComparison.Ordinal))
            {
                using var body = JsonDocument.Parse(request.Body);
                twice += seen[draft].Add(body.RootElement.GetProperty("input").GetString()!) ? 0 : 1;
            }
        }

        return twice;
    }

    private static async Task<int> CountAuditedAsync(Postgres postgres)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString);
        return await connection.ExecuteScalarAsync<int>("select count(*)::int from distributor.job_audit where entry->>'PublishedAt' is not null and entry->>'JobId' is not null");
    }

    private static async Task<int> CountSecretsAsync(string secret, Postgres postgres, string folder)
    {
        await postgres.DumpAsync(Path.Combine(folder, "dump.sql"));
        var count = 0;
        foreach (var file in Directory.GetFiles(folder, "worker-*.log").Append(Path.Combine(folder, "dump.sql")))
        {
            var text = await File.ReadAllTextAsync(file);
            count += text.Contains(secret, StringComparison.Ordinal) || text.Contains(SandboxCodes.EmailToken, StringComparison.Ordinal) || text.Contains("\"wrong-", StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }

    private sealed record PostState(string State);
}
