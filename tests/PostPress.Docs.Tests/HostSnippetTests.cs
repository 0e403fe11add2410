using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using PostPress;

namespace Docs;

/// <summary>A host for every test, beside the sandbox.</summary>
public abstract class HostSnippetTests : SnippetTests
{
    private protected static readonly ClassicPeopleSearch Anybody = new();

    private protected WebApplicationBuilder builder = null!;

    [SetUp]
    public void NewHost()
    {
        builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
    }

    private protected void UseSandbox(PostPressClientOptions options) => (options.ApiKey, options.BaseAddress) = (key, sandbox.BaseAddress);
}
