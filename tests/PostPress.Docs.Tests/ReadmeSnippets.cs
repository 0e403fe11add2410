using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PostPress;
using PostPress.Sandbox;

namespace Docs;

public class ReadmeSnippets : SnippetTests
{
    private static readonly CreateJobRequest Job = new()
    {
        AccountId = SandboxTriggers.AccountFor("insufficient_job_slot"),
        JobTitle = new FreeText { Text = "Engineer" },
        Company = new FreeText { Text = "Acme" },
        Workplace = Workplace.Remote,
        Location = "102277331",
        Description = "<p>We are hiring.</p>",
    };

    [Test]
    public async Task A_post_is_published_with_its_file_and_its_mention()
    {
        var progress = new Progress<UploadProgress>();

        #region README.md src/PostPress.Client/README.md
        PostCreated post = await postpress.Posts.CreateAsync(
            new NewPost
            {
                AccountId = account,
                Text = $"Hey {Mention.Person("ACoAAA1234567", "Ada")}, we shipped!",
                Attachments = [Attachment.FromFile("launch.png")],
            },
            progress);
        #endregion

        Assert.That(post.PostId, Is.EqualTo(sandbox.Posts.Single().Id));
        Assert.That(sandbox.Posts.Single().Parts.Single(p => p.Name == "attachments").FileName, Is.EqualTo("launch.png"));
    }

    [Test]
    public async Task A_job_is_published_once_its_codes_are_typed()
    {
        Type(SandboxCodes.Otp, SandboxCodes.EmailToken);

        #region README.md src/PostPress.Client/README.md
        string location = await postpress.Search.FindIdAsync(account, SearchParameterType.Location, "Berlin, Germany");

        JobDraft draft = await postpress.Jobs.CreateAsync(new CreateJobRequest
        {
            AccountId = account,
            JobTitle = new FreeText { Text = "Senior Frontend Engineer" },
            Company = new ResolvedId { Id = "9374000" },
            Workplace = Workplace.Hybrid,
            Location = location,
            Description = "<p>We are hiring.</p>",
        });

        JobPublished job = await postpress.Jobs.PublishAsync(account, draft, PublishMode.Free, async (challenge, ct) =>
        {
            Console.Write($"LinkedIn sent a code (code {challenge.CodeNumber}): ");
            return await Console.In.ReadLineAsync(ct);
        });
        #endregion

        Assert.That(job.JobState, Is.EqualTo(JobState.Active));
        Assert.That(sandbox.PublishedJobs.Single().Id, Is.EqualTo(draft.JobId));
    }

    [Test]
    public async Task An_error_is_told_by_its_type()
    {
        try
        {
            await postpress.Jobs.CreateAsync(Job);
        }
        #region README.md src/PostPress.Client/README.md
        catch (PostPressApiException e) when (e.ErrorType == ErrorType.InsufficientJobSlot)
        {
            Console.WriteLine($"Free a job slot first. {e.Detail} (request {e.RequestId})");
        }
        #endregion

        Assert.That(Printed, Does.StartWith("Free a job slot first. ").And.Contains("(request req_"));
    }

    [Test]
    public async Task A_host_gets_its_client_from_its_configuration()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["PostPress:ApiKey"] = key, ["PostPress:BaseAddress"] = sandbox.BaseAddress.AbsoluteUri });

        #region README.md src/PostPress.Client/README.md
        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"));
        #endregion

        await using var services = builder.Services.BuildServiceProvider();
        var page = await services.GetRequiredService<PostPressClient>().Search.GetPageAsync(account, new ClassicPeopleSearch());
        Assert.That(page.Items, Is.Not.Empty);
    }

    [Test]
    public async Task A_test_gets_an_API_of_its_own()
    {
        #region README.md src/PostPress.Client/README.md
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var postpress = new PostPressClient(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress });
        #endregion

        await postpress.Posts.CreateAsync(new NewPost { AccountId = SandboxAccounts.LinkedIn, Text = "Hello" });
        Assert.That(sandbox.Posts, Has.Count.EqualTo(1));
    }
}

/// <summary>The README's first program makes its client from a key alone; here that leads to the sandbox.</summary>
public class ReadmeFirstProgram : SnippetTests
{
    private static Uri _address = null!;

    [Test]
    public async Task It_prints_the_people_that_it_found()
    {
        _address = sandbox.BaseAddress;

        #region README.md src/PostPress.Client/README.md src/PostPress.Client/docs/getting-started.md
        using var postpress = new PostPressClient("pp_live_your_key");

        var search = new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2] };
        await foreach (SearchResult hit in postpress.Search.ListAsync("acc_your_account", search, new SearchOptions { MaxItems = 25 }))
        {
            if (hit is PersonResult person)
            {
                Console.WriteLine($"{person.Name}: {person.Headline}");
            }
        }
        #endregion

        Assert.That(Printed, Does.StartWith("Ada Lovelace: Software Engineer at Acme\n"));
        Assert.That(Printed.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(25));
    }

    private sealed class PostPressClient(string apiKey) : PostPress.PostPressClient(new PostPressClientOptions { ApiKey = apiKey, BaseAddress = _address });
}
