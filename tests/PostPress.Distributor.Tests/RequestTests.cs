using Microsoft.Extensions.Options;
using PostPress.Distributor.Files;
using PostPress.Distributor.Hosting;
using PostPress.Distributor.Jobs;
using PostPress.Distributor.Posts;
using PostPress.Distributor.Quota;

namespace PostPress.Distributor.Tests;

public class RequestTests
{
    [Test]
    public void What_can_be_logged_shows_no_text_and_no_code()
    {
        var job = new JobRequest("j1", "c1", "acc", "secret", "secret", "REMOTE", "secret", JobMode.Free);
        object[] things =
        [
            new PostRequest("p1", "acc", "secret", null, null, null),
            new AcceptPost(new Post { Id = "p1", AccountId = "acc", Text = "secret" }),
            job,
            new AcceptJob(job),
            new CodeRequest(1, "secret"),
        ];

        Assert.That(things.Select(thing => thing.ToString()), Has.None.Contains("secret"));
    }

    [Test]
    public void A_file_is_named_without_a_path_so_that_nothing_outside_the_folder_is_reached()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "a.png"), "x");
            var inside = folder.CreateSubdirectory("inside");
            var shared = new SharedFolder(Options.Create(new SharedFolderOptions { Folder = inside.FullName }));
            File.WriteAllText(Path.Combine(inside.FullName, "b.png"), "x");

            Assert.That(shared.Has("b.png"), Is.True);
            Assert.That(new[] { "../a.png", "a.png", Path.Combine(folder.FullName, "a.png"), "..", ".", "", null }.Select(shared.Has), Is.All.False);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestCase("post-17.a_B", true)]
    [TestCase("", false)]
    [TestCase("a b", false)]
    [TestCase("a/b", false)]
    [TestCase("a\n", false)]
    [TestCase(null, false)]
    public void An_id_can_stand_in_an_address_and_a_key(string? id, bool isOne)
    {
        Assert.That(Ids.IsOne(id), Is.EqualTo(isOne));
    }

    [TestCase(AccountKind.Classic, QuotaAction.Search, 1000, null)]
    [TestCase(AccountKind.SalesNavigator, QuotaAction.Search, 2500, null)]
    [TestCase(AccountKind.Recruiter, QuotaAction.Search, 2500, null)]
    [TestCase(AccountKind.Classic, QuotaAction.Profile, 100, null)]
    [TestCase(AccountKind.Classic, QuotaAction.Other, 100, null)]
    [TestCase(AccountKind.Instagram, QuotaAction.Other, 100, 10)]
    public void The_published_limits_are_the_defaults(AccountKind kind, QuotaAction action, int perDay, int? perHour)
    {
        var limit = new QuotaOptions().Limits[kind][action];

        Assert.That((limit.PerDay, limit.PerHour), Is.EqualTo((perDay, perHour)));
    }

    [Test]
    public void Settings_that_would_let_a_call_end_in_the_next_day_are_refused_at_the_start()
    {
        Assert.That(new QuotaOptions().FindProblem(TimeSpan.FromMinutes(6)), Is.Null);
        Assert.That(new QuotaOptions { Guard = TimeSpan.FromMinutes(6) }.FindProblem(TimeSpan.FromMinutes(6)), Does.StartWith("Quota:Guard"));
        Assert.That(new QuotaOptions { Hour = TimeSpan.FromMinutes(10) }.FindProblem(TimeSpan.FromMinutes(6)), Does.StartWith("Quota:Hour"));
    }
}
