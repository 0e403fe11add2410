using PostPress.Content;
using PostPress.Diagnostics;

namespace PostPress.Pipeline;

/// <summary>
/// The last handler before the network. It sends a request only when the strategy has permitted an attempt, keeps the
/// timeout of the attempt, and reads the response to its end, so that a response that breaks off fails the attempt.
/// </summary>
internal sealed class AttemptHandler : DelegatingHandler
{
    private static readonly TimeSpan LongestUploadEnd = TimeSpan.FromSeconds(1);

    private readonly bool _isAmongOthers;

    /// <summary>Makes the handler for the pipeline of a host, whose other handlers may look at responses.</summary>
    internal AttemptHandler() => _isAmongOthers = true;

    internal AttemptHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (CallContext.Current is not { } call)
        {
            // The host uses the HttpClient for a request of its own.
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (call.BeginAttempt(cancellationToken) is not { } timeout)
        {
            return await call.RepeatResultAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var activity = Telemetry.StartAttempt(call, request);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, timeout.Token).ConfigureAwait(false);
            var body = await ReadBodyAsync(response, timeout.Token).ConfigureAwait(false);
            response.Content = new BufferedContent(body, response.Content, _isAmongOthers);
            call.EndAttempt(response, body);
            Telemetry.EndAttempt(activity, response.StatusCode, null);
            return response;
        }
        catch (Exception e)
        {
            response?.Dispose();
            var hasTimedOut = timeout.HasPassed && !call.Token.IsCancellationRequested;
            await EndUploadAsync(call, timeout).ConfigureAwait(false);
            var failure = hasTimedOut ? new AttemptTimeoutException(e) : e;
            Telemetry.EndAttempt(activity, response?.StatusCode, failure);
            call.EndAttempt(failure, mayHaveArrived: hasTimedOut || !RetryRules.ProvesNothingWasSent(e, call));
            if (hasTimedOut)
            {
                throw failure;
            }

            throw;
        }
    }

    /// <summary>.NET may give up a request while its body is being written. The streams of attachments are closed before the caller hears of it.</summary>
    private static async ValueTask EndUploadAsync(CallContext call, TimeoutSource timeout)
    {
        if (call.Content is { Written.IsCompleted: false } content)
        {
            timeout.Cancel();

            // Not for ever: a handler of the host's may not listen to the token.
            await Task.WhenAny(content.Written, Task.Delay(LongestUploadEnd)).ConfigureAwait(false);
        }
    }

    private static async ValueTask<BufferedBody?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await BufferedBody.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!response.IsSuccessStatusCode && e is IOException or HttpRequestException)
        {
            // The status is known and says enough: only its explanation is lost.
            return null;
        }
    }
}

/// <summary>One attempt took too long. The call may go on.</summary>
internal sealed class AttemptTimeoutException(Exception innerException) : TimeoutException("No response in time.", innerException);
