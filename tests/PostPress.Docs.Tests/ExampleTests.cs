using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PostPress;
using PostPress.Sandbox;

namespace Docs;

/// <summary>The examples and exceptions that an IDE shows are true. A region with the name of a member is its example.</summary>
public class ExampleTests : SnippetTests
{
    private static readonly string[] CallExceptions =
    [
        "T:PostPress.PostPressApiException", "T:PostPress.PostPressConnectionException", "T:PostPress.PostPressTimeoutException", "T:PostPress.PostPressCanceledException",
        "T:System.ObjectDisposedException", "T:System.ArgumentException",
    ];

    /// <summary>Methods of the clients that make calls, by the ids of their documentation.</summary>
    private static IEnumerable<string> Calls => Documentation.Members.Keys.Where(id =>
        new[] { typeof(PostPressClient), typeof(JobsClient), typeof(PostsClient), typeof(SearchClient) }
            .Any(client => client.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Any(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && id.Split('(', '`')[0] == $"M:{client.FullName}.{method.Name}")));

    [Test]
    public void The_code_of_every_example_is_compiled_as_it_stands()
    {
        Assert.That(Example.Documented, Is.Not.Empty);
        Assert.That(Example.Documented, Is.EquivalentTo(Example.Compiled));
    }

    [TestCase("PostPress.PostPressClient.#ctor")]
    [TestCase("PostPress.PostPressClient.SendAsync")]
    [TestCase("PostPress.PostsClient.CreateAsync")]
    [TestCase("PostPress.JobsClient.CreateAsync")]
    [TestCase("PostPress.JobsClient.PublishAsync")]
    [TestCase("PostPress.JobsClient.StartPublicationAsync")]
    [TestCase("PostPress.JobsClient.SubmitCodeAsync")]
    [TestCase("PostPress.SearchClient.ListAsync")]
    [TestCase("PostPress.SearchClient.FindIdAsync")]
    [TestCase("PostPress.Sandbox.PostPressSandbox.StartAsync")]
    [TestCase("Microsoft.Extensions.DependencyInjection.PostPressServiceCollectionExtensions.AddPostPressClient")]
    public void Every_entry_method_has_an_example(string member) =>
        Assert.That(Example.Documented.Select(example => example.Member), Does.Contain(member));

    [TestCaseSource(nameof(Calls))]
    public void Every_call_documents_its_exceptions(string id) =>
        Assert.That(Documentation.ExceptionsOf(id), Is.SupersetOf(CallExceptions));

    [Test]
    public void The_guides_that_comments_name_exist()
    {
        var guides = Documentation.Members.Values.SelectMany(member => Regex.Matches(member.Value, @"docs/[a-z-]+\.md")).Select(guide => guide.Value).Distinct().ToList();
        Assert.That(guides, Is.Not.Empty);
        Assert.That(guides.Where(guide => !File.Exists(Path.Combine(Page.Root, "src", "PostPress.Client", guide))), Is.Empty);
    }

    [Test]
    public async Task A_post_is_published_with_a_mention_and_a_file()
    {
        #region PostPress.PostsClient.CreateAsync
        PostCreated post = await postpress.Posts.CreateAsync(new NewPost
        {
            AccountId = "acc_your_account",
            Text = $"Thank you {Mention.Person("ACoAAA1234567", "Ada")}!",
            Attachments = [Attachment.FromFile("launch.png")],
        });
        #endregion

        Assert.That(post.PostId, Is.EqualTo(sandbox.Posts.Single().Id));
    }

    [Test]
    public async Task A_job_is_created_and_published()
    {
        Type(SandboxCodes.Otp, SandboxCodes.EmailToken);

        #region PostPress.JobsClient.CreateAsync
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
        #endregion

        #region PostPress.JobsClient.PublishAsync
        JobPublished job = await postpress.Jobs.PublishAsync(account, draft, PublishMode.Free, async (challenge, ct) =>
        {
            Console.Write($"LinkedIn sent a code (code {challenge.CodeNumber}): ");
            return await Console.In.ReadLineAsync(ct); // null or "" gives up
        });
        #endregion

        Assert.That(job.JobId, Is.EqualTo(sandbox.PublishedJobs.Single().Id));
    }

    [Test]
    public async Task A_publication_is_stored_between_its_codes()
    {
        var draftId = (await postpress.Jobs.CreateAsync(new CreateJobRequest
        {
            AccountId = account,
            JobTitle = new FreeText { Text = "Engineer" },
            Company = new FreeText { Text = "Acme" },
            Workplace = Workplace.Remote,
            Location = "102277331",
            Description = "<p>We are hiring.</p>",
        })).JobId!;

        var stored = await StartAsync();
        (stored, var first) = await SubmitAsync(stored, SandboxCodes.Otp);
        (_, var second) = await SubmitAsync(stored, SandboxCodes.EmailToken);

        Assert.That((first, second), Is.EqualTo(("Enter the code that LinkedIn sent.", "The job is published.")));
        Assert.That(sandbox.PublishedJobs.Single().Id, Is.EqualTo(draftId));

        async Task<string> StartAsync()
        {
            #region PostPress.JobsClient.StartPublicationAsync
            JobPublication publication = await postpress.Jobs.StartPublicationAsync(account, draftId, PublishMode.Free);
            string json = JsonSerializer.Serialize(publication); // store it
            #endregion

            return json;
        }

        async Task<(string Stored, string Next)> SubmitAsync(string json, string code)
        {
            #region PostPress.JobsClient.SubmitCodeAsync
            JobPublication publication = JsonSerializer.Deserialize<JobPublication>(json)!;
            publication = await postpress.Jobs.SubmitCodeAsync(publication, code);
            json = JsonSerializer.Serialize(publication); // store it
            string next = publication.Status switch
            {
                JobPublicationStatus.Published => "The job is published.",
                JobPublicationStatus.CodeRequired or JobPublicationStatus.WrongCode => "Enter the code that LinkedIn sent.",
                _ => "Start the publication again.",
            };
            #endregion

            return (json, next);
        }
    }

    [Test]
    public async Task A_search_lists_people()
    {
        #region PostPress.SearchClient.ListAsync
        var search = new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2] };
        await foreach (SearchResult hit in postpress.Search.ListAsync(account, search, new SearchOptions { MaxItems = 25 }))
        {
            if (hit is PersonResult person)
            {
                Console.WriteLine($"{person.Name}: {person.Headline}");
            }
        }
        #endregion

        Assert.That(Printed.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(25));
    }

    [Test]
    public async Task An_id_is_found_for_a_filter()
    {
        #region PostPress.SearchClient.FindIdAsync
        string location = await postpress.Search.FindIdAsync(account, SearchParameterType.Location, "Berlin, Germany");
        var search = new ClassicPeopleSearch { Keywords = "engineer", Location = [location] };
        #endregion

        Assert.That((await postpress.Search.GetPageAsync(account, search)).Items, Is.Not.Null);
    }

    [Test]
    public async Task A_request_of_one_s_own_is_sent()
    {
        sandbox.Map(HttpMethod.Get, "accounts", _ => SandboxRouteResponse.Json(new { items = new[] { account } }));

        #region PostPress.PostPressClient.SendAsync
        var request = new ApiRequest(HttpMethod.Get, "accounts") { OperationName = "listAccounts" };
        ApiResponse response = await postpress.SendAsync(request);
        Console.WriteLine(response.Body?["items"]);
        #endregion

        Assert.That(Printed, Does.Contain(account));
    }

    [Test]
    public async Task A_host_registers_one_client_or_several()
    {
        var (acmeKey, globexKey) = (key, "pp_live_another_key");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["PostPress:ApiKey"] = key, ["PostPress:BaseAddress"] = sandbox.BaseAddress.AbsoluteUri });

        #region Microsoft.Extensions.DependencyInjection.PostPressServiceCollectionExtensions.AddPostPressClient
        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"));
        #endregion

        #region Microsoft.Extensions.DependencyInjection.PostPressServiceCollectionExtensions.AddPostPressClient
        builder.Services.AddPostPressClient("acme", options => options.ApiKey = acmeKey);
        builder.Services.AddPostPressClient("globex", options => options.ApiKey = globexKey);
        #endregion

        builder.Services.PostConfigureAll<PostPressClientOptions>(options => options.BaseAddress = sandbox.BaseAddress);
        await using var services = builder.Services.BuildServiceProvider();
        var search = new ClassicPeopleSearch { Keywords = "engineer" };
        await services.GetRequiredService<PostPressClient>().Search.GetPageAsync(account, search);
        await services.GetRequiredKeyedService<PostPressClient>("acme").Search.GetPageAsync(account, search);
        await services.GetRequiredKeyedService<PostPressClient>("globex").Search.GetPageAsync(account, search);
        Assert.That(sandbox.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_sandbox_gets_a_route()
    {
        #region PostPress.Sandbox.PostPressSandbox.Map
        sandbox.Map(HttpMethod.Get, "users/{id}/posts", request =>
            SandboxRouteResponse.Json(new { items = Array.Empty<object>(), cursor = (string?)null }));
        #endregion

        var response = await postpress.SendAsync(new ApiRequest(HttpMethod.Get, "users/42/posts"));
        Assert.That(response.Body!["items"], Is.Empty);
    }

    [Test]
    public async Task A_sandbox_is_started()
    {
        #region PostPress.Sandbox.PostPressSandbox.StartAsync
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var postpress = new PostPressClient(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress });
        await postpress.Posts.CreateAsync(new NewPost { AccountId = SandboxAccounts.LinkedIn, Text = "We shipped!" });
        Console.WriteLine(sandbox.Posts[0].Text);
        #endregion

        Assert.That(Printed, Is.EqualTo("We shipped!\n"));
    }
}

/// <summary>The example of the constructor creates its client from a key alone; here that leads to the sandbox.</summary>
public class ConstructorExample : SnippetTests
{
    private static Uri _address = null!;

    [Test]
    public async Task A_client_is_created_from_a_key()
    {
        _address = sandbox.BaseAddress;

        #region PostPress.PostPressClient.#ctor
        using var postpress = new PostPressClient("pp_live_your_key");
        PostCreated post = await postpress.Posts.CreateAsync(new NewPost { AccountId = "acc_your_account", Text = "We shipped!" });
        #endregion

        Assert.That(post.PostId, Is.EqualTo(sandbox.Posts.Single().Id));
    }

    private sealed class PostPressClient(string apiKey) : PostPress.PostPressClient(new PostPressClientOptions { ApiKey = apiKey, BaseAddress = _address });
}
