using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Http;

/// <summary>Finds the operation of a request, by the paths and servers of the contract.</summary>
internal static class Route
{
    /// <summary>The path as it was sent. In a decoded path, an escaped slash would split an id.</summary>
    public static string PathOf(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        return target.StartsWith('/') ? target.Split('?')[0] : http.Request.Path.ToUriComponent();
    }

    /// <summary>The operations at <paramref name="path"/>, one for each method, with the values of the variable segments.</summary>
    public static (IReadOnlyList<Operation> Operations, IReadOnlyDictionary<string, string> Values) Find(ApiContract contract, string path)
    {
        foreach (var segments in SegmentsOf(contract, path))
        {
            var operations = contract.Operations.Where(o => Matches(o.Segments, segments)).ToList();
            if (operations.Count > 0)
            {
                return (operations, ValuesIn(operations[0].Segments, segments));
            }
        }

        return ([], new Dictionary<string, string>(StringComparer.Ordinal));
    }

    /// <summary>The segments of <paramref name="path"/> below the path of each matching server.</summary>
    public static IEnumerable<string[]> SegmentsOf(ApiContract contract, string path) =>
        contract.BasePaths.Where(basePath => path.StartsWith($"{basePath}/", StringComparison.Ordinal)).Select(basePath => path[(basePath.Length + 1)..].Split('/'));

    public static bool Matches(IReadOnlyList<string> pattern, string[] segments) =>
        pattern.Count == segments.Length
        && pattern.Zip(segments).All(pair => IsVariable(pair.First) ? pair.Second.Length > 0 : pair.First == pair.Second);

    public static IReadOnlyDictionary<string, string> ValuesIn(IReadOnlyList<string> pattern, string[] segments) =>
        pattern.Zip(segments)
            .Where(pair => IsVariable(pair.First))
            .ToDictionary(pair => pair.First.Trim('{', '}'), pair => Uri.UnescapeDataString(pair.Second), StringComparer.Ordinal);

    public static bool IsVariable(string segment) => segment.StartsWith('{');
}
