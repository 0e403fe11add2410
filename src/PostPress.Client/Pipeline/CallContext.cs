using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using PostPress.Content;
using PostPress.Errors;

namespace PostPress.Pipeline;

/// <summary>One call over all its attempts: what it may do, how long it may take, and what is known of it.</summary>
/// <remarks>
/// The handlers find it by <see cref="Current"/> and not in the options of the request: a handler of the host's may send a
/// copy of the request, and a copy loses its options. A call that is lost would also lose the guarantee that it is sent once.
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

    // 1 while an attempt may begin: at first, and whenever the strategy has decided to retry.
    private int _permits = 1;

    // The result of the last attempt, for whoever sends the request again without a permit.
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
    /// <param name="operation">What the contract says of the operation.</param>
    /// <param name="isWrite">Whether this call creates, publishes or stores something.</param>
    /// <param name="content">The body of the request; null if it has none.</param>
    /// <param name="callOptions">What is set for this call; null for the defaults.</param>
    /// <param name="options">The options of the client.</param>
    /// <param name="logger">Where the call logs.</param>
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

    /// <summary>The call that the running code works for; null outside of one.</summary>
    internal static CallContext? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    // What it may do.
    internal string Operation => _descriptor.Id;

    internal string Method => _descriptor.Method.Method;

    internal bool IsWrite { get; }

    internal RequestContent? Content { get; }

    internal string? IdempotencyKey { get; }

    internal ILogger Logger { get; }

    internal string ClientName => _options.ClientName;

    /// <summary>Whether the base address does not end with a version, as PostPress's own address does.</summary>
    internal bool LacksVersion => !_options.HasVersion;

    internal int MaxRetries => _options.MaxRetries;

    /// <summary>Whether the request may be sent again although it may have arrived.</summary>
    internal bool MayRepeat => !IsWrite || _options.TrustIdempotencyKey;

    /// <summary>The API key that is sent; null before it is known.</summary>
    internal string? ApiKey { get; set; }

    // How long it may take.

    /// <summary>Cancelled by the caller or by the total timeout.</summary>
    internal CancellationToken Token => _total.Token;

    internal TimeSpan Elapsed => _options.TimeProvider.GetElapsedTime(_started);

    /// <summary>What is left of the total timeout, uploads not counted.</summary>
    internal TimeSpan Remaining => TotalTimeout + _uploaded - Elapsed;

    internal DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    /// <summary>The timeout that has passed; none if the call ended for another reason.</summary>
    internal TimeoutKind Expired => _total.HasPassed ? TimeoutKind.Total : _expired;

    // What is known of it.

    /// <summary>How many times the request was sent, or tried to be.</summary>
    internal int Attempts { get; private set; }

    /// <summary>How many times something other than the strategy tried to send the request again.</summary>
    internal int RefusedSends { get; private set; }

    /// <summary>The response of the last attempt; null if it failed without one.</summary>
    internal HttpResponseMessage? LastResponse => _response;

    /// <summary>The failure of the last attempt; null if it got a response.</summary>
    internal Exception? LastFailure => _failure?.SourceException;

    /// <summary>The body of the last response; null if there is none, or if it broke off.</summary>
    internal BufferedBody? LastBody { get; private set; }

    /// <summary>The delay before the next attempt, as <see cref="RetryRules"/> decided it.</summary>
    internal TimeSpan NextDelay { get; private set; }

    /// <summary>Whether an attempt may have reached PostPress, and no response says that nothing was done.</summary>
    internal bool MayHaveArrived => _mayHaveArrived || _isInFlight;

    /// <summary>What is known of the call if it ends without a response.</summary>
    internal CallOutcome Outcome => MayHaveArrived ? CallOutcome.Unknown : _wasRefused ? CallOutcome.Refused : CallOutcome.NotSent;

    private TimeSpan TotalTimeout => _callOptions?.Timeout ?? _timeouts.Total;

    private TimeSpan AttemptTimeout => _callOptions?.AttemptTimeout ?? _callOptions?.Timeout ?? _timeouts.Attempt;

    /// <summary>The timeout of an attempt that begins now; infinite where the total timeout passes earlier.</summary>
    private TimeSpan AttemptDue => AttemptTimeout < Remaining ? AttemptTimeout : Timeout.InfiniteTimeSpan;

    /// <summary>Lets the strategy, and nobody else, begin another attempt.</summary>
    internal void PermitRetry(TimeSpan delay)
    {
        NextDelay = delay;
        Volatile.Write(ref _permits, 1);
    }

    /// <summary>Begins an attempt and its timeout. Null without a permit: then <see cref="RepeatResultAsync"/> has the result.</summary>
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

    /// <summary>Ends an attempt that got a response, with its body; without one if it broke off.</summary>
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

    /// <summary>Ends an attempt that got no response.</summary>
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

    /// <summary>Gives the result of the last attempt again, and waits for it while that attempt runs.</summary>
    internal async Task<HttpResponseMessage> RepeatResultAsync(HttpRequestMessage request, CancellationToken cancellationToken)
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

    /// <summary>What a body says of an error; that of the last response is read once.</summary>
    internal ErrorBody ReadError(BufferedBody? body) =>
        body == LastBody ? _error ??= ErrorBody.Read(body, _descriptor.ReadError) : ErrorBody.Read(body, _descriptor.ReadError);

    /// <summary>What is told of a response beside its body.</summary>
    internal PostPressResponse Describe(HttpResponseMessage response, string? requestId = null) =>
        new(response.StatusCode, response.Headers, requestId, Attempts, Elapsed, IdempotencyKey);

    /// <summary>The outcome that a response tells, together with the attempts before it.</summary>
    internal CallOutcome OutcomeOf(HttpResponseMessage response, BufferedBody? body)
    {
        var outcome = Outcomes.Of(response.StatusCode, ReadError(body).Type);
        return outcome == CallOutcome.Refused && _mayHaveArrived ? CallOutcome.Unknown : outcome;
    }

    /// <summary>Begins an upload. Until it ends, only a standstill limits it.</summary>
    /// <returns>The attempt that uploads; null if the body is read outside of one.</returns>
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

    /// <summary>Tells that a part of an upload was sent.</summary>
    internal void MoveUpload(TimeoutSource? attempt)
    {
        if (attempt is not null && ReferenceEquals(attempt, Volatile.Read(ref _attempt)))
        {
            attempt.Move(_options.UploadStallTimeout);
        }
    }

    /// <summary>Ends an upload: the timeouts run until the response is there.</summary>
    internal void EndUpload(TimeoutSource? attempt)
    {
        lock (_total)
        {
            // The response may have been there before the upload ended.
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
