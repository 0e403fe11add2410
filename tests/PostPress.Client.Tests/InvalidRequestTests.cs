using Newtonsoft.Json;
using PostPress.Sandbox;

namespace PostPress.Tests;

/// <summary>What the contract does not allow is refused before anything is sent, and nothing that the API would take.</summary>
public class InvalidRequestTests
{
    private const string Account = SandboxAccounts.LinkedIn;

    public sealed record Bad(string Name, Func<PostPressClient, Task> Send, params string[] Paths)
    {
        public override string ToString() => Name;
    }

    private static IEnumerable<Bad> BadRequests() =>
    [
        new("Nothing in lists that need something", c => c.Jobs.CreateAsync(Job(r => (r.Functions, r.Skills) = ([], []))), "recruiter.functions", "recruiter.skills"),
        new("Too much in a list", c => c.Jobs.CreateAsync(Job(r => r.Industries = ["1", "2", "3", "4"])), "recruiter.industries"),
        new("An upper-case id in a list", c => c.Jobs.CreateAsync(Job(r => r.Functions = ["eng", "ENG"])), "recruiter.functions[1]"),
        new("A currency that is none", c => c.Jobs.CreateAsync(Job(r => r.Salary = new Salary { Currency = "dollars", Min = 1, Max = 2, PayFrequency = PayFrequency.Yearly })), "recruiter.salary.currency"),
        new("A word that the contract does not list", c => c.Jobs.CreateAsync(Job(r => r.Seniority = "BOSS")), "recruiter.seniority"),
        new("An id and a text", c => c.Jobs.CreateAsync(With(Job(), j => j.Company = new ResolvedId { Id = "1", AdditionalProperties = { ["text"] = "Acme" } })), "company.text"),
        new("Neither an id nor a text", c => c.Jobs.CreateAsync(With(Job(), j => j.Company = JsonConvert.DeserializeObject<IdOrText>("{}")!)), "company"),
        new("A place in words", c => c.Jobs.CreateAsync(With(Job(), j => j.Location = "Berlin")), "location"),
        new("A required member that a stored request lacks", c => c.Jobs.CreateAsync(JsonConvert.DeserializeObject<CreateJobRequest>($$"""{"account_id":"{{Account}}","job_title":{"text":"Chef"} }""")!), "company", "workplace", "location", "description"),
        new("A kind of question that there is not", c => c.Jobs.CreateAsync(With(Job(), j => j.ScreeningQuestions = [Question("numeric"), Question("essay")])), "screening_questions[1].answer_type"),
        new("A distance outside the set", c => c.Search.GetPageAsync(Account, new ClassicPeopleSearch { NetworkDistance = [1, 4] }), "network_distance[1]"),
        new("A degree outside the set", c => c.Search.GetPageAsync(Account, new RecruiterPeopleSearch { NetworkDistance = [1, "FRIEND"] }), "network_distance[1]"),
        new("A number between the steps", c => c.Search.GetPageAsync(Account, new ClassicJobSearch { MinimumSalary = new PoundMinimumSalary { Value = 45 } }), "minimum_salary.value"),
        new("A fraction between the steps", c => c.Search.GetPageAsync(Account, new SalesNavigatorCompanySearch { AnnualRevenue = new AnnualRevenueRange { Currency = "USD", Min = 0.3m, Max = 5 } }), "annual_revenue.min"),
        new("A year of two digits", c => c.Search.GetPageAsync(Account, new RecruiterPeopleSearch { GraduationYear = new GraduationYearRange { Min = 99, Max = 2024 } }), "graduation_year.min"),
        new("A poster without a word about him", c => c.Search.GetPageAsync(Account, new ClassicPostSearch { PostedBy = new PostedBy() }), "posted_by"),
        new("Another variant's filter", c => c.Search.GetPageAsync(Account, new ClassicPeopleSearch { AdditionalProperties = { ["spotlights"] = "OPEN_TO_WORK" } }), "spotlights"),
        new("More on a page than Classic gives", c => c.Search.GetPageAsync(Account, new ClassicPeopleSearch(), new SearchOptions { PageSize = 51 }), "limit"),
        new("More on a page than Recruiter gives", c => c.Search.GetPageAsync(Account, new RecruiterPeopleSearch(), new SearchOptions { PageSize = 101 }), "limit"),
        new("A link without http", c => c.Posts.CreateAsync(new NewPost { AccountId = Account, Text = "x", ExternalLink = "example.com" }), "external_link"),
        new("A mention without a provider's id", c => c.Posts.CreateAsync(new NewPost { AccountId = Account, Text = PostText.From($"Hi {Mention.Person("ACoAAA1", "Ada")} and {Mention.Person("bob", "Bob")}") }), "mentions[1].profile_id"),
    ];

    [TestCaseSource(nameof(BadRequests))]
    public async Task Is_refused_by_name_before_anything_is_sent_and_by_the_API_if_it_is_sent(Bad bad)
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);

        var refused = Assert.Throws<InvalidRequestException>(() => _ = bad.Send(client));
        Assert.That(refused.Violations.Select(v => v.Path), Is.EqualTo(bad.Paths));
        Assert.That(bad.Paths.All(path => refused.Message.Contains($"`{path}`", StringComparison.Ordinal)), refused.Message);
        Assert.That(refused.Message, Does.Contain("CheckRequests"));
        Assert.That(sandbox.Requests, Is.Empty);

        using var unchecking = Unchecking(sandbox);
        var answer = await Assert.ThrowsAsync<PostPressApiException>(() => bad.Send(unchecking));
        Assert.That((int)answer.StatusCode, Is.EqualTo(400).Or.EqualTo(422));
        Assert.That(sandbox.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public void The_rule_is_said_in_words()
    {
        using var client = Clients.Over(new Clients.Script());
        var job = Job(r =>
        {
            r.Functions = [];
            r.Seniority = "BOSS";
        });
        var refused = Assert.Throws<InvalidRequestException>(() => _ = client.Jobs.CreateAsync(job));

        Assert.That(refused.Operation, Is.EqualTo("createJob"));
        Assert.That(refused.Violations.Select(v => v.ToString()), Is.EqualTo(new[]
        {
            "`recruiter.functions` (Recruiter.Functions) needs 1 to 3 items, has 0",
            "`recruiter.seniority` (Recruiter.Seniority) must be INTERNSHIP, ENTRY_LEVEL, ASSOCIATE, MID_SENIOR_LEVEL, DIRECTOR, EXECUTIVE or NOT_APPLICABLE",
        }));
        Assert.That(refused.Message, Does.StartWith("createJob was not sent, because it violates PostPress's contract: `recruiter.functions` (Recruiter.Functions) needs 1 to 3 items, has 0; `recruiter.seniority` (Recruiter.Seniority)"));
    }

    [Test]
    public void A_name_in_place_of_an_id_is_told_where_to_find_the_id()
    {
        using var client = Clients.Over(new Clients.Script());
        var refused = Assert.Throws<InvalidRequestException>(() => _ = client.Jobs.CreateAsync(With(Job(), job => job.Location = "Berlin")));

        Assert.That(refused.Violations.Single().ToString(), Is.EqualTo("`location` (Location) must be an id, not a text; find it with Search.FindIdAsync and SearchParameterType.Location"));
    }

    // An attribute can't hold them.
    private static readonly string[] HalfCharacters = ["Chef \ud83d", "\ude00 Chef", "\ud83d\ude00\ude00", "\ud83d Chef \ud83d\ude00"];

    [TestCaseSource(nameof(HalfCharacters))]
    public void Half_of_a_character_is_refused_wherever_a_text_stands(string text)
    {
        using var client = Clients.Over(new Clients.Script());
        var job = With(Job(r => r.Skills = ["1", text]), j => j.Description = text);
        var search = new ClassicJobSearch { Keywords = text };

        Assert.That(Assert.Throws<InvalidRequestException>(() => _ = client.Jobs.CreateAsync(job)).Violations.Select(v => v.Path), Is.SupersetOf(new[] { "description", "recruiter.skills[1]" }));
        Assert.That(Assert.Throws<InvalidRequestException>(() => _ = client.Search.GetPageAsync(Account, search)).Violations.Single().Path, Is.EqualTo("keywords"));
    }

    [Test]
    public async Task Whole_characters_of_two_chars_are_text()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);

        await client.Posts.CreateAsync(Post("\ud83d\udc1d\ud83d\ude00 \ud83d\ude00", _ => { }));

        Assert.That(sandbox.Posts.Single().Text, Is.EqualTo("\ud83d\udc1d\ud83d\ude00 \ud83d\ude00"));
    }

    [Test]
    public void A_list_of_results_is_refused_when_it_is_asked_for()
    {
        using var client = Clients.Over(new Clients.Script());
        var search = new ClassicPeopleSearch { ProfileLanguage = ["english"] };

        Assert.That(() => client.Search.ListAsync("acc", search), Throws.InstanceOf<InvalidRequestException>());
        Assert.That(() => client.Search.ListPagesAsync("acc", search, new SearchOptions { PageSize = 60 }), Throws.InstanceOf<InvalidRequestException>().With.Property("Violations").Count.EqualTo(2));
    }

    [Test]
    public void No_value_stands_in_the_message()
    {
        const string canary = "canary-7f3a";
        using var client = Clients.Over(new Clients.Script());
        var mention = Mention.Person(canary, canary);
        Func<Task>[] calls =
        [
            () => client.Jobs.CreateAsync(With(Job(r => (r.Functions, r.Seniority, r.ApplyMethod) = (["ENG " + canary], canary, JsonConvert.DeserializeObject<ApplyMethod>($$"""{"type":"{{canary}}"}""")!)), j => (j.Location, j.Description) = (canary, canary))),
            () => client.Posts.CreateAsync(new NewPost { AccountId = canary, Text = PostText.From($"{mention} {canary}"), ExternalLink = canary }),
            () => client.Posts.CreateAsync(new NewPost { AccountId = canary, Text = canary + " {{7}}" }),
            () => client.Search.GetPageAsync(canary, new ClassicPeopleSearch { ProfileLanguage = [canary], OpenTo = [canary] }),
        ];
        foreach (var call in calls)
        {
            var refused = Assert.Throws<InvalidRequestException>(() => _ = call());
            Assert.That(refused.ToString(), Does.Not.Contain(canary));
        }
    }

    private static readonly Mention Ada = Mention.Person("ACoAAA1", "Ada");

    private static readonly Attachment Image = Attachment.FromBytes([1], "a.png");

    private static IEnumerable<TestCaseData> PostsThatWouldGoLiveWrong() =>
    [
        new TestCaseData(Post("", _ => { }), "text").SetArgDisplayNames("Nothing to show"),
        new TestCaseData(Post(" \n\u00a0", _ => { }), "text").SetArgDisplayNames("White space alone"),
        new TestCaseData(Post("Congratulations \ud83d", _ => { }), "text").SetArgDisplayNames("A text that was cut in an emoji"),
        new TestCaseData(Post("Hi " + Ada, _ => { }), "text").SetArgDisplayNames("A mention lost in a plain string"),
        new TestCaseData(Post("Hi " + Mention.Company("42", "Acme"), _ => { }), "text").SetArgDisplayNames("A company lost in a plain string"),
        new TestCaseData(Post(PostText.From($"Hi {Ada} and {Mention.Company("ACoAAA1", "Acme")}"), _ => { }), "mentions[1].profile_id").SetArgDisplayNames("A company with the id of a person"),
        new TestCaseData(Post(PostText.From($"Hi {Mention.Person("42", "Ada")}"), _ => { }), "mentions[0].profile_id").SetArgDisplayNames("A person with the id of a company"),
        new TestCaseData(Post("x", p => p.Attachments = [Image, Attachment.FromBytes([], "b.png")]), "attachments[1]").SetArgDisplayNames("An empty file"),
        new TestCaseData(Post("x", p => (p.Attachments, p.VideoThumbnail) = ([Attachment.FromBytes([1], "a.mp4")], Attachment.FromBytes([], "t.png"))), "video_thumbnail").SetArgDisplayNames("An empty thumbnail"),
        new TestCaseData(Post("x", p => p.VideoThumbnail = Image), "video_thumbnail").SetArgDisplayNames("A thumbnail without a file"),
        new TestCaseData(Post("x", p => (p.Attachments, p.VideoThumbnail) = ([Attachment.FromBytes([1], "b.jpg")], Image)), "video_thumbnail").SetArgDisplayNames("A thumbnail beside an image"),
    ];

    [TestCaseSource(nameof(PostsThatWouldGoLiveWrong))]
    public async Task A_post_that_would_go_live_wrong_is_refused_and_by_the_sandbox_too(NewPost post, string path)
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        using var unchecking = Unchecking(sandbox);

        Assert.That(Assert.Throws<InvalidRequestException>(() => _ = client.Posts.CreateAsync(post)).Violations.Single().Path, Is.EqualTo(path));
        Assert.That(sandbox.Requests, Is.Empty);

        // What a text was before, only its sender knows.
        if (path is not "text" || string.IsNullOrWhiteSpace(post.Text.Text))
        {
            var refused = await Assert.ThrowsAsync<PostPressApiException>(() => unchecking.Posts.CreateAsync(post));
            Assert.That(refused!.Detail, Does.Contain(path.Split('[')[0]));
        }
        else
        {
            await unchecking.Posts.CreateAsync(post);
            Assert.That(sandbox.Posts, Has.Count.EqualTo(1));
        }
    }

    private static IEnumerable<TestCaseData> PostsThatAreRight() =>
    [
        new TestCaseData(Post("", p => p.Repost = "7332661864792854528")).SetArgDisplayNames("A repost without commentary"),
        new TestCaseData(Post("", p => p.Attachments = [Image])).SetArgDisplayNames("A file without text"),
        new TestCaseData(Post("", p => p.ExternalLink = "https://example.com")).SetArgDisplayNames("A link without text"),
        new TestCaseData(Post("", p => p.IncludeJobPosting = "3984512098")).SetArgDisplayNames("A job posting without text"),
        new TestCaseData(Post($"Hi {Ada}", _ => { })).SetArgDisplayNames("An interpolated string"),
        new TestCaseData(Post("x", p => (p.Attachments, p.VideoThumbnail) = ([Attachment.FromBytes([1], "a.mp4")], Image))).SetArgDisplayNames("A thumbnail beside a video"),
        new TestCaseData(Post("x", p => (p.Attachments, p.VideoThumbnail) = ([Attachment.FromBytes([1], "recording")], Image))).SetArgDisplayNames("A thumbnail beside a file of unknown kind"),
    ];

    [TestCaseSource(nameof(PostsThatAreRight))]
    public async Task A_post_that_is_right_is_sent(NewPost post)
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);

        await client.Posts.CreateAsync(post);

        Assert.That(sandbox.Posts, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_post_without_a_text_is_refused()
    {
        using var client = Clients.Over(new Clients.Script());
        string? nothing = null;

        Assert.That(() => client.Posts.CreateAsync(new NewPost { AccountId = "acc", Text = nothing! }), Throws.ArgumentException.With.Message.Contains("NewPost.Text"));
    }

    private static NewPost Post(PostText text, Action<NewPost> change)
    {
        var post = new NewPost { AccountId = Account, Text = text };
        change(post);
        return post;
    }

    [TestCase("Hi {{0}}", false)]
    [TestCase("Hi {{12345678901234567890}}", false)]
    [TestCase("{{ {{}} {{a}} {{0} {0}} { {0} } {{ 0 }}", true)]
    public async Task A_number_in_double_braces_needs_a_mention(string text, bool isFine)
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);
        using var unchecking = Unchecking(sandbox);
        Task Send(PostPressClient by) => by.Posts.CreateAsync(new NewPost { AccountId = Account, Text = text });

        if (isFine)
        {
            await Send(client);
        }
        else
        {
            Assert.That(Assert.Throws<InvalidRequestException>(() => _ = Send(client)).Violations.Single().Path, Is.EqualTo("text"));
            await Send(unchecking);
        }

        Assert.That(sandbox.Posts.Single().Text, Is.EqualTo(text));
    }

    [Test]
    public async Task What_the_contract_takes_is_sent()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var client = Clients.Over(sandbox);

        Assert.That((await client.Jobs.CreateAsync(Job(r => r.Functions = ["eng", "it"]))).JobId, Is.Not.Empty);
        Assert.That((await client.Posts.CreateAsync(new NewPost { AccountId = Account, Text = PostText.From($"Hi {Mention.Company("42", "Acme")}"), ExternalLink = "https://example.com" })).PostId, Is.Not.Empty);
        var page = await client.Search.GetPageAsync(Account, new ClassicPeopleSearch { NetworkDistance = [1, 2] }, new SearchOptions { PageSize = 50 });

        // The search as it was understood can be sent again.
        await client.Search.GetPageAsync(Account, page.Config!.Params!);
        Assert.That(sandbox.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public void A_user_s_test_can_make_the_exception()
    {
        var made = new InvalidRequestException("search", [new RequestViolation("", "must have cursor or url"), new RequestViolation("limit", "must be 1 to 50")]);
        Assert.That(made, Is.InstanceOf<PostPressException>());
        Assert.That(made.Message, Does.Contain("the body must have cursor or url; `limit` must be 1 to 50."));
        Assert.That(() => new InvalidRequestException("search", null!), Throws.ArgumentNullException);
        Assert.That(() => new RequestViolation(null!, ""), Throws.ArgumentNullException);
    }

    private static PostPressClient Unchecking(PostPressSandbox sandbox) =>
        new(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress, MaxRetries = 0, CheckRequests = false });

    private static CreateJobRequest Job(Action<RecruiterJobOptions>? change = null)
    {
        var recruiter = new RecruiterJobOptions
        {
            Project = new NewRecruiterProject { Name = "New" },
            Functions = ["eng"],
            Industries = ["4"],
            Seniority = JobSeniority.Director,
            ApplyMethod = new ExternalApply { Url = "https://example.com" },
        };
        change?.Invoke(recruiter);
        return new CreateJobRequest
        {
            AccountId = Account,
            JobTitle = new FreeText { Text = "Chef" },
            Company = new ResolvedId { Id = "1" },
            Workplace = Workplace.Remote,
            Location = "102277331",
            Description = "Cooking.",
            Recruiter = recruiter,
        };
    }

    private static CreateJobRequest With(CreateJobRequest job, Action<CreateJobRequest> change)
    {
        change(job);
        return job;
    }

    private static ScreeningQuestion Question(string kind) => JsonConvert.DeserializeObject<ScreeningQuestion>($$"""{"answer_type":"{{kind}}","question":"?"}""")!;

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Search("location[0]", new ClassicPeopleSearch { Location = ["Berlin"] });
        yield return Search("company[1]", new ClassicPeopleSearch { Company = ["1441", "Acme"] });
        yield return Search("region", new ClassicJobSearch { Region = "Berlin" });
        yield return Search("posted_by.company[0]", new ClassicPostSearch { PostedBy = new PostedBy { Company = ["Acme"] } });
        yield return Search("location.exclude[0]", new SalesNavigatorPeopleSearch { Location = new IncludeExclude { Exclude = ["Berlin"] } });
        yield return Search("location_by_postal_code.include[0]", new SalesNavigatorPeopleSearch { LocationByPostalCode = new PostalCodeFilter { Include = ["downtown"] } });
        yield return Search("school[0].id", new RecruiterPeopleSearch { School = [new PrioritizedId { Id = "Harvard University" }] });
        yield return Search("skills[0].id", new RecruiterPeopleSearch { Skills = [new RecruiterSkillById { Id = "Honey" }] });
        yield return Search("headcount[0].min", new ClassicCompanySearch { Headcount = [new HeadcountRange { Min = 51, Max = 50 }] });
        yield return Search("tenure.min", new RecruiterPeopleSearch { Tenure = new NumberRange { Min = 2, Max = 1 } });
        yield return Create("recruiter.salary.min", job => job.Recruiter!.Salary = new Salary { Currency = "EUR", Min = 2, Max = 1, PayFrequency = PayFrequency.Hourly });
        yield return Create("recruiter.industries[0]", job => job.Recruiter!.Industries = ["Software"]);
        yield return Create("recruiter.functions[0]", job => job.Recruiter!.Functions = ["sales and marketing"]);
        yield return Create("screening_questions[0].choices", job => job.ScreeningQuestions = [new MultipleChoiceScreeningQuestion { Question = "?", Choices = [], ExpectedChoices = [] }]);
        yield return Create("screening_questions[0].expected_choices[0]", job => job.ScreeningQuestions = [new MultipleChoiceScreeningQuestion { Question = "?", Choices = ["Yes"], ExpectedChoices = ["yes"] }]);
        yield return Create("screening_questions[0].min_expectation", job => job.ScreeningQuestions = [new NumericScreeningQuestion { Question = "?", MinExpectation = 3, MaxExpectation = 2 }]);
        yield return Case("mode", client => client.Jobs.PublishAsync("1", new PromotedPublication { AccountId = SandboxAccounts.LinkedIn, Mode = PromotionMode.PromotedPlus, Service = JobService.Recruiter }));

        static TestCaseData Search(string path, SearchRequest search) => Case(path, client => client.Search.GetPageAsync(SandboxAccounts.LinkedIn, search));

        static TestCaseData Create(string path, Action<CreateJobRequest> change)
        {
            var job = Job(_ => { });
            job.AccountId = SandboxAccounts.LinkedIn;
            change(job);
            return Case(path, client => client.Jobs.CreateAsync(job));
        }

        static TestCaseData Case(string path, Func<PostPressClient, Task> call) => new TestCaseData(path, call).SetArgDisplayNames(path);
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task What_would_go_live_wrong_is_refused_here_and_by_the_sandbox(string path, Func<PostPressClient, Task> call)
    {
        await using var sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { People = 0, Companies = 0, Posts = 0, Jobs = 0 });
        var options = new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress, MaxRetries = 0 };
        using var careful = new PostPressClient(options);
        options.CheckRequests = false;
        using var careless = new PostPressClient(options);

        var here = await Assert.ThrowsAsync<InvalidRequestException>(() => call(careful));
        var there = await Assert.ThrowsAsync<PostPressApiException>(() => call(careless));

        Assert.Multiple(() =>
        {
            Assert.That(here!.Violations.Select(violation => violation.Path), Is.EqualTo(new[] { path }));
            Assert.That(here.Violations.Single().Member, Is.Not.Null);
            Assert.That(there!.Outcome, Is.EqualTo(CallOutcome.Refused));
            Assert.That(there.Detail, Does.Contain($"`{path}`"));
        });
    }

    [Test]
    public void Where_a_text_will_do_as_well_it_is_not_refused()
    {
        using var script = new Clients.Script(Clients.Json("""{"object":"LinkedinSearch","items":[]}"""));
        using var client = Clients.Over(script);
        var search = new SalesNavigatorPeopleSearch { Company = new IncludeExclude { Include = ["Acme"] }, Role = new IncludeExclude { Include = ["Chef"] } };

        Assert.That(() => client.Search.GetPageAsync("acc", search), Throws.Nothing);
    }
}
