// The operations from C#, by a client that Kiota generates from the contract itself.
// usage: POSTPRESS_BASE_ADDRESS=… dotnet PostPress.Kiota.dll [losses]
using System.Text.Json;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;
using PostPress.Kiota;
using PostPress.Kiota.Models;

const string Account = "acc_linkedin_sandbox";

if (Environment.GetEnvironmentVariable("POSTPRESS_BASE_ADDRESS") is not { Length: > 0 } address)
{
    Console.Error.WriteLine("POSTPRESS_BASE_ADDRESS is not set.");
    return 2;
}

// Kiota would repeat what is answered by 429, 503 or 504, writes too.
using var http = KiotaClientFactory.Create(optionsForHandlers: [new RetryHandlerOption { MaxRetry = 0 }]);
// Kiota's own provider of the key refuses plain HTTP, on loopback too.
http.DefaultRequestHeaders.Add("X-API-KEY", "pp_test_sandbox");
using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = address };
var postpress = new PostPressClient(adapter);
if (args is ["losses"])
{
    await Losses.PrintAsync(postpress);
    return 0;
}

// --- search: the variants of a union are members of one class, of which one is set -----------------------------------

SearchRequest[] searches =
[
    new() { ClassicPeopleSearch = new() { Api = "classic", Category = "people", Keywords = "engineer", NetworkDistance = [1, 2] } },
    new() { ClassicCompanySearch = new() { Api = "classic", Category = "companies" } },
    new() { ClassicPostSearch = new() { Api = "classic", Category = "posts" } },
    new() { ClassicJobSearch = new() { Api = "classic", Category = "jobs", MinimumSalary = new() { PoundMinimumSalary = new() { Currency = "GBP", Value = 60 } } } },
    new() { SalesNavigatorPeopleSearch = new() { Api = "sales_navigator", Category = "people" } },
    new() { SalesNavigatorCompanySearch = new() { Api = "sales_navigator", Category = "companies" } },
    new() { RecruiterPeopleSearch = new() { Api = "recruiter", Category = "people" } },
    new() { UrlSearch = new() { Url = "https://www.linkedin.com/search/results/people/?keywords=engineer" } },
];
foreach (var search in searches)
{
    var hits = new List<SearchResult>();
    var body = search;
    var pages = 0;
    while (body is not null && pages < 3)
    {
        var page = await postpress.Linkedin.Search.PostAsync(body, c => (c.QueryParameters.AccountId, c.QueryParameters.Limit) = (Account, 20));
        hits.AddRange(page!.Items!);
        pages++;
        body = page.Cursor is null ? null : new() { CursorSearch = new() { Cursor = page.Cursor } };
    }

    Console.WriteLine($"search: {hits.Count} hits on {pages} page(s); the first is {Describe(hits[0])}");
}

// --- listSearchParameters --------------------------------------------------------------------------------------------

var found = await postpress.Linkedin.Search.Parameters.GetAsync(c =>
    (c.QueryParameters.AccountId, c.QueryParameters.Type, c.QueryParameters.Keywords, c.QueryParameters.Limit) = (Account, "LOCATION", "Berlin", 5));
var berlin = found!.Items![0];
Console.WriteLine($"listSearchParameters: {found.Paging!.PageCount} for Berlin; {berlin.Title} is {berlin.Id}");

// --- createJob, publishJob, solveJobCheckpoint -----------------------------------------------------------------------

var draft = await postpress.Linkedin.Jobs.PostAsync(
    new()
    {
        AccountId = Account,
        JobTitle = new() { FreeText = new() { Text = "Senior Platform Engineer" } },
        Company = new() { ResolvedId = new() { Id = "9374000" } },
        Workplace = Workplace.HYBRID,
        Location = berlin.Id,
        Description = "<p>We are hiring.</p>",
        ScreeningQuestions =
        [
            new() { NumericScreeningQuestion = new() { AnswerType = "numeric", Question = "How many years?", MinExpectation = 3 } },
            new() { MultipleChoiceScreeningQuestion = new() { AnswerType = "multiple_choices", Question = "Where?", Choices = ["Office", "Home"], ExpectedChoices = ["Home"] } },
        ],
        Recruiter = new()
        {
            Project = new() { NewRecruiterProject = new() { Name = "Platform hiring" } },
            Functions = ["eng"],
            Industries = ["4"],
            Seniority = JobSeniority.DIRECTOR,
            ApplyMethod = new() { ExternalApply = new() { Type = "external", Url = "https://careers.example.com/jobs/42" } },
        },
    },
    c => c.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString()));
var options = draft!.PublishOptions!;
Console.WriteLine($"createJob: draft {draft.JobId}, {(options.Free!.Eligible == true ? "free" : options.Free.IneligibleReason)}");

Task<CheckpointOutcome?> Publish(double? amount) => postpress.Linkedin.Jobs[draft.JobId!].Publish.PostAsync(new()
{
    PromotedPublication = new()
    {
        AccountId = Account,
        Mode = PromotionMode.PROMOTED,
        Budget = new() { DailyBudget = new() { Daily = new() { Currency = options.Promoted!.Currency, Amount = amount } } },
    },
});
Task<CheckpointOutcome?> Solve(string code) => postpress.Linkedin.Jobs[draft.JobId!].Checkpoint.PostAsync(new() { AccountId = Account, Input = code });

// A refusal in the status of a gateway: the type tells that nothing was done.
var tooMuch = await Refused<ApiError>(() => Publish(options.Promoted!.DailyBudget!.Max + 1), "errors/invalid_parameters");
Console.WriteLine($"publishJob: refused, {tooMuch.Detail}");
var outcome = await Publish(options.Promoted!.DailyBudget!.Recommended);

var wrong = await Refused<UnauthorizedError>(() => Solve("000000"), "errors/invalid_checkpoint_solution");
Console.WriteLine($"solveJobCheckpoint: refused, {wrong.Detail}");

while (outcome!.JobCheckpoint is { } checkpoint)
{
    Console.WriteLine($"solveJobCheckpoint: LinkedIn wants a code, {checkpoint.Type}");
    outcome = await Solve(checkpoint.Type == CheckpointType.OTP ? "123456" : "verify-me");
}

Console.WriteLine($"solveJobCheckpoint: job {outcome.JobPublished!.JobId} is {outcome.JobPublished.JobState}");

// --- createPost: Kiota's form has no members; the parts are named by hand --------------------------------------------

var form = new MultipartBody();
form.AddOrReplacePart("account_id", "text/plain", Account);
form.AddOrReplacePart("text", "text/plain", "Thank you {{0}} 🐝");
// As bytes: of a text Kiota makes a JSON string.
form.AddOrReplacePart("mentions", "application/json", JsonSerializer.SerializeToUtf8Bytes(new[] { new { name = "Ada Lovelace", profile_id = "ACoAAA1234567" } }));
form.AddOrReplacePart("attachments", "image/png", new byte[] { 0x89, 0x50, 0x4e, 0x47 }, "launch.png");
form.AddOrReplacePart("attachments", "image/png", new byte[] { 0x89, 0x50, 0x4e, 0x47 }, "team.png");
var post = await postpress.Posts.PostAsync(form);
Console.WriteLine($"createPost: {post!.PostId ?? "live, without an id"}");
return 0;

static string Describe(SearchResult hit) => hit switch
{
    { PersonResult: { } person } => $"{person.Name ?? "(hidden)"}, {person.Headline}",
    { CompanyResult: { } company } => $"{company.Name}, {company.Headcount}",
    { PostResult: { } post } => $"{post.Author!.Name}: {string.Join(", ", post.Attachments?.Select(Kind) ?? [])}",
    { JobResult: { } job } => $"{job.Title} at {job.Company?.Name}",
    _ => "something new, of which Kiota keeps nothing",
};

static string Kind(PostAttachment attachment) => attachment switch
{
    { ImageAttachment: not null } => "image",
    { VideoAttachment: not null } => "video",
    { AudioAttachment: not null } => "audio",
    { FileAttachment: not null } => "file",
    { LinkedInPostAttachment: not null } => "post",
    { VideoMeetingAttachment: not null } => "meeting",
    _ => "something new",
};

static async Task<TError> Refused<TError>(Func<Task> call, string type)
    where TError : ApiError
{
    try
    {
        await call();
    }
    catch (TError e) when (e.Type?.String == type)
    {
        return e;
    }

    throw new InvalidOperationException($"It was not refused with {type}.");
}
