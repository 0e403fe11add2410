using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PostPress.PublicApi.Tests;

/// <summary>What an editor says about the section "PostPress" of appsettings.json is what the client does with it.</summary>
internal sealed class ConfigurationSchemaTests
{
    private static readonly string Committed = Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepoRoot").Value!,
        ConfigurationSchema.Path);

    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(Committed))!;

    /// <summary>Each option with its path in a configuration, such as <c>SearchTimeouts:Total</c>.</summary>
    private static Dictionary<string, JsonObject> Options => Leaves("", Schema["definitions"]!["postPressClient"]!.AsObject()).ToDictionary(StringComparer.Ordinal);

    private static IEnumerable<string> Times => Options.Where(option => option.Value.ContainsKey("pattern")).Select(option => option.Key);

    [Test]
    public void The_schema_is_up_to_date()
    {
        Assert.That(
            ConfigurationSchema.Text().Split('\n'),
            Is.EqualTo(File.ReadAllText(Committed).ReplaceLineEndings("\n").Split('\n')),
            "Run: dotnet run --project build/PublicApi");
    }

    [Test]
    public void The_section_PostPress_is_a_client_or_has_a_client_for_each_name()
    {
        Assert.That((string?)Schema["properties"]!["PostPress"]!["$ref"], Is.EqualTo("#/definitions/postPressClient"));
        Assert.That((string?)Schema["definitions"]!["postPressClient"]!["additionalProperties"]!["$ref"], Is.EqualTo("#/definitions/postPressClient"));
    }

    [Test]
    public void It_has_every_option_that_a_text_can_hold_and_no_other()
    {
        var held = typeof(PostPressClientOptions).GetProperties()
            .Where(option => !option.PropertyType.IsAssignableTo(typeof(Delegate)) && option.PropertyType != typeof(TimeProvider) && !option.PropertyType.IsInterface)
            .SelectMany(option => option.PropertyType == typeof(OperationTimeouts) ? new[] { $"{option.Name}:Attempt", $"{option.Name}:Total" } : [option.Name]);

        Assert.That(Options.Keys, Is.EquivalentTo(held));
    }

    [Test]
    public void Every_option_has_a_description_without_markup()
    {
        Assert.That(Options.Values.Select(option => (string?)option["description"]), Has.All.Match(@"^[A-Z][^<>]+\.$"));
    }

    [Test]
    public void The_defaults_are_those_of_the_client()
    {
        var defaults = Options.Where(option => option.Value.ContainsKey("default")).ToDictionary(option => option.Key, option => (string?)$"{option.Value["default"]}", StringComparer.Ordinal);
        Assert.That(defaults, Has.Count.EqualTo(Options.Count - 2), "only a key and a product have none");

        var nothing = Bind([]);
        var written = Bind(defaults);
        foreach (var option in typeof(PostPressClientOptions).GetProperties())
        {
            Assert.That(Text(option.GetValue(written)), Is.EqualTo(Text(option.GetValue(nothing))), option.Name);
        }

        static string Text(object? value) => value is OperationTimeouts timeouts ? $"{timeouts.Attempt} {timeouts.Total}" : $"{value}";
    }

    [Test]
    public void A_number_beyond_its_limits_is_refused_and_the_limits_are_not()
    {
        var limited = Options.Where(option => option.Value.ContainsKey("minimum")).ToList();

        Assert.That(limited, Is.Not.Empty);
        foreach ((var name, var option) in limited)
        {
            var (minimum, maximum) = ((int)option["minimum"]!, (int)option["maximum"]!);
            Assert.That(new[] { minimum - 1, minimum, maximum, maximum + 1 }.Select(value => IsTaken(name, $"{value}")), Is.EqualTo(new[] { false, true, true, false }), name);
        }
    }

    [TestCaseSource(nameof(Times))]
    public void A_time_that_fits_the_pattern_is_taken(string option)
    {
        string[] fitting = ["00:00:30", "0:5", "23:59:59", "00:00:07.5", "1.00:00", "1.00:00:00"];

        Assert.That(fitting, Has.All.Matches<string>(text => Fits(option, text!) && IsTaken(option, text!)));
    }

    [TestCaseSource(nameof(Times))]
    public void A_time_that_the_client_refuses_does_not_fit_the_pattern(string option)
    {
        string[] refused = ["3 minutes", "-00:00:30", "24:00:00", "1.00:00:01", "2.00:00:00", "30", "00:60", "00:00:60"];

        Assert.That(refused, Has.All.Matches<string>(text => !Fits(option, text!) && !IsTaken(option, text!)));
    }

    private static bool Fits(string option, string text) => Regex.IsMatch(text, (string)Options[option]["pattern"]!);

    private static bool IsTaken(string option, string text)
    {
        try
        {
            new PostPressClient(Bind(new() { [option] = text })).Dispose();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or OptionsValidationException)
        {
            return false;
        }
    }

    /// <summary>The client's options from a configuration that has a key too.</summary>
    private static PostPressClientOptions Bind(Dictionary<string, string?> values)
    {
        values.TryAdd("ApiKey", "pp_test_key");
        var services = new ServiceCollection();
        services.AddPostPressClient(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<PostPressClientOptions>>().CurrentValue;
    }

    private static IEnumerable<KeyValuePair<string, JsonObject>> Leaves(string path, JsonObject section) =>
        section["properties"]!.AsObject().SelectMany(member =>
            member.Value!.AsObject().ContainsKey("properties")
                ? Leaves($"{path}{member.Key}:", member.Value!.AsObject())
                : [KeyValuePair.Create(path + member.Key, member.Value!.AsObject())]);
}
