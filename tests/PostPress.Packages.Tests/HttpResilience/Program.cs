using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using PostPress;
using PostPress.Sandbox;

await using var sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { InjectFaults = true });
var spy = new Spy();
var services = new ServiceCollection();
services.ConfigureHttpClientDefaults(http => http.AddResilienceHandler("of every client", RetryEverything));
services.AddPostPressClient(o => (o.ApiKey, o.BaseAddress) = (sandbox.ApiKey, sandbox.BaseAddress))
    .AddHttpMessageHandler(() => spy)
    .AddResilienceHandler("of the host", RetryEverything);
await using var provider = services.BuildServiceProvider();
var postpress = provider.GetRequiredService<PostPressClient>();

sandbox.Faults.Next(SandboxFault.Status(503));
var page = await postpress.Search.GetPageAsync(SandboxAccounts.LinkedIn, new ClassicPeopleSearch());
Console.WriteLine($"search: {page.Items!.Count} items, sent {spy.Requests} times");

spy.Requests = 0;
sandbox.Faults.Next(SandboxFault.ResetAfterActing);
try
{
    await postpress.Posts.CreateAsync(new NewPost { AccountId = SandboxAccounts.LinkedIn, Text = "once" });
}
catch (PostPressConnectionException e)
{
    Console.WriteLine($"post: {e.Outcome}, sent {spy.Requests} times, {sandbox.Posts.Count} published");
}

Console.WriteLine($"pipelines: {string.Join(", ", ResilienceHandler.Ran)}");

static void RetryEverything(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context) =>
    pipeline.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
    {
        ShouldHandle = arguments => new ValueTask<bool>(arguments.Outcome.Result is not { IsSuccessStatusCode: true }),
        Delay = TimeSpan.Zero,
    });

internal sealed class Spy : DelegatingHandler
{
    public int Requests { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        return base.SendAsync(request, cancellationToken);
    }
}
