using PostPress.Sandbox;

namespace PostPress.Samples.Tests;

/// <summary>PublishFolder.cs publishes each post of a folder once, whatever happens.</summary>
[Category("ChildBuild")]
public class PublishFolderTests
{
    private string _program = null!;
    private string _folder = null!;
    private PostPressSandbox _sandbox = null!;

    [OneTimeSetUp]
    public async Task BuildAsync() => _program = await Sample.BuildAsync("PublishFolder.cs");

    [SetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("postpress-samples").FullName;
        _sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { InjectFaults = true });
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _sandbox.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Without_a_key_it_publishes_its_own_posts_to_a_sandbox_in_its_process()
    {
        await using var sample = Sample.Run(_program);

        Assert.That(await sample.EndAsync(), Is.Zero, sample.Printed);
        Assert.That(sample.Printed, Does.StartWith("No key is configured: ").And.Contain("2 of 3: 02-launch.txt").And.Contain("100 % of ").And.Contain("3 of 3 posts are published."));
    }

    [Test]
    public async Task The_posts_of_the_folder_are_published_in_order_with_their_images_and_moved()
    {
        Write("02-launch.txt", "We shipped!");
        Write("02-launch.png", "an image");
        Write("01-welcome.txt", "Hello.");
        await using var sample = PublishFolder();

        Assert.That(await sample.EndAsync(), Is.Zero, sample.Printed);
        Assert.Multiple(() =>
        {
            Assert.That(_sandbox.Posts.Select(post => post.Text), Is.EqualTo(new[] { "Hello.", "We shipped!" }));
            Assert.That(_sandbox.Posts[1].Parts.Single(part => part.Name == "attachments").FileName, Is.EqualTo("02-launch.png"));
            Assert.That(Files("."), Is.Empty);
            Assert.That(Files("published"), Is.EqualTo(new[] { "01-welcome.txt", "02-launch.png", "02-launch.txt" }));
            Assert.That(sample.Printed, Does.Not.Contain("No key is configured"));
        });
    }

    [Test]
    public async Task A_lost_response_publishes_nothing_twice_and_a_refused_post_stops_no_other()
    {
        Write("01.txt", "The response to this one is lost.");
        Write("02.txt", "This one is refused.");
        Write("03.txt", "This one is published.");
        var attempts = 0;
        _sandbox.Faults.Always(_ => ++attempts switch
        {
            1 => SandboxFault.ResetAfterActing,
            3 => SandboxFault.Status(403),
            _ => null,
        });
        await using var sample = PublishFolder();

        Assert.That(await sample.EndAsync(), Is.EqualTo(1), sample.Printed);
        Assert.Multiple(() =>
        {
            Assert.That(_sandbox.Posts.Select(post => post.Text), Is.EqualTo(new[] { "The response to this one is lost.", "This one is published." }));
            Assert.That(Files("published"), Is.EqualTo(new[] { "01.txt", "03.txt" }));
            Assert.That(Files("refused"), Is.EqualTo(new[] { "02.txt" }));
            Assert.That(sample.Printed, Does.Contain("2 of 3 posts are published."));
        });
    }

    [Test]
    public async Task A_file_that_another_run_published_and_did_not_move_is_published_once()
    {
        Write("01.txt", "Hello.");
        await using var first = PublishFolder();
        Assert.That(await first.EndAsync(), Is.Zero, first.Printed);
        File.Move(Path.Combine(_folder, "published", "01.txt"), Path.Combine(_folder, "01.txt"));
        await using var second = PublishFolder();

        Assert.That(await second.EndAsync(), Is.Zero, second.Printed);
        Assert.Multiple(() =>
        {
            Assert.That(_sandbox.Requests, Has.Count.EqualTo(2));
            Assert.That(_sandbox.Posts, Has.Count.EqualTo(1));
            Assert.That(Files("published"), Is.EqualTo(new[] { "01.txt" }));
        });
    }

    private Sample PublishFolder() => Sample.Run(
        _program,
        $"--Folder={_folder}",
        $"--PostPress:ApiKey={_sandbox.ApiKey}",
        $"--PostPress:BaseAddress={_sandbox.BaseAddress}",
        $"--AccountId={SandboxAccounts.LinkedIn}",
        "--RetryDelay=00:00:00.01");

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    private IEnumerable<string?> Files(string folder) => Directory.GetFiles(Path.Combine(_folder, folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
