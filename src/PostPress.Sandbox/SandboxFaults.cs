using PostPress.Sandbox.Wire;

namespace PostPress.Sandbox;

/// <summary>
/// Injects faults into requests to a sandbox; <see cref="SandboxFault"/> lists them. It requires
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

    /// <summary>Gets the faults that have been injected into a request so far, in order. Refused connections are not included, because they can't be noticed.</summary>
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

    /// <summary>The faults of <see cref="Next"/> that wait for a request, in order.</summary>
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

    /// <summary>The number of injected faults, and the last one; null if there was none.</summary>
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

    /// <summary>Gets the number of open client connections, including idle ones.</summary>
    public int OpenConnections => _proxy.OpenConnections;

    /// <summary>Gets the number of requests that followed <see cref="SandboxFault.Redirect"/> to the other host.</summary>
    public int RequestsElsewhere => _proxy.Elsewhere.Requests;

    /// <summary>Gets whether the other host of <see cref="SandboxFault.Redirect"/> received an API key, in either header.</summary>
    public bool KeySentElsewhere => _proxy.Elsewhere.SawKey;

    /// <summary>Injects a fault into the next request. A further call adds a fault for the request after it.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="operation">The operation, such as <c>createJob</c>; null for any request.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fault"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="fault"/> is <see cref="SandboxFault.RefuseConnection"/>, for which there is no next request.</exception>
    public void Next(SandboxFault fault, string? operation = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault == SandboxFault.RefuseConnection)
        {
            throw new ArgumentException("A refused connection has no request. Use Always and Clear.", nameof(fault));
        }

        lock (_next)
        {
            _next.Add((fault, operation));
        }
    }

    /// <summary>Injects a fault into all requests for which <see cref="Next"/> has none, until <see cref="Clear"/>.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="operation">The operation, such as <c>createJob</c>; null for any request. A fault for the operation takes precedence over a fault for any request.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fault"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="fault"/> is <see cref="SandboxFault.RefuseConnection"/>, and <paramref name="operation"/> is not null.</exception>
    public void Always(SandboxFault fault, string? operation = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault == SandboxFault.RefuseConnection && operation is not null)
        {
            throw new ArgumentException("A connection is refused before its operation is known. Leave the operation null.", nameof(operation));
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

    /// <summary>Injects the faults that a function chooses into all requests for which <see cref="Next"/> and <see cref="Always(SandboxFault, string?)"/> have none, until <see cref="Clear"/>.</summary>
    /// <param name="choice">Receives the operation, or null for a request without one. Returns a fault, or null for none. It is called for one request at a time. <see cref="SandboxFault.RefuseConnection"/> resets the connection here.</param>
    /// <exception cref="ArgumentNullException"><paramref name="choice"/> is null.</exception>
    public void Always(Func<string?, SandboxFault?> choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        lock (_next)
        {
            _choose = choice;
        }
    }

    /// <summary>Stops all faults and accepts connections again. Connections with a current fault are reset.</summary>
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

    /// <summary>Waits until no client connection is open. A client that keeps connections alive must be disposed before.</summary>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>A task that completes when all client connections are closed.</returns>
    /// <exception cref="OperationCanceledException">The waiting was canceled.</exception>
    public Task WhenIdleAsync(CancellationToken cancellationToken = default) => _proxy.WhenIdleAsync(cancellationToken);

    /// <summary>Removes the faults of <see cref="Next"/>, and ends silent, stalled and slow responses. The faults of <see cref="Always(SandboxFault, string?)"/> stay.</summary>
    internal void ForgetNext()
    {
        lock (_next)
        {
            _next.Clear();
        }

        _proxy.EndFaults();
    }

    /// <summary>Returns the fault for a request; null for none.</summary>
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
