using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Generated.Tests;

/// <summary>Every enumeration of the contract.</summary>
[TestFixtureSource(typeof(Contract), nameof(Contract.Enums))]
internal sealed class EnumTests(string name)
{
    private readonly Type _type = Contract.ClrType(name);

    private IEnumerable<JToken> Known => Contract.Schemas[name]!["oneOf"] is JArray branches
        ? branches.SelectMany(branch => branch["enum"] ?? new JArray(branch["const"]!))
        : Contract.Schemas[name]!["enum"]!;

    [Test]
    public void A_known_value_is_read_and_written_back()
    {
        foreach (var value in Known)
        {
            var read = JsonConvert.DeserializeObject(Json.Text(value), _type)!;
            Assert.That(JsonConvert.SerializeObject(read), Is.EqualTo(Json.Text(value)));
            Assert.That(_type.GetProperty("IsKnown")!.GetValue(read), Is.True, value.ToString());
        }
    }

    [Test]
    public void Each_named_value_has_a_member_of_its_own()
    {
        List<object> members = [.. _type.GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.GetValue(null)!)];
        object[] expected = [.. Known.Select(value => JsonConvert.DeserializeObject(Json.Text(value), _type)!)];
        Assert.That(members, Is.EquivalentTo(expected));
    }

    [TestCase("\"something newer\"")]
    [TestCase("\"\"")]
    [TestCase("\"2026-01-31T12:00:00.000Z\"", Description = "In a list, where plain JsonConvert has not made a date of it.")]
    public void An_unknown_value_is_read_compared_and_written_back_unchanged(string json)
    {
        var list = typeof(IList<>).MakeGenericType(_type);
        var text = (string)Json.Parse(json)!;
        var made = Activator.CreateInstance(_type, text)!;
        var read = ((System.Collections.IList)JsonConvert.DeserializeObject($"[{json}]", list, new JsonSerializerSettings { DateParseHandling = DateParseHandling.None })!)[0]!;

        Assert.That(read, Is.EqualTo(made));
        Assert.That(read.GetHashCode(), Is.EqualTo(made.GetHashCode()));
        Assert.That(read, Is.Not.EqualTo(JsonConvert.DeserializeObject(Json.Text(Known.First()), _type)));
        Assert.That(read.ToString(), Is.EqualTo(text));
        Assert.That(_type.GetProperty("IsKnown")!.GetValue(read), Is.False);
        Assert.That(JsonConvert.SerializeObject(read), Is.EqualTo(json));
    }

    [Test]
    public void Values_are_compared_letter_for_letter()
    {
        var text = Known.Select(value => value.ToString()).First(value => value.Any(char.IsLetter));
        Assert.That(Activator.CreateInstance(_type, text.ToUpperInvariant()), Is.Not.EqualTo(Activator.CreateInstance(_type, text.ToLowerInvariant())));
    }

    [Test]
    public void Operators_agree_with_equality()
    {
        var one = Activator.CreateInstance(_type, "one")!;
        var same = Activator.CreateInstance(_type, "one")!;
        var other = Activator.CreateInstance(_type, "other")!;
        var equality = _type.GetMethod("op_Equality")!;
        var inequality = _type.GetMethod("op_Inequality")!;

        Assert.That(equality.Invoke(null, [one, same]), Is.True);
        Assert.That(inequality.Invoke(null, [one, same]), Is.False);
        Assert.That(equality.Invoke(null, [one, other]), Is.False);
        Assert.That(inequality.Invoke(null, [one, other]), Is.True);
        Assert.That(_type.GetMethod("op_Implicit", [typeof(string)])!.Invoke(null, ["one"]), Is.EqualTo(one));
    }

    [Test]
    public void The_default_value_is_safe()
    {
        var value = Activator.CreateInstance(_type)!;
        Assert.That(value.ToString(), Is.Empty);
        Assert.That(value.Equals(Activator.CreateInstance(_type)), Is.True);
        Assert.That(value.GetHashCode(), Is.EqualTo(Activator.CreateInstance(_type)!.GetHashCode()));
        Assert.That(JsonConvert.SerializeObject(value), Is.EqualTo("\"\""));
    }

    [Test]
    public void Null_becomes_no_value()
    {
        var nullable = typeof(Nullable<>).MakeGenericType(_type);
        Assert.That(JsonConvert.DeserializeObject("null", nullable), Is.Null);
        Assert.That(JsonConvert.DeserializeObject(Json.Text(Known.First()), nullable), Is.Not.Null);
    }

    [Test]
    public void Another_kind_of_value_on_its_own_is_refused()
        => Assert.That(() => JsonConvert.DeserializeObject("{\"secret\":1}", _type), Throws.InstanceOf<JsonException>().With.Message.Not.Contains("secret"));
}
