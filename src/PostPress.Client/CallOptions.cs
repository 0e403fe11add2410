namespace PostPress;

/// <summary>What can be set for one call. Everything has a default, so it can be left out.</summary>
public sealed class CallOptions
{
    /// <summary>
    /// Gets or sets the <c>Idempotency-Key</c> header of the call: a string that stays the same when the same logical call
    /// is repeated, such as the id of the queue message that it handles. PostPress answers a repeated key with its first
    /// answer and does nothing (public quickstart; the pages of the endpoints do not mention it).
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: every call that writes gets a random key of its own. Printable ASCII only.
    /// </value>
    public string? IdempotencyKey { get; set; }
}
