using System.Reflection;
using System.Runtime.Loader;
using System.Xml.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Lowering.Tests;

/// <summary>Text of the contract stays text: a contract whose every text tries to become C# is lowered, generated and compiled.</summary>
[Category("ChildBuild")]
internal sealed class EscapingTests
{
    private const string Project = "src/PostPress.Generated";

    /// <summary>What ends a comment, a literal, a line, an element or a tag of a template, before a member that must not come to be.</summary>
    private const string Hostile =
        "*/ \" \\ \\\" \"\"\" ' @ $ // </summary> <see cref=\"X\"/> <see cref=\" &amp; & ]]> --> {{ Namespace }} {{ {% raw %} {%- endif -%} `**"
        + " \0 \b \uFFFE \u00E9 \U0001F600"
        + "\n public static int Injected; //\r public static int Injected; //\r\n public static int Injected; //\u0085 public static int Injected; //"
        + "\u2028 public static int Injected; //\u2029 public static int Injected; //\" + Injected + \"; } public class Injected { string s = \"";

    // Braces in a path are parameters.
    private static readonly string HostilePath = Hostile.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

    private SourceTree _tree = null!;
    private string _build = null!;
    private AssemblyLoadContext _context = null!;
    private Assembly _assembly = null!;

    [OneTimeSetUp]
    public void Build()
    {
        _tree = new SourceTree();
        File.WriteAllText(_tree["openapi/postpress.yaml"], Contract());
        _build = _tree.Build($"build {Project} -f net10.0 -nodeReuse:false");
        _context = new AssemblyLoadContext("hostile", isCollectible: true);
        using var dll = new MemoryStream(File.ReadAllBytes(_tree[$"{Project}/bin/Debug/net10.0/PostPress.Generated.dll"]));
        _assembly = _context.LoadFromStream(dll);
    }

    [OneTimeTearDown]
    public void Remove()
    {
        _context?.Unload();
        _tree.Dispose();
    }

    [Test]
    public void It_compiles_without_warnings() => Assert.That(_build, Does.Contain("0 Warning(s)"));

    [Test]
    public void No_text_becomes_a_type_or_a_member()
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        Assert.That(_assembly.GetTypes().SelectMany(type => type.GetMembers(All).Append(type)).Select(member => member.Name), Has.None.EqualTo("Injected"));
    }

    [Test]
    public void Documentation_is_well_formed_and_has_no_markup_of_the_contract()
    {
        var xml = Directory.GetFiles(_tree[$"{Project}/bin/Debug/net10.0"], "*.xml").Single();
        var documentation = XDocument.Load(xml);
        Assert.That(documentation.Descendants("see").Attributes("cref").Select(cref => cref.Value), Has.None.EndsWith("X"));
        var mood = documentation.Descendants("member").Single(member => (string?)member.Attribute("name") == "T:PostPress.Mood");
        Assert.That(mood.Element("summary")!.Value, Does.StartWith("*/ \" \\ \\\" \"\"\" ' @ $ // </summary> <see cref=\"X\"/>").And.Contains("{{ Namespace }} {{ {% raw %}"));
        Assert.That(mood.Elements(), Has.Exactly(2).Items, "A summary and remarks.");
    }

    [Test]
    public void Constants_of_operations_are_what_the_contract_says()
    {
        Assert.That(Constant("PostPressApi", "ApiKeyHeader"), Is.EqualTo(Hostile + "key"));
        Assert.That(Constant("PostPressApi", "BaseAddress"), Is.EqualTo("https://example.com/" + Hostile));
        Assert.That(Constant(Feed.Name, "Id"), Is.EqualTo("feed" + Hostile));
        Assert.That(Constant("PostPressApi", "TraceHeader"), Is.EqualTo(Hostile + "trace"));
        Assert.That(Constant("AddPictureOperation+Parts", "File"), Is.EqualTo(Hostile + "file"));
        Assert.That(Call(Operation("PostPressApi"), "IsRefusal", Hostile + "gone"), Is.True);
        Assert.That(Call(Operation("PostPressApi"), "IsRefusal", "gone"), Is.False);

        var descriptor = Feed.GetProperty("Descriptor", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        Assert.That(descriptor.GetType().GetProperty("Path", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(descriptor), Is.EqualTo($"/a{HostilePath}/{{id}}"));
        Assert.That(
            Call(Feed, "RequestUri", "1", "x")!.ToString(),
            Is.EqualTo($"a{HostilePath}/1?{Uri.EscapeDataString(Hostile + "query")}=x"));
    }

    [Test]
    public void Values_are_what_the_contract_says()
    {
        var mood = _assembly.GetType("PostPress.Mood")!;
        Assert.That(Value(mood, "Good"), Is.EqualTo(Hostile + "good"));
        Assert.That(Value(mood, "Bad"), Is.EqualTo(Hostile + "bad"));
        Assert.That(_assembly.GetType("PostPress.Precision")!.GetProperty("Exact")!.GetValue(null)!.ToString(), Is.EqualTo(Hostile + "exact"));
        var lion = Activator.CreateInstance(_assembly.GetType("PostPress.Lion")!)!;
        Assert.That(lion.GetType().GetProperty("Kind")!.GetValue(lion), Is.EqualTo(Hostile + "lion"));

        static object? Value(Type type, string member)
        {
            var value = type.GetProperty(member)!.GetValue(null)!;
            return type.GetProperty("Value")!.GetValue(value);
        }
    }

    [Test]
    public void Names_and_variants_are_read_and_written_by_what_the_contract_says()
    {
        RoundTrip("Animal", "Lion", new JObject { [Hostile + "kind"] = Hostile + "lion", [Hostile + "name"] = Hostile, [Hostile + "mood"] = Hostile + "bad" });
        RoundTrip("Animal", "Parrot", new JObject { [Hostile + "kind"] = Hostile + "parrot", [Hostile + "words"] = "1" });
        RoundTrip("Animal", "Animal", new JObject { [Hostile + "kind"] = "?" });
        RoundTrip("Food", "Hay", new JObject { [Hostile + "food"] = Hostile + "hay" });
        RoundTrip("Food", "Meat", new JObject { [Hostile + "meat"] = true });

        void RoundTrip(string schema, string expected, JObject json)
        {
            var read = JsonConvert.DeserializeObject(json.ToString(), _assembly.GetType("PostPress." + schema)!)!;
            Assert.That(read.GetType().Name, Is.EqualTo(expected));
            Assert.That(JToken.DeepEquals(JToken.Parse(JsonConvert.SerializeObject(read)), json), Is.True, JsonConvert.SerializeObject(read));
        }
    }

    [Test]
    public void Rules_check_what_the_contract_says()
    {
        Assert.That(Broken(new JObject { [Hostile + "kind"] = Hostile + "lion", [Hostile + "name"] = "</summary>*/\"\n\\{}%" }), Is.Empty);
        Assert.That(
            Broken(new JObject { [Hostile + "kind"] = Hostile + "lion", [Hostile + "name"] = "!", [Hostile + "mood"] = "?" }),
            Is.EqualTo(new[]
            {
                (Hostile + "name", Hostile + "is wrong"),
                (Hostile + "mood", $"must be {Hostile}good or {Hostile}bad"),
            }));
        Assert.That(Broken(new JObject { [Hostile + "kind"] = Hostile + "parrot" }), Is.EqualTo(new[] { ("", $"needs {Hostile}words or {Hostile}song") }));
        Assert.That(Broken(new JObject { [Hostile + "kind"] = "?" }), Is.EqualTo(new[] { (Hostile + "kind", $"must be {Hostile}lion or {Hostile}parrot") }));

        (string Path, string Rule)[] Broken(JObject body)
        {
            var animal = JsonConvert.DeserializeObject(body.ToString(), _assembly.GetType("PostPress.Animal")!)!;
            object?[] arguments = [Activator.CreateInstance(_assembly.GetType("PostPress.RequestCheck")!), animal, "1", "x", null];
            Feed.GetMethod("CheckRequest", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, arguments);
            var broken = (System.Collections.IEnumerable)arguments[0]!.GetType().GetProperty("Broken")!.GetValue(arguments[0])!;
            return [.. broken.Cast<object>().Select(rule => (
                (string)rule.GetType().GetProperty("Path")!.GetValue(rule)!,
                (string)rule.GetType().GetProperty("Rule")!.GetValue(rule)!))];
        }
    }

    [TestCase("in harmless words", "a __EMPTY-TEMPLATE__ b")]
    [TestCase("harmless value", "2026-01-31T10:00:00+01:00")]
    [TestCase("harmless value", "/Date(1)/")]
    public void What_NSwag_would_change_is_refused(string harmless, string text)
        => Assert.That(LoweringProgram.Fail(Contract().Replace(harmless, text, StringComparison.Ordinal)), Does.Contain(text));

    private Type Feed => _assembly.GetTypes().Single(type => type.Name.StartsWith("Feed", StringComparison.Ordinal) && type.Name.EndsWith("Operation", StringComparison.Ordinal));

    private Type Operation(string name) => _assembly.GetType("PostPress.Operations." + name)!;

    private object? Constant(string type, string name) => Operation(type).GetField(name)!.GetRawConstantValue();

    private static object? Call(Type type, string method, params object?[] arguments)
        => type.GetMethod(method, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, arguments);

    /// <summary>In JSON, which is YAML as well. ¤ stands for what is hostile.</summary>
    private static string Contract()
    {
        const string Template =
            """
            {
              "openapi": "3.1.0",
              "info": {"title": "¤", "version": "¤", "description": "¤"},
              "servers": [{"url": "https://example.com/¤", "description": "¤"}],
              "components": {
                "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "¤key", "description": "¤"}},
                "schemas": {
                  "Animal": {
                    "title": "¤", "description": "¤\n\n¤",
                    "oneOf": [{"$ref": "#/components/schemas/Lion"}, {"$ref": "#/components/schemas/Parrot"}],
                    "discriminator": {"propertyName": "¤kind", "mapping": {"¤lion": "#/components/schemas/Lion", "¤parrot": "#/components/schemas/Parrot"}}
                  },
                  "Lion": {
                    "title": "¤", "description": "¤", "type": "object", "required": ["¤kind"], "additionalProperties": false,
                    "properties": {
                      "¤kind": {"type": "string", "const": "¤lion", "description": "¤", "x-sdk-name": "kind"},
                      "¤name": {"type": "string", "title": "¤", "description": "¤", "default": "¤", "example": "¤", "pattern": "^[</sumary>*/\"\n\\\\{}%]+$", "x-pattern-message": "¤is wrong", "x-sdk-name": "name"},
                      "¤mood": {"$ref": "#/components/schemas/Mood", "x-sdk-name": "mood"}
                    }
                  },
                  "Parrot": {
                    "type": "object", "required": ["¤kind"], "minProperties": 1,
                    "anyOf": [{"required": ["¤words"]}, {"required": ["¤song"]}],
                    "properties": {
                      "¤kind": {"type": "string", "const": "¤parrot", "x-sdk-name": "kind"},
                      "¤words": {"type": "string", "x-sdk-name": "words"},
                      "¤song": {"type": "integer", "enum": [1, 2], "x-sdk-name": "song"}
                    }
                  },
                  "Mood": {
                    "title": "¤", "description": "¤", "type": "string", "enum": ["¤good", "¤bad"],
                    "x-enum-varnames": ["Good", "Bad"], "x-enum-descriptions": ["¤", "¤"]
                  },
                  "Precision": {
                    "description": "¤",
                    "oneOf": [{"type": "integer", "enum": [1, 2]}, {"type": "string", "const": "¤exact", "x-enum-varnames": ["Exact"], "x-enum-descriptions": ["¤"]}]
                  },
                  "Food": {"oneOf": [{"$ref": "#/components/schemas/Hay"}, {"$ref": "#/components/schemas/Meat"}]},
                  "Hay": {"type": "object", "required": ["¤food"], "properties": {"¤food": {"type": "string", "const": "¤hay", "x-sdk-name": "what"}}},
                  "Meat": {"type": "object", "required": ["¤meat"], "properties": {"¤meat": {"type": "boolean", "x-sdk-name": "isMeat"}}},
                  "Receipt": {
                    "type": "object", "required": ["¤object"],
                    "properties": {
                      "¤object": {"type": "string", "const": "¤receipt", "x-sdk-name": "object"},
                      "¤food": {"$ref": "#/components/schemas/Food", "x-sdk-name": "dish"},
                      "¤precisions": {"type": "array", "items": {"$ref": "#/components/schemas/Precision"}, "x-sdk-name": "precisions"},
                      "plain": {"type": "string", "description": "in harmless words", "enum": ["harmless value"], "x-enum-varnames": ["Plain"]}
                    }
                  },
                  "Problem ¤": {"type": "object", "properties": {"type": {"type": "string"}}},
                  "Gone": {"type": "object", "properties": {"type": {"type": "string", "enum": ["¤gone"], "x-enum-varnames": ["Gone"]}}}
                }
              },
              "paths": {
                "/a¥/{id}": {
                  "put": {
                    "operationId": "feed¤", "summary": "¤", "description": "¤\n\n¤", "tags": ["¤"],
                    "parameters": [
                      {"name": "id", "in": "path", "required": true, "description": "¤", "schema": {"type": "string", "minLength": 1}},
                      {"name": "¤query", "in": "query", "required": true, "description": "¤", "x-sdk-name": "query", "schema": {"type": "string", "default": "¤"}},
                      {"name": "¤trace", "in": "header", "description": "¤", "x-sdk-name": "trace", "schema": {"type": "string"}}
                    ],
                    "requestBody": {"description": "¤", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Animal"}}}},
                    "responses": {
                      "200": {"description": "¤", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Receipt"}}}},
                      "404": {"description": "¤", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Gone"}}}},
                      "default": {"description": "¤", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem ¤"}}}}
                    }
                  }
                },
                "/pictures": {
                  "post": {
                    "operationId": "addPicture",
                    "requestBody": {"content": {"multipart/form-data": {"schema": {
                      "type": "object",
                      "properties": {
                        "¤file": {"type": "string", "format": "binary", "description": "¤", "x-sdk-name": "file"},
                        "¤moods": {"type": "array", "items": {"$ref": "#/components/schemas/Mood"}, "x-sdk-name": "moods"}
                      }
                    }}}},
                    "responses": {"200": {"description": "¤", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Receipt"}}}}}
                  }
                }
              }
            }
            """;
        return Template
            .Replace("¤", Inner(Hostile), StringComparison.Ordinal)
            .Replace("¥", Inner(HostilePath), StringComparison.Ordinal);

        static string Inner(string text) => JsonConvert.ToString(text, '"', StringEscapeHandling.EscapeNonAscii)[1..^1];
    }
}
