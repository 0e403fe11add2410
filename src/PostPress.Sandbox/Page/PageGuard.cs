using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PostPress.Sandbox.Page;

/// <summary>Protects the page from other sites in the same browser, which can send requests to it.</summary>
internal sealed class PageGuard
{
    public const string TokenHeader = "X-Sandbox-Token";

    private static readonly string[] OwnNames = ["127.0.0.1", "localhost", "[::1]"];

    /// <summary>The token that the page sends with each change. It is only in the page, which other sites can't read.</summary>
    public string Token { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The reason for a refusal; null if the request is allowed.</summary>
    public string? WhyNot(HttpRequest request)
    {
        // Another name that resolves to 127.0.0.1 (DNS rebinding) would give its site access to this page.
        if (!OwnNames.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return "The page is available only at 127.0.0.1 or localhost.";
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !string.Equals(origin, $"http://{request.Host.Value}", StringComparison.OrdinalIgnoreCase))
        {
            return "The request comes from another site.";
        }

        // Browsers also send this header for loads without an origin. For an address that is typed, it is "none".
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && request.Headers["Sec-Fetch-Mode"].ToString() != "navigate")
        {
            return "The request comes from another site.";
        }

        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        return changes && !IsToken(request.Headers[TokenHeader].ToString()) ? $"{TokenHeader} must be the token of the page." : null;
    }

    private bool IsToken(string given) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Token));
}
