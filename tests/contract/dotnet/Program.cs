// Sends what the contract's examples hold, in all variants, by the .NET client to the sandbox behind a judge.
// usage: POSTPRESS_BASE_ADDRESS=… dotnet run --project tests/contract/dotnet -- openapi/fixtures
//        (with `losses` in place of the fixtures: what the client makes of what it doesn't know, see ../losses.mjs)
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PostPress;
using PostPress.Traffic;

const string Account = "acc_linkedin_sandbox";
const string OtherAccount = "acc_linkedin_01HXYZ4QK3WJ8FN3M6QH7TZ8GR";
const string Instagram = "acc_instagram_sandbox";

if (args is not [var fixtures] || Environment.GetEnvironmentVariable("POSTPRESS_BASE_ADDRESS") is not { Length: > 0 } address)
{
    Console.Error.WriteLine("usage: POSTPRESS_BASE_ADDRESS=http://127.0.0.1:5000/api/v1 dotnet run --project tests/contract/dotnet -- openapi/fixtures");
    return 2;
}

using var postpress = new PostPressClient(new PostPressClientOptions { ApiKey = "pp_test_sandbox", BaseAddress = new Uri(address) });

if (fixtures == "losses")
{
    await Losses.PrintAsync(postpress);
    return 0;
}

foreach (var type in (SearchParameterType[])[SearchParameterType.Location, SearchParameterType.Company, SearchParameterType.EmploymentType])
{
    var list = await postpress.Search.ListParametersAsync(Account, type, type == SearchParameterType.EmploymentType ? null : "a", new SearchParameterOptions { Limit = 5 });
    Console.WriteLine($"listSearchParameters {type}: {list.Items!.Count} items");
}

var jobs = Requests<CreateJobRequest>("createJob").ToList();
foreach (var (name, job) in jobs)
{
    job.AccountId = Account;
    Console.WriteLine($"createJob {name}: draft {(await postpress.Jobs.CreateAsync(job)).JobId}");
}

string[] codes = ["000000", "123456", "verify-me"];
JobPublished? published = null;
foreach (var (name, publication) in Requests<PublishJobRequest>("publishJob"))
{
    // One free job at a time: the workflows have that of the first account.
    var account = publication is FreePublication ? OtherAccount : Account;
    jobs[0].Request.AccountId = account;
    publication.AccountId = account;
    var draft = await postpress.Jobs.CreateAsync(jobs[0].Request);
    if (publication is PromotedPublication { Budget: DailyBudget or MonthlyBudget } promoted)
    {
        // The sandbox has the draft's currency.
        var amount = (promoted.Budget as DailyBudget)?.Daily ?? ((MonthlyBudget)promoted.Budget!).Monthly;
        amount.Currency = draft.PublishOptions!.Promoted!.Currency!;
    }

    var outcome = await postpress.Jobs.PublishAsync(draft.JobId!, publication);
    published = outcome as JobPublished
        ?? await postpress.Jobs.SolveCheckpointAsync(account, draft, (challenge, _) => Task.FromResult<string?>(codes[challenge.CodeNumber - 1]));
    Console.WriteLine($"publishJob {name}: {outcome.Object}; solveJobCheckpoint: job {published.JobId} is {published.JobState}");
}

foreach (var (name, search) in Requests<SearchRequest>("search"))
{
    // A cursor means something to the API that gave it alone; real ones go out with the second pages.
    if (search is CursorSearch)
    {
        continue;
    }

    var pages = 0;
    await foreach (var page in postpress.Search.ListPagesAsync(Account, search, new SearchOptions { PageSize = 20 }))
    {
        pages++;
    }

    Console.WriteLine($"search {name}: {search.GetType().Name}, {pages} pages");
}

var image = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
Dictionary<string, NewPost> posts = new(StringComparer.Ordinal)
{
    ["text"] = new() { AccountId = Account, Text = "Excited to share what we shipped this week." },
    ["mentions"] = new()
    {
        AccountId = Account,
        Text = PostText.From($"Hey {Mention.Person("ACoAAA1234567", "Ada Lovelace")}, look what {Mention.Company("9374000", "Acme")} shipped 🐝: https://example.com/launch"),
        ExternalLink = "https://example.com/launch",
        IncludeJobPosting = published!.JobId,
    },
    ["repost"] = new() { AccountId = Account, Text = "", Repost = "7332661864792854528" },
    ["organization"] = new() { AccountId = Account, Text = "We are hiring.", AsOrganization = "9374000" },
    ["instagram"] = new() { AccountId = Instagram, Text = "With @ada at the sea", Location = "213385402", Attachments = [Attachment.FromBytes(image, "sea.png")] },
    ["one file"] = new() { AccountId = Account, Text = "Look.", Attachments = [Attachment.FromBytes(image, "launch.png")] },
    ["two files and a thumbnail"] = new()
    {
        AccountId = Account,
        Text = "Look.",
        Attachments = [Attachment.FromBytes(image, "launch.png"), Attachment.FromStream(new MemoryStream(image), "team ö.mp4")],
        VideoThumbnail = Attachment.FromBytes(image, "thumbnail.png"),
    },
};
foreach (var (name, post) in posts)
{
    Console.WriteLine($"createPost {name}: {(await postpress.Posts.CreateAsync(post)).PostId}");
}

return 0;

IEnumerable<(string Name, T Request)> Requests<T>(string operation)
{
    var index = JObject.Parse(File.ReadAllText(Path.Combine(fixtures, "index.json")));
    foreach (var file in index["fixtures"]!.Where(f => f.Value<string>("operation") == operation && f.Value<string>("kind") == "request").Select(f => f.Value<string>("file")!))
    {
        yield return (Path.GetFileNameWithoutExtension(file), JsonConvert.DeserializeObject<T>(File.ReadAllText(Path.Combine(fixtures, file)))!);
    }
}
