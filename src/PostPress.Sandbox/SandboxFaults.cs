using PostPress.Sandbox.Wire;

namespace PostPress.Sandbox;

/// <summary>
/// Makes a sandbox misbehave on the wire: see <see cref="SandboxFault"/> for the ways. Needs
/// <see cref="PostPressSandboxOptions.InjectFaults"/>. It is thread-safe.
/// </summary>
public sealed class SandboxFaults
{
    private readonly FaultProxy _proxy;
    private readonly List<(SandboxFault Fault, string? Operation)> _next = [];
    private readonly List<SandboxFault> _injected = [];
    private readonly Dictionary<string, SandboxFault> _always = new(StringComparer.Ordinal);
    private Func<string?, SandboxFault?>? _choose;

    internal SandboxFaults(FaultProxy proxy) => _proxy = proxy;

    /// <summary>Gets the faults that have been injected into a request so far, in order. Refused connections are not among them: nobody sees them.</summary>
    public IReadOnlyList<SandboxFault> Injected
    {
        get
        {
            lock (_next)
            {
                return [.. _injected];
            }
        }
    }

    /// <summary>What <see cref="Next"/> has set and no request got yet, in order.</summary>
    internal IReadOnlyList<(SandboxFault Fault, string? Operation)> Pending
    {
        get
        {
            lock (_next)
            {
                return [.. _next];
            }
        }
    }

    /// <summary>How many faults were injected so far, and the last one; null if there was none.</summary>
    internal (int Count, SandboxFault? Last) Latest
    {
        get
        {
            lock (_next)
            {
                return (_injected.Count, _injected.Count == 0 ? null : _injected[^1]);
            }
        }
    }

    /// <summary>Gets how many connections of clients are open, idle ones included.</summary>
    public int OpenConnections => _proxy.OpenConnections;

    /// <summary>Gets how many requests have followed <see cref="SandboxFault.Redirect"/> to the other host.</summary>
    public int RequestsElsewhere => _proxy.Elsewhere.Requests;

    /// <summary>Gets whether an API key, in either header, came to the other host of <see cref="SandboxFault.Redirect"/>.</summary>
    public bool KeySentElsewhere => _proxy.Elsewhere.SawKey;

    /// <summary>Injects a fault into the next request. Called again, into the one after it: it is a queue.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="operation">The operation that it is for, such as <c>createJob</c>; null for any request.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fault"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="fault"/> is <see cref="SandboxFault.RefuseConnection"/>: whoever refuses can't tell one attempt from the next.</exception>
    public void Next(SandboxFault fault, string? operation = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault == SandboxFault.RefuseConnection)
        {
            throw new ArgumentException("A refused connection is not noticed, so there is no next one. Use Always and Clear.", nameof(fault));
        }

        lock (_next)
        {
            _next.Add((fault, operation));
        }
    }

    /// <summary>Injects a fault into every request that <see cref="Next"/> has nothing for, until <see cref="Clear"/>.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="operation">The operation that it is for, such as <c>createJob</c>, which wins over one for any; null for any request.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fault"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="fault"/> is <see cref="SandboxFault.RefuseConnection"/>, and an operation is given.</exception>
    public void Always(SandboxFault fault, string? operation = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault == SandboxFault.RefuseConnection && operation is not null)
        {
            throw new ArgumentException("A connection is refused before its operation is known.", nameof(operation));
        }

        lock (_next)
        {
            _always[operation ?? ""] = fault;
        }

        if (fault == SandboxFault.RefuseConnection)
        {
            _proxy.Refuse();
        }
    }

    /// <summary>Injects what a function chooses into every request that <see cref="Next"/> and <see cref="Always(SandboxFault, string?)"/> have nothing for, until <see cref="Clear"/>.</summary>
    /// <param name="choice">Gets the operation, or null for a request of none; gives a fault, or null for none. Called by one request at a time. <see cref="SandboxFault.RefuseConnection"/> resets the connection here.</param>
    /// <exception cref="ArgumentNullException"><paramref name="choice"/> is null.</exception>
    public void Always(Func<string?, SandboxFault?> choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        lock (_next)
        {
            _choose = choice;
        }
    }

    /// <summary>Injects no more faults, accepts connections again, and ends what is silent, stands still or drips by resetting its connection.</summary>
    public void Clear()
    {
        lock (_next)
        {
            _next.Clear();
            _always.Clear();
            _choose = null;
        }

        _proxy.Accept();
        _proxy.EndFaults();
    }

    /// <summary>Completes once no connection of a client is open. A client that keeps its connections alive has to be disposed for that.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public Task WhenIdleAsync(CancellationToken cancellationToken = default) => _proxy.WhenIdleAsync(cancellationToken);

    /// <summary>Takes back what <see cref="Next"/> has set, and ends what is silent, stands still or drips. What <see cref="Always(SandboxFault, string?)"/> has set stays.</summary>
    internal void ForgetNext()
    {
        lock (_next)
        {
            _next.Clear();
        }

        _proxy.EndFaults();
    }

    /// <summary>The fault for a request; null when it is to pass.</summary>
    internal SandboxFault? Take(string? operation)
    {
        lock (_next)
        {
            var fault = TakeNext(operation) ?? _always.GetValueOrDefault(operation ?? "") ?? _always.GetValueOrDefault("") ?? _choose?.Invoke(operation);
            if (fault is not null)
            {
                _injected.Add(fault);
            }

            return fault;
        }
    }

    private SandboxFault? TakeNext(string? operation)
    {
        var index = _next.FindIndex(n => n.Operation is null || n.Operation == operation);
        if (index < 0)
        {
            return null;
        }

        var fault = _next[index].Fault;
        _next.RemoveAt(index);
        return fault;
    }
}
