using System.Reflection;

namespace PostPress.PublicApi.Tests;

/// <summary>A change of the public API is seen in review: it changes a committed file.</summary>
internal sealed class PublicApiTests
{
    [TestCase(typeof(WireObject))]
    [TestCase(typeof(PostPressClient))]
    public void The_listing_of_the_public_API_is_up_to_date(Type anyType)
    {
        string root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepoRoot").Value!;
        string file = Path.Combine(root, "src", anyType.Assembly.GetName().Name!, "PublicApi.txt");
        string[] committed = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n');
        string[] actual = Listing.Of(anyType.Assembly).Split('\n');

        IEnumerable<string> changes = committed.Except(actual, StringComparer.Ordinal).Select(line => "- " + line)
            .Concat(actual.Except(committed, StringComparer.Ordinal).Select(line => "+ " + line));
        Assert.That(
            actual,
            Is.EqualTo(committed),
            $"{string.Join('\n', changes)}\nIf that is meant, run: dotnet run --project build/PublicApi");
    }
}
