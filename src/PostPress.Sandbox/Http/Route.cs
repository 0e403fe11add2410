using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Http;

/// <summary>Finds the operation that a request is for, from the contract's paths under each of its servers' paths.</summary>
internal static class Route
{
    /// <summary>The path as it was sent: decoding it first would let an escaped slash cut an id in two.</summary>
    public static string PathOf(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        return target.StartsWith('/') ? target.Split('?')[0] : http.Request.Path.ToUriComponent();
    }

    /// <summary>The operations at <paramref name="path"/>, one for each method, and the values of the variable segments.</summary>
    public static (IReadOnlyList<Operation> Operations, IReadOnlyDictionary<string, string> Values) Find(ApiContract contract, string path)
    {
        foreach (var basePath in contract.BasePaths)
        {
            if (!path.StartsWith($"{basePath}/", StringComparison.Ordinal))
            {
                continue;
            }

            var segments = path[(basePath.Length + 1)..].Split('/');
            var operations = contract.Operations.Where(o => Matches(o, segments)).ToList();
            if (operations.Count > 0)
            {
                return (operations, ValuesIn(operations[0], segments));
            }
        }

        return ([], new Dictionary<string, string>(StringComparer.Ordinal));
    }

    private static bool Matches(Operation operation, string[] segments) =>
        operation.Segments.Count == segments.Length
        && operation.Segments.Zip(segments).All(pair => IsVariable(pair.First) ? pair.Second.Length > 0 : pair.First == pair.Second);

    private static Dictionary<string, string> ValuesIn(Operation operation, string[] segments) =>
        operation.Segments.Zip(segments)
            .Where(pair => IsVariable(pair.First))
            .ToDictionary(pair => pair.First.Trim('{', '}'), pair => Uri.UnescapeDataString(pair.Second), StringComparer.Ordinal);

    private static bool IsVariable(string segment) => segment.StartsWith('{');
}
