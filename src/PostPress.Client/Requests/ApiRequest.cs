using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>
/// A request of your own, for an endpoint of PostPress that this library has no method for. It goes the same way as every
/// other call: with the key, the retry rules, the timeouts, the outcome and the telemetry.
/// </summary>
/// <example>
/// Whether an account still works: <c>await client.SendAsync(new ApiRequest(HttpMethod.Get, "accounts"))</c>.
/// </example>
public sealed class ApiRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">
    /// The path below <see cref="PostPressClientOptions.BaseAddress"/>, such as <c>accounts</c> or <c>users/42/posts</c>, with or
    /// without a slash in front. Values in it have to be escaped (<see cref="Uri.EscapeDataString(string)"/>). It may have a query.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty or leads out of the API: an address with a host, <c>.</c> or <c>..</c> as a segment, or a character that has to be escaped.</exception>
    public ApiRequest(HttpMethod method, string path)
    {
        Argument.NotNull(method, nameof(method));
        Argument.NotNull(path, nameof(path));

        Method = method;
        Path = path.StartsWith("/", StringComparison.Ordinal) ? path.Substring(1) : path;
        if (FindProblem(Path) is { } problem)
        {
            throw new ArgumentException($"{problem} Give the path below the base address, such as accounts or users/42/posts.", nameof(path));
        }
    }

    /// <summary>Gets the method.</summary>
    public HttpMethod Method { get; }

    /// <summary>Gets the path below the base address, without a slash in front.</summary>
    public string Path { get; }

    /// <summary>Gets the parameters of the query, by name. They are escaped for you. A null is left out.</summary>
    /// <value>The default is empty. Where <see cref="Path"/> has a query, they are added to it.</value>
    public IDictionary<string, string?> Query { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Gets or sets the JSON body.</summary>
    /// <value>The default is <see langword="null"/>: no body.</value>
    public JToken? Body { get; set; }

    /// <summary>
    /// Gets or sets whether the call creates, publishes, changes or deletes something. Such a call carries an idempotency key
    /// and is not retried once it may have arrived; any other one is retried as a search is.
    /// </summary>
    /// <value>The default is <see langword="null"/>: every method but GET, HEAD and OPTIONS does.</value>
    public bool? IsWrite { get; set; }

    /// <summary>Gets or sets the name of the call in logs, traces, metrics and failures. Keep ids out of it: metrics are grouped by it.</summary>
    /// <value>The default is <c>request</c>.</value>
    public string OperationName { get; set; } = "request";

    internal bool Writes => IsWrite ?? Method.Method is not ("GET" or "HEAD" or "OPTIONS");

    /// <summary>The path with the whole query.</summary>
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
            : path.Any(c => c is <= ' ' or '\x7f' or '\\' or '#') ? "The path has a character that must be escaped (Uri.EscapeDataString)."
            : segments[0] == '/' || segments.Contains("//") || segments.Contains("://") ? "The path is a whole address, or has an empty segment."
            : segments.Split('/').Any(IsDots) ? "The path has . or .. as a segment, which would lead elsewhere."
            : null;
    }

    // %2e is a dot for whoever reads the address.
    private static bool IsDots(string segment) => Uri.UnescapeDataString(segment) is "." or "..";
}
