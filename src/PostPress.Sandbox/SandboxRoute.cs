using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Sandbox;

/// <summary>A request to a route that was added with <see cref="PostPressSandbox.Map"/>. Its API key is valid.</summary>
public sealed record SandboxRouteRequest
{
    /// <summary>The request as it was received, with its headers and its body.</summary>
    public required SandboxRequest Request { get; init; }

    /// <summary>The values of the variable segments of the path, unescaped: <c>id</c> for <c>users/{id}/posts</c>.</summary>
    public required IReadOnlyDictionary<string, string> PathValues { get; init; }

    /// <summary>The JSON body; null if there is none, if it has another content type, or if it is longer than <see cref="PostPressSandboxOptions.KeptBytes"/>.</summary>
    public required JsonElement? Body { get; init; }

    /// <summary>The parameters of the query, unescaped. Several values of a parameter are joined by commas.</summary>
    public IReadOnlyDictionary<string, string> Query => Request.Query;
}

/// <summary>The response of a route that was added with <see cref="PostPressSandbox.Map"/>.</summary>
public sealed record SandboxRouteResponse
{
    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The JSON body.</summary>
    public required JsonNode? Body { get; init; }

    /// <summary>Additional headers, such as <c>Retry-After</c>. Content type and length are set by the sandbox.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Creates a response with the JSON of an object, such as an anonymous type. The names of its members are not changed.</summary>
    /// <param name="body">The object. A <see cref="JsonNode"/> or <see cref="JsonElement"/> is sent unchanged.</param>
    /// <param name="status">The HTTP status.</param>
    public static SandboxRouteResponse Json(object? body, int status = 200) => new() { Status = status, Body = JsonSerializer.SerializeToNode(body) };

    /// <summary>Creates an error response in the documented envelope, <c>{"title", "detail", "instance", "type", "status"}</c>.</summary>
    /// <param name="request">The request. Its id becomes <c>instance</c>.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="type">The type, such as <c>errors/resource_not_found</c>.</param>
    /// <param name="detail">The explanation of the error.</param>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="type"/> is null or empty.</exception>
    public static SandboxRouteResponse Problem(SandboxRouteRequest request, int status, string type, string detail)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(type);
        return new() { Status = status, Body = JsonNode.Parse(Http.SandboxResponse.Problem(status, type, detail, request.Request.Id).Body.Span) };
    }
}
