using PostPress.Sandbox;

namespace PostPress.Samples.Tests;

/// <summary>FindPeople.fsx finds people, from F#.</summary>
[Category("ChildBuild")]
public class FindPeopleTests
{
    [Test]
    public async Task Without_a_key_it_searches_a_sandbox_in_its_process()
    {
        await using var script = Sample.RunScript("FindPeople.fsx");

        Assert.That(await script.EndAsync(), Is.Zero, script.Printed);
        Assert.That(script.Printed, Does.StartWith("No key is configured: ").And.Contain("Ada Lovelace: Software Engineer at Acme"));
    }

    [Test]
    public async Task With_a_key_it_finds_the_id_of_a_location_and_searches_with_it()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        await using var script = Sample.RunScript(
            "FindPeople.fsx",
            ("POSTPRESS_API_KEY", sandbox.ApiKey),
            ("POSTPRESS_ACCOUNT_ID", SandboxAccounts.LinkedIn),
            ("POSTPRESS_BASE_ADDRESS", sandbox.BaseAddress.ToString()));

        Assert.That(await script.EndAsync(), Is.Zero, script.Printed);
        Assert.That(script.Printed, Does.Not.Contain("No key is configured"));
        Assert.That(sandbox.Requests.Select(request => request.Path), Is.EqualTo(new[] { "/api/v1/linkedin/search/parameters", "/api/v1/linkedin/search" }));
        Assert.That(sandbox.Requests[1].BodyText, Does.Contain("\"106967730\""));
    }
}
