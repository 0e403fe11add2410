using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Threading.Channels;

namespace PostPress.Samples.Tests;

/// <summary>A sample that runs in a process of its own, with what it prints.</summary>
internal sealed class Sample : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>A proxy that does not exist: a request to another machine fails.</summary>
    private static readonly (string Name, string Value)[] Offline = [("HTTP_PROXY", "http://127.0.0.1:1"), ("HTTPS_PROXY", "http://127.0.0.1:1"), ("NO_PROXY", "127.0.0.1,localhost")];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _printed = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private Sample(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data, isLast: line.Data is null);
        process.ErrorDataReceived += (_, line) => Keep(line.Data, isLast: false);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static string Folder { get; } = Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepoRoot").Value!,
        "src/PostPress.Samples");

    /// <summary>All that it printed so far.</summary>
    public string Printed => string.Join('\n', _printed);

    /// <summary>Builds a file-based app as <c>dotnet run</c> does, but for what it refers to, which is built already. Gives the path of the program.</summary>
    public static async Task<string> BuildAsync(string file)
    {
        await using var build = Dotnet(["build", file, "--no-dependencies", "-nologo"], []);
        Assert.That(await build.EndAsync(), Is.Zero, build.Printed);
        return await build.ReadAsync($"{file} -> ");
    }

    /// <summary>Runs a program that was built. It knows no key but that of the arguments, and reaches this machine alone.</summary>
    public static Sample Run(string program, params IEnumerable<string> arguments) => Dotnet([program, .. arguments], Offline);

    /// <summary>Runs an F# script, with warnings as errors. It knows no key but that of the variables, and reaches this machine alone.</summary>
    public static Sample RunScript(string file, params IEnumerable<(string Name, string Value)> variables) =>
        Dotnet(["fsi", "--nologo", "--warnaserror+", file], [.. Offline, .. variables]);

    /// <summary>Waits for a line that contains a text, and gives what follows the text.</summary>
    public async Task<string> ReadAsync(string text)
    {
        using var timeout = new CancellationTokenSource(Patience);
        await foreach (var line in _lines.Reader.ReadAllAsync(timeout.Token))
        {
            if (line.IndexOf(text, StringComparison.Ordinal) is >= 0 and var start)
            {
                return line[(start + text.Length)..].Trim();
            }
        }

        throw new AssertionException($"The sample ended without \"{text}\":\n{Printed}");
    }

    /// <summary>Waits for its end, and gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static Sample Dotnet(IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> variables)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };

        // What belongs to the build that runs the tests, or to the person who does, is not for a sample.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("POSTPRESS", StringComparison.OrdinalIgnoreCase) || name is "AccountId" or "ASPNETCORE_URLS").ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new Sample(new Process { StartInfo = start });
    }

    private void Keep(string? line, bool isLast)
    {
        if (line is not null)
        {
            _printed.Enqueue(line);
            _lines.Writer.TryWrite(line);
        }

        if (isLast)
        {
            _lines.Writer.TryComplete();
        }
    }
}
