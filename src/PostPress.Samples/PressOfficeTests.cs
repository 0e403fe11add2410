#:project ../PostPress.Client/PostPress.Client.csproj
#:project ../PostPress.Sandbox/PostPress.Sandbox.csproj
#:package NUnit
#:package NUnit3TestAdapter
#:package NUnit.Analyzers
#:package RichardSzalay.MockHttp
#:property EnableNUnitRunner=true
#:property PublishAot=false

// A service that publishes announcements, and its unit tests: over scripted responses (MockHttp), and over the sandbox.
//
//   dotnet run PressOfficeTests.cs
//
// In a test project, leave out the lines that begin with #: and name the same packages there.
using System.Net;
using NUnit.Framework;
using PostPress;
using PostPress.Sandbox;
using RichardSzalay.MockHttp;

/// <summary>The service: it publishes the announcement of a release, once.</summary>
public sealed class PressOffice(PostPressClient postpress, string accountId)
{
    public async Task<Announcement> AnnounceAsync(string release, string text, CancellationToken cancellationToken = default)
    {
        var post = new NewPost { AccountId = accountId, Text = text };
        try
        {
            await postpress.Posts.CreateAsync(post, options: new CallOptions { IdempotencyKey = $"release-{release}" }, cancellationToken: cancellationToken);
            return Announcement.Published;
        }
        catch (PostPressApiException e) when (e.ErrorType == ErrorType.DisconnectedAccount)
        {
            return Announcement.AccountDisconnected;
        }
        catch (PostPressException e) when (e.Outcome == CallOutcome.Unknown)
        {
            return Announcement.Unknown;
        }
    }
}

public enum Announcement
{
    Published,

    /// <summary>The owner of the account has to connect it again.</summary>
    AccountDisconnected,

    /// <summary>It may be published. The same release can be announced again: it has the same key.</summary>
    Unknown,
}

/// <summary>With MockHttp: what is sent, and what the service makes of a response that the test writes.</summary>
public sealed class PressOfficeOverMockHttpTests
{
    private MockHttpMessageHandler _http = null!;
    private PostPressClient _postpress = null!;

    [SetUp]
    public void Start()
    {
        _http = new MockHttpMessageHandler();
        _postpress = new PostPressClient(_http.ToHttpClient(), new PostPressClientOptions { ApiKey = "pp_test_key" });
    }

    [TearDown]
    public void Stop()
    {
        _postpress.Dispose();
        _http.Dispose();
    }

    [Test]
    public async Task The_release_is_the_idempotency_key()
    {
        _http.Expect(HttpMethod.Post, "https://api.postpress.ai/api/v1/posts")
            .WithHeaders("Idempotency-Key", "release-2.0")
            .Respond(HttpStatusCode.Created, "application/json", """{"object":"PostCreated","post_id":"urn:li:share:1"}""");

        Assert.That(await AnnounceAsync(), Is.EqualTo(Announcement.Published));
        _http.VerifyNoOutstandingExpectation();
    }

    [Test]
    public async Task A_disconnected_account_is_told_from_other_errors()
    {
        _http.When("*").Respond(HttpStatusCode.Unauthorized, "application/problem+json", """{"type":"errors/disconnected_account","title":"Disconnected account","status":401}""");

        Assert.That(await AnnounceAsync(), Is.EqualTo(Announcement.AccountDisconnected));
    }

    [Test]
    public void Another_error_is_thrown()
    {
        _http.When("*").Respond(HttpStatusCode.Forbidden, "application/problem+json", """{"type":"errors/account_restricted","title":"Account restricted","status":403}""");

        Assert.That(AnnounceAsync, Throws.InstanceOf<PostPressApiException>().With.Property("ErrorType").EqualTo(ErrorType.AccountRestricted));
    }

    private Task<Announcement> AnnounceAsync() => new PressOffice(_postpress, "acc_1").AnnounceAsync("2.0", "We shipped!");
}

/// <summary>With the sandbox: what became of it. Nothing is scripted, and the request is judged by PostPress's contract.</summary>
public sealed class PressOfficeOverSandboxTests
{
    private PostPressSandbox _sandbox = null!;
    private PostPressClient _postpress = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { InjectFaults = true });
        _postpress = new PostPressClient(new PostPressClientOptions { ApiKey = _sandbox.ApiKey, BaseAddress = _sandbox.BaseAddress });
    }

    [TearDown]
    public async Task StopAsync()
    {
        _postpress.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Test]
    public async Task An_announcement_is_published()
    {
        Assert.That(await AnnounceAsync(SandboxAccounts.LinkedIn), Is.EqualTo(Announcement.Published));
        Assert.That(_sandbox.Posts.Single().Text, Is.EqualTo("We shipped!"));
    }

    [Test]
    public async Task A_disconnected_account_publishes_nothing()
    {
        Assert.That(await AnnounceAsync(SandboxTriggers.AccountFor("errors/disconnected_account")), Is.EqualTo(Announcement.AccountDisconnected));
        Assert.That(_sandbox.Posts, Is.Empty);
    }

    [Test]
    public async Task A_release_is_announced_once_although_the_first_response_was_lost()
    {
        _sandbox.Faults.Next(SandboxFault.ResetAfterActing);

        Assert.That(await AnnounceAsync(SandboxAccounts.LinkedIn), Is.EqualTo(Announcement.Unknown));
        Assert.That(await AnnounceAsync(SandboxAccounts.LinkedIn), Is.EqualTo(Announcement.Published));
        Assert.That(_sandbox.Posts, Has.Count.EqualTo(1));
    }

    private Task<Announcement> AnnounceAsync(string accountId) => new PressOffice(_postpress, accountId).AnnounceAsync("2.0", "We shipped!");
}
