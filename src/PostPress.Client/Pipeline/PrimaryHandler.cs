namespace PostPress.Pipeline;

/// <summary>Creates the handlers of a client without a host, and the handler that opens connections.</summary>
internal static class PrimaryHandler
{
    /// <summary>Creates the handler that opens connections.</summary>
    internal static HttpMessageHandler Create() =>
#if NET
        new SocketsHttpHandler
        {
            // A redirect would send the key, and possibly the write, to another address.
            AllowAutoRedirect = false,

            // Detects DNS changes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
#else
        new HttpClientHandler { AllowAutoRedirect = false };
#endif

    /// <summary>Adds the retry strategy and <see cref="AttemptHandler"/> to a handler. An <see cref="HttpClient"/> would add its own timeout.</summary>
    internal static HttpMessageInvoker WithAttempts(HttpMessageHandler primary, TimeProvider time) =>
        new(new RetryHandler(time, new AttemptHandler(primary)));
}
