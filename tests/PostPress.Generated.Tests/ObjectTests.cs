using System.Collections;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Generated.Tests;

/// <summary>Every object of the contract; variants are read through their union.</summary>
[TestFixtureSource(typeof(Contract), nameof(Contract.Objects))]
internal sealed class ObjectTests(string name)
{
    private static readonly string[] Values =
    [
        "null", "\"text\"", "\"\"", "\"2026-01-31T00:00:00Z\"", "5", "-5", "5.0", "1.5", "0.1", "99999999999999999999999", "1e30", "-1E+400", "0.1234567890123456789012345678",
        "3000000000", "true", "{}", "{\"a\":{\"b\":[null,1e400]}}", "[]", "[null]", "[1,\"b\",2.5]", "[\"a\",1]", "[{}]", "[{},5]", "[[]]", "[true,[1]]",
    ];

    private readonly Type _type = Contract.ClrType(Contract.UnionOf(name) ?? name);

    private JObject Sample => Contract.ObjectSample(name);

    private IEnumerable<string> Members => Sample.Properties().Select(property => property.Name);

    [Test]
    public void All_documented_members_round_trip() => AssertRoundTrip(Sample);

    [Test]
    public void All_documented_members_are_typed()
    {
        var read = (WireObject)JsonConvert.DeserializeObject(Json.Text(Sample), Contract.ClrType(name))!;
        Assert.That(read.AdditionalProperties, Is.Empty);
        Assert.That(
            read.GetType().GetProperties().Where(property => property.CanWrite && property.DeclaringType != typeof(ResponseObject)).Select(property => property.GetValue(read)),
            Has.All.Not.Null);
    }

    [Test]
    public void Each_member_may_be_absent()
    {
        foreach (var member in Members)
        {
            var json = Sample;
            json.Remove(member);
            AssertRoundTrip(json);
        }
    }

    [Test]
    public void Each_member_may_be_null()
    {
        foreach (var member in Members)
        {
            var json = Sample;
            json[member] = null;
            AssertRoundTrip(json);
        }
    }

    [Test]
    public void All_members_may_be_null()
        => AssertRoundTrip(new JObject(Members.Select(member => new JProperty(member, JValue.CreateNull()))));

    [Test]
    public void Each_member_may_be_of_another_kind()
    {
        foreach (var member in Members)
        {
            foreach (var value in Values)
            {
                var json = Json.Text(new JObject(Sample.Properties().Where(property => property.Name != member)));
                AssertRoundTrip(json[..^1] + (json.Length > 2 ? "," : "") + $"\"{member}\":{value}}}");
            }
        }
    }

    [Test]
    public void Each_member_may_come_twice()
    {
        foreach (var member in Members)
        {
            var json = Json.Text(Sample);
            foreach (var value in Values)
            {
                Assert.That(() => JsonConvert.DeserializeObject($"{{\"{member}\":{value},{json[1..]}", _type), Throws.Nothing);
            }
        }
    }

    [Test]
    public void An_unknown_member_is_kept_and_written_back()
    {
        foreach (var value in Values)
        {
            var json = $"{{\"something_newer\":{value},{Json.Text(Sample)[1..]}";
            AssertRoundTrip(json);
            var read = (WireObject)JsonConvert.DeserializeObject(json, _type)!;
            Assert.That(read.AdditionalProperties.Keys, Does.Contain("something_newer"));
        }
    }

    [Test]
    public void A_value_of_another_kind_is_kept_beside_the_empty_property()
    {
        foreach (var member in Members)
        {
            if (Property(member) is not { CanWrite: true } property)
            {
                continue;
            }

            var json = Sample;
            json[member] = property.PropertyType == typeof(string) ? 5 : property.PropertyType == typeof(JToken) ? JValue.CreateNull() : "\u0001odd";
            var read = (WireObject)JsonConvert.DeserializeObject(Json.Text(json), Contract.ClrType(name))!;
            if (Nullable.GetUnderlyingType(property.PropertyType) is not null && property.GetValue(read) is { } open)
            {
                // An open enumeration or a timestamp takes any text.
                Assert.That(open.ToString(), Is.EqualTo("\u0001odd"));
            }
            else if (json[member]!.Type != JTokenType.Null && !property.PropertyType.IsValueType)
            {
                Assert.That(property.GetValue(read) is null or ICollection { Count: 0 }, Is.True, member);
                Assert.That(read.AdditionalProperties.Keys, Does.Contain(member));
            }
        }
    }

    [Test]
    public void A_list_that_only_responses_have_is_never_null()
    {
        foreach (var wire in Members.Where(member => !Contract.IsRequest(name) && Sample[member] is JArray))
        {
            var list = Property(wire)!;
            foreach (var json in new[] { "{}", $$"""{"{{wire}}":null}""", $$"""{"{{wire}}":"odd"}""", $$"""{"{{wire}}":[]}""" })
            {
                var read = JsonConvert.DeserializeObject(json, Contract.ClrType(name))!;
                var written = JsonConvert.SerializeObject(read);
                Assert.That((IEnumerable)list.GetValue(read)!, Is.Empty, json);
                Assert.That(JsonConvert.SerializeObject(read), Is.EqualTo(written), "It was only looked at.");
                Assert.That(written, Does.Contain(json[1..^1]));
            }
        }
    }

    [Test]
    public void A_property_that_is_set_wins_over_what_was_kept_under_its_name()
    {
        var sample = Sample;
        var full = JsonConvert.DeserializeObject(Json.Text(sample), Contract.ClrType(name))!;
        foreach (var member in Members)
        {
            if (Property(member) is not { CanWrite: true } property)
            {
                continue;
            }

            var json = Sample;
            json[member] = new JArray(new JArray(5));
            var odd = JsonConvert.DeserializeObject(Json.Text(json), Contract.ClrType(name))!;
            property.SetValue(odd, property.GetValue(full));
            Assert.That(Json.Difference(Json.Text(sample), JsonConvert.SerializeObject(odd)), Is.Null);
        }
    }

    [Test]
    public void Another_value_in_its_place_within_a_list_is_kept()
    {
        foreach (var list in Contract.Objects.SelectMany(type => Contract.Schemas[type]!["properties"]!.Cast<JProperty>().Where(
            property => (string?)property.Value["items"]?["$ref"] == "#/components/schemas/" + name)))
        {
            var holder = Contract.ObjectSample(((JProperty)list.Parent!.Parent!.Parent!.Parent!).Name);
            holder[list.Name] = new JArray(Sample, "odd", JValue.CreateNull(), new JArray(1), Sample);
            var read = (WireObject)JsonConvert.DeserializeObject(Json.Text(holder), Contract.ClrType(((JProperty)list.Parent!.Parent!.Parent!.Parent!).Name))!;
            Assert.That(Json.Difference(Json.Text(holder), JsonConvert.SerializeObject(read)), Is.Null);
            Assert.That((ICollection)read.GetType().GetProperty(WireNames.Pascal(list.Name))!.GetValue(read)!, Has.Count.EqualTo(5));
        }
    }

    [Test]
    public void Reading_from_a_JToken_gives_the_same()
    {
        var read = Json.Parse(Json.Text(Sample)).ToObject(_type)!;
        Assert.That(Json.Difference(Json.Text(Sample), Json.Text(JToken.FromObject(read))), Is.Null);
    }

    [Test]
    public void A_cut_anywhere_is_refused()
    {
        var json = Json.Text(Sample);
        for (var length = 1; length < json.Length; length++)
        {
            Assert.That(() => JsonConvert.DeserializeObject(json[..length], _type), Throws.InstanceOf<JsonException>(), json[..length]);
        }
    }

    [Test]
    public void Its_text_tells_no_content()
        => Assert.That(JsonConvert.DeserializeObject(Json.Text(Sample), _type)!.ToString(), Does.Not.Contain("2026"));

    private System.Reflection.PropertyInfo? Property(string member)
        => Contract.ClrType(name).GetProperty(WireNames.Pascal((string?)Contract.Schemas[name]!["properties"]![member]!["x-sdk-name"] ?? member));

    private void AssertRoundTrip(JObject json) => AssertRoundTrip(Json.Text(json));

    /// <summary>Nothing lost, nothing invented; but a null that is only ever sent may be left out.</summary>
    private void AssertRoundTrip(string json)
        => Assert.That(Json.Difference(json, Json.RoundTrip(json, _type), nullsMayLack: !Contract.IsResponse(name)), Is.Null, json);
}
