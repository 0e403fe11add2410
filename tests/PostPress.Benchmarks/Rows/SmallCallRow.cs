using RestSharp;

namespace PostPress.Benchmarks;

/// <summary>One small call through each whole client, over a handler in memory: what the client itself costs.</summary>
internal sealed class SmallCallRow : Row
{
    private const string Work = "small call over a raw HttpClient";

    public override string Name => "call";

    public override async Task CheckAsync()
    {
        await RunAsync(async calls =>
        {
            foreach (var (name, call) in calls)
            {
                if (await call() != SmallCall.DraftId)
                {
                    throw new WrongResultException($"{name} read something else.");
                }
            }

            return true;
        });
    }

    public override Task<RowResult> MeasureAsync(Effort effort) => RunAsync(async calls =>
    {
        var samples = await Rounds.RunAsync([.. calls.Select(c => new Contender(c.Name, c.Call))], effort.Rounds, effort.Sample);
        var names = calls.Select(c => c.Name).ToArray();
        var more = string.Join("; ", names.Skip(1).Select(name => FormattableString.Invariant($"{name} {samples.Difference(name, "raw"):0.00} µs, {samples.Bytes(name) - samples.Bytes("raw"):#,0} B")));
        return new RowResult(
            [
                new(Work, "more", samples.Difference("ours", "raw"), "µs", Goal.Most(2.5, 1.5)),
                new(Work, "more allocated", (samples.Bytes("ours") - samples.Bytes("raw")) / 1024.0, "KB", Goal.Most(1.5, 1)),
            ],
            [$"{Work}: {more}. Raw itself: {Time(samples.Median("raw"))}, {Bytes(samples.Bytes("raw"))}."],
            [Bars("small call", samples, [.. names.Skip(1), "raw"])]);
    });

    private static async Task<T> RunAsync<T>(Func<(string Name, Func<Task<string?>> Call)[], Task<T>> run)
    {
        using var http = Http();
        using var postpress = Ours.Client(new SmallCall.Handler());
        using var over = new PostPressClient(http, new PostPressClientOptions { ApiKey = SmallCall.ApiKey, BaseAddress = new Uri(SmallCall.Base) });
        using var nswagHttp = Http();
        nswagHttp.DefaultRequestHeaders.Add("X-API-KEY", SmallCall.ApiKey);
        var nswag = new NSwagPeer(nswagHttp) { BaseUrl = SmallCall.Base };
        using var rest = new RestClient(Http(), new RestClientOptions(SmallCall.Base), disposeHttpClient: true);
        rest.AddDefaultHeader("X-API-KEY", SmallCall.ApiKey);
        using var kiota = new KiotaPeer(new SmallCall.Handler());
        return await run(
        [
            ("raw", () => RawAsync(http)),
            ("ours", async () => Id(await postpress.Jobs.SolveCheckpointAsync(SmallCall.AccountId, SmallCall.DraftId, SmallCall.Code))),
            ("ours over an HttpClient", async () => Id(await over.Jobs.SolveCheckpointAsync(SmallCall.AccountId, SmallCall.DraftId, SmallCall.Code))),
            ("NSwag", async () => Id(await nswag.SolveJobCheckpointAsync(SmallCall.DraftId, idempotency_Key: null, new NSwagDefault.SolveCheckpointRequest { Account_id = SmallCall.AccountId, Input = SmallCall.Code }))),
            ("STJ by hand", async () => Id(await StjPeer.PostAsync(nswagHttp, SmallCall.Base + "/" + SmallCall.Path, new NSwagStj.SolveCheckpointRequest { Account_id = SmallCall.AccountId, Input = SmallCall.Code }, StjContext.Default.SolveCheckpointRequest, StjContext.Default.CheckpointOutcome))),
            ("RestSharp", async () => Id(await RestAsync(rest))),
            ("Kiota", kiota.SolveAsync),
        ]);
    }

    private static HttpClient Http() => new(new SmallCall.Handler()) { Timeout = Timeout.InfiniteTimeSpan };

    private static string? Id(CheckpointOutcome outcome) => (outcome as JobPublished)?.JobId;

    private static string? Id(NSwagDefault.CheckpointOutcome? outcome) => outcome is NSwagDefault.JobPublished published ? published.Job_id : null;

    private static string? Id(NSwagStj.CheckpointOutcome? outcome) => outcome is NSwagStj.JobPublished published ? published.Job_id : null;

    private static async Task<string?> RawAsync(HttpClient http)
    {
        using var content = new ByteArrayContent(SmallCall.Request);
        using var response = await http.PostAsync(new Uri(SmallCall.Base + "/" + SmallCall.Path), content);
        var body = await response.Content.ReadAsByteArrayAsync();
        return body.Length == SmallCall.Reply.Length ? SmallCall.DraftId : null;
    }

    private static async Task<NSwagStj.CheckpointOutcome?> RestAsync(RestClient rest)
    {
        var request = new RestRequest(SmallCall.Path, Method.Post).AddJsonBody(new NSwagStj.SolveCheckpointRequest { Account_id = SmallCall.AccountId, Input = SmallCall.Code });
        return await rest.PostAsync<NSwagStj.CheckpointOutcome>(request);
    }
}
