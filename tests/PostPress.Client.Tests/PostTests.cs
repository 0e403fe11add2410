using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;
using PostPress.Sandbox;

namespace PostPress.Tests;

public class PostTests
{
    private const string Created = """{"object":"PostCreated","post_id":"urn:li:share:1"}""";

    private static NewPost Minimal => new() { AccountId = SandboxAccounts.LinkedIn, Text = "Hello" };

    [Test]
    public async Task What_is_absent_is_not_sent()
    {
        using var script = new Clients.Script(Clients.Json(Created, 201));
        using var client = Clients.Over(script);

        var created = await client.Posts.CreateAsync(new NewPost { AccountId = "acc", Text = "Hello" });

        Assert.Multiple(() =>
        {
            Assert.That(created.PostId, Is.EqualTo("urn:li:share:1"));
            Assert.That(PartNames(script.Bodies[0]), Is.EqualTo(new[] { "account_id", "text" }));
            Assert.That(script.ContentLengths[0], Is.EqualTo(Encoding.UTF8.GetByteCount(script.Bodies[0])));
        });
    }

    [Test]
    public async Task Every_member_becomes_the_part_that_the_contract_names()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        var image = RandomNumberGenerator.GetBytes(300_000);
        byte[] thumbnail = [1, 2, 3];

        await client.Posts.CreateAsync(new NewPost
        {
            AccountId = SandboxAccounts.LinkedIn,
            Text = PostText.From($"Hey {Mention.Person("ACoAAA1", "Ada \"Æ\"")} & {Mention.Company("42", "Acme")} 🐝"),
            Attachments = [Attachment.FromBytes(image, "lau\"nch – ü.png"), Attachment.FromBytes([9], "b.mp4", "video/x-own")],
            VideoThumbnail = Attachment.FromBytes(thumbnail, "thumb.jpg"),
            IncludeJobPosting = "3984512098",
            ExternalLink = "https://example.com/a?b=c",
            AsOrganization = "9374000",
            Location = "213385402",
            Repost = "7332661864792854528",
        });

        var parts = sandbox.Posts.Single().Parts;
        string Text(string name) => parts.Single(p => p.Name == name).Text!;
        var files = parts.Where(p => p.Name == "attachments").ToList();
        Assert.Multiple(() =>
        {
            Assert.That(Text("account_id"), Is.EqualTo(SandboxAccounts.LinkedIn));
            Assert.That(Text("text"), Is.EqualTo("Hey {{0}} & {{1}} 🐝"));
            Assert.That(Text("include_job_posting"), Is.EqualTo("3984512098"));
            Assert.That(Text("external_link"), Is.EqualTo("https://example.com/a?b=c"));
            Assert.That(Text("as_organization"), Is.EqualTo("9374000"));
            Assert.That(Text("location"), Is.EqualTo("213385402"));
            Assert.That(Text("repost"), Is.EqualTo("7332661864792854528"));
            Assert.That(
                JToken.DeepEquals(JToken.Parse(Text("mentions")), JToken.Parse("""[{"name":"Ada \"Æ\"","profile_id":"ACoAAA1","is_company":false},{"name":"Acme","profile_id":"42","is_company":true}]""")),
                Is.True,
                Text("mentions"));
            Assert.That(files.Select(f => f.FileName), Is.EqualTo(new[] { "lau%22nch – ü.png", "b.mp4" }));
            Assert.That(files.Select(f => f.ContentType), Is.EqualTo(new[] { "image/png", "video/x-own" }));
            Assert.That(files[0].Sha256, Is.EqualTo(Convert.ToHexString(SHA256.HashData(image))).IgnoreCase);
            Assert.That(parts.Single(p => p.Name == "video_thumbnail").Length, Is.EqualTo(3));
        });
    }

    [Test]
    public async Task A_repost_without_commentary_has_an_empty_text()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);

        await client.Posts.CreateAsync(new NewPost { AccountId = SandboxAccounts.LinkedIn, Text = "", Repost = "7332661864792854528" });

        Assert.That(sandbox.Posts.Single().Parts.Single(p => p.Name == "text").Text, Is.Empty);
    }

    [Test]
    public async Task A_file_from_disk_is_sent_under_its_name_and_closed_afterwards()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.gif");
        await File.WriteAllBytesAsync(path, [1, 2, 3, 4]);
        try
        {
            var post = Minimal;
            post.Attachments = [Attachment.FromFile(path)];
            await client.Posts.CreateAsync(post);

            await using (File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                // Nobody else has it open.
            }
        }
        finally
        {
            File.Delete(path);
        }

        var part = sandbox.Posts.Single().Parts.Single(p => p.Name == "attachments");
        Assert.That((part.FileName, part.ContentType, part.Length), Is.EqualTo((Path.GetFileName(path), "image/gif", 4L)));
    }

    [Test]
    public void A_file_that_does_not_exist_is_refused_when_it_is_attached()
    {
        Assert.That(() => Attachment.FromFile("/no/such/file.png"), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("file.png"));
    }

    [Test]
    public async Task A_stream_is_sent_from_where_it_stands_and_stays_open()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        using var stream = new MemoryStream([1, 2, 3, 4, 5]) { Position = 2 };
        var post = Minimal;
        post.Attachments = [Attachment.FromStream(stream, "x.bin")];

        await client.Posts.CreateAsync(post);

        Assert.Multiple(() =>
        {
            Assert.That(stream.CanRead, Is.True);
            Assert.That(sandbox.Posts.Single().Parts.Single(p => p.Name == "attachments").Length, Is.EqualTo(3));
        });
    }

    [Test]
    public async Task A_stream_is_not_read_twice()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        using var stream = new MemoryStream([1, 2, 3]);
        var post = Minimal;
        post.Attachments = [Attachment.FromStream(stream, "x.bin")];
        await client.Posts.CreateAsync(post);

        Assert.That(() => client.Posts.CreateAsync(post), Throws.InvalidOperationException.With.Message.Contains("FromFactory"));
        Assert.That(sandbox.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_factory_is_opened_when_the_post_is_sent_and_its_stream_closed()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        var opened = new List<MemoryStream>();
        var post = Minimal;
        post.Attachments =
        [
            Attachment.FromFactory(
                _ =>
                {
                    opened.Add(new MemoryStream([1, 2, 3]));
                    return Task.FromResult<Stream>(opened[^1]);
                },
                "x.bin",
                length: 3),
        ];

        await client.Posts.CreateAsync(post);
        await client.Posts.CreateAsync(post);

        Assert.That(opened, Has.Count.EqualTo(2));
        Assert.That(opened.Select(s => s.CanRead), Is.All.False);
    }

    [Test]
    public async Task A_content_of_unknown_length_goes_out_in_chunks()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        var post = Minimal;
        post.Attachments = [Attachment.FromFactory(_ => Task.FromResult<Stream>(new MemoryStream(new byte[5000])), "x.bin")];

        await client.Posts.CreateAsync(post);

        Assert.Multiple(() =>
        {
            Assert.That(sandbox.Requests.Single().ContentLength, Is.Null);
            Assert.That(sandbox.Posts.Single().Parts.Single(p => p.Name == "attachments").Length, Is.EqualTo(5000));
        });
    }

    [Test]
    public async Task Progress_grows_and_ends_at_the_length_of_the_request()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        var post = Minimal;
        post.Attachments = [Attachment.FromBytes(new byte[1_000_000], "x.bin")];
        var progress = new Recorder();

        await client.Posts.CreateAsync(post, progress);

        var sent = progress.Reports.ConvertAll(r => r.BytesSent);
        Assert.Multiple(() =>
        {
            Assert.That(sent, Is.Ordered.Ascending);
            Assert.That(sent, Has.Count.GreaterThan(7));
            Assert.That(sent[^1], Is.EqualTo(sandbox.Requests.Single().ContentLength));
            Assert.That(progress.Reports.Select(r => r.TotalBytes), Is.All.EqualTo(sandbox.Requests.Single().ContentLength));
        });
    }

    [Test]
    public async Task A_large_file_is_never_held_in_memory()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        const long Size = 96L * 1024 * 1024;
        var post = Minimal;
        post.Attachments = [Attachment.FromFactory(_ => Task.FromResult<Stream>(new Zeros(Size)), "x.bin", Size)];
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await client.Posts.CreateAsync(post);

        // Both ends run in this process; a copy of the file on either would allocate its size.
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(Size / 2));
        Assert.That(sandbox.Posts.Single().Parts.Single(p => p.Name == "attachments").Length, Is.EqualTo(Size));
    }

    [Test]
    public void A_post_without_an_account_or_with_an_empty_attachment_is_refused_by_name()
    {
        using var client = new PostPressClient(Clients.ApiKey);

        Assert.Multiple(() =>
        {
            Assert.That(() => client.Posts.CreateAsync(new NewPost { AccountId = "", Text = "x" }), Throws.ArgumentException.With.Message.Contains("AccountId"));
            Assert.That(() => client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = null! }), Throws.ArgumentException.With.Message.Contains("Text"));
            Assert.That(() => client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x", Attachments = [null!] }), Throws.ArgumentException.With.Message.Contains("Attachments"));
            Assert.That(() => Attachment.FromBytes([1], "x.png", "image/png\r\nX: y"), Throws.ArgumentException);
        });
    }

    [Test]
    public async Task A_write_carries_a_key_of_its_own_or_the_caller_s()
    {
        using var script = new Clients.Script(Clients.Json(Created, 201), Clients.Json(Created, 201), Clients.Json(Created, 201));
        using var client = Clients.Over(script);

        await client.Posts.CreateAsync(new NewPost { AccountId = "acc", Text = "1" });
        await client.Posts.CreateAsync(new NewPost { AccountId = "acc", Text = "2" });
        await client.Posts.CreateAsync(new NewPost { AccountId = "acc", Text = "3" }, options: new CallOptions { IdempotencyKey = "message-7" });

        var keys = script.Requests.ConvertAll(r => r.Headers.GetValues("Idempotency-Key").Single());
        Assert.Multiple(() =>
        {
            Assert.That(keys.Distinct().Count(), Is.EqualTo(3));
            Assert.That(keys[2], Is.EqualTo("message-7"));
            Assert.That(() => client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" }, options: new CallOptions { IdempotencyKey = "a\nb" }), Throws.ArgumentException);
        });
    }

    private static IEnumerable<string> PartNames(string body) =>
        body.Split("name=\"").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]);

    private sealed class Recorder : IProgress<UploadProgress>
    {
        public List<UploadProgress> Reports { get; } = [];

        public void Report(UploadProgress value) => Reports.Add(value);
    }

    /// <summary>A stream of zeros that holds nothing.</summary>
    private sealed class Zeros(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _position);
            Array.Clear(buffer, offset, read);
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
