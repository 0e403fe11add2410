namespace PostPress.Tests;

public class CancelledAttemptTests
{
    /// <summary>Otherwise it would run until its timeout, though nobody waits for it any more.</summary>
    [Test]
    public void An_attempt_that_begins_while_its_call_is_cancelled_is_cancelled()
    {
        const int Rounds = 300_000;
        using var both = new Barrier(2);
        CancellationTokenSource caller = null!;
        var canceller = new Thread(() =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                both.SignalAndWait();
                caller.Cancel();
                both.SignalAndWait();
            }
        });
        canceller.Start();

        var missed = 0;
        for (var i = 0; i < Rounds; i++)
        {
            caller = new CancellationTokenSource();
            using var call = Calls.Search(caller.Token);
            both.SignalAndWait();
            var attempt = call.BeginAttempt(call.Token);
            both.SignalAndWait();
            missed += attempt!.Value.IsCancellationRequested ? 0 : 1;
            call.EndAttempt(new OperationCanceledException(), mayHaveArrived: false);
            caller.Dispose();
        }

        canceller.Join();
        Assert.That(missed, Is.Zero);
    }
}
