using Microsoft.Extensions.Http;
using PostPress.Resilience;

namespace PostPress.Hosting;

/// <summary>
/// Puts the client's handlers where they have to be, whatever the host has registered before or after: the strategy outermost,
/// the deadlines and the latch next to the network. Takes away the retry handlers that a host puts on every client.
/// </summary>
internal sealed class PostPressHandlers(string httpClientName, Func<TimeProvider> time) : IHttpMessageHandlerBuilderFilter
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
        var strategy = TakeRegistered(handlers) ?? new RetryHandler(time());
        for (var i = handlers.Count - 1; i >= 0; i--)
        {
            if (Repeats(handlers[i]))
            {
                handlers.RemoveAt(i);
            }
        }

        handlers.Insert(0, strategy);
        handlers.Add(new AttemptHandler());
        RefuseRedirects(builder.PrimaryHandler);
    };

    private static bool Repeats(DelegatingHandler handler) => RetryHandlers.Contains(handler.GetType().FullName ?? "");

    /// <summary>Takes out the strategy that <c>AddResilienceHandler</c> registered (<c>-p:UseHttpResilience=true</c>); null without it.</summary>
    private static DelegatingHandler? TakeRegistered(IList<DelegatingHandler> handlers)
    {
        for (var i = 0; i < handlers.Count; i++)
        {
            if (handlers[i] is StrategyComesNext)
            {
                handlers.RemoveAt(i);
                if (i < handlers.Count && Repeats(handlers[i]))
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
