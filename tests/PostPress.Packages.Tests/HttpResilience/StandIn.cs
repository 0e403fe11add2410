using System;
using System.Collections.Concurrent;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Http.Resilience;
using Polly;

// The public face of Microsoft.Extensions.Http.Resilience 9.0, as far as the client uses it, written anew: the registry that the
// tests run with lacks the package itself. Beyond it: ResilienceHandler.Ran.
namespace Microsoft.Extensions.Http.Resilience
{
    public class ResilienceHandler : DelegatingHandler
    {
        private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
        private readonly string _name;

        internal ResilienceHandler(string name, ResiliencePipeline<HttpResponseMessage> pipeline)
        {
            _name = name;
            _pipeline = pipeline;
        }

        /// <summary>The names of the pipelines that requests went through.</summary>
        public static ConcurrentQueue<string> Ran { get; } = new ConcurrentQueue<string>();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Ran.Enqueue(_name);
            return _pipeline.ExecuteAsync(async token => await base.SendAsync(request, token).ConfigureAwait(false), cancellationToken).AsTask();
        }
    }

    public sealed class ResilienceHandlerContext
    {
        internal ResilienceHandlerContext(IServiceProvider services) => ServiceProvider = services;

        public IServiceProvider ServiceProvider { get; }
    }

    public interface IHttpResiliencePipelineBuilder
    {
        string PipelineName { get; }

        Microsoft.Extensions.DependencyInjection.IServiceCollection Services { get; }
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    public static class ResilienceHttpClientBuilderExtensions
    {
        public static IHttpResiliencePipelineBuilder AddResilienceHandler(
            this IHttpClientBuilder builder,
            string pipelineName,
            Action<ResiliencePipelineBuilder<HttpResponseMessage>, ResilienceHandlerContext> configure)
        {
            builder.AddHttpMessageHandler(services =>
            {
                var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>();
                configure(pipeline, new ResilienceHandlerContext(services));
                return new ResilienceHandler(pipelineName, pipeline.Build());
            });
            return new Builder { PipelineName = pipelineName, Services = builder.Services };
        }

        private sealed class Builder : IHttpResiliencePipelineBuilder
        {
            public string PipelineName { get; set; } = "";

            public IServiceCollection Services { get; set; } = null!;
        }
    }
}
