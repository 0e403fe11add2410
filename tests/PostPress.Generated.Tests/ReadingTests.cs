using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PostPress.Operations;

namespace PostPress.Generated.Tests;

/// <summary>What holds for reading and writing whatever the type.</summary>
internal sealed class ReadingTests
{
    [Test]
    public void A_page_with_unknown_words_yields_all_its_items()
    {
        var page = Read<SearchPage>("""
            {"object":"LinkedinSearch","items":[
              {"type":"PEOPLE","object":"SearchResult","id":"1","network_distance":"DISTANCE_9"},
              {"object":"SearchResult","id":"2","type":"EVENT","starts_at":"2026-05-01T10:00:00Z"},
              null,
              {"id":"3","type":"JOB","posted_at":"soon"}
            ],"cursor":null}
            """);

        Assert.That(page.Items.Select(item => item.GetType()), Is.EqualTo(new[] { typeof(PersonResult), typeof(SearchResult), typeof(SearchResult), typeof(JobResult) }));
        Assert.That(page.Items.Select(item => item.Id), Is.EqualTo(new[] { "1", "2", null, "3" }));
        Assert.That(((PersonResult)page.Items[0]).NetworkDistance, Is.EqualTo(new NetworkDistance("DISTANCE_9")));
        Assert.That(page.Items[1].Type, Is.EqualTo("EVENT"));
        Assert.That((string?)page.Items[1].AdditionalProperties["starts_at"], Is.EqualTo("2026-05-01T10:00:00Z"));
        Assert.That(page.Items[2].Type, Is.Null);
        Assert.That(((JobResult)page.Items[3]).PostedAt!.Value.Value, Is.Null);
        Assert.That(((JobResult)page.Items[3]).PostedAt!.Value.Text, Is.EqualTo("soon"));
    }

    [Test]
    public void Null_and_absent_members_stay_what_they_were()
    {
        Assert.That(Json.RoundTrip("""{"object":"PostCreated","post_id":null}""", typeof(PostCreated)), Is.EqualTo("""{"object":"PostCreated","post_id":null}"""));
        Assert.That(Json.RoundTrip("""{"object":"PostCreated"}""", typeof(PostCreated)), Is.EqualTo("""{"object":"PostCreated"}"""));
        Assert.That(JsonConvert.SerializeObject(new PostCreated()), Is.EqualTo("{}"));
    }

    [Test]
    public void A_member_that_was_null_and_is_set_is_written()
    {
        var post = Read<PostCreated>("""{"post_id":null}""");
        post.PostId = "1";
        Assert.That(JsonConvert.SerializeObject(post), Is.EqualTo("""{"post_id":"1"}"""));
    }

    [Test]
    public void A_list_that_was_absent_is_written_once_something_is_added()
    {
        var page = Read<SearchPage>("""{"cursor":"x"}""");
        page.Items.Add(new JobResult { Id = "1" });
        Assert.That(JsonConvert.SerializeObject(page), Is.EqualTo("""{"items":[{"type":"JOB","id":"1"}],"cursor":"x"}"""));
        Assert.That(JsonConvert.SerializeObject(new SearchPage { Items = [] }), Is.EqualTo("""{"items":[]}"""));
        Assert.That(JsonConvert.SerializeObject(new SearchPage()), Is.EqualTo("{}"));
    }

    [Test]
    public void Reading_what_is_documented_makes_no_entry_among_the_others()
        => Assert.That(Read<PostCreated>("""{"object":"PostCreated","post_id":null}""").AdditionalProperties, Is.Empty);

    [TestCase("0.1")]
    [TestCase("123456789012345.67")]
    [TestCase("0.1234567890123456789012345678")]
    [TestCase("79228162514264337593543950335")]
    public void A_decimal_is_exact(string number)
    {
        var budget = Read<BudgetRange>($$"""{"min":{{number}}}""");
        Assert.That(budget.Min, Is.EqualTo(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That(JsonConvert.SerializeObject(budget), Is.EqualTo($$"""{"min":{{number}}}"""));
    }

    [Test]
    public void A_decimal_that_went_through_a_JToken_is_the_nearest_there_is()
        => Assert.That(JToken.Parse("""{"min":0.30000000000000004}""").ToObject<BudgetRange>()!.Min, Is.EqualTo(0.30000000000000004m));

    [Test]
    public void A_whole_decimal_is_written_without_a_fraction()
        => Assert.That(JsonConvert.SerializeObject(new BudgetRange { Min = 10m, Max = 10.00m, Recommended = 10.50m }), Is.EqualTo("""{"min":10,"max":10,"recommended":10.50}"""));

    [TestCase("1e30", typeof(double))]
    [TestCase("123456789012345678901234567890", typeof(BigInteger))]
    public void A_number_beyond_its_type_is_kept_beside(string number, Type type)
    {
        var budget = Read<BudgetRange>($$"""{"min":{{number}},"max":5}""");
        Assert.That(budget.Min, Is.Null);
        Assert.That(budget.Max, Is.EqualTo(5));
        Assert.That(((JValue)budget.AdditionalProperties["min"]).Value, Is.InstanceOf(type));
    }

    [Test]
    public void A_number_beyond_every_type_is_kept_letter_for_letter()
    {
        const string json = """{"min":-1e400,"other":{"deep":[1e999,2]}}""";
        Assert.That(Json.RoundTrip(json, typeof(BudgetRange)), Is.EqualTo(json));
    }

    [TestCase("""{"min":1.2.3}""")]
    [TestCase("""{"min":1e}""")]
    [TestCase("""{"min":--1}""")]
    [TestCase("""{"min":1]""")]
    [TestCase("""{"min" 1}""")]
    [TestCase("[]")]
    [TestCase("5")]
    [TestCase("\"text\"")]
    [TestCase("")]
    [TestCase("<html></html>")]
    public void What_is_not_JSON_or_not_an_object_is_refused(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json));
        Assert.That(() => SearchOperation.ReadResponse(reader), Throws.InstanceOf<JsonException>());
    }

    [TestCase("{} {}")]
    [TestCase("{}x")]
    public void Text_after_the_end_is_refused(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json));
        Assert.That(() => SearchOperation.ReadResponse(reader), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void Comments_and_blanks_are_stepped_over()
    {
        using var reader = new JsonTextReader(new StringReader("/*a*/ { /*b*/ \"post_id\" : /*c*/ \"1\" /*d*/ } // e\n "));
        Assert.That(CreatePostOperation.ReadResponse(reader).PostId, Is.EqualTo("1"));
    }

    [Test]
    public void A_page_that_is_cut_anywhere_is_refused()
    {
        var json = Json.Text(Contract.Sample("SearchPage"));
        for (var length = 0; length < json.Length; length++)
        {
            using var reader = new JsonTextReader(new StringReader(json[..length]));
            Assert.That(() => SearchOperation.ReadResponse(reader), Throws.InstanceOf<JsonException>());
        }
    }

    [Test]
    public void A_message_about_a_wrong_shape_holds_no_content()
        => Assert.That(() => Read<PostCreated>("""["secret"]"""), Throws.InstanceOf<JsonException>().With.Message.Not.Contains("secret"));

    [Test]
    public void The_settings_of_the_reader_are_restored()
    {
        using var reader = new JsonTextReader(new StringReader("""[{"post_id":"1"},"2026-01-31T00:00:00Z",0.5]"""));
        reader.Read();
        reader.Read();
        JsonSerializer.CreateDefault().Deserialize<PostCreated>(reader);
        Assert.That(reader.DateParseHandling, Is.EqualTo(DateParseHandling.DateTime));
        Assert.That(reader.FloatParseHandling, Is.EqualTo(FloatParseHandling.Double));
        Assert.That(reader.ReadAsDateTime(), Is.EqualTo(new DateTime(2026, 1, 31, 0, 0, 0, DateTimeKind.Utc)));
    }

    [Test]
    public void The_settings_of_the_reader_are_restored_after_a_failure()
    {
        using var reader = new JsonTextReader(new StringReader("""{"post_id":"""));
        Assert.That(() => CreatePostOperation.ReadResponse(reader), Throws.InstanceOf<JsonException>());
        Assert.That(reader.DateParseHandling, Is.EqualTo(DateParseHandling.DateTime));
        Assert.That(reader.PropertyNameTable, Is.Null);
    }

    [Test]
    public void Many_threads_can_read_at_once()
    {
        const string Page = """{"object":"LinkedinSearch","items":[{"type":"PEOPLE","id":"1","name":"Ada","unknown":{"id":2}}],"cursor":null,"newer":true}""";
        var pages = new string[1000];

        Parallel.For(0, pages.Length, i =>
        {
            using var reader = new JsonTextReader(new StringReader(Page));
            pages[i] = JsonConvert.SerializeObject(SearchOperation.ReadResponse(reader));
        });

        Assert.That(pages, Has.All.Matches<string>(page => Json.Difference(Page, page!) is null));
    }

    [Test]
    public void The_depth_limit_of_the_reader_is_honoured()
    {
        var json = $$"""{"deep":{{new string('[', 100)}}{{new string(']', 100)}}}""";
        Assert.That(() => Read<PostCreated>(json), Throws.InstanceOf<JsonException>());
        Assert.That(JsonConvert.DeserializeObject<PostCreated>(json, new JsonSerializerSettings { MaxDepth = 200 }), Is.Not.Null);
    }

    [Test]
    public void Types_work_inside_the_types_of_a_user()
    {
        var message = new Message([new PersonResult { Id = "1" }, new JobResult { Id = "2" }], JobState.Active, new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        var json = JsonConvert.SerializeObject(message);
        var read = JsonConvert.DeserializeObject<Message>(json, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None })!;

        Assert.That(json, Is.EqualTo("""{"Hits":[{"type":"PEOPLE","id":"1"},{"type":"JOB","id":"2"}],"State":"active","At":"2026-01-31T12:00:00Z"}"""));
        Assert.That(read.Hits.Select(hit => hit.GetType()), Is.EqualTo(new[] { typeof(PersonResult), typeof(JobResult) }));
        Assert.That(read.State, Is.EqualTo(JobState.Active));
        Assert.That(read.At, Is.EqualTo(message.At));
        Assert.That(JsonConvert.DeserializeObject<Message>("{}")!.State, Is.Null);
    }

    [Test]
    public void The_writer_of_a_user_decides_on_indentation()
        => Assert.That(JsonConvert.SerializeObject(new PostCreated { PostId = "1" }, Formatting.Indented), Is.EqualTo("{\n  \"post_id\": \"1\"\n}".ReplaceLineEndings()));

    [Test]
    public void The_settings_of_a_user_decide_on_escapes_and_on_the_nesting_around()
    {
        var settings = new JsonSerializerSettings { StringEscapeHandling = StringEscapeHandling.EscapeNonAscii, Formatting = Formatting.Indented, NullValueHandling = NullValueHandling.Ignore };
        var json = JsonConvert.SerializeObject(new { Post = new PostCreated { PostId = "é" }, Nothing = (PostCreated?)null }, settings);
        Assert.That(json.ReplaceLineEndings("\n"), Is.EqualTo("{\n  \"Post\": {\n    \"post_id\": \"\\u00e9\"\n  }\n}"));
    }

    [Test]
    public void Writing_what_has_no_other_members_makes_no_place_for_them()
    {
        var post = Read<PostCreated>("""{"post_id":"1"}""");
        using var text = new JsonTextWriter(TextWriter.Null);
        var writer = new JsonWireWriter(text);
        Write();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Write();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Write() => CreatedFormat.Write(writer, post);
    }

    [Test]
    public void One_object_can_be_written_by_several_threads_at_once()
    {
        var post = Read<PostCreated>("""{"post_id":5,"other":1}""");
        post.PostId = "set";
        Parallel.For(0, 1000, _ => Assert.That(JsonConvert.SerializeObject(post), Is.EqualTo("""{"post_id":"set","other":1}""")));
    }

    private static readonly WireFormat<PostCreated> CreatedFormat = PostCreated.JsonFormat;

    private static T Read<T>(string json) => JsonConvert.DeserializeObject<T>(json)!;

    private sealed record Message(IList<SearchResult> Hits, JobState? State, Timestamp At);
}
