using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using PostPress;
using PostPress.Sandbox;

namespace Docs;

public sealed record CodeForm(string Code);

/// <summary>Stands for the host's database.</summary>
public sealed class PublicationStore
{
    public Dictionary<string, string> Rows { get; } = [];

    public Task SaveAsync(string draftId, string json)
    {
        Rows[draftId] = json;
        return Task.CompletedTask;
    }

    public Task<string> LoadAsync(string draftId) => Task.FromResult(Rows[draftId]);
}

public class JobsSnippets : SnippetTests
{
    private const string JobsPage = "src/PostPress.Client/docs/jobs.md";

    private static readonly Func<CreateJobRequest> Job = () => new CreateJobRequest
    {
        AccountId = account,
        JobTitle = new FreeText { Text = "Engineer" },
        Company = new FreeText { Text = "Acme" },
        Workplace = Workplace.Remote,
        Location = "102277331",
        Description = "<p>We are hiring.</p>",
    };

    [Test]
    public async Task A_draft_is_created_with_an_id_that_was_found()
    {
        #region src/PostPress.Client/docs/jobs.md
        string location = await postpress.Search.FindIdAsync(account, SearchParameterType.Location, "Berlin, Germany");
        #endregion

        #region src/PostPress.Client/docs/jobs.md
        JobDraft draft = await postpress.Jobs.CreateAsync(
            new CreateJobRequest
            {
                AccountId = account,
                JobTitle = new FreeText { Text = "Senior Frontend Engineer" },
                Company = new ResolvedId { Id = "9374000" },
                Workplace = Workplace.Hybrid,
                Location = location,
                Description = "<p>We are hiring.</p>",
                ScreeningQuestions = [new NumericScreeningQuestion { Question = "Years of TypeScript?", MinExpectation = 3, MustMatch = true }],
            },
            new CallOptions { IdempotencyKey = "vacancy-4711" });
        #endregion

        Assert.That(draft.JobId, Is.EqualTo(sandbox.Drafts.Single().Id));
        Assert.That(location, Is.EqualTo("106967730"));
    }

    [Test]
    public async Task A_draft_says_how_it_can_be_published()
    {
        var draft = await postpress.Jobs.CreateAsync(Job());

        #region src/PostPress.Client/docs/jobs.md
        PublishChoice choice = PublishChoice.FromDraft(draft);
        Console.WriteLine(choice.CanBeFree ? "Free: yes" : $"Free: no ({choice.IneligibleReason})");
        Console.WriteLine($"Promoted: {choice.DailyBudget?.Min:0.##} to {choice.DailyBudget?.Max:0.##} {choice.Currency} a day");

        PublishMode mode = choice.CanBeFree
            ? PublishMode.Free
            : PublishMode.Promoted(choice.Daily(35));
        Console.WriteLine($"Chosen: {mode}");
        #endregion

        Assert.That(Printed, Is.EqualTo(Shown(JobsPage)));
    }

    [Test]
    public async Task A_job_of_a_Recruiter_account_says_where_it_belongs()
    {
        var job = Job();

        #region src/PostPress.Client/docs/jobs.md
        job.Recruiter = new RecruiterJobOptions
        {
            Project = new NewRecruiterProject { Name = "Frontend 2026" },
            ApplyMethod = new ExternalApply { Url = "https://example.com/jobs/4711" },
            Functions = ["eng"],
            Industries = ["4"],
            Seniority = JobSeniority.MidSeniorLevel,
        };
        #endregion

        var draft = await postpress.Jobs.CreateAsync(job);
        Assert.That(draft.ProjectId, Is.Not.Null.And.EqualTo(sandbox.Drafts.Single().ProjectId));
    }

    [Test]
    public async Task The_whole_way_asks_until_the_job_is_published()
    {
        Type("000000", SandboxCodes.Otp, SandboxCodes.EmailToken);
        var draft = await postpress.Jobs.CreateAsync(Job());
        var mode = PublishMode.PromotedPlus();

        #region src/PostPress.Client/docs/jobs.md
        JobPublished job = await postpress.Jobs.PublishAsync(account, draft, mode, async (challenge, ct) =>
        {
            Console.WriteLine($"Code {challenge.CodeNumber} ({challenge.Cause}, {challenge.Type})");
            return await Console.In.ReadLineAsync(ct); // null or "" gives up
        });
        Console.WriteLine($"Job {job.JobId} is {job.JobState}.");
        #endregion

        Assert.That(Printed, Is.EqualTo(Shown(JobsPage, 2)));
        Assert.That(sandbox.PublishedJobs.Single().Publication!.Mode, Is.EqualTo("PROMOTED_PLUS"));
    }

    [Test]
    public async Task A_web_application_gets_its_codes_in_later_requests_on_another_machine()
    {
        var draftId = (await postpress.Jobs.CreateAsync(Job())).JobId!;
        var store = new PublicationStore();
        WebApplication NewMachine()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            builder.Services.AddRoutingCore();
            builder.Services.AddSingleton(store);
            builder.Services.AddPostPressClient(o => (o.ApiKey, o.BaseAddress, o.MaxRetries) = (key, sandbox.BaseAddress, 0));
            var app = builder.Build();

            #region src/PostPress.Client/docs/jobs.md
            app.MapPost("/jobs/{draftId}/publication", async (string draftId, PostPressClient postpress, PublicationStore store) =>
            {
                // Don't pass the token of the request: a closed browser must not cancel a publication.
                JobPublication publication = await postpress.Jobs.StartPublicationAsync(account, draftId, PublishMode.Free);
                await store.SaveAsync(draftId, JsonSerializer.Serialize(publication));
                return NextStep(publication);
            });
            #endregion

            #region src/PostPress.Client/docs/jobs.md
            app.MapPost("/jobs/{draftId}/code", async (string draftId, CodeForm form, PostPressClient postpress, PublicationStore store) =>
            {
                string json = await store.LoadAsync(draftId);
                var publication = JsonSerializer.Deserialize<JobPublication>(json)!;
                publication = await postpress.Jobs.SubmitCodeAsync(publication, form.Code);
                await store.SaveAsync(draftId, JsonSerializer.Serialize(publication));
                return NextStep(publication);
            });
            #endregion

            return app;
        }

        #region src/PostPress.Client/docs/jobs.md
        static string NextStep(JobPublication publication) => publication.Status switch
        {
            JobPublicationStatus.Published => "The job is published.",
            JobPublicationStatus.CodeRequired => $"Enter the code that LinkedIn sent ({publication.Checkpoint}).",
            JobPublicationStatus.WrongCode => "The code is wrong. Enter it again.",
            JobPublicationStatus.StartAgain => $"Start the publication again ({publication.LastError}).",
            _ => "No response came. Start the publication again: this finds out whether the job is published.",
        };
        #endregion

        await using var first = NewMachine();
        await using var second = NewMachine();
        await first.StartAsync();
        await second.StartAsync();
        async Task<string> SendAsync(WebApplication app, string path, string? code = null)
        {
            using var browser = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            using var response = await browser.PostAsJsonAsync($"/jobs/{draftId}/{path}", code is null ? null : new CodeForm(code));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            return await response.Content.ReadAsStringAsync();
        }

        Assert.That(await SendAsync(first, "publication"), Is.EqualTo("Enter the code that LinkedIn sent (OTP)."));
        Assert.That(store.Rows[draftId], Is.EqualTo(Page.At(JobsPage).Blocks("json").Single().Trim()));
        Assert.That(await SendAsync(second, "code", "000000"), Is.EqualTo("The code is wrong. Enter it again."));
        Assert.That(await SendAsync(first, "code", SandboxCodes.Otp), Is.EqualTo("Enter the code that LinkedIn sent (EMAIL_VERIFICATION)."));
        sandbox.Faults.Next(SandboxFault.ResetAfterActing);
        Assert.That(await SendAsync(second, "code", SandboxCodes.EmailToken), Does.StartWith("No response came."));
        Assert.That(await SendAsync(first, "publication"), Is.EqualTo("The job is published."));
        Assert.That(sandbox.PublishedJobs.Single().Id, Is.EqualTo(draftId));
    }

    [Test]
    public async Task A_checkpoint_that_is_over_is_started_again()
    {
        var draftId = (await postpress.Jobs.CreateAsync(Job())).JobId!;
        var publication = await postpress.Jobs.StartPublicationAsync(account, draftId, PublishMode.Free);
        for (var i = 0; i < 5; i++)
        {
            publication = await postpress.Jobs.SubmitCodeAsync(publication, "000000");
        }

        Assert.That((publication.Status, publication.LastError), Is.EqualTo((JobPublicationStatus.StartAgain, ErrorType.CheckpointError)));
        publication = await postpress.Jobs.StartPublicationAsync(account, draftId, PublishMode.Free);
        Assert.That(publication.Status, Is.EqualTo(JobPublicationStatus.CodeRequired));
    }

    [Test]
    public async Task A_lost_response_to_the_first_call_does_not_lose_the_publication()
    {
        var draftId = (await postpress.Jobs.CreateAsync(Job())).JobId!;
        var codes = new Queue<string>([SandboxCodes.Otp, SandboxCodes.EmailToken]);
        Task<string?> AskForCodeAsync(CheckpointChallenge challenge, CancellationToken cancellationToken) => Task.FromResult<string?>(codes.Dequeue());
        sandbox.Faults.Next(SandboxFault.ResetAfterActing);
        await postpress.Jobs.PublishAsync(account, draftId, PublishMode.Free, AskForCodeAsync);

        Assert.That(sandbox.PublishedJobs.Single().Id, Is.EqualTo(draftId));
        var again = await Assert.ThrowsAsync<PostPressApiException>(() => postpress.Jobs.PublishAsync(account, draftId, PublishMode.Free, AskForCodeAsync));
        Assert.That(again!.ErrorType, Is.EqualTo(ErrorType.ActionAlreadyPerformed));
        Assert.That((await postpress.Jobs.StartPublicationAsync(account, draftId, PublishMode.Free)).Status, Is.EqualTo(JobPublicationStatus.Published));
    }

    [Test]
    public async Task A_mode_that_LinkedIn_refuses_is_refused_with_a_gateway_s_status()
    {
        var codes = new Queue<string>([SandboxCodes.Otp, SandboxCodes.EmailToken]);
        await postpress.Jobs.PublishAsync(account, await postpress.Jobs.CreateAsync(Job()), PublishMode.Free, (_, _) => Task.FromResult<string?>(codes.Dequeue()));
        var draft = await postpress.Jobs.CreateAsync(Job());

        try
        {
            await postpress.Jobs.StartPublicationAsync(account, draft.JobId!, PublishMode.Free);
        }
        #region src/PostPress.Client/docs/jobs.md
        catch (PostPressApiException e) when (e.ErrorType == ErrorType.InvalidParameters)
        {
            Console.WriteLine($"{(int)e.StatusCode}, {e.Outcome}: {e.Detail}");
        }
        #endregion

        Assert.That(Printed, Does.StartWith("502, Refused: "));
        Assert.That(() => postpress.Jobs.StartPublicationAsync(account, draft, PublishMode.Free), Throws.InstanceOf<InvalidRequestException>());
    }

    [Test]
    public async Task One_call_publishes_or_says_which_code_is_wanted()
    {
        var draftId = (await postpress.Jobs.CreateAsync(Job())).JobId!;

        #region src/PostPress.Client/docs/jobs.md
        CheckpointOutcome outcome = await postpress.Jobs.PublishAsync(draftId, PublishMode.Free.ToRequest(account));
        Console.WriteLine(outcome switch
        {
            JobPublished job => $"Published: {job.JobState}",
            JobCheckpoint checkpoint => $"LinkedIn wants a code: {checkpoint.Type}",
            _ => "Newer than this library. Look at the draft.",
        });
        #endregion

        Assert.That(Printed, Is.EqualTo("LinkedIn wants a code: OTP\n"));
        Assert.That(await postpress.Jobs.SolveCheckpointAsync(account, draftId, SandboxCodes.Otp), Is.InstanceOf<JobCheckpoint>());
    }

    [Test]
    public async Task A_publication_that_was_started_elsewhere_is_completed()
    {
        var draftId = (await postpress.Jobs.CreateAsync(Job())).JobId!;
        await postpress.Jobs.StartPublicationAsync(account, draftId, PublishMode.Free);
        var codes = new Queue<string>([SandboxCodes.Otp, SandboxCodes.EmailToken]);
        var kinds = new List<CheckpointType?>();
        Task<string?> askForCode(CheckpointChallenge challenge, CancellationToken cancellationToken)
        {
            kinds.Add(challenge.Type);
            return Task.FromResult<string?>(codes.Dequeue());
        }

        {
            #region src/PostPress.Client/docs/jobs.md
            JobPublished job = await postpress.Jobs.SolveCheckpointAsync(account, draftId, askForCode, new CheckpointOptions { FirstCheckpoint = CheckpointType.OneTimeCode });
            #endregion

            Assert.That(job.JobState, Is.EqualTo(JobState.Active));
        }

        Assert.That(kinds, Is.EqualTo(new CheckpointType?[] { CheckpointType.OneTimeCode, CheckpointType.EmailVerification }));
    }

    [TestCase(CheckpointFailure.GivenUp, "")]
    [TestCase(CheckpointFailure.TooManyCodes, "000000", "000000")]
    [TestCase(CheckpointFailure.NotSolvable, "0", "0", "0", "0", "0")]
    public async Task A_checkpoint_that_is_not_solved_says_why(CheckpointFailure expected, params string[] codes)
    {
        var draftId = (await postpress.Jobs.CreateAsync(Job())).JobId!;
        Type(codes);
        var askForCode = new Func<CheckpointChallenge, CancellationToken, Task<string?>>(async (_, ct) => await Console.In.ReadLineAsync(ct));
        var options = new CheckpointOptions { MaxCodes = codes.Length };
        var reason = default(CheckpointFailure?);

        try
        {
            await postpress.Jobs.PublishAsync(account, draftId, PublishMode.Free, askForCode, options);
        }
        #region src/PostPress.Client/docs/jobs.md
        catch (CheckpointFailedException e)
        {
            reason = e.Reason;
            Console.WriteLine($"Draft {e.DraftId}, after {e.CodesSubmitted} codes: {e.Message}");
        }
        #endregion

        Assert.That(reason, Is.EqualTo(expected));
        Assert.That(Printed, Does.StartWith($"Draft {draftId}, after {codes.Count(c => c.Length > 0)} codes: "));
    }
}
