using System.Xml.Linq;

namespace PostPress.Packages.Tests;

/// <summary>The client built with <c>-p:UseHttpResilience=true</c>, against a stand-in of the package, which the registry here lacks.</summary>
internal sealed class HttpResilienceTests
{
    private const string Package = "Microsoft.Extensions.Http.Resilience";

    [Test]
    public void The_strategy_runs_in_the_package_s_pipeline_outermost_and_alone()
    {
        Workspace workspace = Packed.Workspace;
        Dictionary<string, string> versions = XDocument.Load(workspace["repository/Directory.Packages.props"]).Descendants("PackageVersion")
            .ToDictionary(version => version.Attribute("Include")!.Value, version => version.Attribute("Version")!.Value, StringComparer.Ordinal);

        workspace.Write("stand-in/StandIn.cs", Workspace.Source("HttpResilience/StandIn.cs"));
        workspace.Write(
            $"stand-in/{Package}.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>netstandard2.0</TargetFramework>
                <LangVersion>latest</LangVersion>
                <Nullable>enable</Nullable>
                <Version>{versions[Package]}</Version>
                <PackageOutputPath>{workspace["feed"]}</PackageOutputPath>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.Extensions.Http" Version="{versions["Microsoft.Extensions.Http"]}" />
                <PackageReference Include="Polly.Core" Version="{versions["Polly.Core"]}" />
              </ItemGroup>
            </Project>
            """);
        workspace.Dotnet("stand-in", "pack");

        // In the copy that was packed: what is generated is up to date there.
        workspace.UseSource("repository", workspace["feed"]);
        workspace.Write("repository/tests/Probe/Program.cs", Workspace.Source("HttpResilience/Program.cs"));
        workspace.Write(
            "repository/tests/Probe/Probe.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../../src/PostPress.Client/PostPress.Client.csproj" />
                <ProjectReference Include="../../src/PostPress.Sandbox/PostPress.Sandbox.csproj" />
              </ItemGroup>
            </Project>
            """);
        workspace.Dotnet("repository", "build tests/Probe -property:UseHttpResilience=true -property:RunAnalyzers=false -property:WarningsNotAsErrors=NU1507");
        string output = workspace.Dotnet("repository", "tests/Probe/bin/Debug/net10.0/Probe.dll");

        Assert.That(output.ReplaceLineEndings("\n"), Is.EqualTo(
            """
            search: 10 items, sent 2 times
            post: Unknown, sent 1 times, 1 published
            pipelines: PostPress, PostPress

            """.ReplaceLineEndings("\n")));
    }
}
