using System.Runtime.Loader;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Lowering.Tests;

/// <summary>The way from a contract to an assembly, with the contract of a zoo. What regenerates when is held by build/check-incremental.sh.</summary>
[NonParallelizable]
[Category("ChildBuild")]
internal sealed class BuildTests
{
    private const string Project = "src/PostPress.Generated";
    private const string Generate = $"msbuild {Project} -nologo -nodeReuse:false -target:NSwagGenerate";

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
    public void A_clean_build_generates_once_for_all_frameworks()
    {
        Assert.That(Times("Lowering the contract", _firstBuild), Is.EqualTo(1));
        Assert.That(Times("Generating with NSwag", _firstBuild), Is.EqualTo(1));
        Assert.That(_firstBuild, Does.Contain("0 Warning(s)"));
        foreach (var framework in new[] { "netstandard2.0", "net8.0", "net10.0" })
        {
            Assert.That(File.Exists(_tree[$"{Project}/bin/Debug/{framework}/PostPress.Generated.dll"]), Is.True, framework);
        }
    }

    [Test]
    public void What_cannot_be_lowered_is_one_error_of_the_build()
    {
        var contract = File.ReadAllText(_tree["openapi/postpress.yaml"]);
        try
        {
            File.WriteAllText(_tree["openapi/postpress.yaml"], contract.Replace("mane_length:", "mane_length:\n          not: {}", StringComparison.Ordinal));
            (var exitCode, var output) = _tree.Dotnet(Generate);
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
    public void What_is_generated_reads_and_writes()
    {
        var context = new AssemblyLoadContext("zoo", isCollectible: true);
        try
        {
            using var dll = new MemoryStream(File.ReadAllBytes(_tree[$"{Project}/bin/Debug/net10.0/PostPress.Generated.dll"]));
            var zoo = context.LoadFromStream(dll);

            RoundTrip("Animal", "Lion", """{"species":"lion","name":null,"mane_length":12.5,"born":"2026-01-31T00:00:00.000Z","cubs":[{"name":"Nala","species":"lion"},{"species":"emu"},5]}""");
            RoundTrip("Animal", "Parrot", """{"words":["a"],"wing_span":{"value":2.5,"unit":"in/ch","precision":1},"name":"Polly","species":"parrot","new":{"a":[]}}""");
            RoundTrip("Animal", "Animal", """{"species":"emu","name":"Rod","runs":true}""");
            RoundTrip("Feeding", "MeatByHand", """{"food":"meat","way":"hand","grams":5}""");
            RoundTrip("Feeding", "MeatByMachine", """{"way":"machine","food":"meat","machine":{"number":9007199254740993}}""");
            RoundTrip("Feeding", "FeedingPlan", """{"plan_id":"1"}""");
            RoundTrip("Feeding", "Feeding", """{"food":"hay"}""");
            RoundTrip("Receipt", "Receipt", """{"object":"receipt","fed":true,"echo":{"plan_id":"1"},"mood":"grumpy","moods":["calm","?"],"anything":[1],"whichever":5,"mispeled":false}""");

            var operation = zoo.GetType("PostPress.Operations.FeedOperation")!;
            Assert.That(Broken("{\"plan_id\":\"12\",\"portions\":[0.5,1],\"mood\":\"HAPPY\",\"remark\":{\"loud\":true},\"at\":{\"hour\":0,\"minute\":5},\"who\":{\"guest\":false}}", 31), Is.Empty);
            Assert.That(
                Broken("{\"plan_id\":\"12345\",\"portions\":[0.5,2,1],\"mood\":\"grumpy\",\"remark\":{},\"at\":{\"hour\":-1},\"who\":{\"guest\":true,\"keeper\":\"a\"},\"more\":1}", 32),
                Is.EqualTo(new[] { "plan_id", "portions", "portions[1]", "mood", "remark", "at.hour", "at", "who", "more", "day" }));
            Assert.That(Broken("{\"food\":\"meat\",\"way\":\"hand\",\"grams\":0}", 8), Is.EqualTo(new[] { "grams", "day" }));
            Assert.That(Broken("{\"food\":\"meat\",\"way\":\"machine\"}", 8), Is.Empty);
            Assert.That(Broken("{\"food\":\"hay\"}", 1), Is.EqualTo(new[] { "" }));
            var mood = Activator.CreateInstance(zoo.GetType("PostPress.Mood")!, "so so")!;
            Assert.That(operation.GetMethod("RequestUri")!.Invoke(null, ["a/b", 5, true, mood])!.ToString(), Is.EqualTo("animals/a%2Fb/feedings/5?in=true&mood=so%20so"));

            string[] Broken(string body, int day)
            {
                var feeding = JsonConvert.DeserializeObject(body, zoo.GetType("PostPress.Feeding")!)!;
                var check = Activator.CreateInstance(zoo.GetType("PostPress.RequestCheck")!)!;
                object?[] arguments = [check, feeding, "simba", day, true, null, null];
                operation.GetMethod("CheckRequest", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.Invoke(null, arguments);
                var broken = (System.Collections.IEnumerable)arguments[0]!.GetType().GetProperty("Broken")!.GetValue(arguments[0])!;
                return [.. broken.Cast<object>().Select(rule => (string)rule.GetType().GetProperty("Path")!.GetValue(rule)!)];
            }

            void RoundTrip(string schema, string expected, string json)
            {
                var read = JsonConvert.DeserializeObject(json, zoo.GetType("PostPress." + schema)!)!;
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

    private static int Times(string text, string output) => output.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));
}
