using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PostPress.Operations;

namespace PostPress.Generated.Tests;

/// <summary>Every example, of the contract and of PostPress's pages.</summary>
internal sealed class ExampleTests
{
    private static IEnumerable<TestCaseData<string, JToken>> ContractExamples()
        => Contract.Examples().Select(example => new TestCaseData<string, JToken>(example.Schema, example.Value).SetArgDisplayNames(example.Name));

    [TestCaseSource(nameof(ContractExamples))]
    public void An_example_of_the_contract_is_read_and_written_back(string schema, JToken example)
    {
        var read = JsonConvert.DeserializeObject(Json.Text(example), Contract.ClrType(schema))!;
        Assert.That(Json.Difference(Json.Text(example), JsonConvert.SerializeObject(read)), Is.Null);
        Assert.That(((WireObject)read).AdditionalProperties, Is.Empty);
        Assert.That(Contract.Unions.Select(Contract.ClrType), Does.Not.Contain(read.GetType()), "An example is of a known variant.");
    }

    [TestCase("createJob.request.json", typeof(CreateJobRequest))]
    [TestCase("createJob.response.json", typeof(JobDraft))]
    [TestCase("solveJobCheckpoint.request.json", typeof(SolveCheckpointRequest))]
    [TestCase("solveJobCheckpoint.response.json", typeof(CheckpointOutcome))]
    [TestCase("createPost.response.json", typeof(PostCreated))]
    [TestCase("search.request.json", typeof(SearchRequest))]
    [TestCase("search.response.json", typeof(SearchPage))]
    public void An_example_of_the_documentation_is_read_and_written_back(string file, Type type)
        => Assert.That(Json.Difference(Json.Resource(file), Json.RoundTrip(Json.Resource(file), type)), Is.Null);

    [Test]
    public void The_documented_search_response_is_read_into_types()
    {
        using var reader = new JsonTextReader(new StringReader(Json.Resource("search.response.json")));
        var page = SearchOperation.ReadResponse(reader);

        Assert.That(page.Items, Has.Count.EqualTo(1));
        var person = (PersonResult)page.Items[0];
        Assert.That(person.NetworkDistance, Is.EqualTo(NetworkDistance.SecondDegree));
        Assert.That(person.ConnectionsCount, Is.EqualTo(500));
        Assert.That(person.CurrentPositions[0].Start!.Year, Is.EqualTo(2023));
        Assert.That(page.Config!.Params, Is.InstanceOf<ClassicPeopleSearch>());
        Assert.That(page.Paging!.TotalCount, Is.EqualTo(1248));
        Assert.That(page.Cursor, Is.EqualTo("eyJzdGFydCI6MTB9"));
    }
}
