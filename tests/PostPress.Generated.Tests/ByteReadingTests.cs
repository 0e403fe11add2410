using System.Reflection;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PostPress.Operations;

namespace PostPress.Generated.Tests;

/// <summary>The client reads responses from their bytes; what it makes of them is what JsonConvert makes of their text.</summary>
internal sealed class ByteReadingTests
{
    private static IEnumerable<string> Responses => Contract.Objects.Concat(Contract.Unions).Where(Contract.IsResponse);

    [TestCaseSource(nameof(Responses))]
    public void Bytes_and_text_are_read_as_the_same(string name)
        => AssertSame(Json.Text(Contract.Sample(name)), Contract.ClrType(name));

    [TestCase("""{"min":1.0,"max":-0,"recommended":1e2}""")]
    [TestCase("""{"min":0.1234567890123456789012345678,"max":79228162514264337593543950335}""")]
    [TestCase("""{"min":1.00000000000000000000000000005,"max":0.0000000000000000000000000000049}""")]
    [TestCase("""{"min":1e30,"max":-1e400,"recommended":123456789012345678901234567890}""")]
    [TestCase("""{"min":"7","max":true,"recommended":[7,[1e400],{"a":0.1}]}""")]
    [TestCase("""{"min":null,"max":{},"recommended":[]}""")]
    [TestCase("""{"other":1,"more":1.50,"deep":{"a":[null,true,false,"x",{"b":-1.0e-5}]},"min":2}""")]
    [TestCase("""{"m\u0069n":5,"\u006dax":6,"a\"b":7}""")]
    [TestCase("""{"min":1,"min":2,"x":1,"x":2}""")]
    [TestCase(""" { "min" : 1 , "max" : 2 } """)]
    public void Odd_values_are_read_as_the_same(string json) => AssertSame(json, typeof(BudgetRange));

    [Test]
    public void A_name_longer_than_any_of_the_contract_is_kept()
        => AssertSame($$"""{"{{new string('n', 1000)}}":1,"{{new string('é', 60)}}":2}""", typeof(BudgetRange));

    [TestCase("\\ud83d")]
    [TestCase("\\ude00\\ud83d")]
    [TestCase("cut \\ud83d\\n off")]
    public void Half_a_surrogate_pair_is_kept_as_it_came(string text)
    {
        var post = CreatePostOperation.ReadResponse(Bytes($$"""{"post_id":"{{text}}","{{text}}":1}"""));
        Assert.That(post.PostId, Is.EqualTo(JsonConvert.DeserializeObject<string>($"\"{text}\"")));
        Assert.That(post.AdditionalProperties.Keys, Is.EqualTo(new[] { post.PostId }));
    }

    [Test]
    public void Bytes_that_are_not_UTF8_become_replacement_characters()
    {
        byte[] json = [.. "{\"post_id\":\"a"u8, 0xC3, (byte)'"', .. ",\"b"u8, 0xFF, .. "\":1}"u8];
        var post = CreatePostOperation.ReadResponse(new ArraySegment<byte>(json));
        Assert.That(post.PostId, Is.EqualTo("a\uFFFD"));
        Assert.That(post.AdditionalProperties.Keys, Is.EqualTo(new[] { "b\uFFFD" }));
    }

    [Test]
    public void A_byte_order_mark_is_stepped_over()
        => Assert.That(CreatePostOperation.ReadResponse(new ArraySegment<byte>([0xEF, 0xBB, 0xBF, .. "{\"post_id\":\"1\"}"u8])).PostId, Is.EqualTo("1"));

    [Test]
    public void Only_the_segment_is_read()
        => Assert.That(CreatePostOperation.ReadResponse(new ArraySegment<byte>("xx{\"post_id\":\"1\"}yy"u8.ToArray(), 2, 15)).PostId, Is.EqualTo("1"));

    [Test]
    public void The_tag_of_a_variant_may_stand_anywhere_and_be_escaped()
    {
        var page = SearchOperation.ReadResponse(Bytes("""
            {"items":[{"id":"1","profile":{"type":"JOB"},"type":"PEOPLE"},{"t\u0079pe":"JO\u0042"},{"type":"EVENT"},{"type":7},{}]}
            """));
        Assert.That(
            page.Items.Select(item => item.GetType()),
            Is.EqualTo(new[] { typeof(PersonResult), typeof(JobResult), typeof(SearchResult), typeof(SearchResult), typeof(SearchResult) }));
    }

    /// <summary>Wherever in the 64 bytes that are examined together a name, an escape or a bracket is.</summary>
    [TestCase("""{"a":"}\\","b":["{",{"type":"JOB"}],"type":"PEOPLE"}""", typeof(PersonResult))]
    [TestCase("""{"a":"\"type\":\"JOB\"","type" : "PEOPLE"}""", typeof(PersonResult))]
    [TestCase("""{"a":"type","b":"\\\\\"","t":{"type":"JOB"},"type":"PEOPLE"}""", typeof(PersonResult))]
    [TestCase("""{"a":"\u00e9\\","types":"JOB","type":"PEOPLE","type":"JOB"}""", typeof(PersonResult))]
    [TestCase("""{"a":[[[{}]],"type"],"t\u0079pe":"PEOPLE","type":"JOB"}""", typeof(PersonResult))]
    [TestCase("""{"a":{"b":{"type":"JOB"}},"type":"PEO\u0050LE"}""", typeof(PersonResult))]
    [TestCase("""{"a":{"b":{"type":"JOB"}},"type":["PEOPLE"]}""", typeof(SearchResult))]
    [TestCase("""{"a":"\\","b":"type","c":{"type":"JOB"}}""", typeof(SearchResult))]
    public void The_tag_of_a_variant_is_found_at_any_offset(string item, Type expected)
    {
        for (var blanks = 0; blanks < 140; blanks++)
        {
            var padded = item.Insert(1, $"\"{new string('p', blanks)}\":0,");
            var json = $$"""{"items":[{{padded}},{"type":"JOB"}]}""";
            Assert.That(SearchOperation.ReadResponse(Bytes(json)).Items.Select(found => found.GetType()), Is.EqualTo(new[] { expected, typeof(JobResult) }), json);
            Assert.That(((SearchPage)FromText(json, typeof(SearchPage))).Items[0], Is.TypeOf(expected), json);
        }
    }

    [Test]
    public void A_page_that_is_cut_at_any_byte_is_refused()
    {
        var json = Encoding.UTF8.GetBytes(Json.Text(Contract.Sample("SearchPage")));
        for (var length = 0; length < json.Length; length++)
        {
            Assert.That(() => SearchOperation.ReadResponse(new ArraySegment<byte>(json, 0, length)), Throws.InstanceOf<JsonException>(), $"cut at {length}");
        }
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("5")]
    [TestCase("\"text\"")]
    [TestCase("null")]
    [TestCase("<html></html>")]
    [TestCase("{} {}")]
    [TestCase("{}x")]
    [TestCase("""{"post_id":"1",}""")]
    [TestCase("""{"post_id":'1'}""")]
    [TestCase("""{"post_id":NaN}""")]
    [TestCase("""{"post_id":01}""")]
    [TestCase("""{/* */"post_id":"1"}""")]
    public void What_is_not_JSON_or_not_an_object_is_refused(string json)
        => Assert.That(() => CreatePostOperation.ReadResponse(Bytes(json)), Throws.InstanceOf<JsonException>());

    [Test]
    public void A_message_about_malformed_JSON_names_the_place_and_holds_no_content()
        => Assert.That(
            () => CreatePostOperation.ReadResponse(Bytes("{\n  \"post_id\": secret")),
            Throws.InstanceOf<JsonReaderException>().With.Message.Contains("Line 2, byte 13").And.Message.Not.Contains("s'").And.InnerException.Null);

    [Test]
    public void Nesting_beyond_any_response_is_refused()
        => Assert.That(() => CreatePostOperation.ReadResponse(Bytes($$"""{"deep":{{new string('[', 100)}}{{new string(']', 100)}}}""")), Throws.InstanceOf<JsonException>());

    /// <summary>Whatever the bytes: the client refuses them, or reads what JsonConvert reads.</summary>
    [Test]
    public void Damaged_responses_are_refused_or_read_as_the_same()
    {
        var random = new Random(20261122);
        (Type Type, JToken Json)[] samples = [.. Responses.Select(name => (Contract.ClrType(name), Contract.Sample(name)))];
        string[] pieces = ["\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", "-", ".5", "e9", "0", "1e400", "\\ud800", "\\u0041", "\u00e9", "\"type\":", "\"type\":\"JOB\",", " ", "\n"];
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            (var type, var sample) = samples[random.Next(samples.Length)];
            var json = Json.Text(Shuffled(sample, random));
            for (var damage = random.Next(1, 4); damage > 0; damage--)
            {
                var at = random.Next(json.Length);
                var taken = random.Next(Math.Min(4, json.Length - at));
                json = string.Concat(json.AsSpan(0, at), pieces[random.Next(pieces.Length)], json.AsSpan(at + taken));
            }

            var fromBytes = TryWrite(json, type, FromBytes);
            if (fromBytes is not null)
            {
                read++;
                Assert.That(fromBytes, Is.EqualTo(TryWrite(json, type, FromText)), json);

                // Which looks for a variant's tag token by token.
                Assert.That(fromBytes, Is.EqualTo(Written(System.Text.Json.JsonSerializer.Deserialize(json, type)!)), json);
            }
        }

        Assert.That(read, Is.GreaterThan(2_000));
    }

    /// <summary>The same with the members of every object in another order, so that a variant's tag stands anywhere.</summary>
    private static JToken Shuffled(JToken json, Random random)
    {
        switch (json)
        {
            case JObject members:
                JProperty[] shuffled = [.. members.Properties().Select(member => new JProperty(member.Name, Shuffled(member.Value, random)))];
                random.Shuffle(shuffled);
                return new JObject(shuffled);
            case JArray items:
                return new JArray(items.Select(item => Shuffled(item, random)));
            default:
                return json;
        }
    }

    private static void AssertSame(string json, Type type)
    {
        var fromText = Written(FromText(json, type));
        Assert.That(Written(FromBytes(json, type)), Is.EqualTo(fromText));
        Assert.That(FromBytes(json, type).GetType(), Is.EqualTo(FromText(json, type).GetType()));
    }

    private static string? TryWrite(string json, Type type, Func<string, Type, object> read)
    {
        try
        {
            return Written(read(json, type));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static object FromText(string json, Type type)
    {
        using var reader = new JsonTextReader(new StringReader(json));
        return Read(type, reader);
    }

    private static object FromBytes(string json, Type type) => Read(type, Bytes(json));

    private static object Read<T>(Type type, T source)
    {
        var format = type.GetField("JsonFormat", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)!.GetValue(null)!;
        return format.GetType().GetMethod("ReadDocument", [typeof(T) == typeof(JsonTextReader) ? typeof(JsonReader) : typeof(T)])!
            .Invoke(format, BindingFlags.DoNotWrapExceptions, null, [source], null)!;
    }

    private static string Written(object value) => JsonConvert.SerializeObject(value);

    private static ArraySegment<byte> Bytes(string json) => new(Encoding.UTF8.GetBytes(json));
}
