namespace PostPress.Tests;

/// <summary>A clock that stands until a test moves it, and tells what is waited for.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(Func<TimeSpan, bool> Matches, TaskCompletionSource<TimeSpan> Waiter)> _waiters = [];
    private DateTimeOffset _now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when something waits for a span of time that matches.</summary>
    public Task<TimeSpan> WhenWaitedFor(Func<TimeSpan, bool> matches)
    {
        lock (_lock)
        {
            var waiter = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_timers.Where(t => t.Due is not null).Select(t => t.Due!.Value - _now).FirstOrDefault(matches) is var due && matches(due))
            {
                waiter.SetResult(due);
            }
            else
            {
                _waiters.Add((matches, waiter));
            }

            return waiter.Task;
        }
    }

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> fired;
        lock (_lock)
        {
            _now += by;
            fired = _timers.FindAll(t => t.Due <= _now);
            fired.ForEach(t => t.Due = null);
        }

        fired.ForEach(t => t.Fire());
    }

    private void Arm(ManualTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            timer.Due = dueTime == Timeout.InfiniteTimeSpan ? null : _now + dueTime;
            if (!_timers.Contains(timer))
            {
                _timers.Add(timer);
            }

            foreach (var waiter in _waiters.FindAll(w => timer.Due is not null && w.Matches(dueTime)))
            {
                _waiters.Remove(waiter);
                waiter.Waiter.SetResult(dueTime);
            }
        }
    }

    private void Remove(ManualTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Arm(this, dueTime);
            return true;
        }

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
