using PostPress.Operations;

namespace PostPress.Generated.Tests;

/// <summary>Which JSON proves to be the documented response of an operation.</summary>
internal sealed class ResponseTests
{
    private static readonly Dictionary<string, Func<string, ResponseObject>> Readers = new()
    {
        ["createJob"] = json => CreateJobOperation.Descriptor.ReadResponse(Bytes(json)),
        ["solveJobCheckpoint"] = json => SolveJobCheckpointOperation.Descriptor.ReadResponse(Bytes(json)),
        ["createPost"] = json => CreatePostOperation.Descriptor.ReadResponse(Bytes(json)),
        ["search"] = json => SearchOperation.Descriptor.ReadResponse(Bytes(json)),
    };

    private static readonly Dictionary<string, string> Tags = new()
    {
        ["createJob"] = "LinkedinJobPostingDraftCreated",
        ["solveJobCheckpoint"] = "LinkedinJobPostingPublished",
        ["createPost"] = "PostCreated",
        ["search"] = "LinkedinSearch",
    };

    private static IEnumerable<string> Operations => Readers.Keys;

    [TestCaseSource(nameof(Operations))]
    public void The_tag_proves_the_response(string operation) =>
        Assert.That(Readers[operation]($$"""{"object":"{{Tags[operation]}}"}""").IsDocumented);

    [TestCaseSource(nameof(Operations))]
    public void The_examples_of_the_contract_prove_themselves(string operation)
    {
        foreach (var example in Contract.ResponseExamples(operation))
        {
            Assert.That(Readers[operation](example.ToString()).IsDocumented, example.ToString());
        }
    }

    [TestCase("createJob", """{"job_id":"1","publish_options":{}}""")]
    [TestCase("search", """{"items":[],"config":{},"paging":{},"cursor":null}""")]
    public void The_required_members_prove_it_without_the_tag(string operation, string json) =>
        Assert.That(Readers[operation](json).IsDocumented);

    [Test]
    public void Another_JSON_object_proves_nothing(
        [ValueSource(nameof(Operations))] string operation,
        [Values(
            "{}",
            """{"object":null}""",
            """{"object":7}""",
            """{"success":true}""",
            """{"items":5,"config":{},"paging":{}}""",
            """{"job_id":null,"publish_options":null}""",
            """{"title":"t","detail":"d","type":"errors/unexpected_error","status":500,"instance":"req"}""",
            """{"error":{"code":"invalid_parameters","message":"m","request_id":"r"}}""")] string json) =>
        Assert.That(Readers[operation](json).IsDocumented, Is.False);

    [Test]
    public void A_newer_variant_of_a_union_is_documented_by_its_tag() =>
        Assert.That(Readers["solveJobCheckpoint"]("""{"object":"LinkedinJobPostingParked"}""").IsDocumented);

    [Test]
    public void A_newer_tag_with_the_required_members_is_documented() =>
        Assert.That(Readers["createJob"]("""{"object":"LinkedinJobPostingDraftCreatedV2","job_id":"1","publish_options":{}}""").IsDocumented);

    private static ArraySegment<byte> Bytes(string json) => new(System.Text.Encoding.UTF8.GetBytes(json));
}
