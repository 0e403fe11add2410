namespace PostPress.Content;

/// <summary>The body of a request. It can be written more than once.</summary>
internal abstract class RequestContent : HttpContent
{
    private bool _isStarted;

    /// <summary>Whether writing the body has started. Before that, no part of it can have reached a server.</summary>
    internal bool IsStarted => Volatile.Read(ref _isStarted);

    /// <summary>The texts of the request that must not appear in an exception, even if the server repeats them; null if there are none.</summary>
    internal IEnumerable<string?>? Secrets { get; init; }

    /// <summary>Whether the body can be written again.</summary>
    internal virtual bool CanBeResent => true;

    /// <summary>The number of bytes; null if it is not known. The header would be computed and stored for it.</summary>
    internal long? Length => TryComputeLength(out var length) ? length : null;

    /// <summary>Completes when the body is no longer being written, even if it was not written to its end.</summary>
    internal Task Written { get; private protected set; } = Task.CompletedTask;

    /// <summary>Records that writing the body has started.</summary>
    protected void Start() => Volatile.Write(ref _isStarted, true);
}
