namespace PostPress.Sandbox.Tests;

public sealed class IdempotencyTests
{
    private SandboxApi _api = null!;

    [SetUp]
    public async Task Start() => _api = await SandboxApi.StartAsync();

    [TearDown]
    public async Task Stop() => await _api.DisposeAsync();

    [Test]
    public async Task The_same_key_and_job_give_the_first_answer_and_one_draft()
    {
        var first = await _api.CreateJobAsync(Sample.Job(), "key");
        var again = await _api.CreateJobAsync(Sample.Job(), "key");

        Assert.That((first.Replayed, again.Replayed), Is.EqualTo((false, true)));
        Assert.That(again.Text, Is.EqualTo(first.Text));
        Assert.That(_api.Sandbox.Drafts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_same_key_and_post_give_the_first_answer_whatever_the_boundary()
    {
        var first = await _api.CreatePostAsync(Sample.Post(), "key");
        var again = await _api.CreatePostAsync(Sample.Post(), "key");

        Assert.That((again.Status, again.Text, again.Replayed), Is.EqualTo((201, first.Text, true)));
        Assert.That(_api.Sandbox.Posts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_replayed_wrong_code_does_not_count_again()
    {
        var id = (await _api.CreateJobAsync(Sample.Job())).Json["job_id"]!.GetValue<string>();
        await _api.PublishAsync(id, Sample.Publication());
        var first = await _api.SolveAsync(id, "wrong", idempotencyKey: "key");
        var again = await _api.SolveAsync(id, "wrong", idempotencyKey: "key");

        Assert.That((again.Status, again.Text, again.Replayed), Is.EqualTo((401, first.Text, true)));
        Assert.That(_api.Sandbox.Drafts.Single().WrongCodes, Is.EqualTo(1));
    }

    [Test]
    public async Task A_replayed_publication_does_not_renew_the_checkpoint()
    {
        var id = (await _api.CreateJobAsync(Sample.Job())).Json["job_id"]!.GetValue<string>();
        var first = await _api.PublishAsync(id, Sample.Publication(), "key");
        await _api.SolveAsync(id, "wrong");
        var again = await _api.PublishAsync(id, Sample.Publication(), "key");
        var other = await _api.PublishAsync(id, Sample.Publication("PROMOTED"), "key");

        Assert.That((again.Status, again.Text, again.Replayed), Is.EqualTo((200, first.Text, true)));
        Assert.That((other.Status, other.ErrorType), Is.EqualTo((422, "errors/unprocessable_entity")));
        Assert.That(_api.Sandbox.Drafts.Single().WrongCodes, Is.EqualTo(1));
    }

    [Test]
    public async Task A_replayed_search_is_not_saved_again()
    {
        const string body = """{"api":"sales_navigator","category":"people","save_search":{"name":"All"}}""";
        await _api.SearchAsync(body, idempotencyKey: "key");
        var again = await _api.SearchAsync(body, idempotencyKey: "key");

        Assert.That(again.Replayed, Is.True);
        Assert.That(_api.Sandbox.SavedSearches, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_same_key_with_other_content_is_refused()
    {
        var other = Sample.Job();
        other["description"] = "<p>Another.</p>";
        await _api.CreateJobAsync(Sample.Job(), "key");
        await _api.CreatePostAsync(Sample.Post(), "key");
        await _api.SearchAsync(Sample.People, idempotencyKey: "key");

        var job = await _api.CreateJobAsync(other, "key");
        var post = await _api.CreatePostAsync(Sample.Post(SandboxAccounts.Instagram), "key");
        var search = await _api.SearchAsync(Sample.People, $"account_id={SandboxAccounts.LinkedIn}&limit=3", "key");

        Assert.That((job.Status, job.ErrorType), Is.EqualTo((422, "errors/unprocessable_entity")));
        Assert.That((post.Status, post.ErrorType), Is.EqualTo((400, "errors/invalid_parameters")));
        Assert.That((search.Status, search.ErrorType), Is.EqualTo((400, "errors/invalid_parameters")));
        Assert.That((_api.Sandbox.Drafts.Count, _api.Sandbox.Posts.Count), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_refused_body_can_be_put_right_under_its_key()
    {
        var wrong = Sample.Job();
        wrong.Remove("company");

        Assert.That((await _api.CreateJobAsync(wrong, "key")).Status, Is.EqualTo(422));
        Assert.That((await _api.CreateJobAsync(Sample.Job(), "key")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Keys_are_apart_by_operation_and_API_key()
    {
        await using var two = await SandboxApi.StartAsync(new PostPressSandboxOptions { ApiKeys = ["a", "b"] });
        await two.CreateJobAsync(Sample.Job(), "key");
        var post = await two.CreatePostAsync(Sample.Post(), "key");
        var request = two.Request("posts", Sample.Post(), "key");
        request.Headers.Remove("X-API-KEY");
        request.Headers.Add("X-API-KEY", "b");
        var other = await two.SendAsync("createPost", request);

        Assert.That((post.Replayed, other.Replayed), Is.EqualTo((false, false)));
        Assert.That(two.Sandbox.Posts, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Of_many_calls_at_once_under_one_key_one_acts()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _api.CreatePostAsync(Sample.Post(), "key")));

        Assert.That(replies.Count(r => !r.Replayed), Is.EqualTo(1));
        Assert.That(replies.Select(r => r.Text).Distinct(StringComparer.Ordinal).Count(), Is.EqualTo(1));
        Assert.That(_api.Sandbox.Posts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_sandbox_can_ignore_keys_so_that_a_second_send_shows()
    {
        await using var ignoring = await SandboxApi.StartAsync(new PostPressSandboxOptions { IgnoreIdempotencyKeys = true });
        var first = await ignoring.CreatePostAsync(Sample.Post(), "key");
        var again = await ignoring.CreatePostAsync(Sample.Post(), "key");

        Assert.That((first.Replayed, again.Replayed), Is.EqualTo((false, false)));
        Assert.That(ignoring.Sandbox.Posts, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_empty_key_is_refused()
    {
        var request = _api.Request("posts", Sample.Post());
        request.Headers.TryAddWithoutValidation("Idempotency-Key", "");
        var reply = await _api.SendAsync("createPost", request);

        Assert.That((reply.Status, reply.Detail), Is.EqualTo((400, "`Idempotency-Key` must not be empty.")));
    }
}
