using Microsoft.Extensions.Http;
#if NET
using Microsoft.Extensions.Http.Resilience;
#endif
using PostPress.Pipeline;

namespace PostPress.Hosting;

/// <summary>
/// Puts the handlers of the client in the right order, whatever the host registers before or after: the retry strategy first,
/// <see cref="AttemptHandler"/> last. Removes resilience handlers that a host adds to every client.
/// </summary>
internal sealed class PostPressHandlers(string httpClientName, Func<TimeProvider> time) : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.Name != httpClientName)
        {
            return;
        }

        var handlers = builder.AdditionalHandlers;
        var strategy = TakeStrategy(handlers) ?? new RetryHandler(time());
        for (var i = handlers.Count - 1; i >= 0; i--)
        {
            if (IsResilienceHandler(handlers[i]))
            {
                handlers.RemoveAt(i);
            }
        }

        handlers.Insert(0, strategy);
        handlers.Add(new AttemptHandler());
        RefuseRedirects(builder.PrimaryHandler);
    };

    /// <summary>
    /// Such a handler retries every request, and its timeouts of seconds would end a publication that takes minutes. Other
    /// handlers that retry are kept: <see cref="AttemptHandler"/> returns the first result to them.
    /// </summary>
    private static bool IsResilienceHandler(DelegatingHandler handler) =>
#if NET
#pragma warning disable EXTEXP0001 // Only constructing this type is experimental. Here its type is checked.
        handler is ResilienceHandler;
#pragma warning restore EXTEXP0001
#else
        false;
#endif

    /// <summary>Removes and returns the strategy that <c>AddResilienceHandler</c> registered; null if the host has removed it.</summary>
    private static DelegatingHandler? TakeStrategy(IList<DelegatingHandler> handlers)
    {
        for (var i = 0; i < handlers.Count; i++)
        {
            if (handlers[i] is StrategyComesNext)
            {
                handlers.RemoveAt(i);
                if (i < handlers.Count && IsResilienceHandler(handlers[i]))
                {
                    var strategy = handlers[i];
                    handlers.RemoveAt(i);
                    return strategy;
                }
            }
        }

        return null;
    }

    /// <summary>A redirect would send the key to another host.</summary>
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

/// <summary>Marks the next handler in the list as the strategy, which has no type of its own. It is removed before anything is sent.</summary>
internal sealed class StrategyComesNext : DelegatingHandler;
