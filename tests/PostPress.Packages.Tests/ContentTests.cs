using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace PostPress.Packages.Tests;

/// <summary>What is in the packages, and nothing else.</summary>
[Category("ChildBuild")]
internal sealed class ContentTests
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private static readonly string[] Packages = ["PostPress.Client", "PostPress.Sandbox"];

    private static string Name(string package, string extension = "nupkg") => $"{package}.{Packed.Version}.{extension}";

    private static XElement Nuspec(string package) =>
        XDocument.Parse(Encoding.UTF8.GetString(Packed.Files(Name(package))[package + ".nuspec"]).TrimStart('\uFEFF')).Root!.Elements().Single();

    private static XElement? Element(XElement parent, string name) => parent.Elements().SingleOrDefault(element => element.Name.LocalName == name);

    [Test]
    public void Two_packages_with_their_symbols_are_made_without_a_warning()
    {
        Assert.That(
            Directory.GetFiles(Packed.Folder).Select(Path.GetFileName),
            Is.EquivalentTo(Packages.SelectMany(package => new[] { Name(package), Name(package, "snupkg") })));
        Assert.That(Packed.Output, Does.Not.Contain("warning"));
    }

    [Test]
    public void The_client_holds_the_wire_types_too_with_their_documentation()
    {
        Assert.That(Packed.Files(Name("PostPress.Client")).Keys, Is.EquivalentTo(new[]
        {
            "PostPress.Client.nuspec", "README.md", "CHANGELOG.md", "LICENSE",
            "lib/netstandard2.0/PostPress.Client.dll", "lib/netstandard2.0/PostPress.Client.xml",
            "lib/netstandard2.0/PostPress.Generated.dll", "lib/netstandard2.0/PostPress.Generated.xml",
            "lib/net8.0/PostPress.Client.dll", "lib/net8.0/PostPress.Client.xml",
            "lib/net8.0/PostPress.Generated.dll", "lib/net8.0/PostPress.Generated.xml",
            "lib/net10.0/PostPress.Client.dll", "lib/net10.0/PostPress.Client.xml",
            "lib/net10.0/PostPress.Generated.dll", "lib/net10.0/PostPress.Generated.xml",
        }));
    }

    [Test]
    public void The_sandbox_is_one_library()
    {
        Assert.That(Packed.Files(Name("PostPress.Sandbox")).Keys, Is.EquivalentTo(new[]
        {
            "PostPress.Sandbox.nuspec", "README.md", "CHANGELOG.md", "LICENSE",
            "lib/net8.0/PostPress.Sandbox.dll", "lib/net8.0/PostPress.Sandbox.xml",
            "lib/net10.0/PostPress.Sandbox.dll", "lib/net10.0/PostPress.Sandbox.xml",
        }));
    }

    [TestCase("PostPress.Client", new[]
    {
        ".NETStandard2.0 Microsoft.Bcl.TimeProvider 8.0.1",
        ".NETStandard2.0 Microsoft.Extensions.Http 9.0.20",
        ".NETStandard2.0 Microsoft.Extensions.Logging.Abstractions 9.0.20",
        ".NETStandard2.0 Microsoft.Extensions.Options.ConfigurationExtensions 9.0.20",
        ".NETStandard2.0 Newtonsoft.Json 13.0.3",
        ".NETStandard2.0 Polly.Core 8.5.2",
        ".NETStandard2.0 System.Memory 4.5.5",
        "net10.0 Microsoft.Extensions.Http 9.0.20",
        "net10.0 Microsoft.Extensions.Http.Resilience 9.0.0",
        "net10.0 Microsoft.Extensions.Logging.Abstractions 9.0.20",
        "net10.0 Microsoft.Extensions.Options.ConfigurationExtensions 9.0.20",
        "net10.0 Newtonsoft.Json 13.0.3",
        "net10.0 Polly.Core 8.5.2",
        "net8.0 Microsoft.Extensions.Http 9.0.20",
        "net8.0 Microsoft.Extensions.Http.Resilience 9.0.0",
        "net8.0 Microsoft.Extensions.Logging.Abstractions 9.0.20",
        "net8.0 Microsoft.Extensions.Options.ConfigurationExtensions 9.0.20",
        "net8.0 Newtonsoft.Json 13.0.3",
        "net8.0 Polly.Core 8.5.2",
    })]
    [TestCase("PostPress.Sandbox", new[] { "net10.0 Microsoft.AspNetCore.App ", "net10.0 YamlDotNet 18.1.0", "net8.0 Microsoft.AspNetCore.App ", "net8.0 YamlDotNet 18.1.0" })]
    public void A_package_asks_for_these_and_for_nothing_else(string package, string[] expected)
    {
        var asked =
            from list in Nuspec(package).Elements()
            where list.Name.LocalName is "dependencies" or "frameworkReferences"
            from framework in list.Elements()
            from dependency in framework.Elements()
            select $"{framework.Attribute("targetFramework")!.Value} {(dependency.Attribute("id") ?? dependency.Attribute("name"))!.Value} {dependency.Attribute("version")?.Value}";

        Assert.That(asked.Order(StringComparer.Ordinal), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Packages))]
    public void A_package_says_what_it_is(string package)
    {
        var nuspec = Nuspec(package);

        Assert.That(Element(nuspec, "id")?.Value, Is.EqualTo(package));
        Assert.That(Element(nuspec, "version")?.Value, Is.EqualTo(Packed.Version));
        Assert.That(Element(nuspec, "license")?.Value, Is.EqualTo("MIT"));
        Assert.That(Element(nuspec, "readme")?.Value, Is.EqualTo("README.md"));
        Assert.That(Element(nuspec, "releaseNotes")?.Value, Does.Contain("CHANGELOG.md"));
        foreach (var name in new[] { "authors", "description", "tags", "copyright" })
        {
            Assert.That(Element(nuspec, name)?.Value, Is.Not.Null.And.Not.Empty, name);
        }
    }

    [TestCaseSource(nameof(Packages))]
    public void The_readme_of_a_package_has_no_link_into_the_repository(string package)
    {
        var readme = Encoding.UTF8.GetString(Packed.Files(Name(package))["README.md"]);

        Assert.That(readme, Does.StartWith("# " + package));
        Assert.That(readme, Does.Not.Match(@"\]\((?!https://|#)").And.Not.Contain("](http://"));
    }

    [Test]
    public void One_can_step_into_every_assembly_without_the_repository()
    {
        var assemblies = 0;
        foreach (var package in Packages)
        {
            var symbols = Packed.Files(Name(package, "snupkg"));
            foreach ((var path, var dll) in Packed.Files(Name(package)).Where(file => file.Key.EndsWith(".dll", StringComparison.Ordinal)))
            {
                assemblies++;
                using var assembly = new PEReader(new MemoryStream(dll));
                using var pdb = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols[Path.ChangeExtension(path, "pdb")]));
                var reader = pdb.GetMetadataReader();
                var asked = assembly.ReadCodeViewDebugDirectoryData(assembly.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView));
                Assert.That(new BlobContentId(reader.DebugMetadataHeader!.Id).Guid, Is.EqualTo(asked.Guid), path);

                List<string> documents = [];
                foreach (var handle in reader.Documents)
                {
                    var name = reader.GetString(reader.GetDocument(handle).Name);
                    documents.Add(name);
                    Assert.That(name, Does.Not.StartWith(Path.GetTempPath()), "no path of the machine that packed");
                    Assert.That(reader.GetCustomDebugInformation(handle).Any(about => reader.GetGuid(reader.GetCustomDebugInformation(about).Kind) == EmbeddedSource), Is.True, name);
                }

                var known = package == "PostPress.Sandbox" ? "PostPressSandbox.cs" : path.Contains("Generated", StringComparison.Ordinal) ? "obj/NSwag/PostPress.g.cs" : "PostPressClient.cs";
                Assert.That(documents, Has.Some.StartsWith("/_/src/").And.Some.EndsWith("/" + known));
            }
        }

        Assert.That(assemblies, Is.EqualTo(8));
    }

    [Test]
    public void The_same_source_in_another_folder_gives_the_same_assemblies()
    {
        Packed.Workspace.CopyRepository("elsewhere/again");
        Packed.Workspace.Dotnet("elsewhere/again", "build src/PostPress.Client -c Release -f net10.0 -property:RunAnalyzers=false");

        var packed = Packed.Files(Name("PostPress.Client"));
        foreach (var file in new[] { "PostPress.Client.dll", "PostPress.Generated.dll" })
        {
            var again = File.ReadAllBytes(Packed.Workspace[$"elsewhere/again/src/PostPress.Client/bin/Release/net10.0/{file}"]);
            Assert.That(again.AsSpan().SequenceEqual(packed[$"lib/net10.0/{file}"]), Is.True, file);
        }
    }
}
