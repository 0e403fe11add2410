using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;
using JsonConvert = Newtonsoft.Json.JsonConvert;

namespace PostPress.Generated.Tests;

/// <summary>System.Text.Json reads and writes every type just as Newtonsoft.Json does.</summary>
internal sealed partial class SystemTextJsonTests
{
    private static readonly string[] Odd = ["null", "\"text\"", "5", "1.0", "-0", "1E5", "1e-30", "1e400", "true", "{\"a\":[1.50,null]}", "[]", "[null,\"a\",1,2.0,[1e2],{}]"];

    private static IEnumerable<string> Types => Contract.Types;

    private static IEnumerable<string> Objects => Contract.Objects.Concat(Contract.Unions);

    private static IEnumerable<string> Enums => Contract.Enums;

    private static IEnumerable<TestCaseData<string, JToken>> Examples()
        => Contract.Examples().Select(example => new TestCaseData<string, JToken>(example.Schema, example.Value).SetArgDisplayNames(example.Name));

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 200 };

    private static IEnumerable<TestCaseData<string, string>> Fixtures()
        => JObject.Parse(File.ReadAllText(Fixture("index.json")))["fixtures"]!
            .Where(fixture => (string?)fixture["contentType"] == "application/json")
            .Select(fixture => new TestCaseData<string, string>((string)fixture["file"]!, (string)fixture["schema"]!).SetArgDisplayNames((string)fixture["file"]!));

    [TestCaseSource(nameof(Types))]
    public void Each_type_is_read_and_written_the_same(string name)
    {
        var type = Contract.ClrType(name);
        var sample = Json.Text(Contract.Sample(name));
        AssertSame(sample, type);
        AssertSame($"[{sample},{sample}]", typeof(List<>).MakeGenericType(type));
        AssertSame($"[{sample}]", typeof(IList<>).MakeGenericType(type));
        AssertSame($$"""{"a":{{sample}},"b":{{sample}}}""", typeof(Dictionary<,>).MakeGenericType(typeof(string), type));
    }

    [TestCaseSource(nameof(Examples))]
    public void Each_example_is_read_and_written_the_same(string schema, JToken example) => AssertSame(Json.Text(example), Contract.ClrType(schema));

    [TestCaseSource(nameof(Fixtures))]
    public void Each_fixture_is_read_and_written_the_same(string file, string schema)
        => AssertSame(File.ReadAllText(Fixture(file)), Contract.ClrType(Contract.Types.Contains(schema, StringComparer.Ordinal) ? schema : nameof(ErrorResponse)));

    [TestCaseSource(nameof(Objects))]
    public void Unknown_members_and_odd_values_are_kept_the_same(string name)
    {
        var sample = Contract.ObjectSample(Contract.Unions.Contains(name, StringComparer.Ordinal) ? Contract.Variants(name).First() : name);
        foreach (var member in sample.Properties().Select(property => property.Name).Append("something_newer"))
        {
            var others = Json.Text(new JObject(sample.Properties().Where(property => property.Name != member)));
            foreach (var value in Odd)
            {
                AssertSame($"{others[..^1]}{(others.Length > 2 ? "," : "")}\"{member}\":{value}}}", Contract.ClrType(name));
            }
        }
    }

    [TestCaseSource(nameof(Enums))]
    public void Each_enumeration_can_be_the_key_of_a_dictionary(string name)
    {
        var sample = Contract.Sample(name).ToString();
        var type = typeof(Dictionary<,>).MakeGenericType(Contract.ClrType(name), typeof(int));
        var json = $$"""{"{{sample}}":1,"something newer":2}""";
        var read = (System.Collections.IDictionary)JsonSerializer.Deserialize(json, type)!;
        Assert.That(JsonSerializer.Serialize(read, type), Is.EqualTo(json));
        Assert.That(read[JsonConvert.DeserializeObject(Json.Text(Contract.Sample(name)), Contract.ClrType(name))!], Is.EqualTo(1));
    }

    [Test]
    public void Numbers_that_are_keys_are_numbers_again()
        => Assert.That(JsonSerializer.Deserialize<Dictionary<ConnectionDegree, int>>("""{"1":1,"GROUP":2,"01":3}""")!.Keys, Is.EqualTo(new ConnectionDegree[] { 1, "GROUP", "01" }));

    [Test]
    public void An_object_cannot_be_the_key_of_a_dictionary()
        => Assert.That(() => JsonSerializer.Serialize(new Dictionary<PostCreated, int> { [new()] = 1 }), Throws.InstanceOf<NotSupportedException>());

    [Test]
    public void Null_is_null_or_the_default()
    {
        Assert.That(JsonSerializer.Deserialize<SearchPage>("null"), Is.Null);
        Assert.That(JsonSerializer.Deserialize<JobState?>("null"), Is.Null);
        Assert.That(JsonSerializer.Deserialize<JobState>("null"), Is.Default);
        Assert.That(JsonSerializer.Serialize<SearchPage?>(null), Is.EqualTo("null"));
        Assert.That(JsonSerializer.Deserialize<SearchPage>("""{"items":[null]}""")!.Items, Has.Count.EqualTo(1));
    }

    [TestCase("[]")]
    [TestCase("5")]
    [TestCase("\"secret\"")]
    public void Another_kind_of_value_is_refused_without_its_content(string json)
        => Assert.That(() => JsonSerializer.Deserialize<SearchPage>(json), Throws.InstanceOf<JsonException>().With.Message.Contains("SearchPage").And.Message.Not.Contains("secret"));

    [Test]
    public void A_page_that_is_cut_anywhere_is_refused()
    {
        var json = Json.Text(Contract.Sample("SearchPage"));
        for (var length = 0; length < json.Length; length++)
        {
            Assert.That(() => JsonSerializer.Deserialize<SearchPage>(json[..length]), Throws.InstanceOf<JsonException>());
        }
    }

    [TestCase("""{"items":[{"type":"JOB",}]}""")]
    [TestCase("""{"items":[{"type":"JOB"}}""")]
    [TestCase("""{"items":[01]}""")]
    [TestCase("""{"other":tru}""")]
    [TestCase("""{} {}""")]
    public void Malformed_JSON_is_refused(string json)
        => Assert.That(() => JsonSerializer.Deserialize<SearchPage>(json), Throws.InstanceOf<JsonException>());

    [Test]
    public void The_options_decide_on_indentation_escapes_commas_and_comments()
    {
        var options = new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };
        var post = JsonSerializer.Deserialize<PostCreated>("""{/* a */"post_id":"é",/* b */"list":[1,],}""", options);
        Assert.That(JsonSerializer.Serialize(post, options), Is.EqualTo("{\n  \"post_id\": \"\\u00E9\",\n  \"list\": [\n    1\n  ]\n}"));
    }

    [Test]
    public void A_web_application_returns_the_names_of_the_wire()
    {
        var page = JsonConvert.DeserializeObject<SearchPage>("""{"items":[{"type":"PEOPLE","first_name":"Ada","New_Member":1.0}],"cursor":null}""");
        Assert.That(
            JsonSerializer.Serialize(new { Page = page, State = JobState.Active }, Web),
            Is.EqualTo("""{"page":{"items":[{"type":"PEOPLE","first_name":"Ada","New_Member":1.0}],"cursor":null},"state":"active"}"""));
    }

    [Test]
    public void The_depth_limit_of_the_options_is_honoured()
    {
        var json = $$"""{"deep":{{new string('[', 100)}}{{new string(']', 100)}}}""";
        Assert.That(() => JsonSerializer.Deserialize<PostCreated>(json), Throws.InstanceOf<JsonException>());
        Assert.That(JsonSerializer.Serialize(JsonSerializer.Deserialize<PostCreated>(json, Deep), Deep), Is.EqualTo(json));
    }

    [TestCase("\\ud83d")]
    [TestCase("cut \\ud83d\\n off")]
    [TestCase("whole \\ud83d\\ude00, half \\ude00")]
    public void Half_a_surrogate_pair_becomes_what_Newtonsoft_makes_of_it(string text)
        => AssertSame($$"""{"post_id":"{{text}}","other":"{{text}}","{{text}}":1}""", typeof(PostCreated));

    [Test]
    public void What_a_user_adds_is_written_as_Newtonsoft_does()
    {
        var post = new PostCreated { PostId = "1" };
        object?[] values =
        [
            1u, 2L, ulong.MaxValue, (short)3, (byte)4, 1.5f, 2.5, double.NaN, 1m, 1.10m, System.Numerics.BigInteger.Parse("123456789012345678901234567890", System.Globalization.CultureInfo.InvariantCulture),
            new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc), new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.FromHours(2)), TimeSpan.FromSeconds(5), Guid.Empty,
            new Uri("https://example.com/?a=b"), new byte[] { 1, 2 }, "text", true, null,
        ];
        post.AdditionalProperties["list"] = new JArray(values.Select(value => new JValue(value)));
        post.AdditionalProperties["raw"] = new JRaw("""{"a": 1}""");
        post.AdditionalProperties["undefined"] = JValue.CreateUndefined();
        var expected = JsonConvert.SerializeObject(post).Replace("undefined\":undefined", "undefined\":null", StringComparison.Ordinal);
        Assert.That(Json.Difference(expected, JsonSerializer.Serialize(post)), Is.Null);
    }

    [Test]
    public void What_a_call_tells_of_itself_is_not_written()
    {
        using var http = new HttpResponseMessage();
        var post = new PostCreated { PostId = "1", Response = new PostPressResponse(http.StatusCode, http.Headers, null, 1, TimeSpan.Zero, null) };
        Assert.That(JsonSerializer.Serialize(post), Is.EqualTo("""{"post_id":"1"}"""));
    }

    /// <summary>From a stream or pipe the JSON comes in pieces, cut anywhere.</summary>
    [Test]
    public async Task JSON_in_pieces_is_read_the_same()
    {
        const string text = """
            {"items":[{"id":"1","t\u0079pe":"PEOPLE","network_distance":"DISTANCE_1","connections_count":1E2,"first_name":"Zo\u00eb"},{"type":"EVENT","size":1.50,"text":"é\n"},{"type":"JOB","benefits":["a",null]}],"paging":{"start":-0}}
            """;
        var json = JsonConvert.SerializeObject(JsonConvert.DeserializeObject<SearchPage>(text));
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size < 40; size++)
        {
            var pieces = new Utf8JsonReader(Sequence(bytes, size));
            Assert.That(JsonConvert.SerializeObject(JsonSerializer.Deserialize<SearchPage>(ref pieces)), Is.EqualTo(json), $"in pieces of {size}");
            var read = await JsonSerializer.DeserializeAsync<List<SearchPage>>(new MemoryStream([(byte)'[', .. bytes, (byte)',', .. bytes, (byte)']']), Buffered(size));
            Assert.That(read!.Select(page => JsonConvert.SerializeObject(page)), Is.EqualTo(new[] { json, json }));
            Assert.That(JsonConvert.SerializeObject(await JsonSerializer.DeserializeAsync<SearchPage>(PipeReader.Create(Sequence(bytes, size)))), Is.EqualTo(json));
        }
    }

    [Test]
    public void Types_work_inside_the_types_of_a_user()
    {
        var message = new Message([new PersonResult { Id = "1" }, new JobResult { Id = "2" }], JobState.Active, new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        var json = JsonSerializer.Serialize(message);
        var read = JsonSerializer.Deserialize<Message>(json)!;
        Assert.That(json, Is.EqualTo("""{"Hits":[{"type":"PEOPLE","id":"1"},{"type":"JOB","id":"2"}],"State":"active","At":"2026-01-31T12:00:00Z"}"""));
        Assert.That(read.Hits.Select(hit => hit.GetType()), Is.EqualTo(new[] { typeof(PersonResult), typeof(JobResult) }));
        Assert.That((read.State, read.At), Is.EqualTo((JobState.Active, message.At)));
    }

    [Test]
    public void A_source_generated_context_reads_and_writes_the_same()
    {
        foreach (var type in new[] { typeof(SearchPage), typeof(SearchRequest), typeof(CreateJobRequest), typeof(JobDraft), typeof(CheckpointOutcome), typeof(PostCreated), typeof(ErrorResponse), typeof(JobState) })
        {
            var json = Json.Text(Contract.Sample(type.Name));
            var read = JsonSerializer.Deserialize(json, type, WireContext.Default)!;
            Assert.That(Json.Difference(JsonConvert.SerializeObject(JsonConvert.DeserializeObject(json, type)), JsonSerializer.Serialize(read, type, WireContext.Default)), Is.Null);
        }

        var list = JsonSerializer.Deserialize("""[{"type":"JOB","size":1.0},{"type":"EVENT"}]""", WireContext.Default.ListSearchResult)!;
        Assert.That(list.Select(hit => hit.GetType()), Is.EqualTo(new[] { typeof(JobResult), typeof(SearchResult) }));
        Assert.That(JsonSerializer.Serialize(list, WireContext.Default.ListSearchResult), Is.EqualTo("""[{"type":"JOB","size":1.0},{"type":"EVENT"}]"""));
        Assert.That(JsonSerializer.Serialize(new Message([new JobResult()], null, default), WireContext.Default.Message), Is.EqualTo("""{"Hits":[{"type":"JOB"}],"State":null,"At":""}"""));
        Assert.That(JsonSerializer.Serialize(new() { [JobState.Active] = 1 }, WireContext.Default.DictionaryJobStateInt32), Is.EqualTo("""{"active":1}"""));
    }

    /// <summary>Read by one and written by the other, both ways, digit for digit.</summary>
    private static void AssertSame(string json, Type type)
    {
        var byNewtonsoft = JsonConvert.DeserializeObject(json, type, new Newtonsoft.Json.JsonSerializerSettings { DateParseHandling = Newtonsoft.Json.DateParseHandling.None })!;
        var bySystem = JsonSerializer.Deserialize(json, type)!;
        var expected = JsonConvert.SerializeObject(byNewtonsoft);
        Assert.That(JsonConvert.SerializeObject(bySystem), Is.EqualTo(expected), json);
        Assert.That(bySystem.GetType(), Is.EqualTo(byNewtonsoft.GetType()), json);

        var written = JsonSerializer.Serialize(byNewtonsoft, type);
        Assert.That(Json.Difference(expected, written), Is.Null, json);
        Assert.That(JsonSerializer.Serialize(bySystem, type), Is.EqualTo(written), json);
    }

    private static JsonSerializerOptions Buffered(int size) => new() { DefaultBufferSize = size };

    private static string Fixture(string file) => Path.Combine(TestContext.CurrentContext.TestDirectory, "fixtures", file);

    private static ReadOnlySequence<byte> Sequence(byte[] bytes, int size)
    {
        Piece? first = null;
        Piece? last = null;
        for (var at = 0; at < bytes.Length; at += size)
        {
            last = new Piece(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    internal sealed record Message(IReadOnlyList<SearchResult> Hits, JobState? State, Timestamp At);

    [JsonSerializable(typeof(SearchPage))]
    [JsonSerializable(typeof(SearchRequest))]
    [JsonSerializable(typeof(CreateJobRequest))]
    [JsonSerializable(typeof(JobDraft))]
    [JsonSerializable(typeof(CheckpointOutcome))]
    [JsonSerializable(typeof(PostCreated))]
    [JsonSerializable(typeof(ErrorResponse))]
    [JsonSerializable(typeof(JobState))]
    [JsonSerializable(typeof(List<SearchResult>))]
    [JsonSerializable(typeof(Dictionary<JobState, int>))]
    [JsonSerializable(typeof(Message))]
    internal sealed partial class WireContext : JsonSerializerContext;

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
            before?.Next = this;
        }
    }
}
