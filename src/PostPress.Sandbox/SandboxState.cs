using System.Text.Json;
using System.Text.Json.Nodes;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox;

/// <summary>The state of the sandbox. Operations change it one at a time, inside <see cref="Once"/>.</summary>
internal sealed class SandboxState
{
    private readonly List<SandboxJob> _jobs = [];
    private readonly List<SandboxPost> _posts = [];
    private readonly List<SandboxSavedSearch> _savedSearches = [];
    private readonly Dictionary<(string Key, string Operation, string Idempotency), (string Fingerprint, SandboxResponse First)> _responses = [];

    public IReadOnlyList<SandboxJob> Jobs => Copy(_jobs);

    public IReadOnlyList<SandboxPost> Posts => Copy(_posts);

    public IReadOnlyList<SandboxSavedSearch> SavedSearches => Copy(_savedSearches);

    /// <summary>
    /// Acts and returns the response. If the idempotency key was used before with the same content, returns the first response
    /// without acting. Refused calls are not recorded, so that a corrected request can use the same key.
    /// </summary>
    public SandboxResponse Once(OperationRequest request, string? idempotencyKey, string fingerprint, Func<SandboxResponse> act)
    {
        lock (_responses)
        {
            if (idempotencyKey is null)
            {
                return act();
            }

            var slot = (request.Key, request.Operation.Id, idempotencyKey);
            if (_responses.TryGetValue(slot, out var seen))
            {
                return seen.Fingerprint == fingerprint
                    ? seen.First with { Headers = [.. seen.First.Headers, ("Idempotency-Replayed", "true")] }
                    : throw request.Refuse(
                        ("errors/invalid_parameters", 400),
                        "This Idempotency-Key was used before with other content.",
                        "errors/unprocessable_entity",
                        "errors/invalid_parameters");
            }

            var response = Act(act);
            _responses.Add(slot, (fingerprint, response));
            return response;
        }
    }

    public void Add(SandboxJob job) => _jobs.Add(job);

    public void Add(SandboxPost post) => _posts.Add(post);

    public void Add(SandboxSavedSearch search) => _savedSearches.Add(search);

    public SandboxJob? FindJob(string id, string accountId) => _jobs.Find(j => j.Id == id && j.AccountId == accountId);

    public void Replace(SandboxJob old, SandboxJob changed) => _jobs[_jobs.IndexOf(old)] = changed;

    /// <summary>Lets the current checkpoint of a draft expire.</summary>
    /// <returns>Whether there was a checkpoint that could still be solved.</returns>
    public bool Expire(string jobId, DateTimeOffset now)
    {
        lock (_responses)
        {
            var job = _jobs.Find(j => j.Id == jobId);
            if (job is not { State: SandboxJobState.AwaitingOtp or SandboxJobState.AwaitingEmailVerification } || now >= job.CheckpointExpiresAt)
            {
                return false;
            }

            Replace(job, job with { CheckpointExpiresAt = now });
            return true;
        }
    }

    /// <summary>Removes everything, including the idempotency keys.</summary>
    public void Clear()
    {
        lock (_responses)
        {
            _jobs.Clear();
            _posts.Clear();
            _savedSearches.Clear();
            _responses.Clear();
        }
    }

    /// <summary>Returns an immutable copy.</summary>
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
        lock (_responses)
        {
            return [.. list];
        }
    }
}
