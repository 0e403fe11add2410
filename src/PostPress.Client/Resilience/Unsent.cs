#if !NET
using System.Net;
using System.Net.Sockets;
#endif

namespace PostPress.Resilience;

/// <summary>Tells the failures that prove that a request never reached a server.</summary>
internal static class Unsent
{
    internal static bool IsProvenBy(Exception failure)
    {
        if (failure is not HttpRequestException http)
        {
            return false;
        }

#if NET
        return http.HttpRequestError is HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError;
#else
        // Without HttpRequestError only what lies beneath can tell.
        return http.InnerException switch
        {
            WebException web => web.Status is WebExceptionStatus.NameResolutionFailure
                or WebExceptionStatus.ProxyNameResolutionFailure
                or WebExceptionStatus.ConnectFailure
                or WebExceptionStatus.TrustFailure,
            SocketException socket => socket.SocketErrorCode is SocketError.HostNotFound
                or SocketError.NoData
                or SocketError.TryAgain
                or SocketError.ConnectionRefused
                or SocketError.HostUnreachable
                or SocketError.NetworkUnreachable,
            _ => false,
        };
#endif
    }
}
