using Newtonsoft.Json;

namespace PostPress.Generated.Tests;

internal sealed class TimestampTests
{
    [TestCase("2026-01-31T12:34:56.000Z")]
    [TestCase("2026-01-31T12:34:56.1230000+02:00")]
    [TestCase("2 days ago")]
    [TestCase("")]
    public void The_text_is_kept(string text)
    {
        var json = $$"""{"posted_at":"{{text}}","type":"JOB"}""";
        var job = JsonConvert.DeserializeObject<JobResult>(json)!;
        Assert.That(job.PostedAt!.Value.Text, Is.EqualTo(text));
        Assert.That(job.PostedAt, Is.EqualTo(new Timestamp(text)));
        Assert.That(Json.Difference(json, JsonConvert.SerializeObject(job)), Is.Null);
    }

    [Test]
    public void The_instant_is_at_hand()
    {
        var expected = new DateTimeOffset(2026, 1, 31, 12, 34, 56, TimeSpan.FromHours(2));
        Assert.That(new Timestamp("2026-01-31T12:34:56+02:00").Value, Is.EqualTo(expected));
        Assert.That((DateTimeOffset)new Timestamp("2026-01-31T10:34:56Z"), Is.EqualTo(expected));
        Assert.That(new Timestamp("2026-01-31T10:34:56").Value, Is.EqualTo(expected));
    }

    [Test]
    public void What_is_no_date_has_no_instant()
    {
        Assert.That(new Timestamp("2 days ago").Value, Is.Null);
        Assert.That(default(Timestamp).Value, Is.Null);
        Assert.That(() => (DateTimeOffset)new Timestamp("2 days ago"), Throws.InstanceOf<FormatException>().With.Message.Not.Contains("days"));
    }

    [Test]
    public void An_instant_is_written_as_ISO_8601_in_UTC()
    {
        Timestamp timestamp = new DateTimeOffset(2026, 1, 31, 12, 34, 56, TimeSpan.FromHours(2));
        Assert.That(timestamp.ToString(), Is.EqualTo("2026-01-31T10:34:56Z"));
        Assert.That(JsonConvert.SerializeObject(timestamp), Is.EqualTo("\"2026-01-31T10:34:56Z\""));
    }

    [Test]
    public void Timestamps_are_equal_if_their_texts_are()
    {
        Assert.That(new Timestamp("2026-01-31T00:00:00Z") == new Timestamp("2026-01-31T00:00:00Z"), Is.True);
        Assert.That(new Timestamp("2026-01-31T00:00:00Z") != new Timestamp("2026-01-31T00:00:00.000Z"), Is.True);
        Assert.That(new HashSet<Timestamp> { new("a"), new("a"), new("b") }, Has.Count.EqualTo(2));
    }
}
