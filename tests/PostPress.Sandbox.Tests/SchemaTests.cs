using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Tests;

/// <summary>The validator: its verdicts are ajv's, its words are plain, and it takes no keyword that it does not know.</summary>
public sealed class SchemaTests
{
    private const int MutationsOfAnExample = 20;

    // Each keyword that the validator knows, where JSON Schema has a corner.
    private static readonly (string Schema, string[] Values)[] Corners =
    [
        ("true", ["1", "null"]),
        ("false", ["1", "null"]),
        ("{}", ["1", "null", "{}"]),
        ("""{"type":"integer"}""", ["1", "1.0", "1.5", "1e3", "-0", "\"1\"", "true", "null", "12345678901234567890"]),
        ("""{"type":"number"}""", ["1", "1.5", "\"1\"", "null"]),
        ("""{"type":["string","null"]}""", ["\"\"", "null", "1", "{}", "[]"]),
        ("""{"type":"boolean"}""", ["true", "false", "0", "null"]),
        ("""{"type":"object"}""", ["{}", "[]", "null"]),
        ("""{"type":"array"}""", ["{}", "[]", "null"]),
        ("""{"type":"null"}""", ["null", "0", "false", "\"\""]),
        ("""{"enum":[1,"a",null,{"a":[1,2]}]}""", ["1", "1.0", "\"a\"", "null", "{\"a\":[1,2]}", "{\"a\":[2,1]}", "{\"a\":[1.0,2]}", "\"1\"", "false"]),
        ("""{"enum":[0.2,2.5,1001]}""", ["0.2", "0.20", "2.5", "25e-1", "1001", "0.3"]),
        ("""{"const":{"a":1,"b":2}}""", ["{\"b\":2,\"a\":1}", "{\"a\":1}", "{\"a\":1,\"b\":2,\"c\":3}"]),
        ("""{"const":null}""", ["null", "0", "false"]),
        ("""{"const":false}""", ["false", "0", "null", "true"]),
        ("""{"minLength":2,"maxLength":3}""", ["\"a\"", "\"ab\"", "\"abcd\"", "\"🐝\"", "\"🐝🐝\"", "\"🐝🐝🐝\"", "\"e\\u0301e\\u0301\"", "1"]),
        ("""{"pattern":"^[A-Z]{3}$"}""", ["\"USD\"", "\"USD\\n\"", "\"US\"", "\"USDX\"", "\"usd\"", "7"]),
        ("""{"pattern":"^\\d+$"}""", ["\"12\"", "\"١٢\"", "\"12\\n\"", "\"\"", "\"a1\""]),
        ("""{"pattern":"[$\\d]x"}""", ["\"$x\"", "\"1x\"", "\"x\""]),
        ("""{"pattern":"^https?://"}""", ["\"http://a\"", "\"https://\"", "\"HTTP://a\"", "\"xhttp://a\"", "\"ftp://a\""]),
        ("""{"minimum":1,"maximum":3}""", ["0", "1", "3", "3.0001", "\"9\""]),
        ("""{"exclusiveMinimum":1,"exclusiveMaximum":3}""", ["1", "1.0001", "2.9999", "3"]),
        ("""{"minItems":1,"maxItems":2}""", ["[]", "[1]", "[1,2]", "[1,2,3]", "{}"]),
        ("""{"uniqueItems":true}""", ["[1,1.0]", "[1,2]", "[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]", "[[],{}]", "[null,0,false,\"\"]", "[]"]),
        ("""{"items":{"type":"string"}}""", ["[]", "[\"a\"]", "[\"a\",1]", "{}"]),
        ("""{"minProperties":1,"maxProperties":2}""", ["{}", "{\"a\":1}", "{\"a\":1,\"b\":2,\"c\":3}", "[]"]),
        ("""{"required":["a"]}""", ["{}", "{\"a\":null}", "[]", "1"]),
        ("""{"properties":{"a":{"type":"string"}},"additionalProperties":false}""", ["{}", "{\"a\":\"\"}", "{\"a\":1}", "{\"b\":1}"]),
        ("""{"properties":{"a":{"type":"string"}},"additionalProperties":{"type":"number"}}""", ["{\"a\":\"\",\"b\":1}", "{\"b\":\"\"}"]),
        ("""{"properties":{"a":false}}""", ["{}", "{\"a\":1}"]),
        ("""{"oneOf":[{"type":"integer"},{"minimum":2}]}""", ["1", "1.5", "2", "2.5", "\"x\""]),
        ("""{"anyOf":[{"type":"integer"},{"minimum":2}]}""", ["1", "1.5", "2", "2.5", "\"x\""]),
        ("""{"allOf":[{"type":"integer"},{"minimum":2}]}""", ["1", "2", "2.5", "\"x\""]),
        ("""{"type":"string","title":"t","description":"d","format":"email","default":"x","examples":[1],"x-note":true,"contentMediaType":"image/png"}""", ["\"not an e-mail\"", "1"]),
        ("""{"discriminator":{"propertyName":"t"},"oneOf":[{"properties":{"t":{"const":"a"}},"required":["t"]},{"properties":{"t":{"const":"b"}},"required":["t"]}]}""", ["{\"t\":\"a\"}", "{\"t\":\"c\"}", "{}", "1"]),
    ];

    private static bool IsValid(JsonNode? schema, JsonNode? value) => Standalone(schema).Validate(value).Count == 0;

    private static Schema Standalone(JsonNode? schema) => new SchemaSet(new JsonObject { ["schema"] = schema?.DeepClone() }).At("#/schema");

    [Test]
    [Category("Npm")]
    public void Its_verdicts_are_ajvs_at_the_corners_of_each_keyword()
    {
        var cases = Corners.SelectMany(c => c.Values.Select(v => (Schema: JsonNode.Parse(c.Schema)!, Value: JsonNode.Parse(v)))).ToList();

        var expected = Ajv.Judge(cases, []).Schemas;

        Assert.That(
            cases.Where((c, i) => IsValid(c.Schema, c.Value) != expected[i]).Select(c => $"{c.Schema.ToJsonString()} {c.Value?.ToJsonString() ?? "null"}"),
            Is.Empty);
    }

    [Test]
    [Category("Npm")]
    public void Its_verdicts_are_ajvs_on_every_example_of_the_contract_and_on_mutations_of_them()
    {
        var examples = ContractExamples.Read();
        var mutate = new Mutator(seed: 20260504);
        var cases = examples.SelectMany(e => Enumerable.Range(0, MutationsOfAnExample).Select(_ => (e.Schema, Value: mutate.Copy(e.Value))).Prepend((e.Schema, e.Value))).ToList();

        var expected = Ajv.Judge([], cases).Values;
        var actual = cases.ConvertAll(c => ApiContract.Embedded.Schemas.At(c.Schema).Validate(c.Value).Count == 0);

        Assert.That(cases.Where((_, i) => actual[i] != expected[i]).Select(c => $"{c.Schema} {c.Value?.ToJsonString() ?? "null"}"), Is.Empty);
        // A comparison that only ever sees one verdict would prove nothing.
        Assert.That(cases, Has.Count.GreaterThan(1000));
        Assert.That(expected.Count(valid => valid), Is.GreaterThan(200));
        Assert.That(expected.Count(valid => !valid), Is.GreaterThan(200));
    }

    [Test]
    public void Every_example_of_the_contract_is_valid()
    {
        foreach (var example in ContractExamples.Read())
        {
            Assert.That(ApiContract.Embedded.Schemas.At(example.Schema).Validate(example.Value), Is.Empty, $"{example.Schema} {example.Name}");
        }
    }

    [TestCase("""{"type":"object","patternProperties":{}}""", "#/schema", "patternProperties")]
    [TestCase("""{"properties":{"a":{"items":{"not":{}}}}}""", "#/schema/properties/a/items", "not")]
    [TestCase("""{"oneOf":[{},{"if":{}}]}""", "#/schema/oneOf/1", "if")]
    [TestCase("""{"additionalProperties":{"nullable":true}}""", "#/schema/additionalProperties", "nullable")]
    [TestCase("""{"minItems":"three"}""", "#/schema", "minItems")]
    [TestCase("""{"pattern":"("}""", "#/schema", "pattern")]
    [TestCase("""{"enum":"a"}""", "#/schema", "enum")]
    [TestCase("""{"type":"strin"}""", "#/schema", "strin")]
    [TestCase("""{"$ref":"#/nowhere"}""", "#/nowhere", "points to nothing")]
    [TestCase("7", "#/schema", "a schema must be an object")]
    public void A_schema_that_it_does_not_understand_is_refused_with_its_place(string schema, string place, string word)
    {
        Assert.That(() => Standalone(JsonNode.Parse(schema)), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(place).And.Message.Contains(word));
    }

    [Test]
    public void A_contract_with_an_unknown_keyword_is_not_served()
    {
        var contract = Encoding.UTF8.GetString(ApiContract.Embedded.File).Replace("      minProperties: 1", "      minProperties: 1\n      propertyNames: {pattern: ^a}", StringComparison.Ordinal);

        Assert.That(() => new ApiContract(Encoding.UTF8.GetBytes(contract)), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("#/components/schemas/PostedBy: the sandbox does not support the keyword 'propertyNames'"));
    }

    [Test]
    public void Schemas_may_refer_to_themselves()
    {
        var tree = Standalone(JsonNode.Parse("""{"type":"object","properties":{"child":{"$ref":"#/schema"}}}"""));

        Assert.That(tree.Validate(JsonNode.Parse("""{"child":{"child":{}}}""")), Is.Empty);
        Assert.That(tree.Validate(JsonNode.Parse("""{"child":{"child":1}}""")).Single().ToString(), Is.EqualTo("`child.child` must be an object, not a number"));
    }

    [TestCase("""{"a: b": &x {n: 1}, c: *x}""", """{"a: b":{"n":1},"c":{"n":1}}""")]
    [TestCase("a: [1, 1.50, -3, 1e2, '1', ~, null, yes, true, 2026-05-04, 1.2.3, \"\"]", """{"a":[1,1.50,-3,100,"1",null,null,"yes",true,"2026-05-04","1.2.3",""]}""")]
    [TestCase("a: |\n  two\n  lines\nb:", """{"a":"two\nlines\n","b":null}""")]
    public void YAML_is_read_by_the_core_schema(string yaml, string json) =>
        Assert.That(Yaml.Read(new StringReader(yaml))!.ToJsonString(), Is.EqualTo(json));

    [TestCase("a: 1\na: 2")]
    [TestCase("a: *x")]
    [TestCase("a: [")]
    public void YAML_that_is_wrong_is_refused(string yaml) =>
        Assert.That(() => Yaml.Read(new StringReader(yaml)), Throws.InstanceOf<YamlDotNet.Core.YamlException>());

    /// <summary>Changes one or two things somewhere in a value, the way people and programs get bodies wrong.</summary>
    private sealed class Mutator(int seed)
    {
        private static readonly string?[] Strangers = ["null", "true", "0", "1", "-1", "2.5", "41", "100", "1000000", "\"\"", "\"x\"", "\"GROUP\"", "\"USD\"", "\"usd\"", "\"12\"", "[]", "{}", "[1]", "[\"a\",\"b\",\"c\",\"d\"]", "{\"id\":\"1\"}"];

#pragma warning disable CA5394 // Seeded on purpose: a failure has to come again.
        private readonly Random _random = new(seed);

        public JsonNode? Copy(JsonNode? value)
        {
            var root = new JsonArray(value?.DeepClone());
            for (var changes = _random.Next(1, 3); changes > 0; changes--)
            {
                var places = Places(root).ToList();
                var (parent, key) = places[_random.Next(places.Count)];
                Change(parent, key);
            }

            return root.Count == 0 ? null : root[0]?.DeepClone();
        }

        private void Change(JsonNode parent, object key)
        {
            var old = parent is JsonObject map ? map[(string)key] : parent.AsArray()[(int)key];
            switch (_random.Next(7))
            {
                case 0 when parent is JsonObject members:
                    members.Remove((string)key);
                    break;
                case 1 when parent is JsonObject members:
                    members[$"extra_{_random.Next(3)}"] = 1;
                    break;
                case 2 when parent is JsonArray list && list.Parent is not null:
                    for (var i = _random.Next(1, 12); i > 0; i--)
                    {
                        list.Add(list[0]?.DeepClone());
                    }

                    break;
                case 3 when old is JsonObject { Count: > 0 } inner:
                    inner.Remove(inner.ElementAt(_random.Next(inner.Count)).Key);
                    break;
                case 4 when old?.GetValueKind() == JsonValueKind.Number:
                    Put(JsonNode.Parse(old.ToJsonString())!.GetValue<decimal>() + _random.Next(-2, 3) + (_random.Next(2) * 0.5m));
                    break;
                case 5 when old?.GetValueKind() == JsonValueKind.String:
                    var text = old.GetValue<string>();
                    Put(_random.Next(4) switch { 0 => text + "x", 1 => text.ToUpperInvariant(), 2 => text.ToLowerInvariant(), _ => text.Length > 0 ? text[1..] : " " });
                    break;
                default:
                    Put(JsonNode.Parse(Strangers[_random.Next(Strangers.Length)]!));
                    break;
            }

            void Put(JsonNode? value)
            {
                if (parent is JsonObject members)
                {
                    members[(string)key] = value;
                }
                else
                {
                    parent.AsArray()[(int)key] = value;
                }
            }
        }
#pragma warning restore CA5394

        private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode parent) => parent switch
        {
            JsonObject map => map.SelectMany(m => Below(map, m.Key, m.Value)),
            JsonArray list => list.SelectMany((item, i) => Below(list, i, item)),
            _ => [],
        };

        private static IEnumerable<(JsonNode Parent, object Key)> Below(JsonNode parent, object key, JsonNode? value) =>
            (value is null ? [] : Places(value)).Prepend((parent, key));
    }
}
