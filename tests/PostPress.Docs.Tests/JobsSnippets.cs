using PostPress;
using PostPress.Sandbox;

namespace Docs;

public class JobsSnippets : SnippetTests
{
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
    public async Task A_draft_is_created()
    {
        #region src/PostPress.Client/Jobs/README.md
        JobDraft draft = await postpress.Jobs.CreateAsync(
            new CreateJobRequest
            {
                AccountId = account,
                JobTitle = new FreeText { Text = "Senior Frontend Engineer" },
                Company = new ResolvedId { Id = "9374000" },
                Workplace = Workplace.Hybrid,
                Location = "102277331",
                Description = "<p>We are hiring.</p>",
                ScreeningQuestions = [new NumericScreeningQuestion { Question = "Years of TypeScript?", MinExpectation = 3, MustMatch = true }],
            },
            new CallOptions { IdempotencyKey = "vacancy-4711" });

        Console.WriteLine($"Draft {draft.JobId}, free: {draft.PublishOptions?.Free?.Eligible}");
        #endregion

        Assert.That(Printed, Is.EqualTo($"Draft {sandbox.Drafts.Single().Id}, free: True\n"));
    }

    [Test]
    public async Task A_job_of_a_Recruiter_account_says_where_it_belongs()
    {
        var job = Job();

        #region src/PostPress.Client/Jobs/README.md
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
    public async Task The_loop_asks_until_the_job_is_published()
    {
        Type("000000", SandboxCodes.Otp, SandboxCodes.EmailToken);
        var draft = await postpress.Jobs.CreateAsync(Job());

        #region src/PostPress.Client/Jobs/README.md
        JobPublished job = await postpress.Jobs.SolveCheckpointAsync(account, draft, async (challenge, ct) =>
        {
            Console.WriteLine($"Code {challenge.CodeNumber} ({challenge.Cause}, {challenge.Type?.Value ?? "kind unknown"})");
            return await Console.In.ReadLineAsync(ct); // null or "" gives up
        });
        Console.WriteLine($"Job {job.JobId} is {job.JobState}.");
        #endregion

        Assert.That(Printed, Is.EqualTo(Shown("src/PostPress.Client/Jobs/README.md")));
    }

    [Test]
    public async Task A_web_page_submits_one_code()
    {
        var draftId = (await postpress.Jobs.CreateAsync(Job())).JobId!;
        const string code = SandboxCodes.Otp;

        #region src/PostPress.Client/Jobs/README.md
        CheckpointOutcome outcome = await postpress.Jobs.SolveCheckpointAsync(account, draftId, code);
        Console.WriteLine(outcome switch
        {
            JobPublished job => $"Published: {job.JobState}",
            JobCheckpoint next => $"Ask for another code: {next.Type}",
            _ => "Something newer than this library. Look at the draft.",
        });
        #endregion

        Assert.That(Printed, Is.EqualTo("Ask for another code: EMAIL_VERIFICATION\n"));
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
            await postpress.Jobs.SolveCheckpointAsync(account, draftId, askForCode, options);
        }
        #region src/PostPress.Client/Jobs/README.md
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
