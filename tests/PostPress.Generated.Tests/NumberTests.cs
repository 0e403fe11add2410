using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Generated.Tests;

/// <summary>What was read is written back digit for digit, from text as from bytes.</summary>
[TestFixture(false)]
[TestFixture(true)]
internal sealed class NumberTests(bool fromBytes)
{
    private static readonly string[] Numbers =
    [
        "0", "7", "-7", "-0", "-0.0", "0.0", "1.0", "1.50", "0.10", "1E5", "1e5", "1e+05", "10e-1", "1.23456e-25", "1e-30", "-1.5E+7", "1e400", "-1E-400",
        "9223372036854775807", "9223372036854775808", "-1234567890123456789012345678901234567890", "79228162514264337593543950336.5",
        "0.1234567890123456789012345678", "0.123456789012345678901234567890123", "12345678901234567890.12345678901234567890", "123456789012345678.90e-3",
    ];

    [TestCaseSource(nameof(Numbers))]
    public void A_number_in_an_unknown_member_is_kept(string number)
        => AssertKept<PostCreated>($$"""{"other":{{number}},"deep":{"list":[{{number}},[{{number}}],{"a":{{number}} } ] } }""");

    [TestCaseSource(nameof(Numbers))]
    public void A_number_in_an_unknown_variant_is_kept(string number)
        => AssertKept<SearchPage>($$"""{"items":[{"type":"EVENT","size":{{number}},"sizes":[{{number}}]}]}""");

    [TestCaseSource(nameof(Numbers))]
    public void A_number_of_a_documented_member_is_kept(string number)
    {
        AssertKept<BudgetRange>($$"""{"min":{{number}}}""");
        AssertKept<SearchPaging>($$"""{"total_count":{{number}}}""");
    }

    [TestCaseSource(nameof(Numbers))]
    public void A_number_in_a_list_is_kept(string number)
        => AssertKept<SalesNavigatorPeopleSearch>($$"""{"api":"sales_navigator","category":"people","network_distance":[{{number}},"GROUP",{{number}}]}""");

    [TestCase("1.0", 1)]
    [TestCase("1E2", 100)]
    [TestCase("-0", 0)]
    [TestCase("1e-30", 0)]
    public void A_number_of_any_form_is_the_value_of_its_property(string number, int value)
    {
        var budget = Read<BudgetRange>($$"""{"min":{{number}}}""");
        Assert.That(budget.Min, Is.EqualTo(value));
        Assert.That(budget.AdditionalProperties, Is.Empty);
    }

    [Test]
    public void A_property_that_is_set_is_written_as_any_other()
    {
        var budget = Read<BudgetRange>("""{"min":1.0,"max":1e2}""");
        budget.Min = 2;
        budget.Max = null;
        Assert.That(JsonConvert.SerializeObject(budget), Is.EqualTo("""{"min":2}"""));
    }

    [TestCase("1.5", 1.5)]
    [TestCase("1E5", 100000)]
    [TestCase("1e-30", 1e-30)]
    [TestCase("-0", 0)]
    [TestCase("0.123456789012345678901234567890123", 0.12345678901234568)]
    public void An_unknown_number_can_be_used_as_one(string number, double value)
    {
        var other = Read<PostCreated>($$"""{"other":{{number}}}""").AdditionalProperties["other"];
        Assert.That((double)other, Is.EqualTo(value).Within(1e-16));
        Assert.That(other.Type, Is.EqualTo(JTokenType.Float).Or.EqualTo(JTokenType.Integer));
    }

    [Test]
    public void An_unknown_number_can_be_replaced()
    {
        var post = Read<PostCreated>("""{"other":1E5}""");
        ((JValue)post.AdditionalProperties["other"]).Value = 2;
        Assert.That(JsonConvert.SerializeObject(post), Is.EqualTo("""{"other":2}"""));
    }

    [Test]
    public void Digits_survive_a_JToken()
    {
        const string json = """{"min":1E5,"other":-0}""";
        Assert.That(JsonConvert.SerializeObject(JToken.FromObject(Read<BudgetRange>(json)).ToObject<BudgetRange>()), Is.EqualTo(json));
        Assert.That(JToken.FromObject(Read<BudgetRange>(json)).ToObject<BudgetRange>()!.Min, Is.EqualTo(100000));
    }

    [Test]
    public void Digits_are_kept_wherever_the_text_is_cut_into_pieces()
    {
        for (var length = 950; length < 1050; length++)
        {
            AssertKept<PostCreated>($$"""{"text":"{{new string('x', length)}}","a":1.23456e-25,"b":-0,"c":[1E5,1E5]}""");
        }
    }

    [Test]
    public void A_list_has_its_good_items_and_is_written_back_whole()
    {
        var job = Read<JobResult>("""{"type":"JOB","benefits":["a",null,"b",5,{"c":1.0},["d"]]}""");
        Assert.That(job.Benefits, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(job.AdditionalProperties, Is.Empty);
        Assert.That(JsonConvert.SerializeObject(job), Is.EqualTo("""{"type":"JOB","benefits":["a",null,"b",5,{"c":1.0},["d"]]}"""));
    }

    [Test]
    public void A_list_without_a_good_item_is_empty()
    {
        var job = Read<JobResult>("""{"type":"JOB","benefits":[null]}""");
        Assert.That(job.Benefits, Is.Empty);
        Assert.That(JsonConvert.SerializeObject(job), Is.EqualTo("""{"type":"JOB","benefits":[null]}"""));
    }

    [Test]
    public void A_list_that_was_changed_is_written_as_it_is()
    {
        var job = Read<JobResult>("""{"type":"JOB","benefits":["a",null]}""");
        job.Benefits.Add("b");
        Assert.That(JsonConvert.SerializeObject(job), Is.EqualTo("""{"type":"JOB","benefits":["a","b"]}"""));
        job.Benefits = null!;
        Assert.That(JsonConvert.SerializeObject(job), Is.EqualTo("""{"type":"JOB"}"""));
    }

    [Test]
    public void A_list_of_numbers_has_its_good_items()
    {
        var search = Read<SalesNavigatorPeopleSearch>("""{"api":"sales_navigator","category":"people","network_distance":[1,true,2.0,"GROUP",1.5]}""");
        Assert.That(search.NetworkDistance, Is.EqualTo(new ConnectionDegree[] { 1, 2, "GROUP" }));
        Assert.That(JsonConvert.SerializeObject(search), Is.EqualTo("""{"api":"sales_navigator","category":"people","network_distance":[1,true,2.0,"GROUP",1.5]}"""));
    }

    [Test]
    public void A_request_with_an_odd_item_is_checked_as_it_will_be_sent()
    {
        var search = Read<ClassicPeopleSearch>("""{"api":"classic","category":"people","industry":["4",null],"network_distance":[1.0,2]}""");
        Assert.That(Broken(search).Select(broken => broken.Path), Is.EqualTo(new[] { "industry" }));
        search.Industry!.Add("5");
        Assert.That(Broken(search), Is.Empty);

        static IReadOnlyList<BrokenRule> Broken(WireObject request)
        {
            var check = default(RequestCheck);
            request.Check(ref check);
            return check.Broken;
        }
    }

    private void AssertKept<T>(string json)
        where T : WireObject
        => Assert.That(Json.Difference(json, JsonConvert.SerializeObject(Read<T>(json))), Is.Null, json);

    private T Read<T>(string json)
        where T : WireObject
    {
        if (!fromBytes)
        {
            return JsonConvert.DeserializeObject<T>(json)!;
        }

        var format = (WireFormat<T>)typeof(T).GetField("JsonFormat", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly)!.GetValue(null)!;
        return format.ReadDocument(new ArraySegment<byte>(Encoding.UTF8.GetBytes(json)));
    }
}
