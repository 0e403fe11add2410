using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PostPress;

namespace Docs;

public class JsonSnippets : HostSnippetTests
{
    [Test]
    public async Task An_endpoint_returns_the_names_of_the_API()
    {
        builder.Services.AddPostPressClient(UseSandbox);
        await using var app = builder.Build();

        #region src/PostPress.Client/docs/json.md
        app.MapGet("/people", (string account, string keywords, PostPressClient postpress, CancellationToken cancellationToken) =>
            postpress.Search.GetPageAsync(account, new ClassicPeopleSearch { Keywords = keywords }, cancellationToken: cancellationToken));
        #endregion

        await app.StartAsync();
        using var browser = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var json = await browser.GetStringAsync($"/people?account={account}&keywords=engineer");
        var page = System.Text.Json.JsonSerializer.Deserialize<SearchPage>(json)!;
        Assert.That(page.Items, Is.Not.Empty.And.All.InstanceOf<PersonResult>());
        Assert.That(json, Does.Contain("network_distance").And.Not.Contain("elapsed"));
    }
}
