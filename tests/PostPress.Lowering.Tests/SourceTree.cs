using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace PostPress.Lowering.Tests;

/// <summary>A copy of what generates, so that a test can build, break and change it without touching the real one.</summary>
internal sealed class SourceTree : IDisposable
{
    private static readonly string[] NotCopied = ["bin", "obj", "node_modules"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("postpress");

    public SourceTree()
    {
        var source = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepoRoot").Value!;
        foreach (var file in new[] { "global.json", "nswag.json", ".editorconfig", "Directory.Build.props", "Directory.Packages.props" })
        {
            File.Copy(Path.Combine(source, file), this[file]);
        }

        foreach (var folder in new[] { "build/Lowering", "build/Templates", "openapi", "src/PostPress.Generated" })
        {
            Copy(new DirectoryInfo(Path.Combine(source, folder)), Directory.CreateDirectory(this[folder]));
        }

        File.Copy(Path.Combine(source, "build/NSwag.targets"), this["build/NSwag.targets"]);
    }

    /// <summary>The full path of a file of the tree.</summary>
    public string this[string path] => Path.Combine(_root.FullName, path);

    /// <summary>Runs <c>dotnet</c> and gives what it says.</summary>
    public (int ExitCode, string Output) Dotnet(string arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = _root.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // What the build that runs the tests leaves in the environment is not for this one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach ((var name, var value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {arguments} did not end.");
        }

        process.WaitForExit();
        return (process.ExitCode, output.ToString());

        void Append(string? line)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }

    /// <summary>As <see cref="Dotnet"/>, and has to succeed.</summary>
    public string Build(string arguments)
    {
        (var exitCode, var output) = Dotnet(arguments);
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to.FullName, file.Name));
        }

        foreach (var folder in from.EnumerateDirectories().Where(folder => !NotCopied.Contains(folder.Name, StringComparer.Ordinal)))
        {
            Copy(folder, to.CreateSubdirectory(folder.Name));
        }
    }
}
