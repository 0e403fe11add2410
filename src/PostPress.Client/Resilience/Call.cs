using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using PostPress.Errors;

namespace PostPress.Resilience;

/// <summary>
/// One logical call over all its attempts: what it may do, how long it may take, and what is known of it. The handlers find
/// it by <see cref="Current"/>, so that neither a handler of the host nor a copy of the request can lose it.
/// </summary>
internal sealed class Call : IDisposable
{
    private static readonly AsyncLocal<Call?> Ambient = new();

    internal readonly CallSettings Settings;

    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenRegistration _caller;
    private readonly ITimer _timer;
    private CancellationTokenSource? _attempt;
    private Limit _limit;

    // When the limit is reached and when the timer fires, both counted from the start. The timer may fire too early, and is
    // then set again: most deadlines are only ever moved away, so it is set once in most calls.
    private TimeSpan _due;
    private TimeSpan _fires;
    private TimeSpan _uploading;
    private int _inFlight;
    private bool _disposed;
    private bool _refused;

    internal Call(in CallSettings settings, TimeProvider time, ILogger logger, CancellationToken callerToken)
    {
        Settings = settings;
        Logger = logger;
        _time = time;
        _started = time.GetTimestamp();
        _limit = Limit.Total;
        _due = settings.TotalTimeout;
        _fires = settings.AttemptTimeout < _due ? settings.AttemptTimeout : _due;
        lock (_cancellation)
        {
            // It may fire before it is in its field.
            _timer = time.CreateTimer(static state => ((Call)state!).OnTimer(), this, _fires, Timeout.InfiniteTimeSpan);
        }

        _caller = callerToken.Register(static state => ((Call)state!).Cancel(), this);
    }

    /// <summary>Which deadline the clock runs for.</summary>
    internal enum Limit
    {
        None,
        Total,
        Attempt,
        UploadStall,
    }

    /// <summary>The call that the running code works for; null outside of one.</summary>
    internal static Call? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    internal ILogger Logger { get; }

    /// <summary>Cancelled by the caller or by the total deadline.</summary>
    internal CancellationToken Token => _cancellation.Token;

    /// <summary>How often the request was sent, or tried to be.</summary>
    internal int Attempts { get; private set; }

    /// <summary>Whether an attempt may have reached PostPress, and no answer has said that nothing came of it.</summary>
    internal bool MayHaveArrived { get; private set; }

    /// <summary>The failure of the last attempt, or null.</summary>
    internal Exception? LastFailure { get; private set; }

    /// <summary>The status of the last attempt's answer; null if it failed without one.</summary>
    internal HttpStatusCode? LastStatus { get; private set; }

    /// <summary>The API key that is sent; null before it is known.</summary>
    internal string? Key { get; set; }

    /// <summary>What else is sent and must not stand in an exception's text, even if the server repeats it.</summary>
    internal IEnumerable<string?>? Secrets { get; init; }

    /// <summary>The deadline that has passed; null if none has.</summary>
    internal Limit Expired { get; private set; }

    /// <summary>The pause before the next attempt, as <see cref="RetryRule"/> decided it.</summary>
    internal TimeSpan NextDelay { get; set; }

    /// <summary>Whether the body can no longer be written: a stream of the caller's was begun.</summary>
    internal bool IsBodyUsedUp { get; set; }

    internal TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>What is left of the total deadline, uploads not counted.</summary>
    internal TimeSpan Remaining => TotalDue - Elapsed;

    private TimeSpan TotalDue => Settings.TotalTimeout + _uploading;

    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>What is known of the call if it fails without an answer.</summary>
    internal CallOutcome Outcome => MayHaveArrived ? CallOutcome.Unknown : _refused ? CallOutcome.Refused : CallOutcome.NotSent;

    /// <summary>Begins an attempt, unless the request is a write that may have arrived already.</summary>
    internal Attempt BeginAttempt(CancellationToken cancellationToken)
    {
        if ((MayHaveArrived && Settings.IsWrite && !Settings.TrustIdempotencyKey) || Interlocked.Exchange(ref _inFlight, 1) != 0)
        {
            throw new SecondSendException();
        }

        Attempts++;
        MayHaveArrived = true;
        var source = cancellationToken == Token ? new CancellationTokenSource() : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_cancellation)
        {
            _attempt = source;
            Expired = Limit.None;
        }

        if (Token.IsCancellationRequested)
        {
            source.Cancel();
        }

        AwaitAnswer();
        return new Attempt(this, source);
    }

    /// <summary>Lets the clock run until the answer has to be there.</summary>
    internal void AwaitAnswer()
    {
        var due = Elapsed + Settings.AttemptTimeout;
        if (due < TotalDue)
        {
            Arm(due, Limit.Attempt);
        }
        else
        {
            Arm(TotalDue, Limit.Total);
        }
    }

    /// <summary>Lets the clock run until the next piece of the upload has to be gone.</summary>
    internal void AwaitUpload() => Arm(Elapsed + Settings.UploadStallTimeout, Limit.UploadStall);

    /// <summary>Takes the time of an upload out of the total deadline.</summary>
    internal void AddUpload(TimeSpan duration) => _uploading += duration;

    internal long GetTimestamp() => _time.GetTimestamp();

    internal TimeSpan GetElapsed(long timestamp) => _time.GetElapsedTime(timestamp);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_cancellation)
        {
            _disposed = true;
        }

        _caller.Dispose();
        _timer.Dispose();
        _cancellation.Dispose();
    }

    private void EndAttempt(bool mayHaveArrived, Exception? failure)
    {
        lock (_cancellation)
        {
            _attempt = null;
        }

        MayHaveArrived = mayHaveArrived;
        LastFailure = failure;
        Arm(TotalDue, Limit.Total);
        Volatile.Write(ref _inFlight, 0);
    }

    private void Arm(TimeSpan due, Limit limit)
    {
        lock (_cancellation)
        {
            if (_disposed)
            {
                return;
            }

            _limit = limit;
            _due = due;
            if (due < _fires)
            {
                SetTimer(due - Elapsed);
            }
        }
    }

    private void SetTimer(TimeSpan due)
    {
        _fires = _due;

        // A timer counts whole milliseconds.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(due.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        CancellationTokenSource? attempt;
        lock (_cancellation)
        {
            if (_disposed || _limit == Limit.None)
            {
                return;
            }

            var left = _due - Elapsed;
            if (left > TimeSpan.Zero)
            {
                SetTimer(left);
                return;
            }

            _fires = TimeSpan.MaxValue;
            Expired = _limit;
            attempt = _limit == Limit.Total ? null : _attempt;
            _limit = Limit.None;
        }

        if (attempt is null)
        {
            Cancel();
        }
        else
        {
            Cancel(attempt);
        }
    }

    /// <summary>Ends the call, and the attempt that runs. Not by linked sources: every call would pay for them.</summary>
    private void Cancel()
    {
        // In this order: an attempt that begins meanwhile is either seen here, or sees that the call has ended.
        Cancel(_cancellation);
        CancellationTokenSource? attempt;
        lock (_cancellation)
        {
            attempt = _attempt;
        }

        if (attempt is not null)
        {
            Cancel(attempt);
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // What it stands for has just ended by itself.
        }
    }

    /// <summary>One attempt. It has to end in <see cref="Answered"/> or <see cref="Failed"/>.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly struct Attempt(Call call, CancellationTokenSource source)
    {
        internal CancellationToken Token => source.Token;

        /// <summary>Whether a deadline of this attempt, and not the call as a whole, has passed.</summary>
        internal bool HasTimedOut => source.IsCancellationRequested && !call.Token.IsCancellationRequested && call.Expired is Limit.Attempt or Limit.UploadStall;

        internal void Answered(HttpStatusCode status)
        {
            source.Dispose();
            call.LastStatus = status;
            call._refused |= Outcomes.Of(status) == CallOutcome.Refused;
            call.EndAttempt(mayHaveArrived: Outcomes.Of(status) != CallOutcome.Refused, failure: null);
        }

        internal void Failed(Exception failure, bool mayHaveArrived)
        {
            source.Dispose();
            call.LastStatus = null;
            call.EndAttempt(mayHaveArrived, failure);
        }
    }
}
