using System.Reflection;

namespace PostPress.Sandbox.Tests;

internal static class RepoRoot
{
    public static string Path { get; } = typeof(RepoRoot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == nameof(RepoRoot)).Value!;
}
