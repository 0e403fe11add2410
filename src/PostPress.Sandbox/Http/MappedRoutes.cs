using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Http;

/// <summary>A route that is not in the contract.</summary>
internal sealed record MappedRoute(string Method, IReadOnlyList<string> Segments, Func<SandboxRouteRequest, SandboxRouteResponse> Handler)
{
    public int Variables => Segments.Count(Route.IsVariable);
}

/// <summary>The routes that tests added. Routes can be added while requests are handled.</summary>
internal sealed class MappedRoutes(ApiContract contract)
{
    private readonly List<MappedRoute> _routes = [];

    /// <exception cref="ArgumentException">The path is not valid, or the route is in the contract.</exception>
    public void Add(string method, string path, Func<SandboxRouteRequest, SandboxRouteResponse> handler)
    {
        var segments = path.Split('/');
        if (segments.Any(s => s.Length == 0 || s.AsSpan().ContainsAny('?', '#') || (s.AsSpan().ContainsAny('{', '}') && !IsWholeVariable(s))))
        {
            throw new ArgumentException($"'{path}' must be relative to the base address, without a query, and with variables that are whole segments, such as users/{{id}}/posts.", nameof(path));
        }

        if (segments.Where(Route.IsVariable).GroupBy(s => s, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"'{path}' contains {twice.Key} twice.", nameof(path));
        }

        if (contract.Operations.FirstOrDefault(o => o.Method == method && SameShape(o.Segments, segments)) is { } known)
        {
            throw new ArgumentException($"{method} {path} is the operation {known.Id} of the contract.", nameof(path));
        }

        lock (_routes)
        {
            _routes.RemoveAll(r => r.Method == method && SameShape(r.Segments, segments));
            _routes.Add(new MappedRoute(method, segments, handler));
        }
    }

    /// <summary>The routes at <paramref name="path"/>, with the fewest variables first.</summary>
    public IReadOnlyList<(MappedRoute Route, IReadOnlyDictionary<string, string> Values)> Find(string path)
    {
        lock (_routes)
        {
            return
            [
                .. from segments in Route.SegmentsOf(contract, path)
                   from route in _routes
                   where Route.Matches(route.Segments, segments)
                   orderby route.Variables
                   select (route, Route.ValuesIn(route.Segments, segments)),
            ];
        }
    }

    /// <summary>Calls the handler of the route.</summary>
    public static async Task<SandboxResponse> RespondAsync(HttpContext http, RequestEntry entry, MappedRoute route, IReadOnlyDictionary<string, string> values)
    {
        await entry.DrainAsync(http.RequestAborted);
        var request = entry.Snapshot();
        var response = route.Handler(new SandboxRouteRequest { Request = request, PathValues = values, Body = BodyOf(http.Request.ContentType, request) });
        return SandboxResponse.Json(response.Status, response.Body) with { Headers = [.. response.Headers.Select(h => (h.Key, h.Value))] };
    }

    private static JsonElement? BodyOf(string? contentType, SandboxRequest request)
    {
        if (request.Body.IsEmpty || request.Body.Length < request.BodyLength || contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(request.Body);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new Refusal(SandboxResponse.Problem(StatusCodes.Status400BadRequest, "errors/malformed_request", $"The body is not JSON: {error.Message}", request.Id));
        }
    }

    private static bool IsWholeVariable(string segment) =>
        segment.Length > 2 && segment.IndexOfAny(['{', '}'], 1) == segment.Length - 1 && segment[0] == '{' && segment[^1] == '}';

    private static bool SameShape(IReadOnlyList<string> a, string[] b) =>
        a.Count == b.Length && a.Zip(b).All(pair => (Route.IsVariable(pair.First) && Route.IsVariable(pair.Second)) || pair.First == pair.Second);
}
