using Microsoft.Extensions.Logging;

namespace PostPress.Diagnostics;

/// <summary>
/// The log messages. They contain operations, statuses, error types, durations, and the ids of a call (client, request id,
/// idempotency key). They never contain an address, a header, a body, or a message of the server.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "CallStarted", Level = LogLevel.Debug, Message = "PostPress {Operation} started. Client: {Client}, idempotency key: {IdempotencyKey}.")]
    internal static partial void CallStarted(ILogger logger, string operation, string client, string? idempotencyKey);

    [LoggerMessage(EventId = 2, EventName = "CallSucceeded", Level = LogLevel.Information, Message = "PostPress {Operation} succeeded in {ElapsedMilliseconds} ms, attempts: {Attempts}. Client: {Client}, request: {RequestId}, idempotency key: {IdempotencyKey}.")]
    internal static partial void CallSucceeded(ILogger logger, string operation, long elapsedMilliseconds, int attempts, string client, string? requestId, string? idempotencyKey);

    [LoggerMessage(EventId = 3, EventName = "CallRetries", Level = LogLevel.Warning, Message = "PostPress {Operation}: attempt {Attempt} failed ({Reason}). Retry in {DelayMilliseconds} ms. Client: {Client}, idempotency key: {IdempotencyKey}.")]
    internal static partial void CallRetries(ILogger logger, string operation, int attempt, string reason, long delayMilliseconds, string client, string? idempotencyKey);

    [LoggerMessage(EventId = 4, EventName = "CallFailed", Message = "PostPress {Operation} failed ({Reason}) in {ElapsedMilliseconds} ms, attempts: {Attempts}, outcome: {Outcome}. Client: {Client}, request: {RequestId}, idempotency key: {IdempotencyKey}.")]
    internal static partial void CallFailed(ILogger logger, LogLevel level, string operation, string reason, long elapsedMilliseconds, int attempts, CallOutcome outcome, string client, string? requestId, string? idempotencyKey);

    [LoggerMessage(EventId = 5, EventName = "CallCancelled", Level = LogLevel.Information, Message = "PostPress {Operation} was canceled after {ElapsedMilliseconds} ms, attempts: {Attempts}, outcome: {Outcome}. Client: {Client}, idempotency key: {IdempotencyKey}.")]
    internal static partial void CallCancelled(ILogger logger, string operation, long elapsedMilliseconds, int attempts, CallOutcome outcome, string client, string? idempotencyKey);
}
