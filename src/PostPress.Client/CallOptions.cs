namespace PostPress;

/// <summary>The options of one call. All of them are optional.</summary>
/// <remarks>Guide: <c>docs/reliability.md</c> in the package.</remarks>
public sealed class CallOptions
{
    /// <summary>
    /// Gets or sets the <c>Idempotency-Key</c> header of the call: a string that identifies the logical call, such as the id of a
    /// queue message. Use the same key whenever you make the same logical call again. PostPress then returns the first response and
    /// does nothing (public quickstart; the pages of the endpoints do not mention it).
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: each call that writes gets a random key. Printable ASCII, not empty.
    /// </value>
    public string? IdempotencyKey { get; set; }

    /// <summary>Gets or sets the timeout of each attempt of this call.</summary>
    /// <value>
    /// The default is <see langword="null"/>: <see cref="Timeout"/> if that is set, otherwise the <see cref="OperationTimeouts.Attempt"/>
    /// of the operation. Above zero, and at most one day.
    /// </value>
    public TimeSpan? AttemptTimeout { get; set; }

    /// <summary>Gets or sets the total timeout of this call, with all attempts and delays, without uploads.</summary>
    /// <value>The default is <see langword="null"/>: the <see cref="OperationTimeouts.Total"/> of the operation. Above zero, and at most one day.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Returns the same options with another idempotency key; null for none.</summary>
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
