using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PostPress.Sandbox;

namespace PostPress.Soak;

/// <summary>What is called.</summary>
public enum Operation
{
    CreateJob,
    PublishJob,
    SolveJobCheckpoint,
    CreatePost,
    SaveSearch,
    Search,
    ListParameters,
}

/// <summary>One call, with a tag by which its effect is found in the sandbox: the id of its draft, or a text of its own.</summary>
public sealed record Work(Operation Operation, string Tag)
{
    private const string Account = SandboxAccounts.LinkedIn;

    /// <summary>Large enough for several pieces and for a half that is not the whole of a segment.</summary>
    private static readonly byte[] Image = new byte[20_000];

    public bool IsWrite => Operation is not (Operation.Search or Operation.ListParameters);

    /// <summary>The <c>operationId</c> of the contract.</summary>
    public string Id => Operation switch
    {
        Operation.CreateJob => "createJob",
        Operation.PublishJob => "publishJob",
        Operation.SolveJobCheckpoint => "solveJobCheckpoint",
        Operation.ListParameters => "listSearchParameters",
        Operation.CreatePost => "createPost",
        _ => "search",
    };

    /// <summary>Makes work, and, for a publication, the draft; for a checkpoint, the draft that stands before it.</summary>
    public static async Task<Work> PrepareAsync(PostPressSandbox sandbox, HttpClient plain, Operation operation, int number)
    {
        if (operation is not (Operation.PublishJob or Operation.SolveJobCheckpoint))
        {
            return new Work(operation, FormattableString.Invariant($"tag-{number}."));
        }

        var draft = await SendAsync("linkedin/jobs", new JsonObject
        {
            ["account_id"] = Account,
            ["job_title"] = new JsonObject { ["id"] = "9" },
            ["company"] = new JsonObject { ["text"] = "Acme" },
            ["workplace"] = "HYBRID",
            ["location"] = "102277331",
            ["description"] = "a draft",
        });
        var id = draft["job_id"]!.GetValue<string>();
        if (operation == Operation.SolveJobCheckpoint)
        {
            await SendAsync($"linkedin/jobs/{id}/publish", new JsonObject { ["account_id"] = Account, ["mode"] = "PROMOTED" });
        }

        return new Work(operation, id);

        async Task<JsonNode> SendAsync(string path, JsonObject body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.BaseAddress, path)) { Content = JsonContent.Create(body) };
            request.Headers.Add("X-API-KEY", sandbox.ApiKey);
            using var response = await plain.SendAsync(request);
            return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
        }
    }

    /// <summary>Makes the call; says what is wrong with its answer, or nothing.</summary>
    public async Task<string?> CallAsync(PostPressClient client, CallOptions? options = null, StreamCount? streams = null, CancellationToken cancellationToken = default)
    {
        switch (Operation)
        {
            case Operation.CreateJob:
                var draft = await client.Jobs.CreateAsync(
                    new CreateJobRequest
                    {
                        AccountId = Account,
                        JobTitle = new ResolvedId { Id = "9" },
                        Company = new FreeText { Text = "Acme" },
                        Workplace = Workplace.Hybrid,
                        Location = "102277331",
                        Description = Tag,
                    },
                    options,
                    cancellationToken);
                return string.IsNullOrEmpty(draft.JobId) ? "the draft has no id" : null;
            case Operation.PublishJob:
                var publication = await client.Jobs.PublishAsync(Tag, PublishMode.Promoted().ToRequest(Account), options, cancellationToken);
                return publication is JobCheckpoint { JobId: var draftId } && draftId == Tag ? null : "the checkpoint is not that of the draft";
            case Operation.SolveJobCheckpoint:
                var outcome = await client.Jobs.SolveCheckpointAsync(Account, Tag, SandboxCodes.Otp, options, cancellationToken);
                return outcome is JobCheckpoint { JobId: var id } && id == Tag ? null : "the checkpoint is not that of the draft";
            case Operation.CreatePost:
                var post = await client.Posts.CreateAsync(
                    new NewPost { AccountId = Account, Text = Tag, Attachments = [Attachment.FromFactory(_ => Task.FromResult<Stream>(new CountedStream(Image, streams)), "a.png", Image.Length)] },
                    options: options,
                    cancellationToken: cancellationToken);
                return string.IsNullOrEmpty(post.PostId) ? "the post has no id" : null;
            case Operation.SaveSearch:
                var saved = await client.Search.GetPageAsync(Account, new SalesNavigatorPeopleSearch { Keywords = "engineer", SaveSearch = new SaveSearch { Name = Tag } }, callOptions: options, cancellationToken: cancellationToken);
                return saved.Items is { Count: > 0 } ? null : "the page is empty";
            case Operation.ListParameters:
                var list = await client.Search.ListParametersAsync(Account, SearchParameterType.Location, "Berlin", callOptions: options, cancellationToken: cancellationToken);
                return list.Items is { Count: > 0 } ? null : "the list is empty";
            default:
                var page = await client.Search.GetPageAsync(Account, new ClassicPeopleSearch { Keywords = "engineer" }, callOptions: options, cancellationToken: cancellationToken);
                return page.Items is { Count: > 0 } ? null : "the page is empty";
        }
    }
}

/// <summary>How often each piece of work was carried out, as the sandbox's state shows it.</summary>
public sealed class Ledger
{
    private readonly Dictionary<(Operation Operation, string Tag), int> _applied = [];

    public Ledger(PostPressSandbox sandbox)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        foreach (var job in sandbox.Drafts.Concat(sandbox.PublishedJobs))
        {
            Add(Operation.CreateJob, job.Request.GetProperty("description").GetString()!, 1);
            Add(Operation.PublishJob, job.Id, job.Publications);

            // Whoever sends the first code again meets the second checkpoint, and it is a wrong one there.
            Add(Operation.SolveJobCheckpoint, job.Id, job.State == SandboxJobState.AwaitingOtp ? job.WrongCodes : 1 + job.WrongCodes);
        }

        foreach (var post in sandbox.Posts)
        {
            Add(Operation.CreatePost, post.Text, 1);
        }

        foreach (var search in sandbox.SavedSearches)
        {
            Add(Operation.SaveSearch, search.Name, 1);
        }
    }

    public int Of(Work work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _applied.GetValueOrDefault((work.Operation, work.Tag));
    }

    private void Add(Operation operation, string tag, int times) => _applied[(operation, tag)] = _applied.GetValueOrDefault((operation, tag)) + times;
}

/// <summary>Counts the streams that the client has opened and not closed.</summary>
public sealed class StreamCount
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    internal void Add(int change) => Interlocked.Add(ref _open, change);
}

/// <summary>A file in memory that notes when it is closed.</summary>
internal sealed class CountedStream : MemoryStream
{
    private readonly StreamCount? _count;
    private int _closed;

    public CountedStream(byte[] content, StreamCount? count)
        : base(content, writable: false)
    {
        _count = count;
        count?.Add(1);
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _count?.Add(-1);
        }

        base.Dispose(disposing);
    }
}
