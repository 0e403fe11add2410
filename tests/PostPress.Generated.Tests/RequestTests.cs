using Newtonsoft.Json;

namespace PostPress.Generated.Tests;

/// <summary>Requests as users write them; that this compiles is half of the test.</summary>
internal sealed class RequestTests
{
    [Test]
    public void A_search_names_its_variant_by_its_type()
    {
        SearchRequest search = new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2], OpenTo = [OpenTo.ProBono, "new"] };
        Assert.That(
            JsonConvert.SerializeObject(search),
            Is.EqualTo("""{"api":"classic","category":"people","keywords":"engineer","network_distance":[1,2],"open_to":["proBono","new"]}"""));
    }

    [Test]
    public void A_degree_of_connection_is_a_number_or_a_word()
    {
        var search = new SalesNavigatorPeopleSearch { NetworkDistance = [1, ConnectionDegree.Second, "GROUP", 4] };
        Assert.That(JsonConvert.SerializeObject(search), Is.EqualTo("""{"api":"sales_navigator","category":"people","network_distance":[1,2,"GROUP",4]}"""));
        Assert.That(search.NetworkDistance[2], Is.EqualTo(ConnectionDegree.Group));
        Assert.That(search.NetworkDistance[3].IsKnown, Is.False);
        Assert.That(search.NetworkDistance[3].Number, Is.EqualTo(4));
        Assert.That(search.NetworkDistance[2].Text, Is.EqualTo("GROUP"));
    }

    [Test]
    public void A_number_and_its_text_are_different_degrees()
    {
        Assert.That(new ConnectionDegree("1"), Is.Not.EqualTo(new ConnectionDegree(1)));
        Assert.That(Json.RoundTrip("""[1,"1"]""", typeof(IList<ConnectionDegree>)), Is.EqualTo("""[1,"1"]"""));
    }

    [Test]
    public void A_job_is_written_as_documented()
    {
        var job = new CreateJobRequest
        {
            AccountId = "acc",
            JobTitle = new ResolvedId { Id = "9" },
            Company = new FreeText { Text = "Acme" },
            Workplace = Workplace.Hybrid,
            Location = "102277331",
            Description = "<p>We hire</p>",
            ScreeningQuestions = [new NumericScreeningQuestion { Question = "How many?", MinExpectation = 2 }],
            Recruiter = new RecruiterJobOptions
            {
                Project = new NewRecruiterProject { Name = "New" },
                Functions = ["eng"],
                Industries = new List<string> { "4" },
                Seniority = JobSeniority.Director,
                ApplyMethod = new ExternalApply { Url = "https://example.com" },
                Salary = new Salary { Currency = "USD", Min = 1000, Max = 2000.5m, PayFrequency = PayFrequency.Monthly },
            },
        };
        const string expected = """
            {
              "account_id": "acc", "job_title": {"id": "9"}, "company": {"text": "Acme"}, "workplace": "HYBRID",
              "location": "102277331", "description": "<p>We hire</p>",
              "screening_questions": [{"answer_type": "numeric", "question": "How many?", "min_expectation": 2}],
              "recruiter": {
                "project": {"name": "New"}, "functions": ["eng"], "industries": ["4"], "seniority": "DIRECTOR",
                "apply_method": {"type": "external", "url": "https://example.com"},
                "salary": {"currency": "USD", "min": 1000, "max": 2000.5, "pay_frequency": "MONTHLY"}
              }
            }
            """;
        Assert.That(Json.Difference(expected, JsonConvert.SerializeObject(job)), Is.Null);
    }

    [Test]
    public void A_discriminator_with_several_values_is_set_like_any_member()
    {
        Assert.That(
            JsonConvert.SerializeObject(new DollarMinimumSalary { Currency = DollarCurrency.Cad, Value = 40 }),
            Is.EqualTo("""{"currency":"CAD","value":40}"""));
        Assert.That(JsonConvert.SerializeObject(new PoundMinimumSalary { Value = 20 }), Is.EqualTo("""{"currency":"GBP","value":20}"""));
        Assert.That(JsonConvert.DeserializeObject<MinimumSalary>("""{"value":40,"currency":"AUD"}"""), Is.InstanceOf<DollarMinimumSalary>());
        Assert.That(JsonConvert.DeserializeObject<MinimumSalary>("""{"value":40,"currency":"EUR"}""")!.GetType(), Is.EqualTo(typeof(MinimumSalary)));
    }

    [Test]
    public void What_is_not_set_is_not_sent()
        => Assert.That(JsonConvert.SerializeObject(new UrlSearch { Url = "https://www.linkedin.com/search" }), Is.EqualTo("""{"url":"https://www.linkedin.com/search"}"""));

    [Test]
    public void A_null_in_a_stored_request_is_not_sent()
        => Assert.That(
            Json.RoundTrip("""{"account_id":"a","employment_status":null,"recruiter":null}""", typeof(CreateJobRequest)),
            Is.EqualTo("""{"account_id":"a"}"""));

    [Test]
    public void A_required_number_that_the_JSON_lacks_is_not_invented()
    {
        var range = JsonConvert.DeserializeObject<AnnualRevenueRange>("""{"currency":"USD","max":5}""")!;
        Assert.That(range.Min, Is.Zero);
        Assert.That(JsonConvert.SerializeObject(range), Is.EqualTo("""{"currency":"USD","max":5}"""));
    }

    [Test]
    public void A_newer_member_can_be_sent()
    {
        var request = new SolveCheckpointRequest { AccountId = "a", Input = "1", AdditionalProperties = { ["newer"] = 5 } };
        Assert.That(JsonConvert.SerializeObject(request), Is.EqualTo("""{"account_id":"a","input":"1","newer":5}"""));
    }

    [Test]
    public void A_response_can_be_made_up_for_a_test()
    {
        var page = new SearchPage { Items = [new PersonResult { Name = "Ada" }, new CompanyResult { Name = "Acme" }], Cursor = "next" };
        Assert.That(JsonConvert.SerializeObject(page), Is.EqualTo("""{"items":[{"type":"PEOPLE","name":"Ada"},{"type":"COMPANY","name":"Acme"}],"cursor":"next"}"""));
        Assert.That(new SearchResult { AdditionalProperties = { ["type"] = "EVENT" } }.Type, Is.EqualTo("EVENT"));
    }

    [Test]
    public void What_all_variants_have_stands_in_the_base_class()
    {
        SearchResult result = new JobResult { Id = "1" };
        var attachment = JsonConvert.DeserializeObject<PostAttachment>("""{"type":"hologram","url":"https://example.com","depth":3}""")!;
        Assert.That(result.Id, Is.EqualTo("1"));
        Assert.That(attachment.Url, Is.EqualTo("https://example.com"));
        Assert.That(attachment.Type, Is.EqualTo("hologram"));
        Assert.That(attachment.AdditionalProperties.Keys, Is.EquivalentTo(new[] { "type", "depth" }));
    }
}
