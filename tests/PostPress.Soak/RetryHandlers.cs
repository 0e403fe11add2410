namespace PostPress.Soak
{
    /// <summary>What people write by hand: the same request again, up to three times, after whatever went wrong.</summary>
    public class RetryEverything : DelegatingHandler
    {
        private const int Retries = 3;

        /// <inheritdoc/>
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var retry = 0; ; retry++)
            {
                try
                {
                    var response = await base.SendAsync(request, cancellationToken);
                    if (response.IsSuccessStatusCode || retry == Retries)
                        return response;
                    response.Dispose();
                }
                catch (Exception) when (retry < Retries && !cancellationToken.IsCancellationRequested)
                {
                    // Once more.
                }
            }
        }
    }
}

#pragma warning disable IDE0130 // The name is what counts: the package that has the real one can't be restored here.
namespace Microsoft.Extensions.Http.Resilience
{
    /// <summary>Stands in for the handler that <c>AddStandardResilienceHandler</c> puts on a client. It has its name and its default: everything is repeated three times, POST too.</summary>
    public sealed class ResilienceHandler : PostPress.Soak.RetryEverything;
}
#pragma warning restore IDE0130
