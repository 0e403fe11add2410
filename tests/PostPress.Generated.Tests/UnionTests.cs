using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Generated.Tests;

/// <summary>Every union of the contract.</summary>
[TestFixtureSource(typeof(Contract), nameof(Contract.Unions))]
internal sealed class UnionTests(string name)
{
    private readonly Type _type = Contract.ClrType(name);

    private static readonly string[] Odd = ["null", "\"text\"", "5", "1.5", "true", "[]", "[{\"a\":[1,null]}]"];

    [Test]
    public void Each_variant_is_read_as_its_class_and_written_back()
    {
        foreach (var variant in Contract.Variants(name))
        {
            var sample = Contract.Sample(variant);
            var read = JsonConvert.DeserializeObject(Json.Text(sample), _type)!;
            Assert.That(read.GetType(), Is.EqualTo(Contract.ClrType(variant)));
            Assert.That(Json.Difference(Json.Text(sample), JsonConvert.SerializeObject(read)), Is.Null);
        }
    }

    [Test]
    public void Each_variant_is_read_by_its_own_class_too()
    {
        foreach (var variant in Contract.Variants(name))
        {
            var sample = Contract.Sample(variant);
            Assert.That(Json.Difference(Json.Text(sample), Json.RoundTrip(Json.Text(sample), Contract.ClrType(variant))), Is.Null);
        }
    }

    [Test]
    public void What_tells_a_variant_may_stand_anywhere()
    {
        foreach (var variant in Contract.Variants(name))
        {
            var sample = Contract.ObjectSample(variant);
            List<JProperty> properties = [.. sample.Properties(), new JProperty("unknown", new JObject { ["type"] = "x", ["deep"] = new JArray(new JObject()) })];

            // Turned around so that every member is first, in the middle and last once.
            for (var shift = 0; shift < properties.Count; shift++)
            {
                var turned = new JObject(properties.Skip(shift).Concat(properties.Take(shift)));
                var read = JsonConvert.DeserializeObject(Json.Text(turned), _type)!;
                Assert.That(read.GetType(), Is.EqualTo(Contract.ClrType(variant)), Json.Text(turned));
                Assert.That(Json.Difference(Json.Text(turned), JsonConvert.SerializeObject(read)), Is.Null);
            }
        }
    }

    [Test]
    public void An_unknown_variant_is_read_as_the_base_class_and_kept_whole()
    {
        foreach (var unknown in Unknown())
        {
            var read = JsonConvert.DeserializeObject(Json.Text(unknown), _type)!;
            Assert.That(read.GetType(), Is.EqualTo(_type), Json.Text(unknown));
            Assert.That(Json.Difference(Json.Text(unknown), JsonConvert.SerializeObject(read)), Is.Null);
        }
    }

    [Test]
    public void The_base_class_shows_the_tag_of_known_and_unknown_variants()
    {
        if (Contract.Discriminator(name) is not { } discriminator
            || _type.GetProperties().FirstOrDefault(property => property is { CanWrite: false, Name: not "AdditionalProperties" }) is not { } tag)
        {
            Assert.Pass("No single constant tells the variants.");
            return;
        }

        foreach (var variant in Contract.Variants(name))
        {
            var known = JsonConvert.DeserializeObject(Json.Text(Contract.Sample(variant)), _type)!;
            Assert.That(tag.GetValue(known), Is.EqualTo((string?)Contract.Schemas[variant]!["properties"]![discriminator]!["const"]));
        }

        var unknown = JsonConvert.DeserializeObject($$"""{"other":1,"{{discriminator}}":"something newer"}""", _type)!;
        Assert.That(tag.GetValue(unknown), Is.EqualTo("something newer"));
    }

    [Test]
    public void One_odd_item_in_a_list_costs_no_other()
    {
        var known = Contract.Sample(Contract.Variants(name).First());
        foreach (var odd in Odd.Select(Json.Parse).Concat(Unknown()))
        {
            // The list has to be a property: a list of its own is not read by this library.
            foreach ((var holder, var property) in Holders())
            {
                var sample = Contract.ObjectSample(holder);
                sample[property] = new JArray(known.DeepClone(), odd.DeepClone(), known.DeepClone());
                var read = (WireObject)JsonConvert.DeserializeObject(Json.Text(sample), Contract.ClrType(holder))!;
                Assert.That(Json.Difference(Json.Text(sample), JsonConvert.SerializeObject(read)), Is.Null);
                var items = ((System.Collections.IEnumerable)read.GetType().GetProperty(WireNames.Pascal(property))!.GetValue(read)!).Cast<object>().ToList();
                Assert.That(items.Select(item => item.GetType() == _type), Is.EqualTo(new[] { false, true, false }), Json.Text(odd));
            }
        }
    }

    [Test]
    public void A_list_of_variants_is_read_and_written()
    {
        var all = Json.Text(new JArray(Contract.Variants(name).Select(Contract.Sample).Concat(Unknown())));
        Assert.That(Json.Difference(all, Json.RoundTrip(all, typeof(List<>).MakeGenericType(_type))), Is.Null);
    }

    /// <summary>Objects that no variant claims.</summary>
    private IEnumerable<JObject> Unknown()
    {
        yield return [];
        yield return new JObject { ["something_newer"] = new JObject { ["date"] = "2026-01-31T00:00:00Z", ["list"] = new JArray(1, 2.5m, JValue.CreateNull()) } };

        if (Contract.Discriminator(name) is { } discriminator)
        {
            foreach (var tag in new[] { "\"something newer\"", "null", "5", "{\"a\":1}" }.Select(Json.Parse))
            {
                var sample = Contract.ObjectSample(Contract.Variants(name).First());
                sample[discriminator] = tag;
                yield return sample;
                var last = (JObject)sample.DeepClone();
                last.Remove(discriminator);
                last[discriminator] = tag.DeepClone();
                yield return last;
            }
        }
        else if (Contract.Schemas[Contract.Variants(name).First()]!["properties"]!.Cast<JProperty>().Any(property => property.Value["const"] is not null))
        {
            var sample = Contract.ObjectSample(Contract.Variants(name).First());
            var tag = sample.Properties().First();
            tag.Value = "something newer";
            yield return sample;
        }
    }

    /// <summary>The types that have a list of this union.</summary>
    private IEnumerable<(string Type, string Property)> Holders()
        => from type in Contract.Objects
           from property in Contract.Schemas[type]!["properties"]!.Cast<JProperty>()
           where (string?)property.Value["items"]?["$ref"] == "#/components/schemas/" + name
           select (type, property.Name);
}
