using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Lowering.Tests;

/// <summary>The way from a contract to an assembly, with the contract of a zoo.</summary>
[NonParallelizable]
internal sealed partial class BuildTests
{
    private const string Project = "src/PostPress.Generated";
    private const string Generate = $"msbuild {Project} -nologo -nodeReuse:false -target:NSwagGenerate";
    private const string Output = $"{Project}/obj/NSwag/PostPress.g.cs";

    private SourceTree _tree = null!;
    private string _firstBuild = null!;

    [OneTimeSetUp]
    public void BuildFromClean()
    {
        _tree = new SourceTree();
        File.WriteAllText(_tree["openapi/postpress.yaml"], LoweringProgram.Foreign);
        _firstBuild = _tree.Build($"build {Project} -nodeReuse:false");
    }

    [OneTimeTearDown]
    public void Remove() => _tree.Dispose();

    [Test]
    public void A_clean_build_generates_once_for_all_frameworks_and_says_with_what()
    {
        Assert.That(Times("Lowering the contract", _firstBuild), Is.EqualTo(1));
        Assert.That(Times("Generating with NSwag", _firstBuild), Is.EqualTo(1));
        Assert.That(_firstBuild, Does.Contain("the npm package nswag").Or.Contain("the NuGet package NSwag.MSBuild"));
        Assert.That(_firstBuild, Does.Contain("0 Warning(s)"));
        foreach (string framework in new[] { "netstandard2.0", "net8.0", "net10.0" })
        {
            Assert.That(File.Exists(_tree[$"{Project}/bin/Debug/{framework}/PostPress.Generated.dll"]), Is.True, framework);
        }
    }

    [Test]
    public void A_second_build_generates_nothing()
    {
        string output = _tree.Build($"build {Project} -nodeReuse:false");
        Assert.That(output, Does.Not.Contain("Lowering the contract").And.Not.Contain("Generating with NSwag"));
    }

    [Test]
    public void A_build_of_one_framework_generates_nothing_either()
        => Assert.That(_tree.Build($"build {Project} -f net8.0 -nodeReuse:false"), Does.Not.Contain("Generating with NSwag"));

    [TestCase("openapi/postpress.yaml")]
    [TestCase("nswag.json")]
    [TestCase("build/NSwag.targets")]
    [TestCase("build/Templates/Class.liquid")]
    [TestCase("build/Lowering/Naming.cs")]
    public void A_change_generates_again(string file)
    {
        File.SetLastWriteTimeUtc(_tree[file], DateTime.UtcNow);
        Assert.That(_tree.Build(Generate), Does.Contain("Generating with NSwag"));
        Assert.That(_tree.Build(Generate), Does.Not.Contain("Generating with NSwag"));
    }

    [Test]
    public void Generating_takes_less_than_15_seconds()
    {
        File.Delete(_tree[Output]);
        long start = Stopwatch.GetTimestamp();
        _tree.Build(Generate);
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(15)));
    }

    [Test]
    public void A_build_after_a_clean_works()
    {
        _tree.Build($"clean {Project} -nodeReuse:false");
        _tree.Build($"build {Project} -nodeReuse:false");
    }

    [Test]
    public void What_cannot_be_lowered_is_one_error_of_the_build()
    {
        string contract = File.ReadAllText(_tree["openapi/postpress.yaml"]);
        try
        {
            File.WriteAllText(_tree["openapi/postpress.yaml"], contract.Replace("mane_length:", "mane_length:\n          not: {}", StringComparison.Ordinal));
            (int exitCode, string output) = _tree.Dotnet(Generate);
            Assert.That(exitCode, Is.Not.Zero);
            Assert.That(Times("error ", output), Is.EqualTo(1), output);
            Assert.That(output, Does.Contain("error PP0001: schema 'Lion', property 'mane_length'"));
        }
        finally
        {
            File.WriteAllText(_tree["openapi/postpress.yaml"], contract);
        }
    }

    [Test]
    public void The_NuGet_package_is_taken_where_it_can_be_had()
    {
        string tool = Path.GetDirectoryName(File.ReadAllLines(Directory.GetFiles(_tree[$"{Project}/obj/NSwag"], "nswag.*.txt")[0])[0])!;
        string version = Version().Match(File.ReadAllText(_tree["build/NSwag.targets"])).Groups["version"].Value;
        string feed = Directory.CreateDirectory(_tree["feed"]).FullName;
        MakePackage(Path.Combine(feed, $"NSwag.MSBuild.{version}.nupkg"), version, tool);
        string expected = File.ReadAllText(_tree[Output]);

        (int exitCode, string output) = GenerateAnew("nuget", feed);

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain($"Generating with NSwag {version} from the NuGet package NSwag.MSBuild, {_tree["nuget-packages"]}"));
        Assert.That(File.ReadAllText(_tree["nuget/PostPress.g.cs"]), Is.EqualTo(expected));
    }

    [Test]
    public void Without_either_package_one_error_says_what_to_install()
    {
        (int exitCode, string output) = GenerateAnew("neither", Directory.CreateDirectory(_tree["empty"]).FullName);

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(Times("error ", output), Is.EqualTo(1), output);
        Assert.That(Times("warning ", output), Is.Zero, output);
        Assert.That(output, Does.Contain("error PP0002: NSwag").And.Contain("Install Node.js with npm, or add a NuGet source that has NSwag.MSBuild"));
    }

    [Test]
    public void What_is_generated_reads_and_writes()
    {
        var context = new AssemblyLoadContext("zoo", isCollectible: true);
        try
        {
            using var dll = new MemoryStream(File.ReadAllBytes(_tree[$"{Project}/bin/Debug/net10.0/PostPress.Generated.dll"]));
            System.Reflection.Assembly zoo = context.LoadFromStream(dll);

            RoundTrip("Animal", "Lion", """{"species":"lion","name":null,"mane_length":12.5,"born":"2026-01-31T00:00:00.000Z","cubs":[{"name":"Nala","species":"lion"},{"species":"emu"},5]}""");
            RoundTrip("Animal", "Parrot", """{"words":["a"],"wing_span":{"value":2.5,"unit":"in/ch","precision":1},"name":"Polly","species":"parrot","new":{"a":[]}}""");
            RoundTrip("Animal", "Animal", """{"species":"emu","name":"Rod","runs":true}""");
            RoundTrip("Feeding", "MeatByHand", """{"food":"meat","way":"hand","grams":5}""");
            RoundTrip("Feeding", "MeatByMachine", """{"way":"machine","food":"meat","machine":{"number":9007199254740993}}""");
            RoundTrip("Feeding", "FeedingPlan", """{"plan_id":"1"}""");
            RoundTrip("Feeding", "Feeding", """{"food":"hay"}""");
            RoundTrip("Receipt", "Receipt", """{"object":"receipt","fed":true,"echo":{"plan_id":"1"},"mood":"grumpy","moods":["calm","?"],"anything":[1],"whichever":5,"mispeled":false}""");

            Type operation = zoo.GetType("PostPress.Operations.FeedOperation")!;
            Assert.That(Broken("{\"plan_id\":\"12\",\"portions\":[0.5,1],\"mood\":\"HAPPY\",\"remark\":{\"loud\":true},\"at\":{\"hour\":0,\"minute\":5},\"who\":{\"guest\":false}}", 31), Is.Empty);
            Assert.That(
                Broken("{\"plan_id\":\"12345\",\"portions\":[0.5,2,1],\"mood\":\"grumpy\",\"remark\":{},\"at\":{\"hour\":-1},\"who\":{\"guest\":true,\"keeper\":\"a\"},\"more\":1}", 32),
                Is.EqualTo(new[] { "plan_id", "portions", "portions[1]", "mood", "remark", "at.hour", "at", "who", "more", "day" }));
            Assert.That(Broken("{\"food\":\"meat\",\"way\":\"hand\",\"grams\":0}", 8), Is.EqualTo(new[] { "grams", "day" }));
            Assert.That(Broken("{\"food\":\"meat\",\"way\":\"machine\"}", 8), Is.Empty);
            Assert.That(Broken("{\"food\":\"hay\"}", 1), Is.EqualTo(new[] { "" }));
            object mood = Activator.CreateInstance(zoo.GetType("PostPress.Mood")!, "so so")!;
            Assert.That(operation.GetMethod("RequestUri")!.Invoke(null, ["a/b", 5, true, mood]), Is.EqualTo("animals/a%2Fb/feedings/5?in=true&mood=so%20so"));

            string[] Broken(string body, int day)
            {
                object feeding = JsonConvert.DeserializeObject(body, zoo.GetType("PostPress.Feeding")!)!;
                object check = Activator.CreateInstance(zoo.GetType("PostPress.RequestCheck")!)!;
                object?[] arguments = [check, feeding, "simba", day, true, null, null];
                operation.GetMethod("CheckRequest", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.Invoke(null, arguments);
                var broken = (System.Collections.IEnumerable)arguments[0]!.GetType().GetProperty("Broken")!.GetValue(arguments[0])!;
                return [.. broken.Cast<object>().Select(rule => (string)rule.GetType().GetProperty("Path")!.GetValue(rule)!)];
            }

            void RoundTrip(string schema, string expected, string json)
            {
                object read = JsonConvert.DeserializeObject(json, zoo.GetType("PostPress." + schema)!)!;
                Assert.That(read.GetType().Name, Is.EqualTo(expected));
                Assert.That(JToken.DeepEquals(Parse(JsonConvert.SerializeObject(read)), Parse(json)), Is.True, JsonConvert.SerializeObject(read));
            }
        }
        finally
        {
            context.Unload();
        }

        static JToken Parse(string json)
            => JsonConvert.DeserializeObject<JToken>(json, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None })!;
    }

    /// <summary>Searches and generates with nothing but one NuGet source, and no npm.</summary>
    private (int ExitCode, string Output) GenerateAnew(string folder, string feed)
    {
        string empty = Directory.CreateDirectory(_tree["empty"]).FullName;
        return _tree.Dotnet(
            $"{Generate} \"-property:NSwagDirectory={_tree[folder]}/;NSwagNpm=no-such-program;NSwagNpmDirectory={empty}/\"",
            new Dictionary<string, string> { ["RestoreSources"] = feed, ["RestorePackagesPath"] = _tree[folder + "-packages"] });
    }

    /// <summary>A package of NSwag.MSBuild's layout around the tool that was found.</summary>
    private static void MakePackage(string path, string version, string tool)
    {
        using ZipArchive package = ZipFile.Open(path, ZipArchiveMode.Create);
        using (var nuspec = new StreamWriter(package.CreateEntry("NSwag.MSBuild.nuspec").Open()))
        {
            nuspec.Write($"""
                <package>
                  <metadata>
                    <id>NSwag.MSBuild</id>
                    <version>{version}</version>
                    <authors>test</authors>
                    <description>test</description>
                  </metadata>
                </package>
                """);
        }

        foreach (string file in Directory.GetFiles(tool, "*", SearchOption.AllDirectories))
        {
            package.CreateEntryFromFile(file, "tools/Net100/" + Path.GetRelativePath(tool, file).Replace('\\', '/'), CompressionLevel.NoCompression);
        }
    }

    private static int Times(string text, string output) => output.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));

    [GeneratedRegex("<NSwagVersion>(?<version>[^<]+)<", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Version();
}
