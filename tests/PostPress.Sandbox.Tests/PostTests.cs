using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace PostPress.Sandbox.Tests;

public sealed class PostTests
{
    private SandboxApi _api = null!;

    [SetUp]
    public async Task Start() => _api = await SandboxApi.StartAsync(new PostPressSandboxOptions { KeptBytes = 100_000 });

    [TearDown]
    public async Task Stop() => await _api.DisposeAsync();

    [Test]
    public async Task A_post_of_text_alone_is_published()
    {
        var reply = await _api.CreatePostAsync(Sample.Post());

        Assert.That(reply.Status, Is.EqualTo(201));
        Assert.That(reply.Json["post_id"]!.GetValue<string>(), Is.EqualTo("urn:li:share:7332661864792854528"));
        var post = _api.Sandbox.Posts.Single();
        Assert.That((post.Id, post.AccountId, post.Text), Is.EqualTo(("urn:li:share:7332661864792854528", SandboxAccounts.LinkedIn, "Hello")));
        Assert.That(post.Mentions, Is.Null);
    }

    [Test]
    public async Task Every_part_is_kept_as_it_came()
    {
        using var form = SandboxApi.Form(
            ("account_id", SandboxAccounts.LinkedIn), ("text", "Hey {{0}}: https://example.com 🐝"), ("external_link", "https://example.com"), ("as_organization", "9374000"), ("something_new", "kept too"));
        var mentions = new StringContent("""[{"name":"Ada","profile_id":"ACoAAA1","is_company":false}]""", Encoding.UTF8, "application/json");
        form.Add(mentions, "mentions");
        form.Add(SandboxApi.File([1, 2, 3], "image/png"), "attachments", "bees.png");
        form.Add(SandboxApi.File([4, 5], "video/mp4"), "attachments", "Bienen – größer.mp4");
        form.Add(SandboxApi.File([6], "image/png"), "video_thumbnail", "thumb.png");

        var reply = await _api.CreatePostAsync(form);

        Assert.That(reply.Status, Is.EqualTo(201), reply.Text);
        var post = _api.Sandbox.Posts.Single();
        Assert.That(post.Mentions!.Value[0].GetProperty("name").GetString(), Is.EqualTo("Ada"));
        Assert.That(
            post.Parts.Select(p => (p.Name, p.FileName, p.ContentType, p.Length)),
            Is.EqualTo(new (string, string?, string?, long)[]
            {
                ("account_id", null, "text/plain; charset=utf-8", 20),
                ("text", null, "text/plain; charset=utf-8", 35),
                ("external_link", null, "text/plain; charset=utf-8", 19),
                ("as_organization", null, "text/plain; charset=utf-8", 7),
                ("something_new", null, "text/plain; charset=utf-8", 8),
                ("mentions", null, "application/json; charset=utf-8", 58),
                ("attachments", "bees.png", "image/png", 3),
                ("attachments", "Bienen – größer.mp4", "video/mp4", 2),
                ("video_thumbnail", "thumb.png", "image/png", 1),
            }));
        Assert.That(post.Parts[6].Content.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(post.Parts[1].Text, Is.EqualTo("Hey {{0}}: https://example.com 🐝"));
    }

    [Test]
    public async Task A_large_file_streams_through_and_is_hashed_whole_but_kept_in_part()
    {
        var content = new byte[20_000_000];
        new Random(1).NextBytes(content);
        using var form = Sample.Post();
        form.Add(SandboxApi.File(content, "video/mp4"), "attachments", "bees.mp4");

        var reply = await _api.CreatePostAsync(form);

        Assert.That(reply.Status, Is.EqualTo(201));
        var file = _api.Sandbox.Posts.Single().Parts[2];
        Assert.That(file.Length, Is.EqualTo(content.Length));
        Assert.That(file.Sha256, Is.EqualTo(Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant()));
        Assert.That(file.Content.Length, Is.EqualTo(100_000));
        var request = _api.Sandbox.Requests.Single();
        Assert.That(request.BodyLength, Is.EqualTo(request.ContentLength));
        Assert.That(request.Body.Length, Is.EqualTo(100_000));
    }

    [Test]
    public async Task A_repost_may_have_an_empty_text()
    {
        var reply = await _api.CreatePostAsync(SandboxApi.Form(("account_id", SandboxAccounts.LinkedIn), ("text", ""), ("repost", "7332661864792854528")));

        Assert.That(reply.Status, Is.EqualTo(201));
    }

    [Test]
    public async Task Instagram_has_ids_of_its_own_and_a_provider_may_tell_none()
    {
        var instagram = await _api.CreatePostAsync(SandboxApi.Form(("account_id", SandboxAccounts.Instagram), ("text", "Sea"), ("location", "213385402")));
        var without = await _api.CreatePostAsync(Sample.Post(SandboxTriggers.PostWithoutId));

        Assert.That(instagram.Json["post_id"]!.GetValue<string>(), Does.Match("^[0-9]+$"));
        Assert.That(without.Status, Is.EqualTo(201));
        Assert.That(without.Json["post_id"], Is.Null);
        Assert.That(_api.Sandbox.Posts[1].Id, Is.Null);
    }

    [TestCase("text", null, "errors/missing_parameters", "`text` is required.")]
    [TestCase("external_link", "ftp://example.com", "errors/invalid_url", "`external_link` must match ^https?://: it must begin with http:// or https://.")]
    [TestCase("mentions", "[", "errors/malformed_request", "`mentions` is not JSON")]
    [TestCase("mentions", "{}", "errors/invalid_parameters", "`mentions` must be an array, not an object.")]
    [TestCase("mentions", """[{"name":"Ada"}]""", "errors/missing_parameters", "`mentions[0].profile_id` is required.")]
    [TestCase("mentions", """[{"name":"Ada","profile_id":"ada"}]""", "errors/invalid_parameters", "`mentions[0].profile_id` must match")]
    [TestCase("mentions", "[]", "errors/invalid_parameters", "`text` refers to mention 0, and `mentions` has 0.")]
    [TestCase("attachments", "bees", "errors/invalid_parameters", "`attachments` must be a file")]
    public async Task A_wrong_part_answers_400(string name, string? value, string type, string detail)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal) { ["account_id"] = SandboxAccounts.LinkedIn, ["text"] = "Hey {{0}}", [name] = value };
        var reply = await _api.CreatePostAsync(SandboxApi.Form([.. fields.Where(f => f.Value is not null).Select(f => (f.Key, f.Value!))]));

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((400, type)));
        Assert.That(reply.Detail, Does.StartWith(detail));
        Assert.That(_api.Sandbox.Posts, Is.Empty);
    }

    [Test]
    public async Task Braces_are_text_where_there_are_no_mentions()
    {
        var reply = await _api.CreatePostAsync(SandboxApi.Form(("account_id", SandboxAccounts.LinkedIn), ("text", "Handlebars says {{0}}")));

        Assert.That(reply.Status, Is.EqualTo(201));
    }

    [TestCase("image/png", 400)]
    [TestCase("application/pdf", 400)]
    [TestCase("video/mp4", 201)]
    [TestCase("application/octet-stream", 201)]
    public async Task A_thumbnail_needs_a_video(string contentType, int status)
    {
        using var form = Sample.Post();
        form.Add(SandboxApi.File([1], contentType), "attachments", "a");
        form.Add(SandboxApi.File([2], "image/png"), "video_thumbnail", "b.png");

        var reply = await _api.CreatePostAsync(form);

        Assert.That(reply.Status, Is.EqualTo(status), reply.Text);
        Assert.That(reply.Detail, status == 400 ? Is.EqualTo("`video_thumbnail` requires a video in the `attachments`.") : Is.Null);
    }

    [Test]
    public async Task A_part_that_may_come_once_must_not_come_twice()
    {
        using var texts = Sample.Post();
        texts.Add(new StringContent("Again"), "text");
        using var thumbnails = Sample.Post();
        thumbnails.Add(SandboxApi.File([1], "image/png"), "video_thumbnail", "a.png");
        thumbnails.Add(SandboxApi.File([2], "image/png"), "video_thumbnail", "b.png");

        var text = await _api.CreatePostAsync(texts);
        var thumbnail = await _api.CreatePostAsync(thumbnails);

        Assert.That((text.Status, text.Detail), Is.EqualTo((400, "`text` must be one part, but there are two.")));
        Assert.That(thumbnail.Status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_field_that_is_sent_as_a_file_is_refused()
    {
        using var form = SandboxApi.Form(("account_id", SandboxAccounts.LinkedIn));
        form.Add(SandboxApi.File("Hello"u8.ToArray(), "text/plain"), "text", "text.txt");

        var reply = await _api.CreatePostAsync(form);

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((400, "errors/invalid_parameters")));
    }

    [TestCase("", TestName = "Malformed multipart: no body at all")]
    [TestCase("--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nHel", TestName = "Malformed multipart: cut within a part")]
    [TestCase("--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nHello\r\n--b\r\n", TestName = "Malformed multipart: no end")]
    [TestCase("--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b--\r\n", TestName = "Malformed multipart: a part without a name")]
    [TestCase("--other\r\n\r\n--other--\r\n", TestName = "Malformed multipart: another boundary")]
    [TestCase("{\"text\":\"Hello\"}", TestName = "Malformed multipart: JSON")]
    public async Task Malformed_multipart_answers_400(string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        var reply = await _api.CreatePostAsync(content);

        Assert.That(reply.Status, Is.EqualTo(400));
        Assert.That(reply.ErrorType, Is.EqualTo(body.Length == 0 ? "errors/missing_parameters" : "errors/malformed_request"));
        Assert.That(_api.Sandbox.Posts, Is.Empty);
    }

    [Test]
    public async Task A_multipart_type_without_a_boundary_is_malformed()
    {
        var content = new ByteArrayContent([1]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");

        Assert.That((await _api.CreatePostAsync(content)).ErrorType, Is.EqualTo("errors/malformed_request"));
    }

    [Test]
    public async Task Text_that_is_not_UTF8_is_malformed()
    {
        using var form = SandboxApi.Form(("account_id", SandboxAccounts.LinkedIn));
        form.Add(new ByteArrayContent([0xC3, 0x28]), "text");

        Assert.That((await _api.CreatePostAsync(form)).ErrorType, Is.EqualTo("errors/malformed_request"));
    }

    [Test]
    public async Task A_text_part_beyond_the_limit_is_too_large()
    {
        var reply = await _api.CreatePostAsync(SandboxApi.Form(("account_id", SandboxAccounts.LinkedIn), ("text", new string('x', 1024 * 1024 + 1))));

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((413, "errors/content_too_large")));
    }

    [Test]
    public async Task An_account_that_is_not_linked_is_the_wrong_account()
    {
        var reply = await _api.CreatePostAsync(Sample.Post("acc_nobody"));

        Assert.That((reply.Status, reply.ErrorType), Is.EqualTo((401, "errors/wrong_account")), "the page lists no 404");
    }
}
