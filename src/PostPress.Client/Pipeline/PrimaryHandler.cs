namespace PostPress.Pipeline;

/// <summary>What sends the requests of a client: the handlers without a host, and the one that opens connections.</summary>
internal static class PrimaryHandler
{
    /// <summary>Opens connections.</summary>
    internal static HttpMessageHandler Create() =>
#if NET
        new SocketsHttpHandler
        {
            // A redirect would send the key, and perhaps the write, to another address.
            AllowAutoRedirect = false,

            // Follows changes of DNS.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
#else
        new HttpClientHandler { AllowAutoRedirect = false };
#endif

    /// <summary>Puts the strategy and the attempts around what sends. An <see cref="HttpClient"/> would add a timeout of its own.</summary>
    internal static HttpMessageInvoker WithAttempts(HttpMessageHandler primary, TimeProvider time) =>
        new(new RetryHandler(time, new AttemptHandler(primary)));
}
