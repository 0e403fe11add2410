using Microsoft.Extensions.Http;
using PostPress.Resilience;

namespace PostPress.Hosting;

/// <summary>
/// Puts the client's handlers where they have to be, whatever the host has registered before or after: the strategy outermost,
/// the deadlines and the latch next to the network. Takes away the retry handlers that a host puts on every client.
/// </summary>
internal sealed class PostPressHandlers(string httpClientName, TimeProvider time) : IHttpMessageHandlerBuilderFilter
{
    /// <summary>They repeat writes, and their timeouts of seconds would end a publication that takes minutes.</summary>
    private static readonly HashSet<string> RetryHandlers = new(StringComparer.Ordinal)
    {
        "Microsoft.Extensions.Http.Resilience.ResilienceHandler",
        "Microsoft.Extensions.Http.PolicyHttpMessageHandler",
    };

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.Name != httpClientName)
        {
            return;
        }

        var handlers = builder.AdditionalHandlers;
        for (var i = handlers.Count - 1; i >= 0; i--)
        {
            if (RetryHandlers.Contains(handlers[i].GetType().FullName ?? ""))
            {
                handlers.RemoveAt(i);
            }
        }

        handlers.Insert(0, new RetryHandler(time));
        handlers.Add(new AttemptHandler());
        RefuseRedirects(builder.PrimaryHandler);
    };

    /// <summary>A redirect would carry the key to another host.</summary>
    private static void RefuseRedirects(HttpMessageHandler primary)
    {
        switch (primary)
        {
#if NET
            case SocketsHttpHandler sockets:
                sockets.AllowAutoRedirect = false;
                break;
#endif
            case HttpClientHandler handler:
                handler.AllowAutoRedirect = false;
                break;
        }
    }
}
