using PostPress.Diagnostics;
using PostPress.Errors;
using PostPress.Http;

namespace PostPress.Resilience;

/// <summary>
/// The last handler before the network: keeps the deadlines of an attempt, lets no write out twice, and reads the answer to
/// its end, so that an answer that breaks off counts as a failure of the attempt.
/// </summary>
internal sealed class AttemptHandler : DelegatingHandler
{
    private readonly bool _isAmongOthers;

    /// <summary>Makes the handler for the pipeline of a host, whose other handlers may look at answers.</summary>
    internal AttemptHandler() => _isAmongOthers = true;

    internal AttemptHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Call.Current is not { } call)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var attempt = call.BeginAttempt(cancellationToken);
        var activity = Telemetry.StartAttempt(call, request.RequestUri);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, attempt.Token).ConfigureAwait(false);
            var limit = response.IsSuccessStatusCode ? ResponseBody.MaxBytes : ErrorReader.MaxBytes;
            try
            {
                var body = await ResponseBody.ReadAsync(response.Content, limit, attempt.Token).ConfigureAwait(false);
                response.Content = new BufferedContent(body, response.Content, _isAmongOthers);
            }
            catch (Exception e) when (!response.IsSuccessStatusCode && e is IOException or HttpRequestException)
            {
                // The status is known and says enough: what was lost is its explanation.
                response.Content = new BufferedContent(null, response.Content, _isAmongOthers);
            }

            attempt.Answered(response.StatusCode);
            Telemetry.EndAttempt(activity, response.StatusCode, null);
            return response;
        }
        catch (Exception e)
        {
            response?.Dispose();
            var timedOut = attempt.HasTimedOut;
            var failure = timedOut ? new AttemptTimeoutException("No answer in time.", e) : e;
            Telemetry.EndAttempt(activity, response?.StatusCode, failure);
            attempt.Failed(failure, mayHaveArrived: timedOut || !Unsent.IsProvenBy(e));
            if (timedOut)
            {
                throw failure;
            }

            throw;
        }
    }
}
