using System.Text.Json.Nodes;
using PostPress.Sandbox;

namespace PostPress.Packages.Tests;

/// <summary>The packages as users have them: installed into projects that know nothing of this repository.</summary>
[Category("ChildBuild")]
[Parallelizable(ParallelScope.Children)]
internal sealed class InstallTests
{
    private static readonly string[] Frameworks = ["net8.0", "net10.0"];

    /// <summary>The README's first program, with an API key and an address as its arguments.</summary>
    private static readonly Lazy<string> First = new(() => Build(
        "first",
        "net8.0;net10.0",
        Replace(
            Replace(Readme.FirstProgram, "new PostPressClient(\"pp_live_your_key\")", "new PostPressClient(new PostPressClientOptions { ApiKey = args[0], BaseAddress = new Uri(args[1]) })"),
            "\"acc_your_account\"",
            $"\"{SandboxAccounts.LinkedIn}\""),
        "PostPress.Client"));

    /// <summary>The same program with the sandbox in it.</summary>
    private static readonly Lazy<string> Embedded = new(() => Build(
        "embedded",
        "net8.0;net10.0",
        "using PostPress.Sandbox;\n" + Replace(
            Replace(
                Readme.FirstProgram,
                "using var postpress = new PostPressClient(\"pp_live_your_key\")",
                "await using var sandbox = await PostPressSandbox.StartAsync();\nusing var postpress = new PostPressClient(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress })"),
            "\"acc_your_account\"",
            "SandboxAccounts.LinkedIn"),
        "PostPress.Client",
        "PostPress.Sandbox"));

    /// <summary>A library in C# 7.3.</summary>
    private static readonly Lazy<string> Old = new(() => Build("old", "netstandard2.0;net472", Workspace.Source("CSharp73.cs"), "PostPress.Client"));

    private static Workspace Workspace => Packed.Workspace;

    [Test]
    public async Task The_first_program_of_the_README_runs()
    {
        _ = First.Value;

        foreach (var framework in Frameworks)
        {
            await using var sandbox = await PostPressSandbox.StartAsync();
            var output = Run("first", framework, $"{sandbox.ApiKey} {sandbox.BaseAddress}");

            Assert.That(People(output), Has.Length.EqualTo(25), output);
            Assert.That(sandbox.Requests, Has.Count.EqualTo(3), "pages of ten");
        }
    }

    [Test]
    public void The_sandbox_answers_it_inside_the_same_program()
    {
        _ = Embedded.Value;

        foreach (var framework in Frameworks)
        {
            var output = Run("embedded", framework, "");

            Assert.That(People(output), Has.Length.EqualTo(25), output);
        }
    }

    [TestCase("net10.0")]
    [TestCase("net472")]
    public void An_editor_gets_the_schema_of_the_options_for_appsettings_json(string framework)
    {
        var project = Frameworks.Contains(framework) ? "first" : "old";
        _ = project == "first" ? First.Value : Old.Value;

        // Editors read this item, and merge what its files say; the SDK does nothing with it.
        var items = JsonNode.Parse(Workspace.Dotnet(project, $"msbuild -property:TargetFramework={framework} -getItem:JsonSchemaSegment"))!["Items"]!["JsonSchemaSegment"]!.AsArray();

        var segment = items.Single(item => ((string)item!["FullPath"]!).Contains("postpress.client", StringComparison.OrdinalIgnoreCase))!;
        Assert.That(File.ReadAllBytes((string)segment["FullPath"]!), Is.EqualTo(Packed.Files($"PostPress.Client.{Packed.Version}.nupkg")["ConfigurationSchema.json"]));
        Assert.That(new[] { "appsettings.json", "appsettings.Development.json" }, Has.All.Match((string)segment["FilePathPattern"]!));
        Assert.That((string?)JsonNode.Parse(File.ReadAllText((string)segment["FullPath"]!))!["definitions"]!["postPressClient"]!["properties"]!["ApiKey"]!["description"], Does.Contain("dashboard"));
    }

    [Test]
    public void A_library_in_CSharp_7_3_for_NET_Standard_2_0_and_NET_Framework_can_use_all_of_it()
    {
        // All other warnings are errors. Polly.Core asks for System.ComponentModel.Annotations 4.5.0 on .NET Framework; where a
        // package source begins with 4.6.0, NuGet says that it took that one.
        Assert.That(Old.Value.Split('\n').Where(line => line.Contains("warning", StringComparison.Ordinal)), Has.All.Contain("NU1603").And.All.Contain("System.ComponentModel.Annotations"));
    }

    private static string Build(string name, string frameworks, string program, params string[] packages)
    {
        var old = frameworks.Contains("netstandard", StringComparison.Ordinal);
        Workspace.UseSource(name, Packed.Folder);
        Workspace.Write($"{name}/Program.cs", program);
        Workspace.Write(
            $"{name}/{name}.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFrameworks>{frameworks}</TargetFrameworks>
                {(old ? "<LangVersion>7.3</LangVersion><WarningsNotAsErrors>NU1603</WarningsNotAsErrors>" : "<OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>")}
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <UseAppHost>false</UseAppHost>
                <!-- Where .NET 8 is not installed, its assemblies run on a newer one. -->
                <RollForward>Major</RollForward>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(packages.Select(package => $"<PackageReference Include=\"{package}\" Version=\"{Packed.Version}\" />"))}
              </ItemGroup>
            </Project>
            """);
        return Workspace.Dotnet(name, "build -v quiet");
    }

    private static string Run(string name, string framework, string arguments)
    {
        var folder = $"bin/Debug/{framework}/";
        foreach (var installed in Directory.GetFiles(Workspace[$"{name}/{folder}"], "PostPress.*.dll").Select(file => Path.GetFileNameWithoutExtension(file)))
        {
            var package = installed == "PostPress.Sandbox" ? installed : "PostPress.Client";
            var packed = Packed.Files($"{package}.{Packed.Version}.nupkg")[$"lib/{framework}/{installed}.dll"];
            Assert.That(File.ReadAllBytes(Workspace[$"{name}/{folder}{installed}.dll"]).AsSpan().SequenceEqual(packed), Is.True, installed);
        }

        return Workspace.Dotnet(name, $"{folder}{name}.dll {arguments}");
    }

    private static string[] People(string output) => [.. output.Split('\n').Where(line => line.Contains(": ", StringComparison.Ordinal))];

    private static string Replace(string program, string old, string with)
    {
        Assert.That(program, Does.Contain(old));
        return program.Replace(old, with, StringComparison.Ordinal);
    }
}
