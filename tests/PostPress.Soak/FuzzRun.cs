using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using PostPress.Sandbox;

namespace PostPress.Soak;

/// <summary>How long and how wild.</summary>
/// <param name="Answers">How many answers are spoilt.</param>
/// <param name="Seed">Decides all of them.</param>
/// <param name="AtMost">When to stop early.</param>
public sealed record FuzzSettings(int Answers, int Seed, TimeSpan AtMost);

/// <summary>An answer for the reader of an operation. As a file it is named after both, and holds the body.</summary>
public sealed record FuzzInput(Operation Operation, int Status, byte[] Body)
{
    /// <summary>Reads a file that <see cref="SaveAsync"/> has written.</summary>
    public static async Task<FuzzInput> LoadAsync(string path)
    {
        var words = Path.GetFileName(path).Split('-');
        return new FuzzInput(Enum.Parse<Operation>(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture), await File.ReadAllBytesAsync(path));
    }

    public async Task<string> SaveAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Operation}-{Status.ToString(CultureInfo.InvariantCulture)}-{Convert.ToHexStringLower(SHA256.HashData(Body))[..12]}.bin");
        await File.WriteAllBytesAsync(path, Body);
        return path;
    }
}

/// <summary>Feeds spoilt answers to every reader through the client, without a network.</summary>
public sealed class FuzzRun
{
    private const int AllocationLimit = 64 * 1024 * 1024;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    private static readonly int[] Statuses = [200, 200, 200, 201, 204, 302, 400, 401, 404, 409, 422, 429, 500, 502, 503];

    /// <summary>Says what is wrong with how the client takes an answer, or nothing; and whether it could read it.</summary>
    public static async Task<(string? Problem, bool Read)> TryAsync(FuzzInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var http = new HttpClient(new Canned(input));
        using var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = "pp_test_fuzz", MaxRetries = 0 });
        var started = Stopwatch.GetTimestamp();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var (problem, read) = await CallAsync(client, input);
        if (Stopwatch.GetElapsedTime(started) is var took && took > TimeLimit)
        {
            problem ??= FormattableString.Invariant($"took {took.TotalSeconds:0.0} s");
        }
        // The handler answers at once, so all of it has run on this thread.
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > AllocationLimit)
        {
            problem ??= FormattableString.Invariant($"allocated {allocated / 1024 / 1024} MiB for {input.Body.Length} bytes");
        }

        return (problem, read);
    }

    /// <summary>Spoils answers until the number or the time is reached; what fails is kept as a file in <paramref name="folder"/>.</summary>
    public static async Task<FuzzReport> RunAsync(FuzzSettings settings, string folder)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var started = Stopwatch.GetTimestamp();
        var seeds = await SeedsAsync();
        var findings = new ConcurrentDictionary<string, string>();
        var peak = 0L;
        var (done, readable, found) = (0, 0, 0);
        await Parallel.ForAsync(0, settings.Answers, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (i, _) =>
        {
            if (Stopwatch.GetElapsedTime(started) > settings.AtMost)
            {
                return;
            }

            var dice = new Random(HashCode.Combine(settings.Seed, i));
            var seed = seeds[dice.Next(seeds.Count)];
            var status = dice.Next(4) == 0 ? Statuses[dice.Next(Statuses.Length)] : seed.Status;
            var input = new FuzzInput(seed.Operation, status, new Mutator(dice).Spoil(seed.Body, seeds[dice.Next(seeds.Count)].Body));
            var (problem, read) = await TryAsync(input);
            if (read)
            {
                Interlocked.Increment(ref readable);
            }

            if (problem is not null)
            {
                Interlocked.Increment(ref found);
                if (findings.TryAdd(KindOf(problem), problem))
                {
                    findings[KindOf(problem)] = $"{await input.SaveAsync(folder)}: {problem}";
                }
            }

            if (Interlocked.Increment(ref done) % 1000 == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
            }
        });
        return new FuzzReport { Settings = settings, Done = done, Read = readable, Found = found, Findings = findings, PeakBytes = peak, Took = Stopwatch.GetElapsedTime(started) };
    }

    /// <summary>One finding of each kind is enough: the first line without its numbers and names.</summary>
    private static string KindOf(string problem)
    {
        var lines = problem.Split('\n');
        var where = Array.Find(lines, l => l.Contains("at PostPress.", StringComparison.Ordinal))?.Split(" in ")[0] ?? "";
        return lines[0].Split(':')[0] + where;
    }

    private static async Task<(string? Problem, bool Read)> CallAsync(PostPressClient client, FuzzInput input)
    {
        try
        {
            object? result = input.Operation switch
            {
                Operation.CreateJob => await client.Jobs.CreateAsync(new CreateJobRequest { AccountId = "a", JobTitle = new FreeText { Text = "t" }, Company = new FreeText { Text = "c" }, Workplace = Workplace.Remote, Location = "1", Description = "d" }),
                Operation.PublishJob => await client.Jobs.PublishAsync("1", new FreePublication { AccountId = "a" }),
                Operation.SolveJobCheckpoint => await client.Jobs.SolveCheckpointAsync("a", "1", "code"),
                Operation.CreatePost => await client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "t" }),
                Operation.ListParameters => await client.Search.ListParametersAsync("a", SearchParameterType.Location),
                _ => await client.Search.GetPageAsync("a", new ClassicPeopleSearch()),
            };
            if (input.Status is < 200 or > 299)
            {
                return ($"{input.Status} is taken for a success", true);
            }
            // What was read has to be good for a queue or a cache.
            JsonConvert.SerializeObject(result);
            return (result is null ? "null is taken for an answer" : null, true);
        }
        catch (PostPressApiException error)
        {
            if ((int)error.StatusCode != input.Status)
            {
                return ($"{input.Status} is told as {(int)error.StatusCode}", false);
            }

            if (error.ResponseBody.Length > 16 * 1024 || error.ToString().Length > 64 * 1024)
            {
                return ("an exception without bounds", false);
            }
            // PostPress's own error type decides over the status.
            CallOutcome[] expected = input.Status switch
            {
                < 400 => [CallOutcome.Unknown],
                408 or 409 or >= 500 => error.ErrorType is { IsKnown: true } ? [CallOutcome.Unknown, CallOutcome.Refused] : [CallOutcome.Unknown],
                _ => [CallOutcome.Refused],
            };
            return (expected.Contains(error.Outcome) ? null : $"{input.Status} is told as {error.Outcome}", false);
        }
        catch (Exception error)
        {
            return ($"foreign {error}", false);
        }
    }

    /// <summary>What the sandbox really answers, a search of each kind and a failure of each shape included.</summary>
    private static async Task<IReadOnlyList<FuzzInput>> SeedsAsync()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var plain = new HttpClient();
        plain.DefaultRequestHeaders.Add("X-API-KEY", sandbox.ApiKey);
        var seeds = new List<FuzzInput>();
        foreach (var category in new[] { "people", "companies", "posts", "jobs" })
        {
            foreach (var account in new[] { SandboxAccounts.LinkedIn, SandboxTriggers.UnknownWords })
            {
                await AddAsync(Operation.Search, $"linkedin/search?limit=3&account_id={account}", $$"""{"api":"classic","category":"{{category}}"}""");
            }
        }

        var draft = await Work.PrepareAsync(sandbox, plain, Operation.SolveJobCheckpoint, 0);
        await AddAsync(Operation.CreateJob, "linkedin/jobs", $$$"""{"account_id":"{{{SandboxAccounts.LinkedIn}}}","job_title":{"id":"9"},"company":{"text":"Acme"},"workplace":"HYBRID","location":"1","description":"d"}""");
        await AddAsync(Operation.PublishJob, $"linkedin/jobs/{draft.Tag}/publish", $$"""{"account_id":"{{SandboxAccounts.LinkedIn}}","mode":"FREE"}""");
        foreach (var text in new[] { "", "&keywords=berlin", "&keywords=nothing-at-all" })
        {
            await KeepAsync(Operation.ListParameters, $"linkedin/search/parameters?account_id={SandboxAccounts.LinkedIn}&type=LOCATION{text}", null);
        }

        foreach (var code in new[] { "wrong", SandboxCodes.Otp, SandboxCodes.EmailToken, SandboxCodes.Otp })
        {
            await AddAsync(Operation.SolveJobCheckpoint, $"linkedin/jobs/{draft.Tag}/checkpoint", $$"""{"account_id":"{{SandboxAccounts.LinkedIn}}","input":"{{code}}"}""");
        }

        foreach (var account in new[] { SandboxAccounts.LinkedIn, SandboxTriggers.PostWithoutId, SandboxTriggers.QuickstartEnvelope, SandboxTriggers.GatewayHtml, SandboxTriggers.RateLimited })
        {
            using var form = new MultipartFormDataContent { { new StringContent(account), "account_id" }, { new StringContent("Hello"), "text" } };
            await KeepAsync(Operation.CreatePost, "posts", form);
        }

        return seeds;

        Task AddAsync(Operation operation, string path, string body) => KeepAsync(operation, path, new StringContent(body, Encoding.UTF8, "application/json"));

        async Task KeepAsync(Operation operation, string path, HttpContent? content)
        {
            var address = new Uri(sandbox.BaseAddress, path);
            using var response = await (content is null ? plain.GetAsync(address) : plain.PostAsync(address, content));
            seeds.Add(new FuzzInput(operation, (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync()));
        }
    }

    /// <summary>Answers everything with the same.</summary>
    private sealed class Canned(FuzzInput input) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage((HttpStatusCode)input.Status)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(input.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        });
    }
}

/// <summary>What a fuzz run has found.</summary>
public sealed class FuzzReport
{
    public required FuzzSettings Settings { get; init; }

    public required int Done { get; init; }

    /// <summary>Gets how many of them could be read all the same.</summary>
    public required int Read { get; init; }

    public required int Found { get; init; }

    /// <summary>Gets the first finding of each kind, with its file.</summary>
    public required IReadOnlyDictionary<string, string> Findings { get; init; }

    public required long PeakBytes { get; init; }

    public required TimeSpan Took { get; init; }

    public bool IsGood => Found == 0;

    /// <summary>The table, and the findings.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"spoilt answers    {Done}, seed {Settings.Seed}, {Took.TotalSeconds:0.0} s\n");
        text.Append(CultureInfo.InvariantCulture, $"read all the same {Read}\n");
        text.Append(CultureInfo.InvariantCulture, $"findings          {Found}, of {Findings.Count} kinds\n");
        text.Append(CultureInfo.InvariantCulture, $"managed memory    {PeakBytes / 1024 / 1024} MiB at most\n");
        foreach (var finding in Findings.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"! {finding}\n");
        }

        return text.ToString();
    }
}
