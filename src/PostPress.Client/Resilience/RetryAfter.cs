namespace PostPress.Resilience;

/// <summary>Reads the header <c>Retry-After</c> in both its forms.</summary>
internal static class RetryAfter
{
    internal static TimeSpan? Get(HttpResponseMessage? response, DateTimeOffset now) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
