namespace PostPress.Tests;

public class PostTextTests
{
    private static readonly Mention Ada = Mention.Person("ACoAAA1", "Ada");
    private static readonly Mention Acme = Mention.Company("42", "Acme");

    [Test]
    public void Mentions_become_numbers_in_the_order_of_their_first_use()
    {
        var text = PostText.From($"{Acme} thanks {Ada}, and {Ada} thanks {Acme}");

        Assert.That(text.Text, Is.EqualTo("{{0}} thanks {{1}}, and {{1}} thanks {{0}}"));
        Assert.That(text.Mentions, Is.EqualTo(new[] { Acme, Ada }));
    }

    [Test]
    public void The_same_person_keeps_the_number_though_mentioned_by_another_object()
    {
        var text = PostText.From($"{Mention.Person("ACoAAA1", "Ada")} and {Ada}");

        Assert.That(text.Text, Is.EqualTo("{{0}} and {{0}}"));
        Assert.That(text.Mentions, Has.Count.EqualTo(1));
    }

    [Test]
    public void Braces_and_emoji_are_exact()
    {
        var text = PostText.From($"{{}} {{a}} }} {{ 🐝👩‍💻 {Ada} {{{{x}}}}");

        Assert.That(text.Text, Is.EqualTo("{} {a} } { 🐝👩‍💻 {{0}} {{x}}"));
    }

    [Test]
    public void Other_values_are_formatted_as_usual()
    {
        string? nothing = null;
        var text = PostText.From($"{Ada} has {12:000} bees, {nothing}{"and"} a hive");

        Assert.That(text.Text, Is.EqualTo("{{0}} has 012 bees, and a hive"));
    }

    [Test]
    public void Words_that_look_like_a_mention_are_refused_since_LinkedIn_would_take_them_for_one()
    {
        var smuggled = "{{0}}";

        Assert.That(() => PostText.From($"{Ada} {smuggled}"), Throws.ArgumentException.With.Message.Contains("{{0}}"));
        Assert.That(() => PostText.From($"{{{{0}}}}"), Throws.ArgumentException);
    }

    [Test]
    public void An_interpolated_string_becomes_a_text_with_its_mentions()
    {
        PostText text = $"{Acme} thanks {Ada,9}|{12:000}|{"x",-3}|{Acme}";

        Assert.That(text.Text, Is.EqualTo("{{0}} thanks     {{1}}|012|x  |{{0}}"));
        Assert.That(text.Mentions, Is.EqualTo(new[] { Acme, Ada }));
    }

    [Test]
    public void An_interpolated_string_is_read_as_From_reads_it()
    {
        string? nothing = null;
        PostText text = $"{{}} {{a}} 🐝 {Ada} {{{{x}}}} {1.5:0.00}{nothing}";

        Assert.That(text.Text, Is.EqualTo(PostText.From($"{{}} {{a}} 🐝 {Ada} {{{{x}}}} {1.5:0.00}{nothing}").Text));
    }

    [Test]
    public void Words_of_an_interpolated_string_that_look_like_a_mention_are_refused()
    {
        var smuggled = "{{0}}";
        PostText text;

        Assert.That(() => text = $"{Ada} {smuggled}", Throws.ArgumentException.With.Message.Contains("{{0}}"));
        Assert.That(() => text = $"{"{{"}0{"}}"}", Throws.ArgumentException);
    }

    [Test]
    public void Null_is_no_text()
    {
        string? nothing = null;
        PostText? text = nothing;

        Assert.That(text, Is.Null);
        Assert.That(() => PostText.FromString(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void A_plain_string_is_taken_as_it_is()
    {
        PostText text = "Hey {{0}} @ada {x}";

        Assert.That(text.Text, Is.EqualTo("Hey {{0}} @ada {x}"));
        Assert.That(text.Mentions, Is.Empty);
    }

    [Test]
    public void A_mention_needs_an_id_and_a_name()
    {
        Assert.That(() => Mention.Person("", "Ada"), Throws.ArgumentException);
        Assert.That(() => Mention.Company("42", null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Neither_text_nor_mention_says_its_content_in_ToString()
    {
        Assert.That(PostText.From($"secret {Ada}").ToString(), Does.Not.Contain("secret").And.Not.Contain("Ada"));
        Assert.That(Ada.ToString(), Does.Not.Contain("Ada"));
    }
}
