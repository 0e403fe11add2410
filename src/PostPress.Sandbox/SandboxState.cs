using System.Text.Json;
using System.Text.Json.Nodes;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox;

/// <summary>What the sandbox remembers. Every operation acts on it alone, one at a time, inside <see cref="Once"/>.</summary>
internal sealed class SandboxState
{
    private readonly List<SandboxJob> jobs = [];
    private readonly List<SandboxPost> posts = [];
    private readonly List<SandboxSavedSearch> savedSearches = [];
    private readonly Dictionary<(string Key, string Operation, string Idempotency), (string Fingerprint, Answer First)> answered = [];

    public IReadOnlyList<SandboxJob> Jobs => Copy(jobs);

    public IReadOnlyList<SandboxPost> Posts => Copy(posts);

    public IReadOnlyList<SandboxSavedSearch> SavedSearches => Copy(savedSearches);

    /// <summary>
    /// Acts and answers, or, when the caller's idempotency key was seen before with the same content, gives the first
    /// answer again without acting. Only calls that were acted on are remembered: a refused body can be put right and sent again.
    /// </summary>
    public Answer Once(Call call, string? idempotencyKey, string fingerprint, Func<Answer> act)
    {
        lock (answered)
        {
            if (idempotencyKey is null)
                return act();

            var slot = (call.Key, call.Operation.Id, idempotencyKey);
            if (answered.TryGetValue(slot, out var seen))
            {
                return seen.Fingerprint == fingerprint
                    ? seen.First with { Headers = [.. seen.First.Headers, ("Idempotency-Replayed", "true")] }
                    : throw call.Refuse(
                        ("errors/invalid_parameters", 400),
                        "This Idempotency-Key came before, with other content.",
                        "errors/unprocessable_entity",
                        "errors/invalid_parameters");
            }

            var answer = Act(act);
            answered.Add(slot, (fingerprint, answer));
            return answer;
        }
    }

    public void Add(SandboxJob job) => jobs.Add(job);

    public void Add(SandboxPost post) => posts.Add(post);

    public void Add(SandboxSavedSearch search) => savedSearches.Add(search);

    public SandboxJob? FindJob(string id, string accountId) => jobs.Find(j => j.Id == id && j.AccountId == accountId);

    public void Replace(SandboxJob old, SandboxJob changed) => jobs[jobs.IndexOf(old)] = changed;

    /// <summary>A copy that nobody can change.</summary>
    public static JsonElement Freeze(JsonNode node) => JsonSerializer.SerializeToElement(node);

    private static Answer Act(Func<Answer> act)
    {
        try
        {
            return act();
        }
        catch (Refusal refusal)
        {
            return refusal.Answer;
        }
    }

    private T[] Copy<T>(List<T> list)
    {
        lock (answered)
            return [.. list];
    }
}
