namespace PostPress.Distributor.Calls;

/// <summary>How calls are made and when they are made again: the section "Calls".</summary>
public sealed class CallSettings
{
    /// <summary>Gets or sets the timeout of a call. It has to be shorter than the quota's guard.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(6);

    /// <summary>Gets or sets how many calls may fail before a message is given up.</summary>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>Gets or sets the delay after the first failure. It doubles with each.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the longest delay.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets whether calls have an idempotency key. Only the control run of the chaos test turns it off, to see that posts then come twice.</summary>
    public bool UseIdempotencyKeys { get; set; } = true;

    /// <summary>The options of a call.</summary>
    /// <param name="key">The idempotency key: the same at every delivery of the message. Null for a call that changes nothing.</param>
    public CallOptions For(string? key) => new() { IdempotencyKey = UseIdempotencyKeys ? key : null, Timeout = Timeout };

    /// <summary>The delay after a failure.</summary>
    /// <param name="failures">How many calls failed before it.</param>
    public TimeSpan DelayAfter(int failures) =>
        TimeSpan.FromTicks(Math.Min(MaxDelay.Ticks, FirstDelay.Ticks << Math.Min(failures, 20)));
}
