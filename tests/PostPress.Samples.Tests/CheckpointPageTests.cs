using System.Net;
using System.Text.RegularExpressions;
using PostPress.Sandbox;

namespace PostPress.Samples.Tests;

/// <summary>CheckpointPage.cs asks for LinkedIn's codes on a page, and any of its instances can take them.</summary>
[Category("ChildBuild")]
public partial class CheckpointPageTests
{
    private string _program = null!;
    private string _store = null!;
    private PostPressSandbox _sandbox = null!;
    private HttpClient _browser = null!;

    [OneTimeSetUp]
    public async Task BuildAsync() => _program = await Sample.BuildAsync("CheckpointPage.cs");

    [SetUp]
    public async Task StartAsync()
    {
        _store = Directory.CreateTempSubdirectory("postpress-samples").FullName;
        _sandbox = await PostPressSandbox.StartAsync();
        _browser = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(_store, recursive: true);
    }

    [Test]
    public async Task Without_a_key_it_talks_to_a_sandbox_in_its_process()
    {
        await using var sample = Sample.Run(_program, "--urls=http://127.0.0.1:0", $"--Store={_store}");
        var page = await OpenAsync(await sample.ReadAsync("Now listening on: "));

        Assert.That(await page.SendAsync(), Does.Contain("LinkedIn sent a code (OTP)"), sample.Printed);
        Assert.That(sample.Printed, Does.StartWith("No key is configured: "));
    }

    [Test]
    public async Task A_publication_that_one_instance_started_is_ended_by_another()
    {
        await using var first = Instance();
        await using var second = Instance();
        var (firstAddress, secondAddress) = (await first.ReadAsync("Now listening on: "), await second.ReadAsync("Now listening on: "));

        Assert.That(await (await OpenAsync(firstAddress)).SendAsync(), Does.Contain("LinkedIn sent a code (OTP)"), first.Printed);
        var draft = _sandbox.Drafts.Single();
        var path = $"/jobs/{draft.Id}";

        Assert.That(await (await OpenAsync(secondAddress + path)).SendAsync("000000"), Does.Contain("The code was wrong"), second.Printed);
        Assert.That(await (await OpenAsync(firstAddress + path)).SendAsync(SandboxCodes.Otp), Does.Contain("LinkedIn sent a code (EMAIL_VERIFICATION)"), first.Printed);

        // The page of one instance, sent to the other: the antiforgery token of either is good for both.
        var page = await OpenAsync(firstAddress + path);
        Assert.That(await (page with { Address = new Uri(secondAddress) }).SendAsync(SandboxCodes.EmailToken), Does.Contain("The job is published"), second.Printed);
        Assert.That(_sandbox.PublishedJobs.Single().Id, Is.EqualTo(draft.Id));
        Assert.That(await _browser.GetStringAsync(firstAddress + path), Does.Contain("The job is published"));
    }

    [Test]
    public async Task A_form_that_is_sent_twice_makes_one_draft_and_starts_one_publication()
    {
        await using var sample = Instance();
        var page = await OpenAsync(await sample.ReadAsync("Now listening on: "));
        await page.SendAsync();
        await page.SendAsync();

        Assert.That(_sandbox.Drafts, Has.Count.EqualTo(1), sample.Printed);
        Assert.That(_sandbox.Drafts[0].Publications, Is.EqualTo(1));
    }

    [Test]
    public async Task A_code_is_not_sent_while_another_request_sends_one()
    {
        await using var sample = Instance();
        var address = await sample.ReadAsync("Now listening on: ");
        await (await OpenAsync(address)).SendAsync();
        var draft = _sandbox.Drafts.Single();
        var page = await OpenAsync($"{address}/jobs/{draft.Id}");
        var requests = _sandbox.Requests.Count;

        await using (File.Open(Path.Combine(_store, draft.Id + ".json"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.That(await page.SendAsync(SandboxCodes.Otp), Does.Contain("Another request is being handled"));
        }

        Assert.That(_sandbox.Requests, Has.Count.EqualTo(requests), sample.Printed);
    }

    [Test]
    public async Task A_form_of_another_site_is_refused()
    {
        await using var sample = Instance();
        var address = await sample.ReadAsync("Now listening on: ");
        using var form = new FormUrlEncodedContent([new("id", "1"), new("title", "Engineer"), new("location", "Berlin, Germany")]);
        using var response = await _browser.PostAsync(new Uri(address + "/jobs"), form);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), sample.Printed);
        Assert.That(_sandbox.Requests, Is.Empty);
    }

    [GeneratedRegex("""<form method="post" action="(?<action>[^"]*)">""")]
    private static partial Regex FormAction { get; }

    [GeneratedRegex("""<input [^>]*name="(?<name>[^"]*)"[^>]*>""")]
    private static partial Regex Field { get; }

    [GeneratedRegex("""value="(?<value>[^"]*)"|$""")]
    private static partial Regex Value { get; }

    private Sample Instance() => Sample.Run(
        _program,
        "--urls=http://127.0.0.1:0",
        $"--Store={_store}",
        $"--PostPress:ApiKey={_sandbox.ApiKey}",
        $"--PostPress:BaseAddress={_sandbox.BaseAddress}",
        $"--AccountId={SandboxAccounts.LinkedIn}");

    private async Task<FormPage> OpenAsync(string address)
    {
        var html = await _browser.GetStringAsync(new Uri(address));
        return new FormPage(
            _browser,
            new Uri(address),
            FormAction.Match(html).Groups["action"].Value,
            Field.Matches(html).ToDictionary(field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(Value.Match(field.Value).Groups["value"].Value)));
    }

    /// <summary>The form of a page, as a browser would send it.</summary>
    private sealed record FormPage(HttpClient Browser, Uri Address, string Action, IReadOnlyDictionary<string, string> Fields)
    {
        /// <summary>Sends the form, with a code if it asks for one, and gives the page that follows.</summary>
        public async Task<string> SendAsync(string? code = null)
        {
            using var form = new FormUrlEncodedContent(Fields.Select(field => KeyValuePair.Create(field.Key, field.Key == "code" ? code ?? "" : field.Value)));
            using var response = await Browser.PostAsync(new Uri(Address, Action), form);
            return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        }
    }
}
