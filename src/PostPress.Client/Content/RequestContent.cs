namespace PostPress.Content;

/// <summary>The body of a request. It may be written more than once.</summary>
internal abstract class RequestContent : HttpContent
{
    private bool _isStarted;

    /// <summary>Whether the body was asked for. As long as it was not, no part of it can have reached a server.</summary>
    internal bool IsStarted => Volatile.Read(ref _isStarted);

    /// <summary>What of the request must not stand in the text of an exception, even if the server repeats it; null if nothing of it is secret.</summary>
    internal IEnumerable<string?>? Secrets { get; init; }

    /// <summary>Whether the body can be written again.</summary>
    internal virtual bool CanBeResent => true;

    /// <summary>Ends when the body is no longer being written, whether all of it was or not.</summary>
    internal Task Written { get; private protected set; } = Task.CompletedTask;

    /// <summary>Notes that the body is asked for.</summary>
    protected void Start() => Volatile.Write(ref _isStarted, true);
}
