namespace PostPress.Http;

/// <summary>One key for each logical write, the caller's own where there is one.</summary>
internal static class IdempotencyKeys
{
    internal static string For(CallOptions? options)
    {
        if (options?.IdempotencyKey is not { } key)
        {
            return Guid.NewGuid().ToString("D");
        }

        if (key.Length == 0 || !key.All(c => c is >= ' ' and < '\x7f'))
        {
            throw new ArgumentException("CallOptions.IdempotencyKey must be printable ASCII and not empty. Leave it null to get a random one.", nameof(options));
        }

        return key;
    }
}
