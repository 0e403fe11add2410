using PostPress.Content;
using PostPress.Diagnostics;

namespace PostPress.Pipeline;

/// <summary>
/// The last handler before the network. It sends a request only if the strategy has permitted an attempt. It applies the timeout
/// of the attempt, and reads the response to its end, so that an incomplete response fails the attempt.
/// </summary>
internal sealed class AttemptHandler : DelegatingHandler
{
    private static readonly TimeSpan LongestUploadEnd = TimeSpan.FromSeconds(1);

    private readonly bool _isAmongOthers;

    /// <summary>Initializes the handler for the pipeline of a host, whose other handlers may read responses.</summary>
    internal AttemptHandler() => _isAmongOthers = true;

    internal AttemptHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (CallContext.Current is not { } call)
        {
            // The host uses the HttpClient for its own request.
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (call.BeginAttempt(cancellationToken) is not { } attemptToken)
        {
            return await call.ReturnLastResultAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var activity = Telemetry.StartAttempt(call, request);
        HttpResponseMessage? response = null;
        var isSent = false;
        try
        {
            // A handler of the host can send after the call was canceled or has ended.
            attemptToken.ThrowIfCancellationRequested();
            isSent = true;
            response = await base.SendAsync(request, attemptToken).ConfigureAwait(false);
            var body = await ReadBodyAsync(response, attemptToken).ConfigureAwait(false);
            response.Content = new BufferedContent(body, response.Content, _isAmongOthers);
            call.EndAttempt(response, body);
            Telemetry.EndAttempt(activity, response.StatusCode, null);
            return response;
        }
        catch (Exception e)
        {
            response?.Dispose();
            var hasTimedOut = call.Timeouts.Passed is TimeoutKind.Attempt or TimeoutKind.UploadStall && !call.Token.IsCancellationRequested;
            await EndUploadAsync(call).ConfigureAwait(false);
            var failure = hasTimedOut ? new AttemptTimeoutException(e) : e;
            Telemetry.EndAttempt(activity, response?.StatusCode, failure);
            call.EndAttempt(failure, mayHaveArrived: isSent && (hasTimedOut || !RetryRules.ProvesNothingWasSent(e, call)));
            if (hasTimedOut)
            {
                throw failure;
            }

            throw;
        }
    }

    /// <summary>Waits for the end of an upload: .NET can abandon a request while its body is being written. The streams of attachments are closed before the call returns.</summary>
    private static async ValueTask EndUploadAsync(CallContext call)
    {
        if (call.Content is { Written.IsCompleted: false } content)
        {
            call.Timeouts.CancelAttempt();

            // With a timeout, because a handler of the host may ignore the token.
            await Task.WhenAny(content.Written, Task.Delay(LongestUploadEnd)).ConfigureAwait(false);
        }
    }

    private static async ValueTask<BufferedBody?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return response.IsSuccessStatusCode
                ? await BufferedBody.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false)
                : await BufferedBody.ReadErrorAsync(response.Content, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!response.IsSuccessStatusCode && e is IOException or HttpRequestException)
        {
            // The status is known. Only its explanation is lost.
            return null;
        }
    }
}

/// <summary>The timeout of an attempt passed. The call may continue.</summary>
internal sealed class AttemptTimeoutException(Exception innerException) : TimeoutException("No response in time.", innerException);
