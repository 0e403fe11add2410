using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PostPress.Hosting;

/// <summary>
/// Reads the options from a configuration, property by property. The binder of .NET uses reflection, so a trimmed or
/// AOT-compiled host could lose options. Properties that text can't express are left out: functions, the clock, the logger factory.
/// </summary>
internal static class OptionsBinding
{
    private delegate bool Parse<T>(string text, out T? value);

    public static void BindTo(this OptionsBuilder<PostPressClientOptions> builder, IConfiguration configuration)
    {
        Argument.NotNull(configuration, nameof(configuration));

        // For an IOptionsMonitor of the host. The client reads its options once.
        builder.Services.AddSingleton<IOptionsChangeTokenSource<PostPressClientOptions>>(
            new ConfigurationChangeTokenSource<PostPressClientOptions>(builder.Name, configuration));
        builder.Configure(options => Read(configuration, options));
    }

    private static void Read(IConfiguration from, PostPressClientOptions to)
    {
        to.ApiKey = from[nameof(to.ApiKey)] ?? to.ApiKey;
        to.SendKeyAsBearerToken = Value(from, nameof(to.SendKeyAsBearerToken), to.SendKeyAsBearerToken, bool.TryParse);
        to.BaseAddress = Value(from, nameof(to.BaseAddress), to.BaseAddress, Address);
        to.AllowInsecureHttp = Value(from, nameof(to.AllowInsecureHttp), to.AllowInsecureHttp, bool.TryParse);
        to.CheckRequests = Value(from, nameof(to.CheckRequests), to.CheckRequests, bool.TryParse);
        to.MaxRetries = Value(from, nameof(to.MaxRetries), to.MaxRetries, WholeNumber);
        to.TrustIdempotencyKey = Value(from, nameof(to.TrustIdempotencyKey), to.TrustIdempotencyKey, bool.TryParse);
        Read(from.GetSection(nameof(to.SearchTimeouts)), to.SearchTimeouts);
        Read(from.GetSection(nameof(to.CreateJobTimeouts)), to.CreateJobTimeouts);
        Read(from.GetSection(nameof(to.PublishJobTimeouts)), to.PublishJobTimeouts);
        Read(from.GetSection(nameof(to.SolveCheckpointTimeouts)), to.SolveCheckpointTimeouts);
        Read(from.GetSection(nameof(to.CreatePostTimeouts)), to.CreatePostTimeouts);
        to.UploadStallTimeout = Value(from, nameof(to.UploadStallTimeout), to.UploadStallTimeout, Time);
        to.ExpectContinueThreshold = Value(from, nameof(to.ExpectContinueThreshold), to.ExpectContinueThreshold, Size);
        to.UserAgentProduct = from[nameof(to.UserAgentProduct)] ?? to.UserAgentProduct;
    }

    private static void Read(IConfigurationSection from, OperationTimeouts to)
    {
        to.Attempt = Value(from, nameof(to.Attempt), to.Attempt, Time);
        to.Total = Value(from, nameof(to.Total), to.Total, Time);
    }

    private static bool Address(string text, out Uri? value) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out value);

    private static bool WholeNumber(string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    /// <summary>A number of bytes. A negative number stands for null, which a configuration doesn't have.</summary>
    private static bool Size(string text, out long? value)
    {
        var isNumber = long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var bytes);
        value = bytes < 0 ? null : bytes;
        return isNumber;
    }

    private static bool Time(string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads the value of a key. Returns the current value if the key is absent or empty.</summary>
    /// <exception cref="InvalidOperationException">The text can't be parsed. The message doesn't contain it: it may be a misplaced secret.</exception>
    private static T Value<T>(IConfiguration from, string key, T current, Parse<T> parse) =>
        from[key] is not { Length: > 0 } text ? current
        : parse(text, out var value) ? value!
        : throw new InvalidOperationException($"The configuration value at '{from.GetSection(key).Path}' can't be read as {(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)).Name}.");
}
