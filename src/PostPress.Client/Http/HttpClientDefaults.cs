using PostPress.Resilience;

namespace PostPress.Http;

/// <summary>The way from a call to the network, for a client that was made without a host.</summary>
internal static class HttpClientDefaults
{
    /// <summary>Opens connections of its own.</summary>
    internal static HttpMessageInvoker Create(TimeProvider time) => Over(CreatePrimaryHandler(), time);

    /// <summary>Sends through an <see cref="HttpClient"/> of the caller's, which stays the caller's.</summary>
    internal static HttpMessageInvoker Over(HttpClient http, TimeProvider time) => Over(new ForwardingHandler(http), time);

    internal static HttpMessageHandler CreatePrimaryHandler() =>
#if NET
        new SocketsHttpHandler
        {
            // A redirect would repeat the key, and perhaps the write, at another address.
            AllowAutoRedirect = false,

            // Follows changes of DNS.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
#else
        new HttpClientHandler { AllowAutoRedirect = false };
#endif

    /// <summary>What <see cref="HttpClient"/> would add is a deadline, and ours know operations and uploads.</summary>
    internal static HttpMessageInvoker Over(HttpMessageHandler primary, TimeProvider time) =>
        new(new RetryHandler(time, new AttemptHandler(primary)));
}
