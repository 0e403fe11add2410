using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PostPress.Content;
using PostPress.Operations;

namespace PostPress.Tests;

/// <summary>The body of a request is JSON whatever a caller puts in, and its pooled memory is nobody else's while it is sent.</summary>
public class JsonContentTests
{
    [Test]
    public async Task Every_character_arrives()
    {
        var text = string.Concat(Enumerable.Range(0, 0xD800).Select(c => (char)c)) + "😀 \U0010FFFF \uE000\uFFFF";
        Assert.That((string?)(await SentAsync(new ClassicPeopleSearch { Keywords = text }))["keywords"], Is.EqualTo(text));
    }

    [Test]
    public async Task Half_a_surrogate_pair_becomes_a_replacement_character() =>
        Assert.That((string?)(await SentAsync(new ClassicPeopleSearch { Keywords = "a\ud83db\"" }))["keywords"], Is.EqualTo("a\uFFFDb\""));

    [Test]
    public async Task Every_kind_of_value_is_written_as_JsonConvert_writes_it()
    {
        var search = new ClassicPeopleSearch
        {
            Keywords = "",
            AdditionalProperties =
            {
                ["a \"name\"\n"] = new JArray(1, -1.5m, 1e300, true, false, JValue.CreateNull(), "é\u2028\t\\", new JRaw("[1]"), new JObject { ["in"] = new JArray() }),
                ["date"] = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.FromHours(2)),
                ["id"] = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
                ["bytes"] = new byte[] { 1, 2, 3 },
                ["address"] = new Uri("https://example.com/?q=ä"),
            },
        };
        Assert.That((await SentAsync(search)).ToString(), Is.EqualTo(Parse(JsonConvert.SerializeObject(search)).ToString()));
    }

    [Test]
    public async Task A_large_body_is_whole()
    {
        var text = string.Concat(Enumerable.Repeat("<p>\"Ünïcode\"</p>\r\n", 50_000));
        Assert.That((string?)(await SentAsync(new ClassicPeopleSearch { Keywords = text }))["keywords"], Is.EqualTo(text));
    }

    [Test]
    public void A_request_that_cannot_be_written_spoils_none_after_it()
    {
        Assert.That(
            () => JsonContent.Of("x", (writer, value) =>
            {
                writer.WriteStartObject();
                writer.WriteName(value);
                throw new InvalidOperationException();
            }),
            Throws.InvalidOperationException);
        Assert.That(async () => (string?)(await SentAsync(new ClassicPeopleSearch { Keywords = "y" }))["keywords"], Is.EqualTo("y"));
    }

    [Test]
    public async Task The_length_is_known_and_the_bytes_are_the_same_for_every_attempt()
    {
        using var content = JsonContent.Of(new ClassicPeopleSearch { Keywords = "é" }, SearchOperation.WriteRequest);
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        await content.CopyToAsync(first);
        await content.CopyToAsync(second);
        Assert.That(second.ToArray(), Is.EqualTo(first.ToArray()));
        Assert.That(content.Headers.ContentLength, Is.EqualTo(first.Length));
    }

    [Test]
    public async Task Memory_that_is_still_being_sent_goes_to_no_other_request()
    {
        var content = JsonContent.Of(new ClassicPeopleSearch { Keywords = "mine" }, SearchOperation.WriteRequest);
        using var network = new SlowStream();
        var sending = content.CopyToAsync(network);

        // As when the server has answered before it has read the body.
        content.Dispose();
        for (var i = 0; i < 100; i++)
        {
            _ = JsonContent.Of(new ClassicPeopleSearch { Keywords = "another's" }, SearchOperation.WriteRequest);
        }

        Assert.That(Encoding.UTF8.GetString(network.Held.Span), Does.Contain("mine"));
        network.Finish();
        await sending;
    }

    [Test]
    public void A_content_that_was_disposed_is_not_sent()
    {
        var content = JsonContent.Of(new ClassicPeopleSearch { Keywords = "x" }, SearchOperation.WriteRequest);
        content.Dispose();
        content.Dispose();
        Assert.That(() => content.CopyToAsync(Stream.Null), Throws.InstanceOf<ObjectDisposedException>());
    }

    private static async Task<JObject> SentAsync(SearchRequest search)
    {
        using var content = JsonContent.Of(search, SearchOperation.WriteRequest);
        return Parse(await content.ReadAsStringAsync());
    }

    private static JObject Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }

    private sealed class SlowStream : MemoryStream
    {
        private readonly TaskCompletionSource _sent = new();

        internal ReadOnlyMemory<byte> Held { get; private set; }

        internal void Finish() => _sent.SetResult();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Held = buffer;
            return new ValueTask(_sent.Task);
        }
    }
}
