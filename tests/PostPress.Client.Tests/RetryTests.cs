using System.Net;
using System.Net.Http.Headers;

namespace PostPress.Tests;

public class RetryTests
{
    private const string Page = """{"object":"LinkedinSearch","items":[],"cursor":null}""";
    private const string Created = """{"object":"PostCreated","post_id":"urn:li:share:1"}""";
    private const string Draft = """{"object":"LinkedinJobPostingDraftCreated","job_id":"42"}""";
    private const string Published = """{"object":"LinkedinJobPostingPublished","job_state":"active","job_id":"42"}""";

    private static readonly Func<HttpRequestMessage, HttpResponseMessage> Lost = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "reset");
    private static readonly Func<HttpRequestMessage, HttpResponseMessage> Unreachable = _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");

    public static IEnumerable<TestCaseData> Writes()
    {
        yield return new TestCaseData((Func<PostPressClient, Task>)(c => c.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" })), Created, "createPost").SetArgDisplayNames("createPost");
        yield return new TestCaseData((Func<PostPressClient, Task>)(c => c.Jobs.CreateAsync(Job)), Draft, "createJob").SetArgDisplayNames("createJob");
        yield return new TestCaseData((Func<PostPressClient, Task>)(c => c.Jobs.SolveCheckpointAsync("a", "42", "123456")), Published, "solveJobCheckpoint").SetArgDisplayNames("solveJobCheckpoint");
        yield return new TestCaseData((Func<PostPressClient, Task>)(c => c.Search.GetPageAsync("a", new SalesNavigatorPeopleSearch { SaveSearch = new SaveSearch { Name = "s" } })), Page, "search").SetArgDisplayNames("search with save_search");
    }

    public static IEnumerable<TestCaseData> UnknownOutcomes()
    {
        yield return new TestCaseData(Lost).SetArgDisplayNames("reset");
        foreach (var status in new[] { 408, 409, 500, 502, 503, 504 })
        {
            yield return new TestCaseData(Clients.Json("{}", status)).SetArgDisplayNames($"{status}");
        }

        yield return new TestCaseData(Truncated).SetArgDisplayNames("truncated answer");
    }

    /// <summary>409 is an answer.</summary>
    public static IEnumerable<TestCaseData> PassingFailures() => UnknownOutcomes().Where(c => c.ArgDisplayNames![0] != "409");

    private static CreateJobRequest Job => new() { AccountId = "a", JobTitle = new FreeText { Text = "t" }, Company = new FreeText { Text = "c" }, Workplace = Workplace.Remote, Location = "1", Description = "d" };

    private static readonly Func<HttpRequestMessage, HttpResponseMessage> Truncated = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new EndsEarly()) };

    private static Action<PostPressClientOptions> With(ManualTime time, int retries = 3) => o => (o.TimeProvider, o.MaxRetries) = (time, retries);

    /// <summary>Moves the clock over every pause, until the call is through.</summary>
    private static async Task RunAsync(Task call, ManualTime time, int pauses)
    {
        for (var i = 0; i < pauses; i++)
        {
            time.Advance(await time.WhenWaitedFor(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(10)));
        }

        await call;
    }

    [TestCaseSource(nameof(UnknownOutcomes))]
    public async Task A_write_with_an_unknown_outcome_is_sent_once_and_says_so(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        foreach (var write in Writes())
        {
            using var script = new Clients.Script(answer);
            using var client = Clients.Over(script, o => o.MaxRetries = 3);

            var e = await Assert.CatchAsync(() => ((Func<PostPressClient, Task>)write.Arguments[0]!)(client));

            Assert.Multiple(() =>
            {
                var failure = (IPostPressFailure)e!;
                Assert.That(script.Requests, Has.Count.EqualTo(1));
                Assert.That(failure.Outcome, Is.EqualTo(CallOutcome.Unknown));
                Assert.That(failure.Operation, Is.EqualTo(write.Arguments[2]));
                Assert.That(failure.Attempts, Is.EqualTo(1));
                Assert.That(failure.IdempotencyKey, Is.EqualTo(script.Requests[0].Headers.GetValues("Idempotency-Key").Single()));
                Assert.That(e!.Message, Does.Contain("was not retried").And.Contain(failure.IdempotencyKey!), "the key is not secret, and a retry needs it");
            });
        }
    }

    [TestCaseSource(nameof(Writes))]
    public async Task A_write_is_sent_again_when_it_surely_never_left_or_was_refused_by_429_with_the_same_key(Func<PostPressClient, Task> write, string success, string operation)
    {
        var time = new ManualTime();
        using var script = new Clients.Script(Unreachable, Clients.Json("{}", 429), Clients.Json(success));
        using var client = Clients.Over(script, With(time));

        await RunAsync(write(client), time, pauses: 2);

        Assert.That(script.Requests, Has.Count.EqualTo(3), operation);
        Assert.That(script.Requests.Select(r => r.Headers.GetValues("Idempotency-Key").Single()).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_write_that_never_left_says_so_when_the_attempts_are_used_up()
    {
        var time = new ManualTime();
        using var script = new Clients.Script(Unreachable, Unreachable);
        using var client = Clients.Over(script, With(time, retries: 1));

        var e = await Assert.ThrowsAsync<PostPressConnectionException>(() => RunAsync(client.Jobs.CreateAsync(Job), time, pauses: 1));

        Assert.Multiple(() =>
        {
            Assert.That(e!.Outcome, Is.EqualTo(CallOutcome.NotSent));
            Assert.That(e.Attempts, Is.EqualTo(2));
            Assert.That(e.Message, Does.Contain("Nothing was sent"));
        });
    }

    [TestCaseSource(nameof(PassingFailures))]
    public async Task A_plain_search_is_sent_again(Func<HttpRequestMessage, HttpResponseMessage> failure)
    {
        var time = new ManualTime();
        using var script = new Clients.Script(failure, Clients.Json(Page));
        using var client = Clients.Over(script, With(time));

        await RunAsync(client.Search.GetPageAsync("a", new ClassicPeopleSearch()), time, pauses: 1);

        Assert.That(script.Requests, Has.Count.EqualTo(2));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(403)]
    [TestCase(404)]
    [TestCase(409)]
    [TestCase(422)]
    public async Task A_refusal_is_not_asked_for_twice(int status)
    {
        using var script = new Clients.Script(Clients.Json("{}", status));
        using var client = Clients.Over(script, o => o.MaxRetries = 3);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => client.Search.GetPageAsync("a", new ClassicPeopleSearch()));

        Assert.That(script.Requests, Has.Count.EqualTo(1));
        Assert.That(e!.Outcome, Is.EqualTo(status == 409 ? CallOutcome.Unknown : CallOutcome.Refused));
    }

    [Test]
    public async Task One_switch_turns_all_repetition_off()
    {
        foreach (var failure in new[] { Unreachable, Clients.Json("{}", 429), Clients.Json("{}", 503) })
        {
            using var script = new Clients.Script(failure);
            using var client = Clients.Over(script, o => o.MaxRetries = 0);
            await Assert.CatchAsync(() => client.Search.GetPageAsync("a", new ClassicPeopleSearch()));
            Assert.That(script.Requests, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Retries_end_at_their_number()
    {
        var time = new ManualTime();
        var busy = Clients.Json("{}", 503);
        using var script = new Clients.Script(busy, busy, busy);
        using var client = Clients.Over(script, With(time, retries: 2));

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => RunAsync(client.Search.GetPageAsync("a", new ClassicPeopleSearch()), time, pauses: 2));

        Assert.That(e!.Attempts, Is.EqualTo(3));
    }

    [Test]
    public async Task A_trusted_key_allows_a_write_to_be_sent_again_after_an_unknown_outcome()
    {
        var time = new ManualTime();
        using var script = new Clients.Script(Lost, Clients.Json("{}", 504), Clients.Json(Created));
        using var client = Clients.Over(script, o => (o.TimeProvider, o.MaxRetries, o.TrustIdempotencyKey) = (time, 3, true));

        await RunAsync(client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" }), time, pauses: 2);

        Assert.That(script.Requests.Select(r => r.Headers.GetValues("Idempotency-Key").Single()).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_Retry_After_in_seconds_is_waited_for()
    {
        var time = new ManualTime();
        using var script = new Clients.Script(RetryAfter(new RetryConditionHeaderValue(TimeSpan.FromSeconds(7))), Clients.Json(Page));
        using var client = Clients.Over(script, With(time));

        var call = client.Search.GetPageAsync("a", new ClassicPeopleSearch());
        Assert.That(await time.WhenWaitedFor(due => due < TimeSpan.FromSeconds(10)), Is.EqualTo(TimeSpan.FromSeconds(7)));
        time.Advance(TimeSpan.FromSeconds(7));

        await call;
    }

    [Test]
    public async Task A_Retry_After_with_a_date_is_waited_for()
    {
        var time = new ManualTime();
        using var script = new Clients.Script(RetryAfter(new RetryConditionHeaderValue(time.GetUtcNow().AddSeconds(5))), Clients.Json(Page));
        using var client = Clients.Over(script, With(time));

        var call = client.Search.GetPageAsync("a", new ClassicPeopleSearch());
        Assert.That(await time.WhenWaitedFor(due => due < TimeSpan.FromSeconds(10)), Is.EqualTo(TimeSpan.FromSeconds(5)));
        time.Advance(TimeSpan.FromSeconds(5));

        await call;
    }

    [Test]
    public async Task A_Retry_After_beyond_the_deadline_fails_at_once()
    {
        using var script = new Clients.Script(RetryAfter(new RetryConditionHeaderValue(TimeSpan.FromMinutes(10))));
        using var client = Clients.Over(script, With(new ManualTime()));

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => client.Search.GetPageAsync("a", new ClassicPeopleSearch()));

        Assert.That(e!.RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(10)));
    }

    [Test]
    public async Task An_attachment_is_opened_again_for_each_attempt()
    {
        var time = new ManualTime();
        var opened = 0;
        using var script = new Clients.Script(Clients.Json("{}", 429), Clients.Json(Created));
        using var client = Clients.Over(script, With(time));
        var file = Attachment.FromFactory(
            _ =>
            {
                opened++;
                return Task.FromResult<Stream>(new MemoryStream([1, 2, 3]));
            },
            "x.bin",
            3);

        await RunAsync(client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x", Attachments = [file] }), time, pauses: 1);

        Assert.That(opened, Is.EqualTo(2));
        Assert.That(script.Bodies[0].Length, Is.EqualTo(script.Bodies[1].Length));
    }

    [Test]
    public async Task What_cannot_be_opened_again_is_never_sent_twice()
    {
        using var script = new Clients.Script(Clients.Json("{}", 429));
        using var client = Clients.Over(script, With(new ManualTime()));
        using var stream = new MemoryStream([1, 2, 3]);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => client.Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x", Attachments = [Attachment.FromStream(stream, "x.bin")] }));

        Assert.That(e!.Outcome, Is.EqualTo(CallOutcome.Refused));
        Assert.That(script.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_checkpoint_loop_takes_a_published_job_for_success_when_the_answer_before_was_lost()
    {
        using var script = new Clients.Script(Lost, Clients.Json("""{"title":"t","type":"errors/action_already_performed","status":422}""", 422));
        using var client = Clients.Over(script);
        var causes = new List<ChallengeCause>();

        var job = await client.Jobs.SolveCheckpointAsync("a", "42", (challenge, _) =>
        {
            causes.Add(challenge.Cause);
            return Task.FromResult<string?>("123456");
        });

        Assert.Multiple(() =>
        {
            Assert.That(job.JobId, Is.EqualTo("42"));
            Assert.That(job.JobState, Is.Null);
            Assert.That(causes, Is.EqualTo(new[] { ChallengeCause.First, ChallengeCause.OutcomeUnknown }));
        });
    }

    [Test]
    public async Task The_checkpoint_loop_reports_an_unknown_outcome_when_its_attempts_are_used_up()
    {
        using var script = new Clients.Script(Lost);
        using var client = Clients.Over(script);

        var e = await Assert.ThrowsAsync<CheckpointFailedException>(() => client.Jobs.SolveCheckpointAsync("a", "42", (_, _) => Task.FromResult<string?>("1"), new CheckpointOptions { MaxCodes = 1 }));

        Assert.That((e!.Reason, e.Outcome), Is.EqualTo((CheckpointFailure.OutcomeUnknown, CallOutcome.Unknown)));
    }

    private static Func<HttpRequestMessage, HttpResponseMessage> RetryAfter(RetryConditionHeaderValue value) => _ =>
    {
        var response = Clients.Json("{}", 429)(_);
        response.Headers.RetryAfter = value;
        return response;
    };

    private sealed class EndsEarly : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
    }
}
