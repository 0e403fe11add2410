using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostPress;
using PostPress.Hosting;
using PostPress.Pipeline;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a <see cref="PostPressClient"/> in a host.</summary>
/// <remarks>Guide: <c>docs/hosting.md</c> in the package.</remarks>
public static class PostPressServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="PostPressClient"/> as a singleton. Your code sets its options. They are checked when the host starts.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the <see cref="HttpClient"/> of the client, for example to add handlers.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IHttpClientBuilder AddPostPressClient(this IServiceCollection services, Action<PostPressClientOptions> configure) =>
        Add(services, name: null, options => options.Configure(configure ?? throw new ArgumentNullException(nameof(configure))));

    /// <summary>
    /// Registers a <see cref="PostPressClient"/> as a singleton. Its options come from a section of the configuration. They are
    /// checked when the host starts.
    /// </summary>
    /// <example>
    /// <code>
    /// builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"));
    /// </code>
    /// </example>
    /// <param name="services">The services of the host.</param>
    /// <param name="configuration">The section. Its keys are the properties of <see cref="PostPressClientOptions"/>.</param>
    /// <returns>The builder of the <see cref="HttpClient"/> of the client, for example to add handlers.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IHttpClientBuilder AddPostPressClient(this IServiceCollection services, IConfiguration configuration) =>
        Add(services, name: null, options => options.BindTo(configuration));

    /// <summary>
    /// Registers one of several <see cref="PostPressClient"/>s, each with its own key. Your code sets its options. Get it with
    /// <c>[FromKeyedServices("name")]</c> or <c>GetRequiredKeyedService</c>.
    /// </summary>
    /// <example>
    /// <code>
    /// builder.Services.AddPostPressClient("acme", options => options.ApiKey = acmeKey);
    /// builder.Services.AddPostPressClient("globex", options => options.ApiKey = globexKey);
    /// </code>
    /// </example>
    /// <param name="services">The services of the host.</param>
    /// <param name="name">The name of the client and of its options.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the <see cref="HttpClient"/> of the client, for example to add handlers.</returns>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IHttpClientBuilder AddPostPressClient(this IServiceCollection services, string name, Action<PostPressClientOptions> configure)
    {
        Argument.NotEmpty(name, nameof(name));
        return Add(services, name, options => options.Configure(configure ?? throw new ArgumentNullException(nameof(configure))));
    }

    /// <summary>
    /// Registers one of several <see cref="PostPressClient"/>s, each with its own key. Its options come from a section of the
    /// configuration. Get it with <c>[FromKeyedServices("name")]</c> or <c>GetRequiredKeyedService</c>.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="name">The name of the client and of its options.</param>
    /// <param name="configuration">The section. Its keys are the properties of <see cref="PostPressClientOptions"/>.</param>
    /// <returns>The builder of the <see cref="HttpClient"/> of the client, for example to add handlers.</returns>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IHttpClientBuilder AddPostPressClient(this IServiceCollection services, string name, IConfiguration configuration)
    {
        Argument.NotEmpty(name, nameof(name));
        return Add(services, name, options => options.BindTo(configuration));
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string? name, Action<OptionsBuilder<PostPressClientOptions>> configure)
    {
        Argument.NotNull(services, nameof(services));

        var optionsName = name ?? Options.Options.DefaultName;
        configure(services.AddOptions<PostPressClientOptions>(optionsName).ValidateOnStart());
        services.AddSingleton<IValidateOptions<PostPressClientOptions>>(new Validation(optionsName));

        var httpClientName = name is null ? "PostPress" : "PostPress:" + name;
        if (name is null)
        {
            services.AddSingleton(provider => Make(provider, optionsName, httpClientName));
        }
        else
        {
            services.AddKeyedSingleton(name, (provider, _) => Make(provider, optionsName, httpClientName));
        }

        // The factory creates the filters of all its clients together. Reading the options of another client here could throw its errors.
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(provider => new PostPressHandlers(httpClientName, () => Time(provider)));
        var builder = services.AddHttpClient(httpClientName)
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(PrimaryHandler.Create)

            // Before .NET 9 the factory logs the values of all headers.
            .RedactLoggedHeaders([PostPressApi.ApiKeyHeader, "Authorization", PostPressApi.IdempotencyKeyHeader]);
#if NET
        builder.AddHttpMessageHandler(static () => new StrategyComesNext())
            .AddResilienceHandler("PostPress", (pipeline, context) =>
            {
                pipeline.TimeProvider = Time(context.ServiceProvider);
                pipeline.AddPostPress();
            });
#endif
        return builder;

        TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<IOptionsMonitor<PostPressClientOptions>>().Get(optionsName).TimeProvider;
    }

    private static PostPressClient Make(IServiceProvider provider, string optionsName, string httpClientName)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<PostPressClientOptions>>().Get(optionsName).Copy();
        options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        options.ClientName = optionsName.Length == 0 ? options.ClientName : optionsName;
        return new PostPressClient(Sender(provider, httpClientName), options);
    }

    /// <summary>The client gets a sender from the factory for each call, so that a singleton uses the current handlers of the factory.</summary>
    private static Func<HttpMessageInvoker> Sender(IServiceProvider provider, string httpClientName)
    {
        var configured = provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(httpClientName).HttpClientActions;
        if (configured.Count > 1)
        {
            // The host configured the HttpClient too, for example its default headers.
            var factory = provider.GetRequiredService<IHttpClientFactory>();
            return () => factory.CreateClient(httpClientName);
        }

        // An HttpClient would link another token to each call.
        var handlers = provider.GetRequiredService<IHttpMessageHandlerFactory>();
        return () => new HttpMessageInvoker(handlers.CreateHandler(httpClientName), disposeHandler: false);
    }

    private sealed class Validation(string optionsName) : IValidateOptions<PostPressClientOptions>
    {
        public ValidateOptionsResult Validate(string? name, PostPressClientOptions options)
        {
            if (name != optionsName)
            {
                return ValidateOptionsResult.Skip;
            }

            var who = optionsName.Length == 0 ? "PostPress" : $"PostPress client '{optionsName}'";
            return options.FindProblem() is { } problem ? ValidateOptionsResult.Fail($"{who}: {problem}") : ValidateOptionsResult.Success;
        }
    }
}
