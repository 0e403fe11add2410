using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
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
        var more = string.Join("; ", names.Skip(1).Select(name => $"{name} {Time(samples.Difference(name, PeerName.Raw))}, {Bytes(samples.Bytes(name) - samples.Bytes(PeerName.Raw))}"));
        return new RowResult(
            [
                new(Work, "times what System.Text.Json by hand takes more, in a host", samples.Difference(PeerName.OursInHost, PeerName.Raw) / samples.Difference(PeerName.StjByHand, PeerName.Raw), "×", Goal.Most(1.55, 1.15)),
                new(Work, "more allocated, in a host", (samples.Bytes(PeerName.OursInHost) - samples.Bytes(PeerName.Raw)) / 1024.0, "KB", Goal.Most(1.5, 1)),
                new(Work, "more allocated than by an HttpClient in the same host", (samples.Bytes(PeerName.OursInHost) - samples.Bytes(PeerName.RawInHost)) / 1024.0, "KB", Goal.Most(null)),
                new(Work, "more allocated, without a host", (samples.Bytes(PeerName.Ours) - samples.Bytes(PeerName.Raw)) / 1024.0, "KB", Goal.Most(1.5, 1)),
            ],
            [$"{Work}: {more}. Raw itself: {Time(samples.Median(PeerName.Raw))}, {Bytes(samples.Bytes(PeerName.Raw))}."],
            [new("small call, more than a raw HttpClient", Time, [.. names.Skip(1).Select(name => (name, samples.Difference(name, PeerName.Raw)))])]);
    });

    private static async Task<T> RunAsync<T>(Func<(string Name, Func<Task<string?>> Call)[], Task<T>> run)
    {
        using var http = Http();
        using var postpress = Ours.Client(new SmallCall.Handler());
        await using var host = Host();
        var hosted = host.GetRequiredService<PostPressClient>();
        var factory = host.GetRequiredService<IHttpClientFactory>();
        using var over = new PostPressClient(http, new PostPressClientOptions { ApiKey = SmallCall.ApiKey, BaseAddress = new Uri(SmallCall.Base) });
        using var nswagHttp = Http();
        nswagHttp.DefaultRequestHeaders.Add("X-API-KEY", SmallCall.ApiKey);
        var nswag = new NSwagPeer(nswagHttp) { BaseUrl = SmallCall.Base };
        using var rest = new RestClient(Http(), new RestClientOptions(SmallCall.Base), disposeHttpClient: true);
        rest.AddDefaultHeader("X-API-KEY", SmallCall.ApiKey);
        var refit = RefitPeer.Create(nswagHttp);
        var kiota = new KiotaPeer(new SmallCall.Handler(), SmallCall.Base);
        return await run(
        [
            (PeerName.Raw, () => RawAsync(http)),
            (PeerName.Ours, async () => Id(await postpress.Jobs.SolveCheckpointAsync(SmallCall.AccountId, SmallCall.DraftId, SmallCall.Code))),
            (PeerName.OursInHost, async () => Id(await hosted.Jobs.SolveCheckpointAsync(SmallCall.AccountId, SmallCall.DraftId, SmallCall.Code))),
            (PeerName.RawInHost, () => RawAsync(factory.CreateClient(PeerName.RawInHost))),
            (PeerName.OursOverHttpClient, async () => Id(await over.Jobs.SolveCheckpointAsync(SmallCall.AccountId, SmallCall.DraftId, SmallCall.Code))),
            (PeerName.NSwag, async () => Id(await nswag.SolveJobCheckpointAsync(SmallCall.DraftId, idempotency_Key: null, new NSwagDefault.SolveCheckpointRequest { Account_id = SmallCall.AccountId, Input = SmallCall.Code }))),
            (PeerName.StjByHand, async () => Id(await StjPeer.PostAsync(nswagHttp, SmallCall.Base + "/" + SmallCall.Path, new NSwagStj.SolveCheckpointRequest { Account_id = SmallCall.AccountId, Input = SmallCall.Code }, StjContext.Default.SolveCheckpointRequest, StjContext.Default.CheckpointOutcome))),
            (PeerName.RestSharp, async () => Id(await RestAsync(rest))),
            (PeerName.Refit, async () => Id(await refit.SolveAsync(SmallCall.DraftId, new NSwagStj.SolveCheckpointRequest { Account_id = SmallCall.AccountId, Input = SmallCall.Code }))),
            (PeerName.Kiota, kiota.SolveAsync),
        ]);
    }

    /// <summary>As an application has it: with IHttpClientFactory and the handler of Microsoft.Extensions.Http.Resilience.</summary>
    private static ServiceProvider Host()
    {
        var services = new ServiceCollection();
        services.AddPostPressClient(options =>
        {
            options.ApiKey = SmallCall.ApiKey;
            options.BaseAddress = new Uri(SmallCall.Base);
        }).ConfigurePrimaryHttpMessageHandler(static () => new SmallCall.Handler());
        services.AddHttpClient(PeerName.RawInHost)
            .ConfigurePrimaryHttpMessageHandler(static () => new SmallCall.Handler())
            .AddResilienceHandler("retry", static pipeline => pipeline.AddRetry(new HttpRetryStrategyOptions()));
        return services.BuildServiceProvider();
    }

    private static HttpClient Http() => new(new SmallCall.Handler()) { Timeout = Timeout.InfiniteTimeSpan, BaseAddress = new Uri(SmallCall.Base) };

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
