namespace PostPress.Pipeline;

/// <summary>
/// The timeouts of a call: the total timeout, the timeout of an attempt, and the stall timeout of an upload. One timer runs for the
/// timeout that passes next.
/// </summary>
internal sealed class CallTimeouts : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _totalTimeout;
    private readonly TimeSpan _attemptTimeout;
    private readonly TimeSpan _stallTimeout;
    private readonly long _started;
    private readonly ITimer _timer;

    // Cancels the call and its attempt. It is also the lock for the fields below.
    private readonly CancellationTokenSource _call = new();
    private readonly CancellationTokenRegistration _caller;
    private CancellationTokenSource? _attempt;
    private int _attempts;

    // Times since the start of the call: when the next timeout passes, and when the timer fires. It never fires later.
    private TimeoutKind _next = TimeoutKind.Total;
    private TimeSpan _nextPasses;
    private TimeSpan _timerFires;
    private TimeoutKind _passed;

    private bool _isUploading;
    private TimeSpan _uploadStarted;
    private TimeSpan _uploaded;
    private bool _isDisposed;

    /// <summary>Starts the total timeout.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="total">The total timeout.</param>
    /// <param name="attempt">The timeout of an attempt.</param>
    /// <param name="stall">The stall timeout of an upload.</param>
    /// <param name="callerToken">Cancels the call, like the total timeout.</param>
    internal CallTimeouts(TimeProvider time, TimeSpan total, TimeSpan attempt, TimeSpan stall, CancellationToken callerToken)
    {
        _time = time;
        _totalTimeout = total;
        _attemptTimeout = attempt;
        _stallTimeout = stall;
        Token = _call.Token;
        _started = time.GetTimestamp();
        _nextPasses = total;

        // The first attempt usually begins at once. It does not have to change the timer then.
        _timerFires = attempt < total ? attempt : total;
        _timer = time.CreateTimer(static state => ((CallTimeouts)state!).OnTimer(), this, Whole(_timerFires), Timeout.InfiniteTimeSpan);
        _caller = callerToken.Register(static state => ((CallTimeouts)state!).CancelCall(), this, useSynchronizationContext: false);
    }

    /// <summary>Canceled by the caller or by the total timeout.</summary>
    internal CancellationToken Token { get; }

    /// <summary>The timeout that ended the call or its last attempt; none if there is none.</summary>
    internal TimeoutKind Passed
    {
        get
        {
            lock (_call)
            {
                return _passed;
            }
        }
    }

    internal TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>The rest of the total timeout, without uploads.</summary>
    internal TimeSpan Remaining => TotalPasses - Elapsed;

    private TimeSpan TotalPasses => _totalTimeout + _uploaded;

    /// <summary>Begins an attempt and its timeout.</summary>
    /// <param name="outer">Cancels the attempt too.</param>
    /// <returns>The token of the attempt. It is already canceled if the call was canceled or has ended.</returns>
    internal CancellationToken BeginAttempt(CancellationToken outer)
    {
        CancellationTokenSource attempt;
        bool hasEnded;
        lock (_call)
        {
            hasEnded = _isDisposed;
            _attempt = attempt = outer == Token ? new CancellationTokenSource() : CancellationTokenSource.CreateLinkedTokenSource(outer);
            _attempts++;
            ForgetAttemptTimeout();
            StartNext();
        }

        var token = attempt.Token;
        if (hasEnded || Token.IsCancellationRequested)
        {
            Cancel(attempt);
        }

        return token;
    }

    /// <summary>Cancels the attempt now.</summary>
    internal void CancelAttempt() => Cancel(_attempt);

    /// <summary>Ends the attempt. The total timeout continues.</summary>
    /// <param name="hasResponse">Whether the attempt got a response. Then its timeout passed too late to matter.</param>
    internal void EndAttempt(bool hasResponse)
    {
        CancellationTokenSource? attempt;
        lock (_call)
        {
            attempt = _attempt;
            _attempt = null;
            if (hasResponse)
            {
                ForgetAttemptTimeout();
            }

            CloseUpload();
            StartNext();
        }

        attempt?.Dispose();
    }

    /// <summary>Begins an upload. Until it ends, only the stall timeout applies.</summary>
    /// <returns>The number of the attempt; 0 if the body is read outside an attempt.</returns>
    internal int BeginUpload()
    {
        lock (_call)
        {
            if (_attempt is null)
            {
                return 0;
            }

            _isUploading = true;
            _uploadStarted = Elapsed;
            StartNext();
            return _attempts;
        }
    }

    /// <summary>Records progress of an upload.</summary>
    internal void MoveUpload(int attempt)
    {
        lock (_call)
        {
            // The response may have arrived before the upload ended.
            if (_isUploading && attempt == _attempts)
            {
                StartNext();
            }
        }
    }

    /// <summary>Ends an upload. The other timeouts run again.</summary>
    internal void EndUpload(int attempt)
    {
        lock (_call)
        {
            if (_isUploading && attempt == _attempts)
            {
                CloseUpload();
                StartNext();
            }
        }
    }

    public void Dispose()
    {
        CancellationTokenSource? attempt;
        lock (_call)
        {
            _isDisposed = true;
            attempt = _attempt;
        }

        _timer.Dispose();
        _caller.Dispose();

        // A handler of the host can abandon an attempt. Nothing else would end it.
        Cancel(attempt);
        _call.Dispose();
    }

    /// <summary>Rounds up to milliseconds, so that the timer does not fire early.</summary>
    private static TimeSpan Whole(TimeSpan due) => TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(due.TotalMilliseconds)));

    private static void Cancel(CancellationTokenSource? source)
    {
        try
        {
            source?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt or call ended at this moment.
        }
    }

    private void ForgetAttemptTimeout() => _passed = _passed == TimeoutKind.Total ? TimeoutKind.Total : TimeoutKind.None;

    private void CloseUpload()
    {
        if (_isUploading)
        {
            _isUploading = false;
            _uploaded += Elapsed - _uploadStarted;
        }
    }

    /// <summary>Starts the timeout that passes next. The timer changes only if it would fire too late: it is needed for few calls.</summary>
    private void StartNext()
    {
        var elapsed = Elapsed;
        var attemptPasses = elapsed + _attemptTimeout;
        (_next, _nextPasses) = _isUploading ? (TimeoutKind.UploadStall, elapsed + _stallTimeout)
            : _attempt is not null && attemptPasses < TotalPasses ? (TimeoutKind.Attempt, attemptPasses)
            : (TimeoutKind.Total, TotalPasses);
        if (_nextPasses < _timerFires)
        {
            StartTimer(elapsed);
        }
    }

    private void StartTimer(TimeSpan elapsed)
    {
        if (!_isDisposed)
        {
            _timerFires = _nextPasses;
            _timer.Change(Whole(_timerFires - elapsed), Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer()
    {
        CancellationTokenSource? attempt;
        lock (_call)
        {
            var elapsed = Elapsed;
            if (elapsed < _nextPasses)
            {
                StartTimer(elapsed);
                return;
            }

            _timerFires = TimeSpan.MaxValue;
            _passed = !_isUploading && elapsed >= TotalPasses ? TimeoutKind.Total : _next;
            attempt = _passed == TimeoutKind.Total ? null : _attempt;
        }

        if (attempt is not null)
        {
            Cancel(attempt);
        }
        else
        {
            CancelCall();
        }
    }

    /// <summary>Cancels the call, and its attempt, which may not be linked to it.</summary>
    private void CancelCall()
    {
        Cancel(_call);
        CancellationTokenSource? attempt;
        lock (_call)
        {
            attempt = _attempt;
        }

        Cancel(attempt);
    }
}

/// <summary>The timeouts of a call.</summary>
internal enum TimeoutKind
{
    None,
    Total,
    Attempt,
    UploadStall,
}
