namespace Microsoft.Extensions.Http.Resilience;

/// <summary>Stands in for the handler of the package of that name, which the registry here lacks: sends everything three times.</summary>
public sealed class ResilienceHandler : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var left = 2; ; left--)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (Exception) when (left > 0)
            {
                // The next try.
            }
        }
    }
}
