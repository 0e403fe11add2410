using PostPress.Soak;

namespace PostPress.Resilience.Tests;

/// <summary>The short versions of what <c>dotnet run --project tests/PostPress.Soak</c> does at length.</summary>
public sealed class SoakTests
{
    private static readonly string Corpus = Path.Combine(TestContext.CurrentContext.TestDirectory, "Corpus");

    private static IEnumerable<TestCaseData> Kept() =>
        Directory.Exists(Corpus) ? Directory.EnumerateFiles(Corpus).Select(path => new TestCaseData(path).SetName($"An answer that once failed is taken well: {Path.GetFileName(path)}")) : [];

    [Test]
    public async Task Five_hundred_calls_through_random_faults_leave_nothing_wrong_and_nothing_behind()
    {
        var report = await SoakRun.RunAsync(new SoakSettings(Calls: 500, Parallel: 64, Seed: 7));

        await TestContext.Out.WriteLineAsync(report.ToString());
        Assert.That(report.Calls.Values.Sum(), Is.EqualTo(500));
        Assert.That(report.Retries, Is.Positive);
        Assert.That(report.IsGood, Is.True, report.ToString());
    }

    [Test]
    public async Task Spoilt_answers_end_in_documented_exceptions_alone()
    {
        var report = await FuzzRun.RunAsync(new FuzzSettings(50_000, Seed: 7, AtMost: TimeSpan.FromSeconds(5)), Path.Combine(TestContext.CurrentContext.WorkDirectory, "findings"));

        await TestContext.Out.WriteLineAsync(report.ToString());
        Assert.That(report.Read, Is.InRange(report.Done / 10, report.Done * 9 / 10), "some can be read all the same, and some can't");
        Assert.That(report.IsGood, Is.True, report.ToString());
    }

    [TestCaseSource(nameof(Kept))]
    public async Task Kept_answer(string path) =>
        Assert.That((await FuzzRun.TryAsync(await FuzzInput.LoadAsync(path))).Problem, Is.Null);
}
