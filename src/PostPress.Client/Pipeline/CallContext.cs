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
    private readonly CallOptions? _callOptions;
    private readonly OperationTimeouts _timeouts;
    private readonly long _started;
    private readonly TimeoutSource _total;
    private TimeoutSource? _attempt;
    private TimeoutKind _expired;

    // 1 while an attempt may begin: at the start, and after the strategy has decided to retry.
    private int _permits = 1;

    // The result of the last attempt, for handlers that send the request again without a permit.
    private HttpResponseMessage? _response;
    private ExceptionDispatchInfo? _failure;
    private TaskCompletionSource<bool>? _ended;

    private bool _isInFlight;
    private bool _mayHaveArrived;
    private bool _wasRefused;
    private bool _isUploading;
    private long _uploadStarted;
    private TimeSpan _uploaded;
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
        _callOptions = callOptions;
        _descriptor = operation;
        _timeouts = options.TimeoutsOf(operation);
        _started = options.TimeProvider.GetTimestamp();
        IsWrite = isWrite;
        Content = content;
        Logger = logger;
        IdempotencyKey = callOptions?.IdempotencyKey ?? (isWrite ? Guid.NewGuid().ToString("D") : null);
        _total = new TimeoutSource(options.TimeProvider, TotalTimeout, callerToken);
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

    // Timeouts.

    /// <summary>Canceled by the caller or by the total timeout.</summary>
    internal CancellationToken Token => _total.Token;

    internal TimeSpan Elapsed => _options.TimeProvider.GetElapsedTime(_started);

    /// <summary>The rest of the total timeout, without uploads.</summary>
    internal TimeSpan Remaining => TotalTimeout + _uploaded - Elapsed;

    internal DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    /// <summary>The timeout that has passed; none if the call ended for another reason.</summary>
    internal TimeoutKind Expired => _total.HasPassed ? TimeoutKind.Total : _expired;

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

    private TimeSpan TotalTimeout => _callOptions?.Timeout ?? _timeouts.Total;

    private TimeSpan AttemptTimeout => _callOptions?.AttemptTimeout ?? _callOptions?.Timeout ?? _timeouts.Attempt;

    /// <summary>The timeout of an attempt that begins now; infinite if the total timeout passes earlier.</summary>
    private TimeSpan AttemptDue => AttemptTimeout < Remaining ? AttemptTimeout : Timeout.InfiniteTimeSpan;

    /// <summary>Permits another attempt. Only the strategy calls it.</summary>
    internal void PermitRetry(TimeSpan delay)
    {
        NextDelay = delay;
        Volatile.Write(ref _permits, 1);
    }

    /// <summary>Begins an attempt and its timeout. Returns null without a permit; then <see cref="ReturnLastResultAsync"/> returns the result.</summary>
    internal TimeoutSource? BeginAttempt(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _permits, 0) == 0)
        {
            return null;
        }

        lock (_total)
        {
            ForgetResult();
            Attempts++;
            _isInFlight = true;
            _mayHaveArrived &= IsWrite;
            _expired = TimeoutKind.None;
            return _attempt = new TimeoutSource(_options.TimeProvider, AttemptDue, cancellationToken, Token);
        }
    }

    /// <summary>Ends an attempt with a response and its body. The body is null if it is incomplete.</summary>
    internal void EndAttempt(HttpResponseMessage response, BufferedBody? body)
    {
        lock (_total)
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
        lock (_total)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            if (_attempt!.HasPassed)
            {
                _expired = _isUploading ? TimeoutKind.UploadStall : TimeoutKind.Attempt;
            }

            EndAttempt(mayHaveArrived);
        }
    }

    /// <summary>Returns the result of the last attempt, and waits for it while that attempt runs.</summary>
    internal async Task<HttpResponseMessage> ReturnLastResultAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var ended = Task.FromResult(true);
        lock (_total)
        {
            RefusedSends++;
            if (_isInFlight)
            {
                _ended ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                ended = _ended.Task;
            }
        }

        await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_total)
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

    /// <summary>Begins an upload. Until it ends, only the stall timeout applies.</summary>
    /// <returns>The attempt; null if the body is read outside an attempt.</returns>
    internal TimeoutSource? BeginUpload()
    {
        lock (_total)
        {
            if (_attempt is { } attempt)
            {
                _isUploading = true;
                _uploadStarted = _options.TimeProvider.GetTimestamp();
                _total.Move(Timeout.InfiniteTimeSpan);
                attempt.Move(_options.UploadStallTimeout);
            }

            return _attempt;
        }
    }

    /// <summary>Records progress of an upload.</summary>
    internal void MoveUpload(TimeoutSource? attempt)
    {
        if (attempt is not null && ReferenceEquals(attempt, Volatile.Read(ref _attempt)))
        {
            attempt.Move(_options.UploadStallTimeout);
        }
    }

    /// <summary>Ends an upload. The timeouts run again.</summary>
    internal void EndUpload(TimeoutSource? attempt)
    {
        lock (_total)
        {
            // The response may have arrived before the upload ended.
            if (attempt is not null && ReferenceEquals(attempt, _attempt))
            {
                CloseUpload();
                attempt.Move(AttemptDue);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_total)
        {
            _total.Dispose();
            ForgetResult();
        }
    }

    private void EndAttempt(bool mayHaveArrived)
    {
        CloseUpload();
        _attempt!.Dispose();
        _attempt = null;
        _isInFlight = false;
        _mayHaveArrived |= mayHaveArrived;
        _ended?.TrySetResult(true);
        _ended = null;
    }

    private void CloseUpload()
    {
        if (_isUploading)
        {
            _isUploading = false;
            _uploaded += _options.TimeProvider.GetElapsedTime(_uploadStarted);
            _total.Move(Remaining);
        }
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

/// <summary>The timeouts of a call.</summary>
internal enum TimeoutKind
{
    None,
    Total,
    Attempt,
    UploadStall,
}
