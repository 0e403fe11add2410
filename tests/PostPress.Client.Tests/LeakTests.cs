using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;
using PostPress.Sandbox;

namespace PostPress.Tests;

/// <summary>Runs everything with every listener attached, and looks for what must not be heard.</summary>
[NonParallelizable]
public class LeakTests
{
    private const string Key = "pp_test_canary_key_9f3a";
    private const string Code = "canary-code-771";
    private const string Text = "canary text of a post";
    private const string FileName = "canary-file.png";
    private const string Name = "Canary Mentioned";

    private static readonly string[] Canaries = [Key, Code, Text, FileName, Name, "Canary%20", "canary-code"];

    [Test]
    public async Task No_key_code_text_file_name_or_mention_is_logged_traced_measured_or_thrown()
    {
        var heard = new ConcurrentQueue<string>();
        using var listeners = new Listeners(heard);
        await using var sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { ApiKeys = [Key] });
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(heard)));
        services.AddPostPressClient(o => (o.ApiKey, o.BaseAddress, o.MaxRetries) = (Key, sandbox.BaseAddress, 0));
        services.AddPostPressClient("wrong", o => (o.ApiKey, o.BaseAddress, o.MaxRetries) = (Key + "-wrong", sandbox.BaseAddress, 0));
        services.AddPostPressClient("echo", o => (o.ApiKey, o.MaxRetries) = (Key, 0)).ConfigurePrimaryHttpMessageHandler(() => new Echo());
        services.AddPostPressClient("lost", o => (o.ApiKey, o.MaxRetries) = (Key, 1)).ConfigurePrimaryHttpMessageHandler(() => new Lost());
        await using var provider = services.BuildServiceProvider();

        PostPressClient[] clients = [provider.GetRequiredService<PostPressClient>(), .. new[] { "wrong", "echo", "lost" }.Select(n => provider.GetRequiredKeyedService<PostPressClient>(n))];
        foreach (var client in clients)
        {
            foreach (var account in new[] { SandboxAccounts.LinkedIn, SandboxTriggers.AccountFor("errors/limit_exceeded"), SandboxTriggers.AccountFor("errors/provider_error"), SandboxTriggers.GatewayHtml })
            {
                foreach (var call in Calls(client, account))
                {
                    try
                    {
                        await call();
                    }
                    catch (Exception e) when (e is IPostPressFailure)
                    {
                        heard.Enqueue(e.ToString());
                        heard.Enqueue(string.Join('\n', e.Data.Values.Cast<object>()));
                        heard.Enqueue($"{(e as PostPressApiException)?.Title} {(e as PostPressApiException)?.Detail}");
                    }
                }
            }
        }

        foreach (var value in new object[] { Post(SandboxAccounts.LinkedIn), Post("a").Text, Post("a").Text.Mentions[0], Post("a").Attachments![0], new PostPressClientOptions { ApiKey = Key }, new SolveCheckpointRequest { AccountId = "a", Input = Code } })
        {
            heard.Enqueue(value.ToString()!);
        }

        Assert.Multiple(() =>
        {
            Assert.That(heard, Has.Count.GreaterThan(300));
            Assert.That(heard.Any(h => h.Contains("createPost", StringComparison.Ordinal)), "the client itself is heard");
            Assert.That(heard.Any(h => h.Contains("http.request.method", StringComparison.Ordinal)), "activities are heard");
            Assert.That(heard.Any(h => h.Contains("postpress.client.call.duration", StringComparison.Ordinal)), "metrics are heard");
            foreach (var canary in Canaries)
            {
                Assert.That(heard.Where(h => h.Contains(canary, StringComparison.OrdinalIgnoreCase)), Is.Empty, canary);
            }
        });
    }

    [Test]
    public void A_canary_would_be_found()
    {
        var heard = new ConcurrentQueue<string>();
        using var factory = new LoggerFactory([new Recorder(heard)]);
        factory.CreateLogger("x").LogTrace("key {Key}", Key);

        Assert.That(heard, Has.Some.Contains(Key));
    }

    private static NewPost Post(string account) => new()
    {
        AccountId = account,
        Text = PostText.From($"{Text} {Mention.Person("ACoAAA1", Name)}"),
        Attachments = [Attachment.FromBytes([1, 2, 3], FileName)],
        VideoThumbnail = Attachment.FromBytes([1], FileName),
    };

    private static IEnumerable<Func<Task>> Calls(PostPressClient client, string account)
    {
        yield return () => client.Posts.CreateAsync(Post(account));
        yield return () => client.Jobs.SolveCheckpointAsync(account, "3984512098", Code);
        yield return () => client.Jobs.CreateAsync(new CreateJobRequest { AccountId = account, JobTitle = new FreeText { Text = "t" }, Company = new FreeText { Text = "c" }, Workplace = Workplace.Remote, Location = "1", Description = "d" });
        yield return () => client.Search.GetPageAsync(account, new ClassicPeopleSearch());
        yield return () => client.Jobs.SolveCheckpointAsync(account, "3984512098", (_, _) => Task.FromResult<string?>(Code), new CheckpointOptions { MaxCodes = 1 });
    }

    /// <summary>A server that repeats all it was told.</summary>
    private sealed class Echo : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var told = $"{request.Headers} {await request.Content!.ReadAsStringAsync(cancellationToken)}";
            return Clients.Json(JsonConvert.SerializeObject(new { title = told, detail = told, instance = told, type = "errors/" + told, status = 422 }), 422)(request);
        }
    }

    private sealed class Lost : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost");
    }

    private sealed class Recorder(ConcurrentQueue<string> heard) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            heard.Enqueue(Describe(state));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            heard.Enqueue($"{eventId} {formatter(state, exception)} {Describe(state)} {exception}");

        public void Dispose()
        {
        }

        private static string Describe(object? state) =>
            state is IEnumerable<KeyValuePair<string, object?>> pairs ? $"{state} {string.Join(' ', pairs)}" : $"{state}";
    }

    private sealed class Listeners : EventListener
    {
        private readonly ConcurrentQueue<string>? _heard;
        private readonly ActivityListener _activities;
        private readonly MeterListener _meters = new();

        public Listeners(ConcurrentQueue<string> heard)
        {
            _heard = heard;
            _activities = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => heard.Enqueue($"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)} {string.Join(' ', activity.Events.SelectMany(e => e.Tags))}"),
            };
            ActivitySource.AddActivityListener(_activities);
            _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
            _meters.SetMeasurementEventCallback<double>(Measured);
            _meters.SetMeasurementEventCallback<long>(Measured);
            _meters.Start();
        }

        public override void Dispose()
        {
            _activities.Dispose();
            _meters.Dispose();
            base.Dispose();
        }

        // Microsoft-Extensions-Logging would bring the logs a second time; what HTTP itself emits is wanted.
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name.StartsWith("System.Net.Http", StringComparison.Ordinal) || eventSource.Name.StartsWith("Polly", StringComparison.Ordinal))
            {
                EnableEvents(eventSource, EventLevel.Informational, EventKeywords.All);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            _heard?.Enqueue($"{eventData.EventName} {string.Join(' ', eventData.Payload ?? new([]))}");

        private void Measured<T>(Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
            _heard!.Enqueue($"{instrument.Name} {measurement} {string.Join(' ', tags.ToArray())}");
    }
}
