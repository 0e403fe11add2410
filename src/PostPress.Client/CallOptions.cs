namespace PostPress;

/// <summary>What can be set for one call. Everything has a default, so it can be left out.</summary>
public sealed class CallOptions
{
    /// <summary>
    /// Gets or sets the <c>Idempotency-Key</c> header of the call: a string that stays the same when the same logical call
    /// is sent again, such as the id of the queue message that it handles. PostPress returns the first response for a
    /// repeated key and does nothing (public quickstart; the pages of the endpoints do not mention it).
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: every call that writes gets a random key of its own. Printable ASCII only.
    /// </value>
    public string? IdempotencyKey { get; set; }

    /// <summary>Gets or sets how long one attempt of this call may take.</summary>
    /// <value>The default is <see langword="null"/>: the <see cref="OperationTimeouts.Attempt"/> of the operation, or <see cref="Timeout"/> if that is set.</value>
    public TimeSpan? AttemptTimeout { get; set; }

    /// <summary>Gets or sets how long this call may take in all, uploads not counted.</summary>
    /// <value>The default is <see langword="null"/>: the <see cref="OperationTimeouts.Total"/> of the operation.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The same options with another key, or with none.</summary>
    internal CallOptions With(string? idempotencyKey) => new() { IdempotencyKey = idempotencyKey, AttemptTimeout = AttemptTimeout, Timeout = Timeout };

    internal void Check(string name)
    {
        if (IdempotencyKey is { } key && (key.Length == 0 || !key.All(c => c is >= ' ' and < '\x7f')))
        {
            throw new ArgumentException("CallOptions.IdempotencyKey must be printable ASCII and not empty. Leave it null to get a random one.", name);
        }

        if (!IsPossible(AttemptTimeout) || !IsPossible(Timeout))
        {
            throw new ArgumentException("CallOptions.AttemptTimeout and CallOptions.Timeout must be above zero and at most one day. Leave them null for the defaults.", name);
        }
    }

    private static bool IsPossible(TimeSpan? timeout) => timeout is null || (timeout > TimeSpan.Zero && timeout <= OperationTimeouts.Longest);
}
