using System.IO.Compression;
using System.Xml.Linq;

namespace PostPress.Packages.Tests;

/// <summary>Packs once, in a copy of the repository, with the command of CONTRIBUTING.md.</summary>
[SetUpFixture]
internal sealed class Packed
{
    public static Workspace Workspace { get; private set; } = null!;

    public static string Folder => Workspace["repository/artifacts"];

    /// <summary>The address that a release gives.</summary>
    public static string RepositoryUrl => "https://example.com/postpress-dotnet";

    /// <summary>What a release sets. The build of the solution has run the analyzers; they change no assembly.</summary>
    public static string Properties => $"-property:RepositoryUrl={RepositoryUrl} -property:RunAnalyzers=false";

    /// <summary>What <c>dotnet pack</c> said.</summary>
    public static string Output { get; private set; } = null!;

    public static string Version { get; } = XDocument.Load(Path.Combine(Workspace.Repository, "Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>Without what the package format itself puts into each of them.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files(string package)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(Folder, package));
        return zip.Entries
            .Where(entry => entry.FullName is not ("_rels/.rels" or "[Content_Types].xml") && !entry.FullName.StartsWith("package/services/", StringComparison.Ordinal))
            .ToDictionary(entry => entry.FullName, Read, StringComparer.Ordinal);

        static byte[] Read(ZipArchiveEntry entry)
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
    }

    [OneTimeSetUp]
    public void Pack()
    {
        Workspace = new Workspace();
        Workspace.CopyRepository("repository");

        Output = Workspace.Dotnet("repository", $"pack {Properties}");
    }

    [OneTimeTearDown]
    public void Remove() => Workspace.Dispose();
}
