using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PostPress.Sandbox.Tests;

/// <summary>The JSON Schema validator that the sandbox's own is held against: npm's ajv, as pinned in build/tools.</summary>
internal static class Ajv
{
    private static readonly string Tools = Path.Combine(RepoRoot.Path, "build", "tools");

    /// <summary>ajv's verdicts on values by schemas of their own, and on values by schemas of the contract.</summary>
    public static (bool[] Schemas, bool[] Values) Judge(IEnumerable<(JsonNode Schema, JsonNode? Value)> schemas, IEnumerable<(string Schema, JsonNode? Value)> values)
    {
        Install();
        var question = new JsonObject
        {
            ["schemas"] = new JsonArray([.. schemas.Select(s => new JsonObject { ["schema"] = s.Schema.DeepClone(), ["value"] = s.Value?.DeepClone() })]),
            ["values"] = new JsonArray([.. values.Select(v => new JsonObject { ["schema"] = v.Schema, ["value"] = v.Value?.DeepClone() })]),
        };
        var script = Path.Combine(AppContext.BaseDirectory, "ajv-verdicts.mjs");
        var answer = JsonNode.Parse(Run("node", [script, Tools, Path.Combine(RepoRoot.Path, "openapi", "postpress.yaml")], question.ToJsonString()))!;
        return (Verdicts("schemas"), Verdicts("values"));

        bool[] Verdicts(string name) => [.. answer[name]!.AsArray().Select(v => v!.GetValue<bool>())];
    }

    /// <summary>Installs the pinned tools where that has not been done since the lock file changed.</summary>
    private static void Install()
    {
        var done = new FileInfo(Path.Combine(Tools, "node_modules", ".package-lock.json"));
        if (!done.Exists || done.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(Tools, "package-lock.json")))
        {
            Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--prefix", Tools], "");
        }
    }

    private static string Run(string program, IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error.Result}");
    }
}
