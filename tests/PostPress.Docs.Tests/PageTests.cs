using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using PostPress;

namespace Docs;

/// <summary>What the pages show is what this project compiles and runs, and their links lead somewhere.</summary>
public class PageTests
{
    private static IEnumerable<TestCaseData> Blocks =>
        from page in Page.All
        from block in page.Blocks("csharp").Select((code, index) => (code, index))
        select new TestCaseData(page.Path, block.code) .SetArgDisplayNames($"{page.Path}, block {block.index + 1}");

    private static IEnumerable<Snippet> Snippets => Snippet.All;

    private static IEnumerable<string> Pages => Page.All.Select(page => page.Path);

    /// <summary>What is called by its name: the methods that the client's types declare, but those that every object has.</summary>
    private static IEnumerable<string> Methods => typeof(PostPressClient).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => !method.IsSpecialName && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.GetCustomAttribute<EditorBrowsableAttribute>()?.State != EditorBrowsableState.Never && method.Name is not (nameof(Equals) or nameof(GetHashCode) or nameof(ToString) or nameof(IDisposable.Dispose)))
        .Select(method => method.Name)
        .Distinct();

    [TestCaseSource(nameof(Blocks))]
    public void The_code_of_a_page_is_compiled_as_it_stands(string page, string block)
    {
        Assert.That(
            Snippet.All.Where(s => s.Page == page),
            Has.Some.Matches<Snippet>(s => s!.Is(block)),
            $"No `#region {page}` in tests/PostPress.Docs.Tests holds this code:\n{block}");
    }

    [TestCaseSource(nameof(Pages))]
    public void A_block_of_CSharp_says_so(string path)
    {
        Assert.That(Page.At(path).Languages, Has.None.AnyOf("cs", "c#", "C#", "CSharp"));
    }

    [TestCaseSource(nameof(Snippets))]
    public void What_is_compiled_for_a_page_is_shown_there(object snippet)
    {
        var expected = (Snippet)snippet;

        Assert.That(Page.At(expected.Page).Blocks("csharp").Count(expected.Is), Is.EqualTo(1), $"{expected.Page} does not show this code, or shows it twice:\n{expected.Code}");
    }

    [TestCaseSource(nameof(Snippets))]
    public void What_is_compiled_for_a_page_is_run(object snippet)
    {
        Assert.That(((Snippet)snippet).IsRun, Is.True, "The region has to stand in a test, or to declare a type that its file uses.");
    }

    [TestCaseSource(nameof(Pages))]
    public void A_link_leads_to_a_file_and_a_heading_that_exist(string path)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Page.Root, path))!;
        Assert.Multiple(() =>
        {
            foreach (var link in Page.At(path).Links)
            {
                var parts = link.Split('#');
                var target = parts[0].Length == 0 ? Path.Combine(Page.Root, path) : Path.GetFullPath(Path.Combine(folder, parts[0]));
                Assert.That(target.StartsWith(Page.Root, StringComparison.Ordinal) && (File.Exists(target) || Directory.Exists(target)), Is.True, $"{path}: nothing is at {link}.");
                if (parts.Length > 1 && File.Exists(target))
                {
                    Assert.That(Page.At(Path.GetRelativePath(Page.Root, target)).Anchors, Does.Contain(parts[1]), $"{path}: no heading for {link}.");
                }
            }
        });
    }

    [TestCaseSource(nameof(Methods))]
    public void Every_method_of_the_client_is_on_a_page(string method)
    {
        Assert.That(Page.All.Any(page => page.Mentions(method)), Is.True, "No page of the client or the sandbox says what it is for.");
    }

    [Test]
    public void The_readme_s_two_commands_come_first()
    {
        Assert.That(Page.At("README.md").Blocks("console").Select(command => command.Trim()), Is.EqualTo(new[] { "dotnet run --project src/PostPress.Demo", "dotnet test" }));
    }

    [Test]
    public void The_index_leads_to_every_guide()
    {
        const string Folder = "src/PostPress.Client/docs/";
        var linked = Page.At(Folder + "index.md").Links.Select(link => Folder + link.Split('#')[0]);
        Assert.That(linked.Distinct().Append(Folder + "index.md"), Is.EquivalentTo(Pages.Where(page => page.StartsWith(Folder, StringComparison.Ordinal))));
    }

    [Test]
    public void The_readme_of_the_package_names_every_guide()
    {
        var readme = Page.At("src/PostPress.Client/README.md");
        Assert.That(
            Pages.Where(page => page.StartsWith("src/PostPress.Client/docs/", StringComparison.Ordinal)).Select(page => Path.GetFileNameWithoutExtension(page)),
            Has.All.Matches<string>(page => readme.Mentions(page + @"\.md")));
    }
}
