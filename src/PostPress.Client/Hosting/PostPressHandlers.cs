using Microsoft.Extensions.Http;
#if NET
using Microsoft.Extensions.Http.Resilience;
#endif
using PostPress.Pipeline;

namespace PostPress.Hosting;

/// <summary>
/// Puts the client's handlers where they have to be, whatever the host has registered before or after: the strategy first,
/// the attempts next to the network. Takes the resilience handlers away that a host puts on every client.
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
    /// handlers that retry stay: <see cref="AttemptHandler"/> gives them the first result again.
    /// </summary>
    private static bool IsResilienceHandler(DelegatingHandler handler) =>
#if NET
#pragma warning disable EXTEXP0001 // The type is experimental as something to construct. Here it is only recognised.
        handler is ResilienceHandler;
#pragma warning restore EXTEXP0001
#else
        false;
#endif

    /// <summary>Takes out the strategy that <c>AddResilienceHandler</c> registered; null where the host has removed it.</summary>
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

/// <summary>Stands before the strategy in the list, to tell it from other handlers of its type. Taken out, so it never sends.</summary>
internal sealed class StrategyComesNext : DelegatingHandler;
