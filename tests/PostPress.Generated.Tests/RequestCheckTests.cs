using System.Collections;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PostPress.Sandbox;

namespace PostPress.Generated.Tests;

/// <summary>Requests against the contract: what it shows is let through, and every rule of it is kept. Driven by the contract file.</summary>
internal sealed class RequestCheckTests
{
    private static readonly List<JObject> Operations = [.. Contract.Operations()];

    private static readonly List<JObject> WithBody = [.. Operations.Where(operation => operation["requestBody"] is not null)];

    private static IEnumerable<TestCaseData> Examples()
        => WithBody.SelectMany(operation => Contract.ExamplesOf(Content(operation)).Select(example
            => new TestCaseData(operation, example.Value).SetArgDisplayNames((string)operation["operationId"]!, example.Key)));

    private static IEnumerable<TestCaseData> ById() => WithBody.Select(Case);

    private static IEnumerable<TestCaseData> All() => Operations.Select(Case);

    private static TestCaseData Case(JObject operation) => new TestCaseData(operation).SetArgDisplayNames((string)operation["operationId"]!);

    [TestCaseSource(nameof(Examples))]
    public void What_the_contract_shows_is_let_through(JObject operation, JToken example)
        => Assert.That(Check(operation, example), Is.Empty);

    [TestCaseSource(nameof(ById))]
    public void What_has_every_member_of_the_contract_is_let_through(JObject operation)
    {
        var schema = Contract.Follow(Content(operation)["schema"]!);
        foreach (var variant in schema["oneOf"] ?? new JArray(schema))
        {
            var valid = BadRequests.Valid(variant);
            Assert.That(Check(operation, valid), Is.Empty, Json.Text(valid));
        }
    }

    [TestCaseSource(nameof(ById))]
    public void Each_rule_of_the_contract_is_kept_and_named(JObject operation)
    {
        var bad = Bad(operation);
        Assert.That(bad, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (var request in bad)
            {
                string[] paths = [.. Check(operation, request.Request).Select(broken => broken.Path).Distinct()];
                var isNamed = request.Path.EndsWith('*')
                    ? paths.Length > 0 && paths.All(path => path.StartsWith(request.Path[..^1], StringComparison.Ordinal))
                    : paths is [var path] && (path == request.Path || (path == request.Union && request.Keyword is "required" or "type" or "const"));
                Assert.That(isNamed, Is.True, $"{request} gave [{string.Join(", ", paths)}]");
            }
        });
    }

    [TestCaseSource(nameof(All))]
    public void Each_rule_for_a_parameter_is_kept_and_named(JObject operation)
    {
        // A read has parameters alone.
        var schema = operation["requestBody"] is null ? new JObject { ["type"] = "object", ["properties"] = new JObject() } : Contract.Follow(Content(operation)["schema"]!);
        Assert.Multiple(() =>
        {
            foreach (var variant in (schema["oneOf"] ?? new JArray(schema)).Select(Contract.Follow))
            {
                foreach (var parameter in operation["parameters"]!.Select(Contract.Follow))
                {
                    var name = (string)parameter["name"]!;
                    var type = parameter["schema"]!;
                    if ((bool?)parameter["required"] == true)
                    {
                        Refused(name, null);
                    }

                    if (type["minLength"] is not null)
                    {
                        Refused(name, "");
                    }

                    if (type["minimum"] is not null)
                    {
                        Refused(name, (int)type["minimum"]! - 1);
                        Allowed(name, (int)type["minimum"]!);
                    }

                    if ((variant[$"x-maximum-{name}"] ?? type["maximum"]) is { } maximum)
                    {
                        Refused(name, (int)maximum + 1);
                        Allowed(name, (int)maximum);
                    }
                }

                void Refused(string name, object? value)
                    => Assert.That(Check(operation, BadRequests.Valid(variant), name, value).Select(broken => broken.Path), Is.EqualTo(new[] { name }), $"{name} {value}");

                void Allowed(string name, object? value) => Assert.That(Check(operation, BadRequests.Valid(variant), name, value), Is.Empty, $"{name} {value}");
            }
        });
    }

    [TestCaseSource(nameof(ById))]
    public async Task What_is_refused_here_the_sandbox_refuses_too(JObject operation)
    {
        if (Content(operation).Path.Contains("multipart", StringComparison.Ordinal))
        {
            Assert.Pass("Parts are sent by PostPress.Client; its tests hold them against the sandbox.");
        }

        await using var sandbox = await PostPressSandbox.StartAsync();
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };
        http.DefaultRequestHeaders.Add("X-API-KEY", sandbox.ApiKey);
        var path = ((string)operation["x-path"]!)[1..].Replace("{draft_id}", "1", StringComparison.Ordinal);
        foreach (var request in Bad(operation))
        {
            // As it would be sent.
            using var content = new StringContent(JsonConvert.SerializeObject(Body(operation, request.Request)), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var response = await http.PostAsync(new Uri($"{path}?account_id={SandboxAccounts.LinkedIn}", UriKind.Relative), content);
            Assert.That((int)response.StatusCode, Is.EqualTo(400).Or.EqualTo(422), request.ToString());
        }
    }

    [Test]
    public void What_the_type_does_not_hold_is_checked_as_it_will_be_sent()
    {
        var job = JsonConvert.DeserializeObject<CreateJobRequest>("""{"account_id":5,"location":"1","job_title":"Chef","company":{"id":"1","text":"Acme"},"workplace":"REMOTE"}""")!;
        job.AdditionalProperties["description"] = "Given aside, and right.";
        Assert.That(
            Broken(job).Select(broken => $"{broken.Path} {broken.Rule}"),
            Is.EqualTo(new[] { "account_id must be a text", "job_title must be an object", "company.text is not known here" }));
    }

    [Test]
    public void A_number_that_no_type_holds_is_judged_by_the_contract()
    {
        var question = JsonConvert.DeserializeObject<ScreeningQuestion>("""{"answer_type":"numeric","question":"?","position":3000000000}""")!;
        Assert.That(Broken(question), Is.Empty, "The contract has no limit for it.");
        question.AdditionalProperties["position"] = "third";
        Assert.That(Broken(question).Single().Path, Is.EqualTo("position"));
    }

    [TestCase("""{"api":"classic","category":"people","network_distance":1}""", "network_distance must be a list")]
    [TestCase("""{"api":"classic","category":"people","network_distance":[1.5]}""", "network_distance[0] must be a whole number")]
    [TestCase("""{"api":"classic","category":"people","network_distance":[1,99999999999]}""", "network_distance[1] must be one of 1, 2, 3")]
    [TestCase("""{"api":"classic","category":"people","network_distance":[1.0,2]}""", null)]
    [TestCase("""{"api":"classic","category":"people","network_distance":[null]}""", "network_distance[0] must not be null")]
    [TestCase("""{"api":"classic","category":"people","network_distance":[[1]]}""", "network_distance[0] must be a whole number")]
    [TestCase("""{"api":"classic","category":"jobs","date_posted":1.5}""", "date_posted must be a whole number")]
    [TestCase("""{"api":"classic","category":"jobs","date_posted":1e-40}""", "date_posted must be a whole number")]
    [TestCase("""{"api":"classic","category":"jobs","date_posted":1e40}""", null)]
    [TestCase("""{"api":"classic","category":"jobs","date_posted":[]}""", "date_posted must be a whole number")]
    [TestCase("""{"api":"classic","category":"jobs","location_within_area":"25"}""", "location_within_area must be a number")]
    [TestCase("""{"api":"recruiter","category":"people","graduation_year":{"min":99999999999}}""", "graduation_year.min must be 1000 to 9999")]
    [TestCase("""{"api":"recruiter","category":"people","graduation_year":{"max":-99999999999}}""", "graduation_year.max must be 1000 to 9999")]
    [TestCase("""{"api":"recruiter","category":"people","graduation_year":{"min":2010.5}}""", "graduation_year.min must be a whole number")]
    [TestCase("""{"api":"recruiter","category":"people","graduation_year":{"min":999}}""", "graduation_year.min must be 1000 to 9999, is 999")]
    [TestCase("""{"api":"recruiter","category":"people","keywords":["a"]}""", "keywords must be a text")]
    [TestCase("""{"api":"recruiter","category":"people","has_military_background":"yes"}""", "has_military_background must be true or false")]
    public void What_would_be_written_is_judged(string json, string? expected)
    {
        var broken = Broken(JsonConvert.DeserializeObject<SearchRequest>(json)!);
        Assert.That(broken.Select(rule => $"{rule.Path} {rule.Rule}"), expected is null ? Is.Empty : Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void A_rule_names_the_member_of_CSharp_and_the_number_that_stood_there()
    {
        var search = new RecruiterPeopleSearch { Tenure = new NumberRange { Min = 5, Max = 3.5m }, Role = [new RecruiterRoleById { Id = "Chef", IsSelection = true }] };
        Assert.That(
            Broken(search).Select(rule => $"{rule.Path} {rule.Member}: {rule.Rule}"),
            Is.EqualTo(new[]
            {
                "role[0].id Role[0].Id: must be an id, not a text; find it with Search.FindIdAsync and SearchParameterType.JobTitle",
                "tenure.min Tenure.Min: must not be above `max`; it is 5, and `max` is 3.5",
            }));
    }

    [Test]
    public void A_null_in_a_list_is_named()
        => Assert.That(Broken(new ClassicPeopleSearch { Industry = ["4", null!] }).Single(), Is.EqualTo(new BrokenRule("industry[1]", "Industry[1]", "must not be null")));

    [Test]
    public void Characters_are_counted_and_lines_end_as_in_the_contract()
    {
        Assert.That(Broken(new SalesNavigatorPeopleSearch { ProfileLanguage = ["en", "en\n"] }).Single().Path, Is.EqualTo("profile_language[1]"));
        Assert.That(Broken(new ResolvedId { Id = "\u0663" }).Single().Path, Is.EqualTo("id"), "An Arabic digit is none of 0 to 9.");

        var check = default(RequestCheck);
        new TextRule(minLength: 2, maxLength: 2).Check(ref check, "\U0001F41D\U0001F41D");
        Assert.That(check.Count, Is.Zero);
        new TextRule(minLength: 2, maxLength: 2).Check(ref check, "\U0001F41D");
        Assert.That(check.Broken.Single().Rule, Is.EqualTo("must have 2 to 2 characters"));
    }

    [Test]
    public void A_valid_request_costs_no_memory()
    {
        var search = new ClassicPeopleSearch { Keywords = "engineer", NetworkDistance = [1, 2], ProfileLanguage = ["en"], OpenTo = [OpenTo.ProBono] };
        Assert.That(Run(), Is.Zero);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Run();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1000), "Not even one object a request.");

        int Run()
        {
            var check = default(RequestCheck);
            PostPress.Operations.SearchOperation.CheckRequest(ref check, search, "acc", 10, null, null);
            return check.Count;
        }
    }

    private static IReadOnlyList<BrokenRule> Broken(WireObject request)
    {
        var check = default(RequestCheck);
        request.Check(ref check);
        return check.Broken;
    }

    /// <summary>Calls the operation's check with a request and otherwise good parameters; one of them can be set.</summary>
    private static IReadOnlyList<BrokenRule> Check(JObject operation, JToken request, string? parameter = null, object? value = null)
    {
        var method = typeof(WireObject).Assembly.GetType($"PostPress.Operations.{Class(operation)}")!.GetMethod("CheckRequest", BindingFlags.Static | BindingFlags.NonPublic)!;
        object?[] arguments = [.. method.GetParameters().Select(argument => Argument(argument))];
        method.Invoke(null, arguments);
        return ((RequestCheck)arguments[0]!).Broken;

        object? Argument(ParameterInfo argument)
        {
            if (argument.ParameterType.IsByRef)
            {
                return default(RequestCheck);
            }

            if (argument.Name == "body")
            {
                return Body(operation, request);
            }

            if (operation["parameters"]!.Select(Contract.Follow).FirstOrDefault(node => Same((string)node["name"]!, argument.Name!)) is { } node)
            {
                return (string?)node["name"] == parameter ? value
                    : (bool?)node["required"] == true ? BadRequests.Valid(node["schema"]!).ToObject(Nullable.GetUnderlyingType(argument.ParameterType) ?? argument.ParameterType, JsonSerializer.CreateDefault())
                    : null;
            }

            var part = ((JObject)request).Properties().FirstOrDefault(property => Same(property.Name, argument.Name!))?.Value;
            return part is null or { Type: JTokenType.Null } ? null
                : argument.ParameterType == typeof(int?) ? ((ICollection)part).Count
                : argument.ParameterType == typeof(object) ? part
                : JsonConvert.DeserializeObject(Json.Text(part), argument.ParameterType);
        }
    }

    private static object Body(JObject operation, JToken request)
        => JsonConvert.DeserializeObject(Json.Text(request), Contract.ClrType(Contract.Name(Content(operation)["schema"]!["$ref"]!)))!;

    private static IReadOnlyList<BadRequest> Bad(JObject operation)
    {
        var schema = Content(operation)["schema"]!;
        IEnumerable<BadRequest> all = BadRequests.Of(schema);

        // C# itself sees to the kinds of parts; of files only the number is seen.
        return [.. Content(operation).Path.Contains("multipart", StringComparison.Ordinal)
            ? all.Where(request => request.Keyword is not "type" || request.Path.Contains('[', StringComparison.Ordinal))
            : all];
    }

    private static JObject Content(JObject operation) => (JObject)operation["requestBody"]!["content"]!.First!.First!;

    private static string Class(JObject operation)
    {
        var id = (string)operation["operationId"]!;
        return char.ToUpper(id[0], CultureInfo.InvariantCulture) + id[1..] + "Operation";
    }

    private static bool Same(string wire, string name) => string.Equals(wire.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal), name, StringComparison.OrdinalIgnoreCase);
}
