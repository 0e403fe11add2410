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
    private readonly Dictionary<(string Key, string Operation, string Idempotency), (string Fingerprint, SandboxResponse First)> responses = [];

    public IReadOnlyList<SandboxJob> Jobs => Copy(jobs);

    public IReadOnlyList<SandboxPost> Posts => Copy(posts);

    public IReadOnlyList<SandboxSavedSearch> SavedSearches => Copy(savedSearches);

    /// <summary>
    /// Acts and responds, or, when the caller's idempotency key was seen before with the same content, gives the first
    /// response again without acting. Only calls that were acted on are remembered: a refused body can be put right and sent again.
    /// </summary>
    public SandboxResponse Once(OperationRequest request, string? idempotencyKey, string fingerprint, Func<SandboxResponse> act)
    {
        lock (responses)
        {
            if (idempotencyKey is null)
                return act();

            var slot = (request.Key, request.Operation.Id, idempotencyKey);
            if (responses.TryGetValue(slot, out var seen))
            {
                return seen.Fingerprint == fingerprint
                    ? seen.First with { Headers = [.. seen.First.Headers, ("Idempotency-Replayed", "true")] }
                    : throw request.Refuse(
                        ("errors/invalid_parameters", 400),
                        "This Idempotency-Key came before, with other content.",
                        "errors/unprocessable_entity",
                        "errors/invalid_parameters");
            }

            var response = Act(act);
            responses.Add(slot, (fingerprint, response));
            return response;
        }
    }

    public void Add(SandboxJob job) => jobs.Add(job);

    public void Add(SandboxPost post) => posts.Add(post);

    public void Add(SandboxSavedSearch search) => savedSearches.Add(search);

    public SandboxJob? FindJob(string id, string accountId) => jobs.Find(j => j.Id == id && j.AccountId == accountId);

    public void Replace(SandboxJob old, SandboxJob changed) => jobs[jobs.IndexOf(old)] = changed;

    /// <summary>A copy that nobody can change.</summary>
    public static JsonElement Freeze(JsonNode node) => JsonSerializer.SerializeToElement(node);

    private static SandboxResponse Act(Func<SandboxResponse> act)
    {
        try
        {
            return act();
        }
        catch (Refusal refusal)
        {
            return refusal.Response;
        }
    }

    private T[] Copy<T>(List<T> list)
    {
        lock (responses)
            return [.. list];
    }
}
