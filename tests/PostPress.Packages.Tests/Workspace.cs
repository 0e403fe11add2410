using System.Diagnostics;
using System.Reflection;

namespace PostPress.Packages.Tests;

/// <summary>A temporary folder where <c>dotnet</c> packs, restores and builds without touching the repository or its build.</summary>
internal sealed class Workspace : IDisposable
{
    private static readonly string[] NotCopied = ["bin", "obj", "node_modules", "artifacts", "TestResults", ".git", ".vs", ".idea"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("postpress-packages");

    public static string Repository { get; } = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepoRoot").Value!;

    /// <summary>The full path of a file or folder of the workspace.</summary>
    public string this[string path] => Path.Combine(_root.FullName, path);

    /// <summary>A text of this project's folder.</summary>
    public static string Source(string file) => File.ReadAllText(Path.Combine(Repository, "tests/PostPress.Packages.Tests", file));

    public void CopyRepository(string to) => Copy(new DirectoryInfo(Repository), Directory.CreateDirectory(this[to]));

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], text);
    }

    /// <summary>Lets the projects in a folder restore from one more source, into a folder of the workspace where no cache can answer.</summary>
    public void UseSource(string folder, string source) => Write(
        $"{folder}/nuget.config",
        $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="{this["packages"]}" />
          </config>
          <packageSources>
            <add key="packed" value="{source}" />
          </packageSources>
        </configuration>
        """);

    /// <summary>Runs <c>dotnet</c> in a folder of the workspace, as CI does, and gives what it says; it has to succeed.</summary>
    public string Dotnet(string folder, string arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = this[folder],
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // What the build that runs the tests leaves in the environment is not for this one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["CI"] = "true";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {arguments} did not end.");
        }

        Assert.That(process.ExitCode, Is.Zero, $"dotnet {arguments}\n{output.Result}{errors.Result}");
        return output.Result;
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        // In a worktree of git, .git is a file.
        foreach (var file in from.EnumerateFiles().Where(file => !NotCopied.Contains(file.Name, StringComparer.Ordinal)))
        {
            file.CopyTo(Path.Combine(to.FullName, file.Name));
        }

        foreach (var folder in from.EnumerateDirectories().Where(folder => !NotCopied.Contains(folder.Name, StringComparer.Ordinal)))
        {
            Copy(folder, to.CreateSubdirectory(folder.Name));
        }
    }
}
