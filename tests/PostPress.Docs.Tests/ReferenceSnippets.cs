using System.Text.RegularExpressions;
using PostPress;
using PostPress.Sandbox;

namespace Docs;

/// <summary>
/// The samples in C# of the contract's reference page, which tests/contract/samples.mjs takes from here: the region of each
/// operation.
/// </summary>
public partial class ReferenceSnippets : SnippetTests
{
    private static IEnumerable<string> Operations =>
        OperationId().Matches(File.ReadAllText(Path.Combine(Page.Root, "openapi", "postpress.yaml"))).Select(id => id.Groups[1].Value);

    [TestCaseSource(nameof(Operations))]
    public void Every_operation_has_a_sample(string operation)
    {
        var samples = File.ReadAllLines(Path.Combine(Page.Root, "tests", "PostPress.Docs.Tests", "ReferenceSnippets.cs"));

        Assert.That(samples.Count(line => line.Trim() == $"#region reference {operation}"), Is.EqualTo(1));
    }

    [Test]
    public async Task Ids_are_found_by_a_text()
    {
        #region reference listSearchParameters
        SearchParameterList offered = await postpress.Search.ListParametersAsync(
            account, SearchParameterType.Location, "Berlin");
        foreach (SearchParameter item in offered.Items)
        {
            Console.WriteLine($"{item.Id}: {item.Title}");
        }

        // Or the id of an exact title:
        string location = await postpress.Search.FindIdAsync(
            account, SearchParameterType.Location, "Berlin, Germany");
        #endregion

        Assert.That(Printed, Does.Contain($"{location}: Berlin, Germany"));
    }

    [Test]
    public async Task People_are_searched_page_after_page()
    {
        #region reference search
        var search = new ClassicPeopleSearch
        {
            Keywords = "engineer",
            Location = ["102277331"],
            NetworkDistance = [1, 2],
        };

        await foreach (SearchResult hit in postpress.Search.ListAsync(account, search))
        {
            if (hit is PersonResult person)
            {
                Console.WriteLine($"{person.Name}: {person.Headline}");
            }
        }
        #endregion

        Assert.That(Printed, Does.StartWith("Ada Lovelace: "));
    }

    [Test]
    public async Task A_draft_is_created_and_published_with_a_code()
    {
        #region reference createJob
        JobDraft draft = await postpress.Jobs.CreateAsync(new CreateJobRequest
        {
            AccountId = account,
            JobTitle = new FreeText { Text = "Senior Frontend Engineer" },
            Company = new ResolvedId { Id = "9374000" },
            Workplace = Workplace.Hybrid,
            Location = "102277331",
            EmploymentStatus = EmploymentStatus.FullTime,
            Description = "<p>We are hiring a Senior Frontend Engineer.</p>",
        });
        #endregion

        Type(SandboxCodes.Otp, SandboxCodes.EmailToken);

        #region reference publishJob
        JobPublished job = await postpress.Jobs.PublishAsync(
            account, draft, PublishMode.Free, async (challenge, ct) =>
            {
                Console.Write($"Code {challenge.CodeNumber} from LinkedIn: ");
                return await Console.In.ReadLineAsync(ct);
            });
        #endregion

        Assert.That(job.JobState, Is.EqualTo(JobState.Active));
    }

    [Test]
    public async Task A_code_is_submitted_on_its_own()
    {
        var draft = await postpress.Jobs.CreateAsync(new CreateJobRequest
        {
            AccountId = account,
            JobTitle = new FreeText { Text = "Engineer" },
            Company = new FreeText { Text = "Acme" },
            Workplace = Workplace.Remote,
            Location = "102277331",
            Description = "<p>We are hiring.</p>",
        });
        var draftId = draft.JobId!;
        await postpress.Jobs.StartPublicationAsync(account, draft, PublishMode.Free);

        #region reference solveJobCheckpoint
        CheckpointOutcome outcome = await postpress.Jobs.SolveCheckpointAsync(account, draftId, "123456");
        if (outcome is JobCheckpoint next)
        {
            Console.WriteLine($"LinkedIn wants another code ({next.Type}).");
        }
        #endregion

        Assert.That(Printed, Does.StartWith("LinkedIn wants another code"));
    }

    [Test]
    public async Task A_post_is_published_with_a_mention_and_a_file()
    {
        #region reference createPost
        PostCreated post = await postpress.Posts.CreateAsync(new NewPost
        {
            AccountId = account,
            Text = $"Hey {Mention.Person("ACoAAA1234567", "Ada Lovelace")}, look what we shipped!",
            Attachments = [Attachment.FromFile("launch.png")],
        });
        #endregion

        Assert.That(post.PostId, Is.EqualTo(sandbox.Posts.Single().Id));
    }

    [GeneratedRegex(@"^ +operationId: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex OperationId();
}
