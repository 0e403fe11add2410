// The demo's search, draft, checkpoint and post against a sandbox, compiled ahead of time. check.sh compares what it prints.
// usage: PostPress.Aot http://127.0.0.1:5000/api/v1
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PostPress;
using PostPress.Aot;

const string Account = "acc_linkedin_sandbox";

if (args is not [var address])
{
    Console.Error.WriteLine("usage: PostPress.Aot http://127.0.0.1:5000/api/v1");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

Section("A host, its options from its configuration");
var configuration = new ConfigurationBuilder()
    .AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["PostPress:ApiKey"] = "pp_test_sandbox",
        ["PostPress:BaseAddress"] = address,
        ["PostPress:MaxRetries"] = "1",
        ["PostPress:SearchTimeouts:Total"] = "00:00:45",
    })
    .Build();
var services = new ServiceCollection();
services.AddPostPressClient(configuration.GetSection("PostPress"));
await using var provider = services.BuildServiceProvider();
var postpress = provider.GetRequiredService<PostPressClient>();
var options = provider.GetRequiredService<IOptions<PostPressClientOptions>>().Value;
Console.WriteLine($"{options.MaxRetries} retry, searches take {options.SearchTimeouts.Attempt} at most, {options.SearchTimeouts.Total} in all");
try
{
    var broken = new ServiceCollection();
    broken.AddPostPressClient("agency", configuration.GetSection("Nowhere"));
    await using var host = broken.BuildServiceProvider();
    host.GetRequiredService<IStartupValidator>().Validate();
}
catch (OptionsValidationException e)
{
    Console.WriteLine(e.Message);
}

Section("Every search");
SearchRequest[] searches =
[
    new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2] },
    new ClassicCompanySearch { Keywords = "acme" },
    new ClassicPostSearch { Keywords = "bees" },
    new ClassicJobSearch { Keywords = "engineer" },
    new SalesNavigatorPeopleSearch { Keywords = "engineer" },
    new SalesNavigatorCompanySearch { Keywords = "acme" },
    new RecruiterPeopleSearch { Keywords = "engineer" },
    new UrlSearch { Url = "https://www.linkedin.com/search/results/people/?keywords=designer" },
];
double? toFirst = null;
foreach (var search in searches)
{
    var hits = new List<SearchResult>();
    await foreach (var hit in postpress.Search.ListAsync(Account, search, new SearchOptions { PageSize = 10 }))
    {
        hits.Add(hit);
    }

    toFirst ??= SinceStart();
    Console.WriteLine($"{search.GetType().Name}: {hits.Count} {string.Join(", ", hits.Select(hit => hit.GetType().Name).Distinct(StringComparer.Ordinal))}; the last is {Describe(hits[^1])}");
}

Section("Page by page");
SearchPage? first = null;
await foreach (var page in postpress.Search.ListPagesAsync(Account, searches[0], new SearchOptions { PageSize = 15 }))
{
    first ??= page;
    Console.WriteLine($"from {page.Paging?.Start}: {page.Items.Count} of {page.Paging?.TotalCount}, {(page.Cursor is null ? "the last page" : "more to come")}");
}

Section("Words that LinkedIn adds tomorrow");
var strange = await postpress.Search.GetPageAsync("acc_unknown_words", new ClassicPeopleSearch(), new SearchOptions { PageSize = 3 });
foreach (var hit in strange.Items)
{
    Console.WriteLine($"{hit.GetType().Name} {hit.Type}: {Describe(hit)}; beside it {string.Join(", ", hit.AdditionalProperties.Keys.DefaultIfEmpty("nothing"))}");
}

Section("A draft, its checkpoint");
var request = new CreateJobRequest
{
    AccountId = Account,
    JobTitle = new FreeText { Text = "Senior Frontend Engineer" },
    Company = new ResolvedId { Id = "9374000" },
    Workplace = Workplace.Hybrid,
    Location = "102277331",
    EmploymentStatus = EmploymentStatus.FullTime,
    Description = "<p>We are hiring a Senior Frontend Engineer.</p>",
    ScreeningQuestions =
    [
        new NumericScreeningQuestion { Question = "How many years have you written TypeScript?", MinExpectation = 3, MustMatch = true },
        new MultipleChoiceScreeningQuestion { Question = "Where do you work best?", Choices = ["Office", "Home"], ExpectedChoices = ["Office", "Home"] },
    ],
};
var draft = await postpress.Jobs.CreateAsync(request);
var choice = PublishChoice.FromDraft(draft);
Console.WriteLine($"free {choice.CanBeFree}, promoted {choice.CanBePromoted}, {choice.DailyBudget?.Min} to {choice.DailyBudget?.Max} {choice.Currency} a day");
var job = await postpress.Jobs.PublishAsync(Account, draft, PublishMode.Free, (challenge, _) =>
{
    Console.WriteLine($"code {challenge.CodeNumber}: {challenge.Cause}, {challenge.Type?.ToString() ?? "type unknown"}");
    return Task.FromResult<string?>(challenge switch { { CodeNumber: 1 } => "000000", { Cause: ChallengeCause.FollowUp } => "verify-me", _ => "123456" });
});
Console.WriteLine($"published: the draft's own job {job.JobId == draft.JobId}, {job.JobState}");

Section("A post with two files");
var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
await File.WriteAllBytesAsync(file, new byte[100_000]);
try
{
    var sent = 0L;
    var post = await postpress.Posts.CreateAsync(
        new NewPost
        {
            AccountId = Account,
            Text = PostText.From($"Hey {Mention.Person("ACoAAA1234567", "Ada")}, {Mention.Company("9374000", "Acme")} is hiring 🐝"),
            Attachments = [Attachment.FromFile(file), Attachment.FromBytes(new byte[1000], "team.jpg")],
        },
        new Reporter(p => sent = p.BytesSent));
    Console.WriteLine($"live {post.PostId?.StartsWith("urn:li:share:", StringComparison.Ordinal)}, all bytes reported {sent > 101_000}");
}
finally
{
    File.Delete(file);
}

Section("Errors");
foreach (var account in new[] { "acc_error_feature_not_subscribed", "acc_error_envelope_2", "acc_gateway_html" })
{
    try
    {
        await postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = "Never published." });
    }
    catch (PostPressApiException e)
    {
        Console.WriteLine($"{e.GetType().Name}: {(int)e.StatusCode} {e.ErrorType?.Value ?? "no type"}, {e.Title ?? "no title"}, {e.Detail ?? "no detail"}; {e.Operation} {e.Outcome} in {e.Attempts} attempt");
    }
}

try
{
    await postpress.Search.GetPageAsync(Account, new ClassicPeopleSearch { NetworkDistance = [7] }, new SearchOptions { PageSize = 51 });
}
catch (InvalidRequestException e)
{
    Console.WriteLine(string.Join(Environment.NewLine, e.Violations));
}

Section("Plain JSON by Newtonsoft's serializer");
PlainJson.Show(first!, draft);

Section("JSON by System.Text.Json with a source-generated context");
SystemTextJson.Show(first!, request);

Console.Error.WriteLine(FormattableString.Invariant($"first results {toFirst:0} ms after the start of the process, everything {SinceStart():0} ms"));
return 0;

static void Section(string title) => Console.WriteLine($"{Environment.NewLine}-- {title}");

static double SinceStart() => (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;

static string Describe(SearchResult result) => result switch
{
    PersonResult person => $"{person.Name}, {person.NetworkDistance}",
    CompanyResult company => $"{company.Name}",
    PostResult post => $"by {post.Author?.Name}",
    JobResult posting => $"{posting.Title}",
    _ => $"{result.Id}",
};
