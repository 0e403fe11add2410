using System.Reflection;

namespace PostPress.PublicApi.Tests;

/// <summary>A change of the public API is seen in review: it changes a committed file.</summary>
internal sealed class PublicApiTests
{
    private static readonly string Root =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepoRoot").Value!;

    private static IEnumerable<TestCaseData<Assembly>> Assemblies => Listing.Assemblies.Select(assembly => new TestCaseData<Assembly>(assembly).SetArgDisplayNames(assembly.GetName().Name!));

    [TestCaseSource(nameof(Assemblies))]
    public void The_listing_of_the_public_API_is_up_to_date(Assembly assembly)
    {
        var committed = File.ReadAllText(Path.Combine(Root, Listing.PathOf(assembly))).ReplaceLineEndings("\n").Split('\n');
        var actual = Listing.Of(assembly).Split('\n');

        var changes = committed.Except(actual, StringComparer.Ordinal).Select(line => "- " + line)
            .Concat(actual.Except(committed, StringComparer.Ordinal).Select(line => "+ " + line));
        Assert.That(
            actual,
            Is.EqualTo(committed),
            $"{string.Join('\n', changes)}\nIf that is meant, run: dotnet run --project build/PublicApi");
    }

    [Test]
    public void The_table_of_errors_is_up_to_date_and_says_all_47()
    {
        var actual = ErrorTable.Of(File.ReadAllText(Path.Combine(Root, "openapi", "postpress.yaml")));

        Assert.That(actual.Split('\n').Count(line => line.Contains("`errors/", StringComparison.Ordinal)), Is.EqualTo(47));
        Assert.That(actual, Does.Not.Contain("|  |"), "every column of every row is filled");
        Assert.That(actual.Split('\n'), Is.EqualTo(File.ReadAllText(Path.Combine(Root, ErrorTable.Path)).ReplaceLineEndings("\n").Split('\n')), "Run: dotnet run --project build/PublicApi");
    }
}
