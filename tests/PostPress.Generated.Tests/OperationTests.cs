using System.Text;
using Newtonsoft.Json;
using PostPress.Operations;

namespace PostPress.Generated.Tests;

internal sealed class OperationTests
{
    [Test]
    public void An_operation_knows_its_address_and_method()
    {
        Assert.That(CreateJobOperation.RequestUri().ToString(), Is.EqualTo("linkedin/jobs"));
        Assert.That(CreatePostOperation.RequestUri().ToString(), Is.EqualTo("posts"));
        Assert.That(PostPressApi.BaseAddress, Is.EqualTo("https://api.postpress.ai/api/v1"));
        Assert.That(PostPressApi.ApiKeyHeader, Is.EqualTo("X-API-KEY"));
        Assert.That(PostPressApi.IdempotencyKeyHeader, Is.EqualTo("Idempotency-Key"));
    }

    [Test]
    public void A_descriptor_says_what_the_contract_says_of_an_operation()
    {
        var solve = SolveJobCheckpointOperation.Descriptor;
        Assert.That((solve.Id, solve.Method, solve.Path, solve.RequestMediaType, solve.ResponseMediaType, solve.IsWrite), Is.EqualTo(("solveJobCheckpoint", HttpMethod.Post, "/linkedin/jobs/{draft_id}/checkpoint", "application/json", "application/json", true)));
        Assert.That(CreatePostOperation.Descriptor.RequestMediaType, Is.EqualTo("multipart/form-data"));
        Assert.That(SearchOperation.Descriptor.IsWrite, Is.False, "a POST that only reads (x-is-write)");
        Assert.That(solve.ReadError(new ArraySegment<byte>("""{"type":"errors/x"}"""u8.ToArray())), Is.InstanceOf<ApiError>());
    }

    [Test]
    public void An_error_type_refuses_if_every_response_that_lists_it_refuses()
    {
        foreach (var type in typeof(ErrorType).GetProperties().Where(p => p.PropertyType == typeof(ErrorType)).Select(p => ((ErrorType)p.GetValue(null)!).Value))
        {
            var statuses = Contract.StatusesOf(type).ToList();
            Assert.That(statuses, Is.Not.Empty, type);
            Assert.That(PostPressApi.IsRefusal(type), Is.EqualTo(statuses.TrueForAll(status => status is >= 400 and < 500 and not 408 and not 409)), type);
        }

        Assert.That(PostPressApi.IsRefusal("errors/never_seen"), Is.False);
    }

    [TestCase("3984512098", "linkedin/jobs/3984512098/checkpoint")]
    [TestCase("a/b?c#d é&", "linkedin/jobs/a%2Fb%3Fc%23d%20%C3%A9%26/checkpoint")]
    [TestCase("...", "linkedin/jobs/.../checkpoint")]
    public void A_path_parameter_is_one_escaped_segment(string id, string expected)
        => Assert.That(SolveJobCheckpointOperation.RequestUri(id).ToString(), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase(null)]
    public void A_path_parameter_that_would_change_the_path_is_refused(string? id)
        => Assert.That(() => SolveJobCheckpointOperation.RequestUri(id!), Throws.InstanceOf<ArgumentException>());

    [Test]
    public void A_query_holds_what_has_a_value()
    {
        Assert.That(SearchOperation.RequestUri("acc").ToString(), Is.EqualTo("linkedin/search?account_id=acc"));
        Assert.That(SearchOperation.RequestUri("a&b=c", 10).ToString(), Is.EqualTo("linkedin/search?account_id=a%26b%3Dc&limit=10"));
        Assert.That(SearchOperation.RequestUri("acc", cursor: "x+/=").ToString(), Is.EqualTo("linkedin/search?account_id=acc&cursor=x%2B%2F%3D"));
        Assert.That(() => SearchOperation.RequestUri(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void The_parts_of_a_multipart_body_have_names()
    {
        Assert.That(CreatePostOperation.Parts.Attachments, Is.EqualTo("attachments"));
        Assert.That(CreatePostOperation.Parts.VideoThumbnail, Is.EqualTo("video_thumbnail"));
        Assert.That(
            Written(writer => CreatePostOperation.WriteMentions(writer, [new PostMention { Name = "Ada", ProfileId = "ACo1" }])),
            Is.EqualTo("""[{"name":"Ada","profile_id":"ACo1"}]"""));
    }

    [Test]
    public void Bodies_are_written_and_read()
    {
        Assert.That(
            Written(writer => SearchOperation.WriteRequest(writer, new CursorSearch { Cursor = "next" })),
            Is.EqualTo("""{"cursor":"next"}"""));
        Assert.That(SolveJobCheckpointOperation.ReadResponse(Reader("""{"object":"LinkedinJobPostingPublished","job_id":"1"}""")), Is.InstanceOf<JobPublished>());
    }

    [Test]
    public void Both_envelopes_of_a_failure_are_read()
    {
        var problem = (ApiError)SearchOperation.ReadError(Reader("""{"title":"No","type":"errors/limit_too_high","status":400}"""));
        var quickstart = (QuickstartError)SearchOperation.ReadError(Reader("""{"error":{"code":"invalid_parameters","message":"No","request_id":"1"}}"""));
        Assert.That(problem.Type, Is.EqualTo(ErrorType.LimitTooHigh));
        Assert.That(quickstart.Error!.RequestId, Is.EqualTo("1"));
        Assert.That(SearchOperation.ReadError(Reader("""{"message":"Missing Authentication Token"}""")).AdditionalProperties, Has.Count.EqualTo(1));
    }

    [Test]
    public void Missing_arguments_are_named()
    {
        Assert.That(() => SearchOperation.WriteRequest(null!, new CursorSearch { Cursor = "" }), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("writer"));
        Assert.That(() => Written(writer => SearchOperation.WriteRequest(writer, null!)), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("body"));
        Assert.That(() => SearchOperation.ReadResponse((JsonReader)null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("reader"));
    }

    private static JsonTextReader Reader(string json) => new(new StringReader(json));

    private static string Written(Action<WireWriter> write)
    {
        var text = new StringBuilder();
        using (var writer = new JsonTextWriter(new StringWriter(text)))
        {
            write(new JsonWireWriter(writer));
        }

        return text.ToString();
    }
}
