using PostPress.Sandbox;

namespace PostPress.Demo;

/// <summary>
/// The whole story: an id, a search, a draft, its publication with codes, a post. Each step reads as a user of the library
/// would write it; the demo shows its region.
/// </summary>
internal sealed class Story(Screen screen, PostPressClient postpress, Target target)
{
    private readonly string account = target.AccountId;

    public async Task TellAsync(CancellationToken ct)
    {
        screen.Title("PostPress for .NET", $"A demo that talks to {(target.Sandbox is null ? "the real API" : "a sandbox in this process")} at {target.Options.BaseAddress}");

        var location = await FindIdAsync(ct);
        var people = await SearchAsync(ct);
        if (await CreateDraftAsync(location, ct) is { } draft)
        {
            await PublishJobAsync(draft, ct);
        }

        await PublishPostAsync(people, ct);
        ShowWhatIsNext();
    }

    private async Task<string> FindIdAsync(CancellationToken ct)
    {
        screen.Step(1, "Find the id of a place");

        #region step 1
        string location = await postpress.Search.FindIdAsync(
            account,
            SearchParameterType.Location,
            "Berlin, Germany",
            cancellationToken: ct);
        #endregion

        screen.Say($"LinkedIn wants an id, not a name: \"Berlin, Germany\" is {location}.");
        return location;
    }

    private async Task<List<PersonResult>> SearchAsync(CancellationToken ct)
    {
        screen.Step(2, "Search people, page after page");

        var people = new List<PersonResult>();
        #region step 2
        var search = new ClassicPeopleSearch
        {
            Keywords = "engineer",
            NetworkDistance = [1, 2],
        };
        var options = new SearchOptions { MaxItems = 25 };

        await foreach (SearchResult hit in postpress.Search.ListAsync(
            account, search, options, cancellationToken: ct))
        {
            if (hit is PersonResult person)
            {
                people.Add(person);
            }
        }
        #endregion

        screen.Table(people.Take(5).Select(person => new[] { person.Name ?? "(hidden profile)", person.Headline ?? "", $"{person.NetworkDistance}" }));
        screen.Say($"{people.Count} people. The next page is fetched while you read this one.");
        return people;
    }

    private async Task<JobDraft?> CreateDraftAsync(string location, CancellationToken ct)
    {
        screen.Step(3, "Create a job draft");
        if (!Agreed("Create a job draft on the real account?"))
        {
            return null;
        }

        #region step 3
        JobDraft draft = await postpress.Jobs.CreateAsync(
            new CreateJobRequest
            {
                AccountId = account,
                JobTitle = new FreeText { Text = "Senior Frontend Engineer" },
                Company = new ResolvedId { Id = "9374000" },
                Workplace = Workplace.Hybrid,
                Location = location,
                Description = "<p>We are hiring.</p>",
            },
            cancellationToken: ct);
        #endregion

        screen.Say($"Draft {draft.JobId} is created, and not published yet. You can publish it:");
        screen.List(Choices(PublishChoice.FromDraft(draft)));
        return draft;
    }

    private static IEnumerable<(string Name, string Value)> Choices(PublishChoice choice)
    {
        yield return ("free of charge", choice.CanBeFree ? "yes" + Applicants(choice.FreeMonthlyApplicants) : $"no: {choice.IneligibleReason ?? "LinkedIn gives no reason"}");
        yield return ("promoted", choice.CanBePromoted ? "yes" + Applicants(choice.PromotedMonthlyApplicants) : "no: LinkedIn offers no budget");
        if (choice.DailyBudget is { } day)
        {
            yield return ("  budget a day", Budget(day));
        }

        if (choice.MonthlyBudget is { } month)
        {
            yield return ("  budget a month", Budget(month));
        }

        string Budget(BudgetRange budget) => $"{budget.Min:0.##} to {budget.Max:0.##} {choice.Currency}, {budget.Recommended:0.##} recommended";

        static string Applicants(decimal? monthly) => monthly is null ? "" : $", about {monthly:0.#} applicants a month";
    }

    private async Task PublishJobAsync(JobDraft draft, CancellationToken ct)
    {
        screen.Step(4, "Publish the job, with the codes that LinkedIn wants");
        var mode = PublishChoice.FromDraft(draft).CanBeFree ? PublishMode.Free : PublishMode.Promoted();
        if (!Agreed($"Publish the job, for everybody to see ({mode})?"))
        {
            return;
        }

        try
        {
            #region step 4
            JobPublished job = await postpress.Jobs.PublishAsync(
                account, draft, mode, AskForCodeAsync, cancellationToken: ct);
            #endregion

            screen.Done("Published", $": job {job.JobId} is {job.JobState}.");
        }
        catch (CheckpointFailedException e) when (e.Reason == CheckpointFailure.GivenUp)
        {
            screen.Say($"No code was entered, so the draft stays unpublished.");
        }
    }

    private async Task<string?> AskForCodeAsync(CheckpointChallenge challenge, CancellationToken ct)
    {
        var kind = challenge.Type is { } type ? $" ({type})" : "";
        screen.Ask($"Code {challenge.CodeNumber}", challenge.Cause switch
        {
            ChallengeCause.WrongCode => $"the code was wrong. {(challenge.LastError as PostPressApiException)?.Detail}",
            ChallengeCause.FollowUp => $"the code was right, and LinkedIn wants another one{kind}.",
            ChallengeCause.Renewed => "the link had expired, and LinkedIn sent a new code.",
            ChallengeCause.OutcomeUnknown => "no response came to the code before. Any code finds out whether the job is published.",
            _ => $"LinkedIn wants a code before it publishes the job{kind}.",
        });

        if (target.Sandbox is null)
        {
            return screen.IsInteractive ? await screen.PromptAsync("The code (empty to stop):", ct) : null;
        }

        // A wrong code first: so the loop is seen to ask again.
        var code = challenge switch
        {
            { CodeNumber: 1 } => "000000",
            { Cause: ChallengeCause.FollowUp } => SandboxCodes.EmailToken,
            _ => SandboxCodes.Otp,
        };
        screen.Say($"  The demo enters {code}.");
        return code;
    }

    private async Task PublishPostAsync(List<PersonResult> people, CancellationToken ct)
    {
        screen.Step(5, "Publish a post with mentions and two images");
        if (!Agreed("Publish a post, for everybody to see?"))
        {
            return;
        }

        var person = people.Find(p => p.Id is not null && p.Name is not null)
            ?? throw new DemoException("The search found nobody whose profile is open, so there is nobody to mention.");
        var directory = Directory.CreateTempSubdirectory("postpress-demo-").FullName;
        try
        {
            var launch = SampleImage.Save(directory, "launch.png", hue: 40);
            var team = SampleImage.Save(directory, "team.png", hue: 200);

            var (post, created) = await screen.UploadAsync(async progress =>
            {
                #region step 5
                Mention ada = Mention.Person(person.Id!, person.Name!);
                Mention acme = Mention.Company("9374000", "Acme");
                var post = new NewPost
                {
                    AccountId = account,
                    Text = $"Thank you {ada}! {acme} is hiring 🐝 — ask {ada}.",
                    Attachments =
                    [
                        Attachment.FromFile(launch),
                        Attachment.FromFile(team),
                    ],
                };

                PostCreated created = await postpress.Posts.CreateAsync(
                    post, progress, cancellationToken: ct);
                #endregion

                return (post, created);
            });

            screen.Post(post.Text!, post.Attachments!);
            screen.Done("Published", $": {created.PostId ?? "the provider gave no id"}.");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private void ShowWhatIsNext()
    {
        screen.Heading("What next");
        screen.List(
        [
            ("In your program", "dotnet add package PostPress.Client"),
            ("On your account", "set POSTPRESS_API_KEY and POSTPRESS_ACCOUNT_ID, and run the demo again: it asks before it publishes"),
            ("In a browser", "dotnet run --project src/PostPress.Sandbox"),
            ("This code", "src/PostPress.Demo/Story.cs"),
            ("Your questions", "src/PostPress.Client/docs/index.md"),
        ]);
    }

    private bool Agreed(string question)
    {
        if (!target.AskFirst)
        {
            return true;
        }

        if (!screen.IsInteractive)
        {
            screen.Say($"Left out: {question} Nobody is there to ask; use --yes.");
            return false;
        }

        return screen.Confirm(question);
    }
}
