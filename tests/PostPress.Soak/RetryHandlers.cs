namespace PostPress.Soak;

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
                {
                    return response;
                }

                response.Dispose();
            }
            catch (Exception) when (retry < Retries && !cancellationToken.IsCancellationRequested)
            {
                // Once more.
            }
        }
    }
}
