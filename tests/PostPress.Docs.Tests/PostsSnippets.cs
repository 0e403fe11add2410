using PostPress;
using PostPress.Sandbox;

namespace Docs;

public class PostsSnippets : SnippetTests
{
    private static Stream? _opened;

    private SandboxPost Published => sandbox.Posts.Single();

    [Test]
    public async Task A_text_is_published()
    {
        #region src/PostPress.Client/docs/posts.md
        PostCreated post = await postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = "We shipped!" });
        Console.WriteLine(post.PostId ?? "It is live; LinkedIn gave no id.");
        #endregion

        Assert.That(Printed, Is.EqualTo(Published.Id + "\n"));
        Assert.That(Published.Text, Is.EqualTo("We shipped!"));
    }

    [Test]
    public async Task Mentions_number_themselves()
    {
        #region src/PostPress.Client/docs/posts.md
        Mention ada = Mention.Person("ACoAAA1234567", "Ada");
        Mention acme = Mention.Company("9374000", "Acme");
        PostText text = $"Thank you {ada}! {acme} is hiring: ask {ada}.";
        #endregion

        await postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = text });
        Assert.That(Published.Text, Is.EqualTo("Thank you {{0}}! {{1}} is hiring: ask {{0}}."));
        Assert.That(Published.Mentions!.Value.GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Files_come_from_where_they_are()
    {
        byte[] chart = [1, 2, 3];
        var openBlobAsync = new Func<CancellationToken, Task<Stream>>(_ => Task.FromResult(_opened = new MemoryStream([4, 5])));
        using var upload = new MemoryStream([6]);

        #region src/PostPress.Client/docs/posts.md
        var post = new NewPost
        {
            AccountId = account,
            Text = "The launch in pictures",
            Attachments =
            [
                Attachment.FromFile("launch.png"),
                Attachment.FromBytes(chart, "chart.png"),
                Attachment.FromFactory(ct => openBlobAsync(ct), "video.mp4"), // opened for every attempt
                Attachment.FromStream(upload, "photo.jpg"), // read once, so the post can't be retried after its upload began
            ],
        };
        #endregion

        await postpress.Posts.CreateAsync(post);
        Assert.That(
            Published.Parts.Where(p => p.Name == "attachments").Select(p => (p.FileName, p.ContentType, p.Length)),
            Is.EqualTo(new (string?, string?, long)[] { ("launch.png", "image/png", 4), ("chart.png", "image/png", 3), ("video.mp4", "video/mp4", 2), ("photo.jpg", "image/jpeg", 1) }));
        Assert.That(() => _opened!.Length, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task Progress_is_told_up_to_the_last_byte()
    {
        await File.WriteAllBytesAsync("launch.png", new byte[1_000_000]);
        var post = new NewPost { AccountId = account, Text = "Look", Attachments = [Attachment.FromFile("launch.png")] };
        SynchronizationContext.SetSynchronizationContext(new AtOnce());

        #region src/PostPress.Client/docs/posts.md
        var progress = new Progress<UploadProgress>(p => Console.WriteLine($"{p.BytesSent:N0} of {p.TotalBytes:N0} bytes"));
        PostCreated created = await postpress.Posts.CreateAsync(post, progress);
        #endregion

        Assert.That(created.PostId, Is.EqualTo(Published.Id));
        Assert.That(Printed.Trim().Split('\n')[^1], Does.Match(@"^(1,00\d,\d{3}) of \1 bytes$"));
    }

    [Test]
    public async Task A_repost_is_made_in_the_name_of_an_organization()
    {
        #region src/PostPress.Client/docs/posts.md
        await postpress.Posts.CreateAsync(new NewPost
        {
            AccountId = account,
            AsOrganization = "9374000",
            Repost = "urn:li:share:7332661864792854528",
            Text = "", // a repost without commentary
        });
        #endregion

        Assert.That(Published.Parts.Select(p => p.Name), Is.SupersetOf(new[] { "as_organization", "repost" }));
    }

    [Test]
    public async Task A_failure_says_whether_the_post_may_be_live()
    {
        sandbox.Faults.Next(SandboxFault.ResetAfterActing);
        var post = new NewPost { AccountId = account, Text = "We shipped!" };

        #region src/PostPress.Client/docs/posts.md
        try
        {
            await postpress.Posts.CreateAsync(post, options: new CallOptions { IdempotencyKey = "launch-2026" });
        }
        catch (PostPressException e)
        {
            Console.WriteLine(e.Outcome switch
            {
                CallOutcome.NotSent => "Nothing was sent. Try again.",
                CallOutcome.Refused => $"Refused: {e.Message}",
                CallOutcome.Applied => "It is live.",
                _ => $"It may be live. Look, or try again with the key {e.IdempotencyKey}.",
            });
        }
        #endregion

        Assert.That(Printed, Is.EqualTo("It may be live. Look, or try again with the key launch-2026.\n"));
        await postpress.Posts.CreateAsync(post, options: new CallOptions { IdempotencyKey = "launch-2026" });
        Assert.That(sandbox.Posts, Has.Count.EqualTo(1));
    }

    /// <summary>A window's context would run the reports in order; without one they go to the thread pool, in any.</summary>
    private sealed class AtOnce : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => d(state);
    }
}
