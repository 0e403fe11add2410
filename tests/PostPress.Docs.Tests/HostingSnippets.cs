using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PostPress;
using PostPress.Sandbox;

namespace Docs;

public class HostingSnippets : HostSnippetTests
{
    private const string HostingPage = "src/PostPress.Client/docs/hosting.md";

    [Test]
    public async Task Options_are_bound_from_the_configuration_that_the_page_shows()
    {
        builder.Configuration
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Page.At(HostingPage).Blocks("json").Single())))
            .AddInMemoryCollection(new Dictionary<string, string?> { ["PostPress:BaseAddress"] = sandbox.BaseAddress.AbsoluteUri });

        #region src/PostPress.Client/docs/hosting.md
        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"));
        #endregion

        await using var app = builder.Build();
        await app.StartAsync();
        await app.Services.GetRequiredService<PostPressClient>().Search.GetPageAsync(account, Anybody);
        var options = app.Services.GetRequiredService<IOptions<PostPressClientOptions>>().Value;
        Assert.That((options.ApiKey, options.MaxRetries), Is.EqualTo((key, 2)));
        Assert.That((options.CreatePostTimeouts.Attempt, options.CreatePostTimeouts.Total), Is.EqualTo((TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(4))));
        Assert.That(options.SearchTimeouts.Attempt, Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public void The_environment_sets_the_key_as_well()
    {
        Environment.SetEnvironmentVariable("PostPress__ApiKey", "pp_live_from_environment");
        try
        {
            builder.Configuration.AddEnvironmentVariables();
        }
        finally
        {
            Environment.SetEnvironmentVariable("PostPress__ApiKey", null);
        }

        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"));
        using var services = builder.Services.BuildServiceProvider();
        Assert.That(services.GetRequiredService<IOptions<PostPressClientOptions>>().Value.ApiKey, Is.EqualTo("pp_live_from_environment"));
    }

    [Test]
    public async Task A_handler_of_the_host_sees_every_attempt()
    {
        #region src/PostPress.Client/docs/hosting.md
        builder.Services.AddTransient<Traced>();
        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"))
            .AddHttpMessageHandler<Traced>();
        #endregion

        builder.Services.Configure<PostPressClientOptions>(UseSandbox);
        builder.Services.Configure<PostPressClientOptions>(o => o.MaxRetries = 1);
        sandbox.Faults.Next(SandboxFault.RateLimited(0));
        await using var app = builder.Build();
        await app.Services.GetRequiredService<PostPressClient>().Search.GetPageAsync(account, Anybody);

        // The fault answers the first attempt before the server sees it.
        Assert.That(sandbox.Requests.Select(r => r.Headers["X-Trace"]), Is.EqualTo(new[] { "2" }));
    }

    [Test]
    public async Task A_proxy_stands_in_the_primary_handler()
    {
        var address = new Uri(sandbox.BaseAddress, "/");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PostPress:ApiKey"] = key,
            ["PostPress:BaseAddress"] = "http://postpress.example/api/v1",
            ["PostPress:AllowInsecureHttp"] = "true",
        });

        #region src/PostPress.Client/docs/hosting.md
        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                Proxy = new WebProxy(address),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            });
        #endregion

        await using var app = builder.Build();
        await app.Services.GetRequiredService<PostPressClient>().Search.GetPageAsync(account, Anybody);

        Assert.That(sandbox.Requests.Single().Headers["Host"], Is.EqualTo("postpress.example"));
    }

    [Test]
    public async Task A_primary_handler_of_the_host_follows_no_redirect()
    {
        builder.Services.AddPostPressClient(UseSandbox).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = true });
        sandbox.Faults.Next(SandboxFault.Redirect);
        await using var app = builder.Build();

        await Assert.ThrowsAsync<PostPressApiException>(() => app.Services.GetRequiredService<PostPressClient>().Posts.CreateAsync(new NewPost { AccountId = account, Text = "x" }));
        Assert.That(sandbox.Faults.RequestsElsewhere, Is.Zero);
    }

    [Test]
    public void A_host_with_a_wrong_option_does_not_start()
    {
        builder.Services.AddPostPressClient("agency", o => o.ApiKey = "");
        using var app = (IDisposable)builder.Build();

        Assert.That(
            async () => await ((WebApplication)app).StartAsync(),
            Throws.InstanceOf<OptionsValidationException>().With.Message.StartsWith(Shown(HostingPage).Trim()));
    }

    private sealed class Traced : DelegatingHandler
    {
        private int _attempt;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Remove("X-Trace");
            request.Headers.Add("X-Trace", $"{++_attempt}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
