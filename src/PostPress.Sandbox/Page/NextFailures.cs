using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Page;

/// <summary>A failure that can be asked for.</summary>
/// <param name="Account">The account of <see cref="SandboxTriggers"/> that provokes the same.</param>
/// <param name="Name">The error type, or another name.</param>
/// <param name="Status">The status of the response.</param>
/// <param name="Meaning">What it is, in a few words.</param>
internal sealed record OfferedFailure(string Account, string Name, int Status, string Meaning);

/// <summary>A failure that waits for a call.</summary>
/// <param name="Operation">The operation that it is for; null for any.</param>
/// <param name="Failure">What the call gets.</param>
internal sealed record PendingFailure(string? Operation, OfferedFailure Failure);

/// <summary>The failures that somebody asked for by hand: each is for one call, which is valid otherwise.</summary>
internal sealed class NextFailures(ApiContract contract)
{
    // Whoever presses a button in a loop must not fill the memory.
    private const int MaxPending = 100;

    private static readonly OfferedFailure[] Unlisted =
    [
        new(SandboxTriggers.RateLimited, "errors/too_many_requests", 429, "The rate limit is used up, with Retry-After: 1."),
        new(SandboxTriggers.GatewayHtml, "HTML page of a gateway", 502, "A gateway before the API responds."),
        new(SandboxTriggers.QuickstartEnvelope, "the quickstart's envelope", 400, "A failure in the envelope of the quickstart."),
    ];

    private readonly List<PendingFailure> _pending = [];

    public IReadOnlyList<PendingFailure> Pending
    {
        get
        {
            lock (_pending)
            {
                return [.. _pending];
            }
        }
    }

    /// <summary>What a call can be made to return: of the documented errors those of the operation, or, without one, those that all operations share.</summary>
    public IReadOnlyList<OfferedFailure> OfferedFor(string? operation)
    {
        var among = contract.Operations.Where(o => operation is null || o.Id == operation).ToList();
        var listed = among.SelectMany(o => o.Errors.Values)
            .GroupBy(e => (e.Type, e.Status))
            .Where(group => group.Count() == among.Count)
            .Select(group => new OfferedFailure(SandboxTriggers.AccountFor(group.Key.Type), group.Key.Type, group.Key.Status, group.First().Description ?? ""));
        return among.Count == 0 ? [] : [.. Unlisted.Concat(listed).OrderBy(f => f.Status)];
    }

    /// <summary>Has the next call fail.</summary>
    /// <returns>Whether there is such an operation and it can fail like this.</returns>
    public bool Add(string? operation, string account)
    {
        if (OfferedFor(operation).FirstOrDefault(f => f.Account == account) is not { } failure)
        {
            return false;
        }

        lock (_pending)
        {
            if (_pending.Count < MaxPending)
            {
                _pending.Add(new PendingFailure(operation, failure));
            }
        }

        return true;
    }

    /// <summary>The account that provokes the failure for a call of this operation; null when it is to pass.</summary>
    public string? Take(string operation)
    {
        lock (_pending)
        {
            var index = _pending.FindIndex(p => p.Operation is null || p.Operation == operation);
            if (index < 0)
            {
                return null;
            }

            var account = _pending[index].Failure.Account;
            _pending.RemoveAt(index);
            return account;
        }
    }

    public void Clear()
    {
        lock (_pending)
        {
            _pending.Clear();
        }
    }
}
