using System.Diagnostics;

namespace PostPress.Demo.Tests;

/// <summary>The demo as a program, with pipes where a terminal would be.</summary>
internal static class Program
{
    public static async Task<(string Output, string Errors, int Code)> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PostPress.Demo.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in new[] { "POSTPRESS_API_KEY", "POSTPRESS_ACCOUNT_ID", "POSTPRESS_BASE_ADDRESS" })
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (output, await errors, process.ExitCode);
    }
}
