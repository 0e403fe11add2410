using Microsoft.Extensions.Logging;

namespace PostPress.Diagnostics;

/// <summary>What is logged: operations, statuses, error types and times. Never an address, a header, a body, or a message of the server's.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "CallStarted", Level = LogLevel.Debug, Message = "PostPress {Operation} starts.")]
    internal static partial void CallStarted(ILogger logger, string operation);

    [LoggerMessage(EventId = 2, EventName = "CallSucceeded", Level = LogLevel.Information, Message = "PostPress {Operation} succeeded in {ElapsedMilliseconds} ms, attempts: {Attempts}.")]
    internal static partial void CallSucceeded(ILogger logger, string operation, long elapsedMilliseconds, int attempts);

    [LoggerMessage(EventId = 3, EventName = "CallRetries", Level = LogLevel.Warning, Message = "PostPress {Operation}: attempt {Attempt} failed ({Reason}), trying again in {DelayMilliseconds} ms.")]
    internal static partial void CallRetries(ILogger logger, string operation, int attempt, string reason, long delayMilliseconds);

    [LoggerMessage(EventId = 4, EventName = "CallFailed", Level = LogLevel.Error, Message = "PostPress {Operation} failed ({Reason}) in {ElapsedMilliseconds} ms, attempts: {Attempts}, outcome: {Outcome}.")]
    internal static partial void CallFailed(ILogger logger, string operation, string reason, long elapsedMilliseconds, int attempts, CallOutcome outcome);

    [LoggerMessage(EventId = 5, EventName = "CallCancelled", Level = LogLevel.Information, Message = "PostPress {Operation} was cancelled after {ElapsedMilliseconds} ms, attempts: {Attempts}, outcome: {Outcome}.")]
    internal static partial void CallCancelled(ILogger logger, string operation, long elapsedMilliseconds, int attempts, CallOutcome outcome);
}
