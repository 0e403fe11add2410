using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>
/// A request to an endpoint of PostPress for which this library has no method. It is sent like every other call: with the key,
/// the retry rules, the timeouts, the outcome and the telemetry.
/// </summary>
/// <example>
/// List the linked accounts: <c>await client.SendAsync(new ApiRequest(HttpMethod.Get, "accounts"))</c>.
/// </example>
public sealed class ApiRequest
{
    /// <summary>Initializes a request.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">
    /// The path below <see cref="PostPressClientOptions.BaseAddress"/>, such as <c>accounts</c> or <c>users/42/posts</c>, with or
    /// without a leading slash. Escape the values in it (<see cref="Uri.EscapeDataString(string)"/>). It can contain a query.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, is an address with a host, or contains an empty segment, the segments <c>.</c> or <c>..</c>, or a character that must be escaped.</exception>
    public ApiRequest(HttpMethod method, string path)
    {
        Argument.NotNull(method, nameof(method));
        Argument.NotNull(path, nameof(path));

        Method = method;
        Path = path.StartsWith("/", StringComparison.Ordinal) ? path.Substring(1) : path;
        if (FindProblem(Path) is { } problem)
        {
            throw new ArgumentException($"{problem} Use a path below the base address, such as accounts or users/42/posts.", nameof(path));
        }
    }

    /// <summary>Gets the HTTP method.</summary>
    public HttpMethod Method { get; }

    /// <summary>Gets the path below the base address, without a leading slash.</summary>
    public string Path { get; }

    /// <summary>Gets the parameters of the query by name. They are escaped when the request is sent. Parameters that are null are left out.</summary>
    /// <value>The default is empty. If <see cref="Path"/> has a query, they are appended to it.</value>
    public IDictionary<string, string?> Query { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Gets or sets the JSON body.</summary>
    /// <value>The default is <see langword="null"/>: no body.</value>
    public JToken? Body { get; set; }

    /// <summary>
    /// Gets or sets whether the call is a write: it creates, publishes, changes or deletes something. A write is sent with an
    /// idempotency key, and is not retried once it may have reached PostPress. Other calls are retried like a search.
    /// </summary>
    /// <value>The default is <see langword="null"/>: all methods except GET, HEAD and OPTIONS are writes.</value>
    public bool? IsWrite { get; set; }

    /// <summary>Gets or sets the name of the call in logs, traces, metrics and exceptions. Don't put ids into it: metrics are grouped by it.</summary>
    /// <value>The default is <c>request</c>.</value>
    public string OperationName { get; set; } = "request";

    internal bool Writes => IsWrite ?? Method.Method is not ("GET" or "HEAD" or "OPTIONS");

    /// <summary>The path with the query.</summary>
    internal string ToUri()
    {
        var query = string.Join("&", Query
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value!)}"));
        return query.Length == 0 ? Path : $"{Path}{(Path.IndexOf('?') < 0 ? '?' : '&')}{query}";
    }

    private static string? FindProblem(string path)
    {
        var segments = path.Split('?')[0];
        return segments.Length == 0 ? "The path is empty."
            : path.Any(c => c is <= ' ' or '\x7f' or '\\' or '#') ? "The path contains a character that must be escaped (Uri.EscapeDataString)."
            : segments[0] == '/' || segments.Contains("//") || segments.Contains("://") ? "The path is an absolute address, or contains an empty segment."
            : segments.Split('/').Any(IsDots) ? "The path contains the segment . or .., which would change the path."
            : null;
    }

    // Servers read %2e as a dot.
    private static bool IsDots(string segment) => Uri.UnescapeDataString(segment) is "." or "..";
}
