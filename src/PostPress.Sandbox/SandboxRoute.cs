using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostPress.Sandbox;

/// <summary>A request for a route that was added with <see cref="PostPressSandbox.Map"/>. Its key is known to the sandbox.</summary>
public sealed record SandboxRouteRequest
{
    /// <summary>The request as it was received, with its headers, and whatever body it has.</summary>
    public required SandboxRequest Request { get; init; }

    /// <summary>The values of the variable segments of the path, unescaped: <c>id</c> for <c>users/{id}/posts</c>.</summary>
    public required IReadOnlyDictionary<string, string> PathValues { get; init; }

    /// <summary>The JSON body; null when there is none, when it is of another content type, or longer than <see cref="PostPressSandboxOptions.KeptBytes"/>.</summary>
    public required JsonElement? Body { get; init; }

    /// <summary>The query's parameters, unescaped; several values of one are joined by commas.</summary>
    public IReadOnlyDictionary<string, string> Query => Request.Query;
}

/// <summary>What a route that was added with <see cref="PostPressSandbox.Map"/> responds.</summary>
public sealed record SandboxRouteResponse
{
    /// <summary>The status.</summary>
    public required int Status { get; init; }

    /// <summary>The JSON body.</summary>
    public required JsonNode? Body { get; init; }

    /// <summary>Headers besides the content type and the length, such as <c>Retry-After</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A response with the JSON of an object, which may be an anonymous one: names stay as they are.</summary>
    /// <param name="body">The object; a <see cref="JsonNode"/> or <see cref="JsonElement"/> is taken as it is.</param>
    /// <param name="status">The status.</param>
    public static SandboxRouteResponse Json(object? body, int status = 200) => new() { Status = status, Body = JsonSerializer.SerializeToNode(body) };

    /// <summary>A failure in the documented envelope, <c>{"title", "detail", "instance", "type", "status"}</c>.</summary>
    /// <param name="request">The request that fails: its id is <c>instance</c>.</param>
    /// <param name="status">The status.</param>
    /// <param name="type">The type, such as <c>errors/resource_not_found</c>.</param>
    /// <param name="detail">What is wrong, in words.</param>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="type"/> is null or empty.</exception>
    public static SandboxRouteResponse Problem(SandboxRouteRequest request, int status, string type, string detail)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrEmpty(type);
        return new() { Status = status, Body = JsonNode.Parse(Http.SandboxResponse.Problem(status, type, detail, request.Request.Id).Body.Span) };
    }
}
