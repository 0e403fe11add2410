using System.Diagnostics;
using System.Globalization;

namespace PostPress.Benchmarks;

/// <summary>This program again, in a process of its own: what is measured there meets nothing that was measured before.</summary>
internal static class Child
{
    /// <summary>Does what <see cref="RunAsync"/> asked for, and writes the result in one line.</summary>
    public static async Task<int> MainAsync(string work, string[] args)
    {
        switch (work)
        {
            case "serve":
                await Server.RunAsync();
                break;
            case "cold":
                WriteLine(await ColdRow.InChildAsync(args[0], args[1]));
                break;
            case "slow":
                WriteLine(await SlowBodyRow.InChildAsync(args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture), args[3] == "capped"));
                break;
            case "upload":
                WriteLine(await UploadRow.InChildAsync(args[0], args[1], args[2]));
                break;
            case "memory":
                WriteLine(await MemoryRow.InChildAsync());
                break;
            default:
                return 2;
        }

        return 0;
    }

    /// <summary>Starts this program for some work.</summary>
    public static Process Start(params string[] args)
    {
        var program = Environment.ProcessPath!;

        // `dotnet PostPress.Benchmarks.dll` has to be repeated as a whole.
        string[] assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        return StartProgram(program, [.. assembly, "--child", .. args]);
    }

    public static Process StartProgram(string program, IEnumerable<string> args) =>
        Process.Start(new ProcessStartInfo(program, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true })!;

    /// <summary>Lets a process of its own do some work.</summary>
    /// <returns>The numbers that it wrote.</returns>
    public static async Task<double[]> RunAsync(params string[] args)
    {
        using var process = Start(args);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [.. output.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))]
            : throw new WrongResultException($"{string.Join(' ', args)} ended with {process.ExitCode}: {output}");
    }

    private static void WriteLine(params double[] numbers) =>
        Console.WriteLine(string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))));
}
