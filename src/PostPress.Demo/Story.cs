using System.Diagnostics;
using PostPress.Sandbox;
using Spectre.Console;

namespace PostPress.Demo;

/// <summary>The whole story: words to ids, search, draft, publication with its codes, post. Each chapter reads as a user of the library would write it.</summary>
internal sealed class Story(IAnsiConsole console, PostPressClient postpress, Target target)
{
    private const int PageSize = 10;
    private const int People = 25;

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        var time = Stopwatch.StartNew();
        console.Write(new Rule("[bold]PostPress for .NET[/]").LeftJustified());
        console.MarkupLineInterpolated($"Talking to {(target.Sandbox is null ? "the real API" : "a sandbox in this process")} at [blue]{target.Options.BaseAddress}[/]");

        var location = await FindIdsAsync(cancellationToken);
        var people = await SearchAsync(cancellationToken);
        var draft = await CreateDraftAsync(location, cancellationToken);
        if (draft is not null)
        {
            await PublishJobAsync(draft, cancellationToken);
        }

        await PublishPostAsync(people, cancellationToken);

        console.WriteLine();
        console.MarkupLineInterpolated($"[green]Done[/] in {time.Elapsed.TotalSeconds:0.0} s.");
        if (target.Sandbox is { } sandbox)
        {
            console.MarkupLineInterpolated($"[grey]The sandbox saw {sandbox.Requests.Count} requests; it holds {sandbox.PublishedJobs.Count} published job and {sandbox.Posts.Count} post.[/]");
        }
    }

    private async Task<string> FindIdsAsync(CancellationToken cancellationToken)
    {
        Chapter("1", "Find the ids that LinkedIn wants instead of words");
        var offered = await postpress.Search.ListParametersAsync(target.AccountId, SearchParameterType.Location, "Berlin", new SearchParameterOptions { Limit = 3 }, cancellationToken: cancellationToken);
        console.WriteLine("LinkedIn offers for \"Berlin\":");
        foreach (var item in offered.Items ?? [])
        {
            console.MarkupLineInterpolated($"  {item.Id,-12}{item.Title}");
        }

        var location = await postpress.Search.FindIdAsync(target.AccountId, SearchParameterType.Location, "Berlin, Germany", cancellationToken: cancellationToken);
        console.MarkupLineInterpolated($"\"Berlin, Germany\" is [blue]{location}[/].");
        return location;
    }

    private async Task<List<PersonResult>> SearchAsync(CancellationToken cancellationToken)
    {
        Chapter("2", "Search people, page after page");
        var search = new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2] };
        var options = new SearchOptions { PageSize = PageSize, MaxItems = People };

        var people = new List<PersonResult>();
        var table = new Table().Border(TableBorder.Rounded).AddColumns("#", "page", "name", "headline", "distance");
        var row = 0;
        await foreach (var hit in postpress.Search.ListAsync(target.AccountId, search, options, cancellationToken: cancellationToken))
        {
            var page = (row / PageSize) + 1;
            row++;
            if (hit is PersonResult person)
            {
                people.Add(person);
                if ((row - 1) % PageSize < 3)
                {
                    table.AddRow($"{row}", $"{page}", Markup.Escape(person.Name ?? "(hidden profile)"), Markup.Escape(person.Headline ?? ""), Markup.Escape($"{person.NetworkDistance}"));
                }
                else if ((row - 1) % PageSize == 3)
                {
                    table.AddRow("[grey]…[/]", "[grey]…[/]", "[grey]…[/]", "[grey]…[/]", "[grey]…[/]");
                }
            }
        }

        console.Write(table);
        console.MarkupLineInterpolated($"{row} results over {(row + PageSize - 1) / PageSize} pages. The filters went out once; each further page was asked for by its cursor alone.");
        return people;
    }

    private async Task<JobDraft?> CreateDraftAsync(string location, CancellationToken cancellationToken)
    {
        Chapter("3", "Create a job draft");
        if (!Agreed("Create a job draft on the real account?"))
        {
            return null;
        }

        var draft = await postpress.Jobs.CreateAsync(
            new CreateJobRequest
            {
                AccountId = target.AccountId,
                JobTitle = new FreeText { Text = "Senior Frontend Engineer" },
                Company = new ResolvedId { Id = "9374000" },
                Workplace = Workplace.Hybrid,
                Location = location,
                EmploymentStatus = EmploymentStatus.FullTime,
                Description = "<p>We are hiring a Senior Frontend Engineer.</p>",
                ScreeningQuestions =
                [
                    new NumericScreeningQuestion { Question = "How many years have you written TypeScript?", MinExpectation = 3, MustMatch = true },
                    new MultipleChoiceScreeningQuestion { Question = "Where do you work best?", Choices = ["Office", "Home"], ExpectedChoices = ["Office", "Home"] },
                ],
            },
            cancellationToken: cancellationToken);

        console.MarkupLineInterpolated($"Draft [blue]{draft.JobId}[/] is created; nothing is published yet.");
        Show(PublishChoice.FromDraft(draft));
        return draft;
    }

    private void Show(PublishChoice choice)
    {
        console.WriteLine("How it could be published:");
        Row("free of charge", choice.CanBeFree ? "yes" + Applicants(choice.FreeMonthlyApplicants) : $"no: {choice.IneligibleReason ?? "no reason is given"}");
        Row("promoted", choice.CanBePromoted ? "yes" + Applicants(choice.PromotedMonthlyApplicants) : "no budget is offered");
        Budget("  a day", choice.DailyBudget);
        Budget("  a month", choice.MonthlyBudget);

        void Row(string name, string value) => console.MarkupLineInterpolated($"  {name,-16}{value}");

        void Budget(string time, BudgetRange? budget)
        {
            if (budget is not null)
            {
                Row(time, $"{budget.Min:0.##} to {budget.Max:0.##} {choice.Currency}, {budget.Recommended:0.##} recommended");
            }
        }

        static string Applicants(decimal? monthly) => monthly is null ? "" : $", about {monthly:0.#} applicants a month";
    }

    private async Task PublishJobAsync(JobDraft draft, CancellationToken cancellationToken)
    {
        Chapter("4", "Publish the job, through LinkedIn's checkpoints");
        var mode = PublishChoice.FromDraft(draft).CanBeFree ? PublishMode.Free : PublishMode.Promoted();
        if (!Agreed($"Publish the job, for everybody to see, from the real account ({mode})?"))
        {
            return;
        }

        try
        {
            var job = await postpress.Jobs.PublishAsync(target.AccountId, draft, mode, AskForCodeAsync, cancellationToken: cancellationToken);
            console.MarkupLineInterpolated($"[green]Published[/]: job [blue]{job.JobId}[/] is {job.JobState}.");
        }
        catch (CheckpointFailedException e) when (e.Reason == CheckpointFailure.GivenUp)
        {
            console.MarkupLine("No code was entered, so the draft stays unpublished.");
        }
    }

    private Task<string?> AskForCodeAsync(CheckpointChallenge challenge, CancellationToken cancellationToken)
    {
        var kind = challenge.Type is { } type ? $"{type}" : "its first";
        var why = challenge.Cause switch
        {
            ChallengeCause.WrongCode => $"The code was wrong: {(challenge.LastError as PostPressApiException)?.Detail}",
            ChallengeCause.FollowUp => $"The code was right, and LinkedIn wants another one ({kind})",
            ChallengeCause.Renewed => "The link had expired, and LinkedIn sent a new code",
            ChallengeCause.OutcomeUnknown => "No response came to the code before; any code finds out whether the job is published",
            _ => $"LinkedIn wants a code before it publishes the job ({kind})",
        };
        console.MarkupLineInterpolated($"  [yellow]Code {challenge.CodeNumber}[/]: {why}");
        if (target.Sandbox is null && !console.Profile.Capabilities.Interactive)
        {
            console.MarkupLine("  Nobody is there to enter it.");
            return Task.FromResult<string?>(null);
        }

        if (target.Sandbox is null)
        {
            return new TextPrompt<string>("  The code (empty to stop):").AllowEmpty().ShowAsync(console, cancellationToken)!;
        }

        // A wrong code first: so the loop is seen to ask again.
        var code = challenge switch
        {
            { CodeNumber: 1 } => "000000",
            { Cause: ChallengeCause.FollowUp } => SandboxCodes.EmailToken,
            _ => SandboxCodes.Otp,
        };
        console.MarkupLineInterpolated($"  → {code}");
        return Task.FromResult<string?>(code);
    }

    private async Task PublishPostAsync(List<PersonResult> people, CancellationToken cancellationToken)
    {
        Chapter("5", "Publish a post with mentions and two images");
        if (!Agreed("Publish a post, for everybody to see, from the real account?"))
        {
            return;
        }

        var directory = Directory.CreateTempSubdirectory("postpress-demo-").FullName;
        try
        {
            var person = people.Find(p => p.Id is not null && p.Name is not null)
                ?? throw new DemoException("The search found nobody whose profile is open, so there is nobody to mention.");
            var ada = Mention.Person(person.Id!, person.Name!);
            var acme = Mention.Company("9374000", "Acme");
            var post = new NewPost
            {
                AccountId = target.AccountId,
                Text = $"Thank you {ada}! {acme} is hiring 🐝 — ask {ada} what it is like {{really}}.",
                Attachments =
                [
                    Attachment.FromFile(SampleImage.Save(directory, "launch.png", hue: 40)),
                    Attachment.FromFile(SampleImage.Save(directory, "team.png", hue: 200)),
                ],
            };

            console.MarkupLineInterpolated($"Text on the wire: [blue]{post.Text.Text}[/]");
            var created = await console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn()).StartAsync(context =>
            {
                var bar = context.AddTask("  Upload");
                var progress = new Reporter(p =>
                {
                    bar.MaxValue = p.TotalBytes ?? double.MaxValue;
                    bar.Value = p.BytesSent;
                });
                return postpress.Posts.CreateAsync(post, progress, cancellationToken: cancellationToken);
            });
            console.MarkupLineInterpolated($"[green]Live[/] as [blue]{created.PostId ?? "(the provider gave no id)"}[/].");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private void Chapter(string number, string title)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{number}[/] {title}").LeftJustified().RuleStyle("grey"));
    }

    private bool Agreed(string question)
    {
        if (!target.AskFirst)
        {
            return true;
        }

        if (!console.Profile.Capabilities.Interactive)
        {
            console.MarkupLineInterpolated($"Left out: {question} Nobody is there to ask; use --yes.");
            return false;
        }

        return new ConfirmationPrompt(question) { DefaultValue = false }.Show(console);
    }

    /// <summary>Reports at once, in order; <see cref="Progress{T}"/> would post to the thread pool.</summary>
    private sealed class Reporter(Action<UploadProgress> report) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value) => report(value);
    }
}
