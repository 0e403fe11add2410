using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using PostPress.Content;
using PostPress.Errors;

namespace PostPress.Pipeline;

/// <summary>A call over all its attempts: its settings, its timeouts and its state.</summary>
/// <remarks>
/// The handlers find it with <see cref="Current"/>, not in the options of the request: a handler of the host can send a copy of
/// the request, and a copy loses its options. A handler that doesn't find the call could send a write twice.
/// </remarks>
internal sealed class CallContext : IDisposable
{
    private static readonly AsyncLocal<CallContext?> Ambient = new();

    private readonly OperationDescriptor _descriptor;
    private readonly PostPressClientOptions _options;

    // 1 while an attempt may begin: at the start, and after the strategy has decided to retry.
    private int _permits = 1;

    // The result of the last attempt, for handlers that send the request again without a permit.
    private HttpResponseMessage? _response;
    private ExceptionDispatchInfo? _failure;
    private TaskCompletionSource<bool>? _ended;

    private bool _isInFlight;
    private bool _mayHaveArrived;
    private bool _wasRefused;
    private ErrorBody? _error;

    /// <summary>Begins a call.</summary>
    /// <param name="operation">The operation in the contract.</param>
    /// <param name="isWrite">Whether this call is a write.</param>
    /// <param name="content">The body of the request; null if it has none.</param>
    /// <param name="callOptions">The options of this call; null for the defaults.</param>
    /// <param name="options">The options of the client.</param>
    /// <param name="logger">The logger.</param>
    /// <param name="callerToken">Cancels the call.</param>
    internal CallContext(OperationDescriptor operation, bool isWrite, RequestContent? content, CallOptions? callOptions, PostPressClientOptions options, ILogger logger, CancellationToken callerToken)
    {
        _options = options;
        _descriptor = operation;
        IsWrite = isWrite;
        Content = content;
        Logger = logger;
        IdempotencyKey = callOptions?.IdempotencyKey ?? (isWrite ? Guid.NewGuid().ToString("D") : null);

        var timeouts = options.TimeoutsOf(operation);
        Timeouts = new CallTimeouts(
            options.TimeProvider,
            callOptions?.Timeout ?? timeouts.Total,
            callOptions?.AttemptTimeout ?? callOptions?.Timeout ?? timeouts.Attempt,
            options.UploadStallTimeout,
            callerToken);
    }

    /// <summary>The current call; null if there is none.</summary>
    internal static CallContext? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    // Settings.
    internal string Operation => _descriptor.Id;

    internal string Method => _descriptor.Method.Method;

    internal bool IsWrite { get; }

    internal RequestContent? Content { get; }

    internal string? IdempotencyKey { get; }

    internal ILogger Logger { get; }

    internal string ClientName => _options.ClientName;

    /// <summary>Whether the base address does not end with a version, unlike the addresses of PostPress.</summary>
    internal bool LacksVersion => !_options.HasVersion;

    internal int MaxRetries => _options.MaxRetries;

    /// <summary>Whether the request may be retried although it may have arrived.</summary>
    internal bool MayRetryAfterArrival => !IsWrite || _options.TrustIdempotencyKey;

    /// <summary>The API key that is sent; null before it is known.</summary>
    internal string? ApiKey { get; set; }

    /// <summary>The timeouts. They are also the lock for the state of this call.</summary>
    internal CallTimeouts Timeouts { get; }

    /// <summary>Canceled by the caller or by the total timeout.</summary>
    internal CancellationToken Token => Timeouts.Token;

    internal TimeSpan Elapsed => Timeouts.Elapsed;

    /// <summary>The rest of the total timeout, without uploads.</summary>
    internal TimeSpan Remaining => Timeouts.Remaining;

    internal DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    // State.

    /// <summary>The number of attempts to send the request.</summary>
    internal int Attempts { get; private set; }

    /// <summary>The number of times that a handler other than the strategy tried to send the request again.</summary>
    internal int RefusedSends { get; private set; }

    /// <summary>The response of the last attempt; null if it failed without one.</summary>
    internal HttpResponseMessage? LastResponse => _response;

    /// <summary>The failure of the last attempt; null if it got a response.</summary>
    internal Exception? LastFailure => _failure?.SourceException;

    /// <summary>The body of the last response; null if there is none, or if it is incomplete.</summary>
    internal BufferedBody? LastBody { get; private set; }

    /// <summary>The delay before the next attempt, as <see cref="RetryRules"/> decided.</summary>
    internal TimeSpan NextDelay { get; private set; }

    /// <summary>Whether an attempt may have reached PostPress, and no response says that PostPress did nothing.</summary>
    internal bool MayHaveArrived => _mayHaveArrived || _isInFlight;

    /// <summary>The outcome if the call ends without a response.</summary>
    internal CallOutcome Outcome => MayHaveArrived ? CallOutcome.Unknown : _wasRefused ? CallOutcome.Refused : CallOutcome.NotSent;

    /// <summary>Permits another attempt. Only the strategy calls it.</summary>
    internal void PermitRetry(TimeSpan delay)
    {
        NextDelay = delay;
        Volatile.Write(ref _permits, 1);
    }

    /// <summary>Begins an attempt and its timeout.</summary>
    /// <param name="cancellationToken">Cancels the attempt too.</param>
    /// <returns>The token of the attempt. Null without a permit; then <see cref="ReturnLastResultAsync"/> returns the result.</returns>
    internal CancellationToken? BeginAttempt(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _permits, 0) == 0)
        {
            return null;
        }

        lock (Timeouts)
        {
            ForgetResult();
            Attempts++;
            _isInFlight = true;
            _mayHaveArrived &= IsWrite;
        }

        return Timeouts.BeginAttempt(cancellationToken);
    }

    /// <summary>Ends an attempt with a response and its body. The body is null if it is incomplete.</summary>
    internal void EndAttempt(HttpResponseMessage response, BufferedBody? body)
    {
        Timeouts.EndAttempt(hasResponse: true);
        lock (Timeouts)
        {
            _response = response;
            LastBody = body;
            _error = null;
            var refused = !response.IsSuccessStatusCode && OutcomeOf(response, body) == CallOutcome.Refused;
            _wasRefused |= refused;
            EndAttempt(mayHaveArrived: !refused);
        }
    }

    /// <summary>Ends an attempt without a response.</summary>
    internal void EndAttempt(Exception failure, bool mayHaveArrived)
    {
        Timeouts.EndAttempt(hasResponse: false);
        lock (Timeouts)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            EndAttempt(mayHaveArrived);
        }
    }

    /// <summary>Returns the result of the last attempt, and waits for it while that attempt runs.</summary>
    internal async Task<HttpResponseMessage> ReturnLastResultAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var ended = Task.FromResult(true);
        lock (Timeouts)
        {
            RefusedSends++;
            if (_isInFlight)
            {
                _ended ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                ended = _ended.Task;
            }
        }

        await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (Timeouts)
        {
            _failure?.Throw();
            return BufferedContent.Copy(_response!, LastBody, request);
        }
    }

    /// <summary>Reads the error in a body. The error of the last response is cached.</summary>
    internal ErrorBody ReadError(BufferedBody? body) =>
        body == LastBody ? _error ??= ErrorBody.Read(body, _descriptor.ReadError) : ErrorBody.Read(body, _descriptor.ReadError);

    /// <summary>Creates the metadata of a response.</summary>
    internal PostPressResponse Describe(HttpResponseMessage response, string? requestId = null) =>
        new(response.StatusCode, response.Headers, requestId, Attempts, Elapsed, IdempotencyKey);

    /// <summary>The outcome after a response, which also depends on the previous attempts.</summary>
    internal CallOutcome OutcomeOf(HttpResponseMessage response, BufferedBody? body)
    {
        var outcome = Outcomes.Of(response.StatusCode, ReadError(body).Type);
        return outcome == CallOutcome.Refused && _mayHaveArrived ? CallOutcome.Unknown : outcome;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Timeouts.Dispose();
        lock (Timeouts)
        {
            ForgetResult();
        }
    }

    private void EndAttempt(bool mayHaveArrived)
    {
        _isInFlight = false;
        _mayHaveArrived |= mayHaveArrived;
        _ended?.TrySetResult(true);
        _ended = null;
    }

    private void ForgetResult()
    {
        _response = null;
        _failure = null;
        _error = null;
        LastBody?.Dispose();
        LastBody = null;
    }
}
