using Microsoft.Extensions.Logging.Abstractions;
using PostPress.Resilience;

namespace PostPress.Tests;

public class CancelledAttemptTests
{
    /// <summary>Otherwise it would run until its deadline, though nobody waits for it any more.</summary>
    [Test]
    public void An_attempt_that_begins_while_its_call_is_cancelled_is_cancelled()
    {
        var settings = new CallSettings
        {
            Operation = "search",
            IsWrite = false,
            IdempotencyKey = null,
            TrustIdempotencyKey = false,
            MaxRetries = 0,
            AttemptTimeout = TimeSpan.FromHours(1),
            TotalTimeout = TimeSpan.FromHours(1),
            UploadStallTimeout = TimeSpan.FromHours(1),
        };
        const int Calls = 300_000;
        using var both = new Barrier(2);
        CancellationTokenSource caller = null!;
        var canceller = new Thread(() =>
        {
            for (var i = 0; i < Calls; i++)
            {
                both.SignalAndWait();
                caller.Cancel();
                both.SignalAndWait();
            }
        });
        canceller.Start();

        var missed = 0;
        for (var i = 0; i < Calls; i++)
        {
            caller = new CancellationTokenSource();
            using var call = new Call(settings, TimeProvider.System, NullLogger.Instance, caller.Token);
            both.SignalAndWait();
            var attempt = call.BeginAttempt(call.Token);
            both.SignalAndWait();
            missed += attempt.Token.IsCancellationRequested ? 0 : 1;
            attempt.Failed(new OperationCanceledException(), mayHaveArrived: false);
            caller.Dispose();
        }

        canceller.Join();
        Assert.That(missed, Is.Zero);
    }
}
