using System.Buffers.Binary;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
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

    private static IEnumerable<(string Framework, string Name, string? Version)> Dependencies(string package) =>
        from list in Nuspec(package).Elements()
        where list.Name.LocalName is "dependencies" or "frameworkReferences"
        from framework in list.Elements()
        from dependency in framework.Elements()
        select (framework.Attribute("targetFramework")!.Value, (dependency.Attribute("id") ?? dependency.Attribute("name"))!.Value, dependency.Attribute("version")?.Value);

    private static IEnumerable<TestCaseData> Assemblies =>
        from path in new[] { "PostPress.Client", "PostPress.Generated", "PostPress.Sandbox" }
        let package = path == "PostPress.Sandbox" ? path : "PostPress.Client"
        select new TestCaseData(package, $"lib/net10.0/{path}.dll");

    /// <summary>The lines of the section on weight in the client's README.</summary>
    private static string[] Weight() =>
        Encoding.UTF8.GetString(Packed.Files(Name("PostPress.Client"))["README.md"]).ReplaceLineEndings("\n").Split("\n## ").Single(section => section.StartsWith("What the package weighs", StringComparison.Ordinal)).Split('\n');

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
        string[] guides = [.. Directory.GetFiles(Path.Combine(Workspace.Repository, "src/PostPress.Client/docs"), "*.md").Select(file => "docs/" + Path.GetFileName(file))];

        Assert.That(guides, Does.Contain("docs/errors.md").And.Contain("docs/reliability.md"));
        Assert.That(Packed.Files(Name("PostPress.Client")).Keys, Is.EquivalentTo(guides.Concat(new[]
        {
            "PostPress.Client.nuspec", "README.md", "CHANGELOG.md", "LICENSE", "icon.png",
            "ConfigurationSchema.json", "buildTransitive/PostPress.Client.targets", "agents/SKILL.md", "agents/llms.txt",
            "lib/netstandard2.0/PostPress.Client.dll", "lib/netstandard2.0/PostPress.Client.xml",
            "lib/netstandard2.0/PostPress.Generated.dll", "lib/netstandard2.0/PostPress.Generated.xml",
            "lib/net8.0/PostPress.Client.dll", "lib/net8.0/PostPress.Client.xml",
            "lib/net8.0/PostPress.Generated.dll", "lib/net8.0/PostPress.Generated.xml",
            "lib/net10.0/PostPress.Client.dll", "lib/net10.0/PostPress.Client.xml",
            "lib/net10.0/PostPress.Generated.dll", "lib/net10.0/PostPress.Generated.xml",
        })));
    }

    [TestCaseSource(nameof(Assemblies))]
    public void The_documentation_describes_what_the_assembly_has(string package, string path)
    {
        var documentation = XDocument.Parse(Encoding.UTF8.GetString(Packed.Files(Name(package))[Path.ChangeExtension(path, "xml")]).TrimStart('\uFEFF'));

        var members = documentation.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);
        var known = package == "PostPress.Sandbox" ? "T:PostPress.Sandbox.PostPressSandbox" : path.Contains("Generated", StringComparison.Ordinal) ? "T:PostPress.CreateJobRequest" : "T:PostPress.PostPressClient";
        Assert.That(members.Keys, Does.Contain(known));
        Assert.That(documentation.Descendants("see").Concat(documentation.Descendants("seealso")).Select(link => link.Attribute("cref")?.Value ?? ""), Has.None.StartsWith("!:"), "every link leads to a member");
    }

    [Test]
    public void The_sandbox_is_one_library()
    {
        Assert.That(Packed.Files(Name("PostPress.Sandbox")).Keys, Is.EquivalentTo(new[]
        {
            "PostPress.Sandbox.nuspec", "README.md", "CHANGELOG.md", "LICENSE", "icon.png",
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
        var asked = Dependencies(package).Select(dependency => $"{dependency.Framework} {dependency.Name} {dependency.Version}");

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
        Assert.That(Element(nuspec, "icon")?.Value, Is.EqualTo("icon.png"));
        Assert.That(Element(nuspec, "projectUrl")?.Value, Is.EqualTo(Packed.RepositoryUrl));
        Assert.That(Element(nuspec, "repository")?.Attributes().Select(about => $"{about}"), Is.EqualTo(new[] { "type=\"git\"", $"url=\"{Packed.RepositoryUrl}\"" }));
        foreach (var name in new[] { "authors", "description", "tags", "copyright" })
        {
            Assert.That(Element(nuspec, name)?.Value, Is.Not.Null.And.Not.Empty, name);
        }
    }

    [Test]
    public void A_package_has_no_address_that_the_release_did_not_give()
    {
        var properties = Packed.Workspace.Dotnet("repository", "msbuild src/PostPress.Client -getProperty:PackageProjectUrl -getProperty:RepositoryUrl");

        Assert.That(properties, Does.Match(@"""PackageProjectUrl"": """",\s+""RepositoryUrl"": """""));
    }

    [TestCaseSource(nameof(Packages))]
    public void The_release_notes_are_the_changelog_s_section_of_this_version(string package)
    {
        var sections = File.ReadAllText(Path.Combine(Workspace.Repository, "CHANGELOG.md")).ReplaceLineEndings("\n").Split("\n## ");
        var section = sections.SingleOrDefault(text => text.Split(' ', '\n')[0] == Packed.Version) ?? sections.Single(text => text.StartsWith("Unreleased", StringComparison.Ordinal));

        var notes = Element(Nuspec(package), "releaseNotes")!.Value.ReplaceLineEndings("\n");

        Assert.That(notes, Is.EqualTo(section[section.IndexOf('\n', StringComparison.Ordinal)..].Trim()));
        Assert.That(notes, Has.Length.LessThan(35_000), "what nuget.org takes");
    }

    [TestCaseSource(nameof(Packages))]
    public void The_icon_is_a_PNG_of_128_by_128_pixels(string package)
    {
        var icon = Packed.Files(Name(package))["icon.png"];

        Assert.That(icon[..8], Is.EqualTo(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A }));
        Assert.That((BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))), Is.EqualTo((128, 128)));
    }

    [Test]
    public void The_readme_s_table_lists_the_dependencies_and_their_versions()
    {
        var frameworks = new[] { ".NETStandard2.0", "net10.0", "net8.0" };
        var expected =
            from dependency in Dependencies("PostPress.Client")
            group dependency.Framework by (dependency.Name, dependency.Version) into one
            let reach = one.Count() == frameworks.Length ? "all" : string.Join(", ", one.Select(framework => framework == ".NETStandard2.0" ? ".NET Standard 2.0" : ".NET 8 and later").Distinct())
            select $"| {one.Key.Name} {one.Key.Version} | {reach} |";

        var rows = Weight().Where(row => row.StartsWith("| ", StringComparison.Ordinal) && Regex.IsMatch(row, @"^\| [\w.]+ \d+\.\d+\.\d+ \|"));

        Assert.That(rows.Select(row => string.Join('|', row.Split('|')[..3]) + "|"), Is.EquivalentTo(expected));
        Assert.That(rows.Select(row => row.Split('|')[3].Trim()), Has.All.Not.Empty, "and why");
    }

    [TestCase("netstandard2.0", ".NET Standard 2.0")]
    [TestCase("net8.0", ".NET 8 and 9")]
    [TestCase("net10.0", ".NET 10 and later")]
    public void The_readme_s_table_says_what_the_assemblies_weigh(string folder, string framework)
    {
        var assemblies = Packed.Files(Name("PostPress.Client")).Where(file => file.Key.StartsWith($"lib/{folder}/", StringComparison.Ordinal) && file.Key.EndsWith(".dll", StringComparison.Ordinal)).Sum(file => file.Value.Length);

        var said = int.Parse(Weight().Single(row => row.StartsWith($"| {framework} |", StringComparison.Ordinal)).Split('|')[2].Replace("KB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);

        Assert.That(said, Is.EqualTo(assemblies / 1000.0).Within(10).Percent, "Measure it again, and the applications beside it.");
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
        Packed.Workspace.Dotnet("elsewhere/again", $"build src/PostPress.Client -c Release -f net10.0 {Packed.Properties}");

        var packed = Packed.Files(Name("PostPress.Client"));
        foreach (var file in new[] { "PostPress.Client.dll", "PostPress.Generated.dll" })
        {
            var again = File.ReadAllBytes(Packed.Workspace[$"elsewhere/again/src/PostPress.Client/bin/Release/net10.0/{file}"]);
            Assert.That(again.AsSpan().SequenceEqual(packed[$"lib/net10.0/{file}"]), Is.True, file);
        }
    }
}
