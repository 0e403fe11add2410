using Newtonsoft.Json.Linq;

namespace PostPress.Lowering.Tests;

/// <summary>The lowering knows rules, not names: what it makes of a contract that it was not written for.</summary>
internal sealed class ForeignContractTests
{
    private JObject _document = null!;

    private JObject Schemas => (JObject)_document["components"]!["schemas"]!;

    [OneTimeSetUp]
    public void Lower() => _document = LoweringProgram.Lower(LoweringProgram.Foreign);

    [Test]
    public void Only_what_operations_reach_is_left()
        => Assert.That(Schemas.Properties().Select(schema => schema.Name), Is.EquivalentTo(new[]
        {
            "Animal", "Lion", "Parrot", "Span", "SpanUnit", "Precision", "Feeding", "MeatByHand", "MeatByMachine", "MeatByMachineMachine",
            "FeedingPlan", "FeedingPlanRemark", "FeedingPlanAt", "FeedingPlanWho", "Receipt", "ReceiptMood", "Mood", "Tag", "Failure",
        }));

    [Test]
    public void A_union_is_a_base_schema_with_variants_that_inherit()
    {
        Assert.That(Schemas["Animal"]!["oneOf"], Is.Null);
        Assert.That((string?)Schemas["Animal"]!["discriminator"]!["propertyName"], Is.EqualTo("species"));
        Assert.That((string?)Schemas["Animal"]!["discriminator"]!["mapping"]!["parrot"], Is.EqualTo("#/components/schemas/Parrot"));
        Assert.That((string?)Schemas["Parrot"]!["allOf"]![0]!["$ref"], Is.EqualTo("#/components/schemas/Animal"));
        Assert.That((string?)Schemas["Parrot"]!["x-tags"]![0]!["const"], Is.EqualTo("parrot"));
    }

    [Test]
    public void What_all_variants_share_moves_to_the_base_schema()
    {
        Assert.That(Names(Schemas["Animal"]!), Is.EqualTo(new[] { "name", "species" }));
        Assert.That(Names(Schemas["Parrot"]!["allOf"]![1]!), Is.EqualTo(new[] { "words", "wing_span" }));
        Assert.That(Names(Schemas["Lion"]!["allOf"]![1]!), Is.EqualTo(new[] { "mane_length", "born", "cubs" }));
    }

    [Test]
    public void A_union_without_a_discriminator_is_told_by_constants_or_required_members()
    {
        var union = Schemas["Feeding"]!["x-union"]!;
        Assert.That(union["names"]!.Values<string>(), Is.EqualTo(new[] { "food", "way", "plan_id" }));
        var rules = union["rules"]!;
        Assert.That(rules.Select(rule => (string?)rule["class"]), Is.EqualTo(new[] { "MeatByHand", "MeatByMachine", "FeedingPlan" }));
        Assert.That(rules[1]!["constants"]!.Select(constant => (string?)constant["value"]), Is.EqualTo(new[] { "meat", "machine" }));
        Assert.That(rules[2]!["any"]!.Values<int>(), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Schemas_without_a_name_get_one_from_where_they_stand()
    {
        Assert.That((string?)Schemas["Span"]!["properties"]!["unit"]!["$ref"], Is.EqualTo("#/components/schemas/SpanUnit"));
        Assert.That((string?)Schemas["Receipt"]!["properties"]!["moods"]!["items"]!["$ref"], Is.EqualTo("#/components/schemas/ReceiptMood"));
        Assert.That((string?)Schemas["MeatByMachine"]!["allOf"]![1]!["properties"]!["machine"]!["$ref"], Is.EqualTo("#/components/schemas/MeatByMachineMachine"));
    }

    [Test]
    public void Scalars_become_what_NSwag_makes_the_right_type_of()
    {
        var lion = Schemas["Lion"]!["allOf"]![1]!["properties"]!;
        Assert.That((string?)lion["mane_length"]!["format"], Is.EqualTo("decimal"));
        Assert.That((string?)lion["born"]!["format"], Is.EqualTo("date-time"));
        Assert.That((string?)Schemas["MeatByMachineMachine"]!["properties"]!["number"]!["format"], Is.EqualTo("int64"));
        Assert.That(Schemas["Span"]!["properties"]!["value"]!["enum"], Is.Null, "A closed set of numbers stays numbers.");
        Assert.That(Schemas["Receipt"]!["properties"]!["anything"]!["type"], Is.Null);
        Assert.That(Schemas["Receipt"]!["properties"]!["whichever"]!["type"], Is.Null);
    }

    [Test]
    public void Members_of_enumerations_have_csharp_names()
    {
        Assert.That(Schemas["Mood"]!["x-members"]!.Select(member => (string?)member["name"]), Is.EqualTo(new[] { "Happy", "VerySad", "SoSo" }));
        Assert.That(Schemas["SpanUnit"]!["x-members"]!.Select(member => (string?)member["name"]), Is.EqualTo(new[] { "Centimetre", "Inch" }));
        Assert.That(Schemas["Precision"]!["x-members"]!.Select(member => (string?)member["name"]), Is.EqualTo(new[] { "Rough", "Fine", "Exact" }));
        Assert.That((bool)Schemas["Precision"]!["x-numbers"]!, Is.True);
    }

    [Test]
    public void Documented_or_something_newer_is_what_is_documented()
    {
        Assert.That((string?)Schemas["Receipt"]!["properties"]!["echo"]!["$ref"], Is.EqualTo("#/components/schemas/Feeding"));
        Assert.That((string?)Schemas["Receipt"]!["properties"]!["mood"]!["$ref"], Is.EqualTo("#/components/schemas/Mood"));
    }

    [Test]
    public void Requests_require_what_responses_do_not()
    {
        Assert.That(Schemas["FeedingPlan"]!["allOf"]![1]!["required"]!.Values<string>(), Is.EqualTo(new[] { "plan_id" }));
        Assert.That(Schemas["Tag"]!["required"]!.Values<string>(), Is.EqualTo(new[] { "label" }));
        Assert.That(Schemas["Receipt"]!["required"], Is.Null);
        Assert.That(Schemas["Lion"]!["allOf"]![1]!["required"], Is.Null);
    }

    [Test]
    public void A_constant_of_a_response_that_tells_nothing_is_an_ordinary_string()
    {
        Assert.That((string?)Schemas["Receipt"]!["properties"]!["object"]!["type"], Is.EqualTo("string"));
        Assert.That(Lines(Schemas["Receipt"]!["properties"]!["object"]!), Does.Contain("Always <c>receipt</c>."));
    }

    [Test]
    public void Flattened_objects_hold_the_members_of_all()
        => Assert.That(Names(Schemas["Failure"]!), Is.EqualTo(new[] { "title", "code" }));

    [Test]
    public void Names_for_the_SDK_leave_the_wire_alone()
    {
        var property = Schemas["Receipt"]!["properties"]!["mispeled"]!;
        Assert.That((string?)property["x-name"], Is.EqualTo("Misspelled"));
        Assert.That(Lines(property), Does.Contain("<c>mispeled</c> in JSON."));
    }

    [Test]
    public void Descriptions_become_documentation()
    {
        var lion = Schemas["Lion"]!["allOf"]![1]!["properties"]!;
        Assert.That(Lines(lion["mane_length"]!), Does.Contain("<summary>In centimetres; 5 &lt; 10 &amp; so on.</summary>").And.Contain("<value>At least 0.</value>"));
        Assert.That(Lines(Schemas["Animal"]!["properties"]!["name"]!), Does.Contain("<c>null</c> for a newborn."));
        Assert.That(Lines(Schemas["Parrot"]!["allOf"]![1]!["properties"]!["words"]!), Does.Contain("1 to 3 items."));
        Assert.That(Lines(Schemas["Span"]!["properties"]!["value"]!), Does.Contain("One of <c>0.5</c>, <c>1</c> or <c>2.5</c>."));
    }

    [Test]
    public void The_documentation_of_a_union_names_its_variants()
    {
        Assert.That(Lines(Schemas["Animal"]!), Does.Contain("One of these variants: <see cref=\"Lion\"/> or <see cref=\"Parrot\"/>."));
        Assert.That(
            Lines(Schemas["Feeding"]!),
            Does.Contain("Create one of these variants: <see cref=\"MeatByHand\"/>, <see cref=\"MeatByMachine\"/> or <see cref=\"FeedingPlan\"/>."));
    }

    [Test]
    public void Operations_keep_success_and_the_default_failure()
    {
        var operation = _document["paths"]!["/animals/{animal_id}/feedings/{day}"]!["post"]!;
        Assert.That(((JObject)operation["responses"]!).Properties().Select(response => response.Name), Is.EqualTo(new[] { "200", "default" }));
        Assert.That(operation["parameters"]!.Select(parameter => (string?)parameter["x-name"]), Is.EqualTo(new[] { "animalId", "day", "mood", "in", "xRequestId" }));
        Assert.That(operation["x-address"]!.Select(piece => (string?)piece["text"] ?? $"<{piece["parameter"]}>"), Is.EqualTo(new[] { "animals/", "<animalId>", "/feedings/", "<day>" }));
        Assert.That((string?)operation["x-api"]!["keyHeader"], Is.EqualTo("X-Zoo-Key"));
    }

    [Test]
    public void Rules_for_requests_go_along_as_data()
    {
        var plan = Schemas["FeedingPlan"]!["allOf"]![1]!["properties"]!;
        var id = plan["plan_id"]!["x-rule"]!;
        Assert.That((string?)id["kind"], Is.EqualTo("text"));
        Assert.That((int)id["minLength"]!, Is.EqualTo(1));
        Assert.That((int)id["maxLength"]!, Is.EqualTo(4));
        Assert.That((string?)id["pattern"], Is.EqualTo("""^[0-9]+(?:[.][A-Za-z0-9_][\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff][^\n\r\u2028\u2029]*)?\z"""));
        Assert.That((string?)id["patternMessage"], Is.EqualTo("""must match ^\d+(?:[.]\w\s.*)?$"""));
        Assert.That(Json(plan["portions"]!["x-rule"]!), Is.EqualTo("""{"kind":"list","item":{"kind":"number","allowed":["0.5","1"]},"minItems":1,"maxItems":2}"""));
        Assert.That(Json(plan["mood"]!["x-rule"]!), Is.EqualTo("""{"kind":"enum"}"""));
        Assert.That(Json(plan["at"]!["x-rule"]!), Is.EqualTo("""{"kind":"object"}"""));
        Assert.That((bool)plan["plan_id"]!["x-field"]!["required"]!, Is.True);
        Assert.That((bool)plan["plan_id"]!["x-field"]!["nullable"]!, Is.False);
        Assert.That(Json(Schemas["FeedingPlanRemark"]!["x-request"]!["count"]!), Is.EqualTo("""{"kind":"count","minItems":1,"maxItems":2,"noun":"member"}"""));
        var at = Schemas["FeedingPlanAt"]!["x-request"]!["alternatives"]![0]!;
        Assert.That((string?)at["words"], Is.EqualTo("hour with minute or moment"));
        Assert.That(at["branches"]!.Select(branch => string.Join(' ', branch.Select(member => (string?)member["name"]))), Is.EqualTo(new[] { "Hour Minute", "Moment" }));
        Assert.That((bool)Schemas["FeedingPlanWho"]!["x-request"]!["alternatives"]![0]!["onlyOne"]!, Is.True);
        Assert.That((bool)Schemas["FeedingPlan"]!["x-request"]!["closed"]!, Is.True);

        var day = _document["paths"]!["/animals/{animal_id}/feedings/{day}"]!["post"]!["parameters"]![1]!;
        Assert.That(Json(day["x-rule"]!), Is.EqualTo("""{"kind":"number","minimum":"1","maximum":"31"}"""));
        Assert.That(day["x-lowered"]![0]!["types"]!.Values<string>(), Is.EqualTo(new[] { "MeatByHand" }));
        Assert.That((string?)day["x-lowered"]![0]!["rule"]!["maximum"], Is.EqualTo("7"));

        static string Json(JToken node) => node.ToString(Newtonsoft.Json.Formatting.None);
    }

    [Test]
    public void Types_go_along_as_data()
    {
        var receipt = Schemas["Receipt"]!["properties"]!;
        Assert.That((string?)receipt["moods"]!["x-type"]!["kind"], Is.EqualTo("list"));
        Assert.That((string?)receipt["moods"]!["x-type"]!["item"]!["name"], Is.EqualTo("ReceiptMood"));
        Assert.That((bool)receipt["fed"]!["x-type"]!["struct"]!, Is.True);
        Assert.That((bool)receipt["mood"]!["x-type"]!["hidden"]!, Is.True, "Mood is a property whose type is not just Mood, but Mood or null.");
        Assert.That((bool)receipt["moods"]!["x-type"]!["item"]!["hidden"]!, Is.False);
    }

    [Test]
    public void The_lowering_writes_no_csharp()
        => Assert.That(_document.ToString(), Does.Not.Contain("global::").And.Not.Contain("new ").And.Not.Contain("=>").And.Not.Contain("typeof"));

    [Test]
    public void Responses_have_no_rules_that_are_checked()
        => Assert.That(Schemas["Receipt"]!["x-request"]!.Type, Is.EqualTo(JTokenType.Null));

    [Test]
    public void A_multipart_body_is_its_parts()
    {
        var parts = _document["paths"]!["/pictures"]!["put"]!["requestBody"]!["content"]!["multipart/form-data"]!["schema"]!["properties"]!;
        Assert.That((string?)parts["file"]!["format"], Is.EqualTo("binary"));
        Assert.That((string?)parts["more"]!["items"]!["format"], Is.EqualTo("binary"));
        Assert.That((bool)parts["caption"]!["x-part"]!["json"]!, Is.False);
        Assert.That((bool)parts["tags"]!["x-part"]!["json"]!, Is.True);
    }

    private static IEnumerable<string> Names(JToken schema) => ((JObject)schema["properties"]!).Properties().Select(property => property.Name);

    private static string Lines(JToken schema) => string.Join('\n', schema["x-doc"]!.Values<string>());
}
