using PostPress.Resilience;

namespace PostPress.Http;

/// <summary>The way from a call to the network, for a client that was made without a host.</summary>
internal static class HttpClientDefaults
{
    /// <summary>Opens connections of its own.</summary>
    internal static HttpClient Create(TimeProvider time) => Over(CreatePrimaryHandler(), time);

    /// <summary>Sends through an <see cref="HttpClient"/> of the caller's, which stays the caller's.</summary>
    internal static HttpClient Over(HttpClient http, TimeProvider time) => Over(new ForwardingHandler(http), time);

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

    /// <summary>The deadlines are ours; <see cref="HttpClient.Timeout"/> knows neither operations nor uploads.</summary>
    private static HttpClient Over(HttpMessageHandler primary, TimeProvider time) =>
        new(new RetryHandler(time, new AttemptHandler(primary))) { Timeout = Timeout.InfiniteTimeSpan };
}
