using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Benchmarks;

/// <summary>The contract's own examples, which lie in <c>openapi/fixtures</c>.</summary>
internal static class Fixtures
{
    public static JObject Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + ".json")
            ?? throw new InvalidOperationException($"The fixture {name} is not embedded.");
        using var json = new JsonTextReader(new StreamReader(stream)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(json);
    }
}
