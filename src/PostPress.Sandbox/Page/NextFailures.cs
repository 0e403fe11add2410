using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Page;

/// <summary>A failure that can be requested on the page.</summary>
/// <param name="Account">The account of <see cref="SandboxTriggers"/> that triggers the same failure.</param>
/// <param name="Name">The error type, or another name.</param>
/// <param name="Status">The status of the response.</param>
/// <param name="Meaning">A short description.</param>
internal sealed record OfferedFailure(string Account, string Name, int Status, string Meaning);

/// <summary>A failure for a future call.</summary>
/// <param name="Operation">The operation; null for any.</param>
/// <param name="Failure">The failure.</param>
internal sealed record PendingFailure(string? Operation, OfferedFailure Failure);

/// <summary>The failures that were requested on the page. Each is for one valid call.</summary>
internal sealed class NextFailures(ApiContract contract)
{
    // Limits the memory if a button is pressed in a loop.
    private const int MaxPending = 100;

    private static readonly OfferedFailure[] Unlisted =
    [
        new(SandboxTriggers.RateLimited, "errors/too_many_requests", 429, "The rate limit is exceeded, with Retry-After: 1."),
        new(SandboxTriggers.GatewayHtml, "HTML page of a gateway", 502, "A gateway in front of the API responds."),
        new(SandboxTriggers.QuickstartEnvelope, "the quickstart's envelope", 400, "An error in the envelope of the quickstart."),
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

    /// <summary>The failures that can be requested: the documented errors of the operation, or, without one, those of all operations.</summary>
    public IReadOnlyList<OfferedFailure> OfferedFor(string? operation)
    {
        var among = contract.Operations.Where(o => operation is null || o.Id == operation).ToList();
        var listed = among.SelectMany(o => o.Errors.Values)
            .GroupBy(e => (e.Type, e.Status))
            .Where(group => group.Count() == among.Count)
            .Select(group => new OfferedFailure(SandboxTriggers.AccountFor(group.Key.Type), group.Key.Type, group.Key.Status, group.First().Description ?? ""));
        return among.Count == 0 ? [] : [.. Unlisted.Concat(listed).OrderBy(f => f.Status)];
    }

    /// <summary>Makes the next call fail.</summary>
    /// <returns>Whether the operation exists and can fail in this way.</returns>
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

    /// <summary>The account that triggers the failure for a call of this operation; null for no failure.</summary>
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
