namespace PostPress.Http;

/// <summary>The <see cref="HttpClient"/> of a client that was made without a host.</summary>
internal static class HttpClientDefaults
{
    /// <summary>A publication was seen to take 222 s; the 100 s that .NET gives would end it in the middle.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>Makes an <see cref="HttpClient"/> that follows DNS changes and never carries the key to another host.</summary>
    internal static HttpClient Create() => new(CreateHandler()) { Timeout = Timeout };

    internal static HttpMessageHandler CreateHandler() =>
#if NET
        new SocketsHttpHandler
        {
            // A redirect would repeat the key, and perhaps the write, at another address.
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
#else
        new HttpClientHandler { AllowAutoRedirect = false };
#endif
}
