namespace PostPress.Pipeline;

/// <summary>A cancellation token with a timeout that can be changed while it runs. Outer tokens cancel it too.</summary>
internal sealed class TimeoutSource : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private int _state;

    /// <summary>Starts the timeout.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="due">The timeout from now; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    /// <param name="outer">Cancels the token, like the timeout.</param>
    /// <param name="other">Cancels the token too.</param>
    internal TimeoutSource(TimeProvider time, TimeSpan due, CancellationToken outer, CancellationToken other = default)
    {
        _source = outer == other || !other.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(outer)
            : CancellationTokenSource.CreateLinkedTokenSource(outer, other);
        Token = _source.Token;
        _timer = time.CreateTimer(static state => ((TimeoutSource)state!).Pass(), this, Whole(due), Timeout.InfiniteTimeSpan);
    }

    private enum State
    {
        Running,
        Passed,
        Disposed,
    }

    internal CancellationToken Token { get; }

    /// <summary>Whether the timeout has passed. False if an outer token has canceled this one.</summary>
    internal bool HasPassed => Volatile.Read(ref _state) == (int)State.Passed;

    /// <summary>Changes the timeout, from now. Does nothing if it has passed or was disposed.</summary>
    internal void Move(TimeSpan due)
    {
        if (Volatile.Read(ref _state) == (int)State.Running)
        {
            _timer.Change(Whole(due), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Cancels the token now.</summary>
    internal void Cancel() => _source.Cancel();

    public void Dispose()
    {
        _ = Interlocked.CompareExchange(ref _state, (int)State.Disposed, (int)State.Running);
        _timer.Dispose();
        _source.Dispose();
    }

    /// <summary>Rounds up to milliseconds, so that the timer does not fire early.</summary>
    private static TimeSpan Whole(TimeSpan due) => due == Timeout.InfiniteTimeSpan ? due : TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(due.TotalMilliseconds)));

    private void Pass()
    {
        if (Interlocked.CompareExchange(ref _state, (int)State.Passed, (int)State.Running) != (int)State.Running)
        {
            return;
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt or call ended at this moment.
        }
    }
}
