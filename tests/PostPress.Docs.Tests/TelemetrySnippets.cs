using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using PostPress;
using PostPress.Sandbox;

namespace Docs;

public class TelemetrySnippets : HostSnippetTests
{
    [Test]
    public async Task Calls_are_traced_and_measured_under_their_names()
    {
        using var spans = new Spans();
        using var traces = new SimpleActivityExportProcessor(spans);
        using var figures = new Figures();
        using var reader = new BaseExportingMetricReader(figures);

        #region src/PostPress.Client/docs/telemetry.md
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(PostPressDiagnostics.ActivitySourceName).AddProcessor(traces).Build();
        using var metrics = Sdk.CreateMeterProviderBuilder().AddMeter(PostPressDiagnostics.MeterName).AddReader(reader).Build();
        #endregion

        await postpress.Search.GetPageAsync(account, Anybody);
        metrics.ForceFlush();
        Assert.That(spans.Names, Is.EqualTo(new[] { "POST", "search" }));
        Assert.That(figures.Names, Is.EqualTo(new[] { "postpress.client.call.duration" }));
    }

    [Test]
    public async Task Calls_inside_a_request_are_traced_if_the_request_is([Values] bool isInstrumented)
    {
        using var spans = new Spans();
        using var traces = new SimpleActivityExportProcessor(spans);

        // As in every host that logs: only then does ASP.NET Core start a span of its own.
        using var lines = new Lines();
        builder.Logging.AddProvider(lines);
        builder.Services.AddPostPressClient(UseSandbox);
        if (isInstrumented)
        {
            #region src/PostPress.Client/docs/telemetry.md
            builder.Services.AddOpenTelemetry()
                .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddSource(PostPressDiagnostics.ActivitySourceName))
                .WithMetrics(metrics => metrics.AddMeter(PostPressDiagnostics.MeterName));
            #endregion
        }
        else
        {
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(PostPressDiagnostics.ActivitySourceName));
        }

        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(traces));
        await using var app = builder.Build();
        app.MapGet("/people", (PostPressClient postpress) => postpress.Search.GetPageAsync(account, Anybody));
        await app.StartAsync();
        using var browser = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        await browser.GetStringAsync("/people");
        await app.StopAsync();

        Assert.That(spans.Names.Contains("search"), Is.EqualTo(isInstrumented));
    }

    [Test]
    public async Task The_histogram_s_buckets_are_those_of_the_page([Values] bool isChosen)
    {
        using var figures = new Figures();
        using var reader = new BaseExportingMetricReader(figures);
        var metrics = Sdk.CreateMeterProviderBuilder().AddMeter(PostPressDiagnostics.MeterName).AddReader(reader);
        if (isChosen)
        {
            #region src/PostPress.Client/docs/telemetry.md
            metrics.AddView("postpress.client.call.duration", new ExplicitBucketHistogramConfiguration { Boundaries = [0.5, 1, 5, 60, 360] });
            #endregion
        }

        using var provider = metrics.Build();
        await postpress.Search.GetPageAsync(account, Anybody);
        provider.ForceFlush();

        Assert.That(figures.Bounds, Is.EqualTo(isChosen ? new[] { 0.5, 1, 5, 60, 360 } : [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]));
    }

    [Test]
    public async Task A_filter_takes_out_the_lines_of_Polly([Values] bool isFiltered)
    {
        using var lines = new Lines();
        builder.Logging.AddProvider(lines);
        if (isFiltered)
        {
            #region src/PostPress.Client/docs/telemetry.md
            builder.Logging.AddFilter("Polly", LogLevel.None);
            #endregion
        }

        builder.Services.AddPostPressClient(UseSandbox);
        builder.Services.Configure<PostPressClientOptions>(o => o.MaxRetries = 1);
        sandbox.Faults.Next(SandboxFault.RateLimited(0));
        await using var app = builder.Build();
        await app.Services.GetRequiredService<PostPressClient>().Search.GetPageAsync(account, Anybody);

        Assert.That(lines.Categories.Contains("Polly"), Is.EqualTo(!isFiltered));
        Assert.That(lines.Categories, Does.Contain(PostPressDiagnostics.LogCategory));
    }

    private sealed class Spans : BaseExporter<Activity>
    {
        public List<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch)
            {
                Names.Add(span.OperationName);
            }

            return ExportResult.Success;
        }
    }

    private sealed class Figures : BaseExporter<Metric>
    {
        public HashSet<string> Names { get; } = [];

        public List<double> Bounds { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                Names.Add(metric.Name);
                if (metric.MetricType == MetricType.Histogram)
                {
                    AddBounds(metric);
                }
            }

            return ExportResult.Success;
        }

        private void AddBounds(Metric metric)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                foreach (var bucket in point.GetHistogramBuckets())
                {
                    if (!double.IsInfinity(bucket.ExplicitBound))
                    {
                        Bounds.Add(bucket.ExplicitBound);
                    }
                }
            }
        }
    }

    private sealed class Lines : ILoggerProvider
    {
        public HashSet<string> Categories { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(Categories, categoryName);

        public void Dispose()
        {
        }

        private sealed class Logger(HashSet<string> categories, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                lock (categories)
                {
                    categories.Add(category);
                }
            }
        }
    }
}
