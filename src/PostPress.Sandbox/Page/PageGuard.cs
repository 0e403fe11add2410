using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PostPress.Sandbox.Page;

/// <summary>Keeps the page to those who have opened it on this machine, for other sites in the same browser can send requests as well.</summary>
internal sealed class PageGuard
{
    public const string TokenHeader = "X-Sandbox-Token";

    private static readonly string[] OwnNames = ["127.0.0.1", "localhost", "[::1]"];

    /// <summary>What the page sends with everything that changes something. It stands in the page alone, which other sites can't read.</summary>
    public string Token { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Why a request is refused; null when it may pass.</summary>
    public string? WhyNot(HttpRequest request)
    {
        // A name of somebody else's that leads to 127.0.0.1 (DNS rebinding) would make this page one of theirs.
        if (!OwnNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return "The page is at 127.0.0.1 or localhost alone.";
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !string.Equals(origin, $"http://{request.Host.Value}", StringComparison.OrdinalIgnoreCase))
        {
            return "This comes from another site.";
        }

        // Browsers say it of what is loaded, too, where they send no origin. By hand is "none".
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && request.Headers["Sec-Fetch-Mode"].ToString() != "navigate")
        {
            return "This comes from another site.";
        }

        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        return changes && !IsToken(request.Headers[TokenHeader].ToString()) ? $"{TokenHeader} must be the token of the page." : null;
    }

    private bool IsToken(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Token));
}
