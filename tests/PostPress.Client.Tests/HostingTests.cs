using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PostPress.Sandbox;

namespace PostPress.Tests;

public class HostingTests
{
    [TestCase("")]
    [TestCase("/")]
    public async Task The_base_address_works_with_and_without_a_slash_and_on_both_paths(string slash)
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        foreach (var path in new[] { "/v1", "/api/v1" })
        {
            using var client = new PostPressClient(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = new Uri(sandbox.BaseAddress, path + slash) });
            var page = await client.Search.GetPageAsync(SandboxAccounts.LinkedIn, new ClassicPeopleSearch());
            Assert.That(page.Items, Is.Not.Empty);
        }

        Assert.That(sandbox.Requests.Select(r => r.Path), Is.EqualTo(new[] { "/v1/linkedin/search", "/api/v1/linkedin/search" }));
    }

    [Test]
    public async Task A_host_gets_a_client_whose_options_are_set_by_code()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        var services = new ServiceCollection();
        services.AddPostPressClient(o => (o.ApiKey, o.BaseAddress) = (sandbox.ApiKey, sandbox.BaseAddress));
        await using var provider = services.BuildServiceProvider();

        var page = await provider.GetRequiredService<PostPressClient>().Search.GetPageAsync(SandboxAccounts.LinkedIn, new ClassicPeopleSearch());

        Assert.That(page.Items, Is.Not.Empty);
    }

    [Test]
    public async Task A_host_gets_a_client_whose_options_come_from_its_configuration()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["PostPress:ApiKey"] = sandbox.ApiKey, ["PostPress:BaseAddress"] = sandbox.BaseAddress.AbsoluteUri })
            .Build();
        var services = new ServiceCollection();
        services.AddPostPressClient(configuration.GetSection("PostPress"));
        await using var provider = services.BuildServiceProvider();

        var page = await provider.GetRequiredService<PostPressClient>().Search.GetPageAsync(SandboxAccounts.LinkedIn, new ClassicPeopleSearch());

        Assert.That(page.Items, Is.Not.Empty);
    }

    [Test]
    public void Every_option_that_a_text_can_hold_comes_from_the_configuration_as_with_the_binder_of_dotnet()
    {
        var written = new Dictionary<string, string?>();
        foreach (var option in typeof(PostPressClientOptions).GetProperties())
        {
            switch (option.GetValue(new PostPressClientOptions()))
            {
                case bool value: written[option.Name] = value ? "False" : "true"; break;
                case long value: written[option.Name] = $"{value + 1}"; break;
                case int value: written[option.Name] = $" {value + 1}"; break;
                case TimeSpan value: written[option.Name] = $"{value + TimeSpan.FromMinutes(1)}"; break;
                case Uri: written[option.Name] = "https://example.com/v1"; break;
                case OperationTimeouts:
                    written[option.Name + ":Attempt"] = "00:00:07.5";
                    written[option.Name.ToUpperInvariant() + ":Total"] = "00:01";
                    break;
                case null when option.Name == nameof(PostPressClientOptions.UserAgentProduct): written[option.Name] = "AcmeJobs/2.1"; break;
                case null when option.PropertyType == typeof(string): written[option.Name] = "pp_test_from_configuration"; break;
                default: Assert.That(option.PropertyType, Is.AnyOf(typeof(Func<CancellationToken, ValueTask<string>>), typeof(Func<string, Func<CancellationToken, ValueTask<SearchParameterList>>, CancellationToken, ValueTask<SearchParameterList>>), typeof(TimeProvider), typeof(Microsoft.Extensions.Logging.ILoggerFactory))); break;
            }
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(written).Build();
        var expected = new PostPressClientOptions();
        configuration.Bind(expected);
        Assert.That(Texts(FromConfiguration(configuration)), Is.EqualTo(Texts(expected)));
        Assert.That(Texts(expected).Except(Texts(new PostPressClientOptions())).Count(), Is.EqualTo(written.Count));

        static IEnumerable<string> Texts(PostPressClientOptions options) =>
            from option in typeof(PostPressClientOptions).GetProperties()
            let value = option.GetValue(options)
            from text in value is OperationTimeouts timeouts ? new[] { $"Attempt {timeouts.Attempt}", $"Total {timeouts.Total}" } : [$"{value}"]
            select $"{option.Name} {text}";
    }

    [Test]
    public void An_option_that_is_empty_in_the_configuration_keeps_its_default()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ApiKey"] = Clients.ApiKey, ["MaxRetries"] = "", ["SearchTimeouts:Total"] = "" }).Build();

        var options = FromConfiguration(configuration);

        Assert.That((options.MaxRetries, options.SearchTimeouts.Total), Is.EqualTo((3, TimeSpan.FromSeconds(90))));
    }

    [TestCase("MaxRetries", "pp_live_misplaced")]
    [TestCase("MaxRetries", "99999999999")]
    [TestCase("TrustIdempotencyKey", "yes")]
    [TestCase("CreatePostTimeouts:Attempt", "3 minutes")]
    [TestCase("BaseAddress", "http://[")]
    public void A_wrong_value_in_the_configuration_is_refused_by_its_place_without_being_shown(string key, string text)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["PostPress:" + key] = text }).Build();

        Assert.That(
            () => FromConfiguration(configuration.GetSection("PostPress")),
            Throws.InvalidOperationException.With.Message.Contains($"'PostPress:{key}'").And.Message.Not.Contains(text));
    }

    [Test]
    public void A_changed_configuration_reaches_the_hosts_options_monitor()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ApiKey"] = "pp_test_one" }).Build();
        var services = new ServiceCollection();
        services.AddPostPressClient("agency", configuration);
        using var provider = services.BuildServiceProvider();
        var monitor = provider.GetRequiredService<IOptionsMonitor<PostPressClientOptions>>();
        Assert.That(monitor.Get("agency").ApiKey, Is.EqualTo("pp_test_one"));

        configuration["ApiKey"] = "pp_test_two";
        configuration.Reload();

        Assert.That(monitor.Get("agency").ApiKey, Is.EqualTo("pp_test_two"));
    }

    [Test]
    public void Options_are_validated_when_the_host_starts_and_the_message_names_the_client_and_the_member()
    {
        var services = new ServiceCollection();
        services.AddPostPressClient("agency", o => o.ApiKey = " ");
        using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IStartupValidator>().Validate(),
            Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("agency").And.Message.Contains("ApiKey"));
    }

    [Test]
    public async Task Named_clients_have_a_key_each()
    {
        await using var sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { ApiKeys = ["pp_test_one", "pp_test_two"] });
        var services = new ServiceCollection();
        services.AddPostPressClient("one", o => (o.ApiKey, o.BaseAddress) = ("pp_test_one", sandbox.BaseAddress));
        services.AddPostPressClient("two", o => (o.ApiKey, o.BaseAddress) = ("pp_test_two", sandbox.BaseAddress));
        await using var provider = services.BuildServiceProvider();

        foreach (var name in new[] { "one", "two" })
        {
            await provider.GetRequiredKeyedService<PostPressClient>(name).Search.GetPageAsync(SandboxAccounts.LinkedIn, new ClassicPeopleSearch());
        }

        Assert.That(sandbox.Requests.Select(r => (r.SentKey("pp_test_one"), r.SentKey("pp_test_two"))), Is.EqualTo(new[] { (true, false), (false, true) }));
    }

    [Test]
    public async Task A_client_with_wrong_options_is_no_trouble_to_the_others()
    {
        using var script = new Clients.Script(Clients.Json("""{"object":"LinkedinSearch","items":[]}"""));
        var services = new ServiceCollection();
        services.AddPostPressClient("wrong", o => o.ApiKey = "");
        services.AddPostPressClient("right", o => o.ApiKey = Clients.ApiKey).ConfigurePrimaryHttpMessageHandler(() => script);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<PostPressClient>("right").Search.GetPageAsync("acc", new ClassicPeopleSearch());

        Assert.That(script.Requests, Has.Count.EqualTo(1));
        Assert.That(() => provider.GetRequiredKeyedService<PostPressClient>("wrong"), Throws.InstanceOf<OptionsValidationException>());
    }

    [Test]
    public async Task The_builder_that_is_returned_takes_handlers_of_the_host()
    {
        using var script = new Clients.Script(Clients.Json("""{"object":"LinkedinSearch","items":[]}"""));
        var services = new ServiceCollection();
        services.AddPostPressClient(o => o.ApiKey = Clients.ApiKey).ConfigurePrimaryHttpMessageHandler(() => script);
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<PostPressClient>().Search.GetPageAsync("acc", new ClassicPeopleSearch());

        Assert.That(script.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("pp_live_ with space")]
    [TestCase("pp_live_\n")]
    [TestCase("pp_live_ü")]
    public void A_key_that_cannot_be_sent_is_refused_without_being_shown(string? key)
    {
        Assert.That(() => new PostPressClient(key!), Throws.ArgumentException.With.Message.Contains("ApiKey").And.Message.Not.Contains("with space"));
    }

    [TestCase("relative/path")]
    [TestCase("ftp://example.com/")]
    [TestCase("https://example.com/v1?x=1")]
    public void A_base_address_that_cannot_work_is_refused(string address)
    {
        var options = new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute) };

        Assert.That(() => new PostPressClient(options), Throws.ArgumentException.With.Message.Contains("BaseAddress"));
    }

    [Test]
    public async Task Options_are_copied_so_that_later_changes_have_no_effect()
    {
        var options = new PostPressClientOptions { ApiKey = Clients.ApiKey };
        using var script = new Clients.Script(Clients.Json("""{"object":"LinkedinSearch","items":[]}"""));
        using var client = new PostPressClient(new HttpClient(script), options);
        options.ApiKey = "pp_test_other";

        await Assert.DoesNotThrowAsync(() => client.Search.GetPageAsync("acc", new ClassicPeopleSearch()));
        Assert.That(script.Requests[0].Headers.GetValues("X-API-KEY"), Is.EqualTo(new[] { Clients.ApiKey }));
    }

    [Test]
    public async Task A_caller_s_HttpClient_is_neither_changed_nor_disposed()
    {
        using var script = new Clients.Script(Clients.Json("""{"object":"LinkedinSearch","items":[]}"""), _ => new HttpResponseMessage());
        using var http = new HttpClient(script);
        using (var client = new PostPressClient(http, new PostPressClientOptions { ApiKey = Clients.ApiKey }))
        {
            await Assert.DoesNotThrowAsync(() => client.Search.GetPageAsync("acc", new ClassicPeopleSearch()));
        }

        Assert.Multiple(() =>
        {
            Assert.That(http.BaseAddress, Is.Null);
            Assert.That(http.DefaultRequestHeaders, Is.Empty);
        });
        await Assert.DoesNotThrowAsync(() => http.GetAsync("http://localhost/"));
    }

    [Test]
    public async Task The_key_can_change_while_the_client_is_used()
    {
        await using var sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { ApiKeys = ["pp_test_one", "pp_test_two"] });
        var key = "pp_test_one";
        using var client = new PostPressClient(new PostPressClientOptions { ApiKeyProvider = _ => new ValueTask<string>(key), BaseAddress = sandbox.BaseAddress });

        await client.Search.GetPageAsync(SandboxAccounts.LinkedIn, new ClassicPeopleSearch());
        key = "pp_test_two";
        await client.Search.GetPageAsync(SandboxAccounts.LinkedIn, new ClassicPeopleSearch());

        Assert.That(sandbox.Requests.Select(r => r.SentKey("pp_test_one")), Is.EqualTo(new[] { true, false }));
        key = "bad key";
        var e = await Assert.ThrowsAsync<PostPressException>(() => client.Search.GetPageAsync(SandboxAccounts.LinkedIn, new ClassicPeopleSearch()));
        Assert.That(e!.Outcome, Is.EqualTo(CallOutcome.NotSent));
        Assert.That(e.Message, Does.Not.Contain(key));
    }

    [Test]
    public void Plain_http_to_another_machine_is_refused_unless_it_is_allowed()
    {
        var options = new PostPressClientOptions { ApiKey = Clients.ApiKey, BaseAddress = new Uri("http://example.com/v1") };

        Assert.That(() => new PostPressClient(options), Throws.ArgumentException.With.Message.Contains("AllowInsecureHttp"));
        options.AllowInsecureHttp = true;
        Assert.DoesNotThrow(() => new PostPressClient(options).Dispose());
    }

    private static PostPressClientOptions FromConfiguration(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddPostPressClient(configuration);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<PostPressClientOptions>>().CurrentValue;
    }
}
