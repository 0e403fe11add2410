using Polly;
using Polly.Retry;
using PostPress.Diagnostics;
using PostPress.Resilience;

namespace PostPress;

/// <summary>PostPress's rules for repetition, as a Polly strategy.</summary>
public static class PostPressResiliencePipelineBuilderExtensions
{
    /// <summary>
    /// Adds the strategy that decides which calls of a <see cref="PostPressClient"/> are sent again: searches after passing
    /// failures, writes only when they surely never left or were refused with 429. Requests of others pass through it once.
    /// </summary>
    /// <remarks>
    /// A client brings its strategy along, so this is for hosts that want it in a pipeline of their own, such as that of
    /// <c>AddResilienceHandler</c> of Microsoft.Extensions.Http.Resilience. How often and for how long is up to
    /// <see cref="PostPressClientOptions"/>.
    /// </remarks>
    /// <param name="builder">The builder of the pipeline.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static ResiliencePipelineBuilder<HttpResponseMessage> AddPostPress(this ResiliencePipelineBuilder<HttpResponseMessage> builder)
    {
        Argument.NotNull(builder, nameof(builder));
        return builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            Name = "PostPress",

            // The number is the call's to decide.
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = static arguments => new ValueTask<bool>(RetryRule.ShouldRetry(Call.Current, arguments.Outcome)),
            DelayGenerator = static _ => new ValueTask<TimeSpan?>(Call.Current!.NextDelay),
            OnRetry = static arguments =>
            {
                Telemetry.Retrying(Call.Current!, arguments.Outcome);
                arguments.Outcome.Result?.Dispose();
                return default;
            },
        });
    }
}
