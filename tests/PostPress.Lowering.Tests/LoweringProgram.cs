using System.Diagnostics;
using Newtonsoft.Json.Linq;

namespace PostPress.Lowering.Tests;

/// <summary>Runs the lowering as the build does.</summary>
internal static class LoweringProgram
{
    public static string Foreign => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Foreign.yaml"));

    public static JObject Lower(string contract)
    {
        (var exitCode, var errors, var lowered) = Run(contract);
        Assert.That(exitCode, Is.Zero, errors);
        return JObject.Parse(lowered!);
    }

    /// <summary>Expects a failure and gives its one line.</summary>
    public static string Fail(string contract)
    {
        (var exitCode, var errors, var lowered) = Run(contract);
        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(lowered, Is.Null);
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
        return errors.Trim();
    }

    private static (int ExitCode, string Errors, string? Lowered) Run(string contract)
    {
        var folder = Directory.CreateTempSubdirectory("lowering");
        try
        {
            var input = Path.Combine(folder.FullName, "zoo.yaml");
            var output = Path.Combine(folder.FullName, "zoo.json");
            File.WriteAllText(input, contract);
            using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(TestContext.CurrentContext.TestDirectory, "PostPress.Lowering.dll"), input, output])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, errors, File.Exists(output) ? File.ReadAllText(output) : null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
