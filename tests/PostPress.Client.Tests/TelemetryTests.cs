using System.Diagnostics;
using System.Net;
using PostPress.Diagnostics;
using PostPress.Pipeline;

namespace PostPress.Tests;

[NonParallelizable]
public class TelemetryTests
{
    private static readonly Uri Address = new("https://api.postpress.ai/api/v1/");

    private static readonly PostPressResponse Success = new(HttpStatusCode.OK, new HttpResponseMessage().Headers, requestId: null, attempts: 1, TimeSpan.Zero, idempotencyKey: null);

    [Test]
    public void Nothing_is_allocated_when_nobody_listens()
    {
        using var call = Calls.Search(CancellationToken.None);
        using var request = new HttpRequestMessage(HttpMethod.Post, Address);
        for (var i = 0; i < 100; i++)
        {
            Watch(call, request);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Watch(call, request);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public async Task A_call_and_each_attempt_are_activities_with_the_conventional_tags()
    {
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PostPressDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = seen.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var script = new Clients.Script(Clients.Json("""{"title":"t","type":"errors/account_restricted","status":403}""", 403));
        using var client = Clients.Over(script);

        await Assert.ThrowsAsync<PostPressApiException>(() => client.Search.GetPageAsync("acc", new ClassicPeopleSearch()));

        var (attempt, call) = (seen[0], seen[1]);
        Assert.Multiple(() =>
        {
            Assert.That(attempt.Kind, Is.EqualTo(ActivityKind.Client));
            Assert.That(attempt.GetTagItem("http.request.method"), Is.EqualTo("POST"));
            Assert.That(attempt.GetTagItem("http.response.status_code"), Is.EqualTo(403));
            Assert.That(attempt.GetTagItem("server.address"), Is.EqualTo("api.postpress.ai"));
            Assert.That(attempt.GetTagItem("postpress.attempt"), Is.EqualTo(1));
            Assert.That(call.OperationName, Is.EqualTo("search"));
            Assert.That(call.GetTagItem("error.type"), Is.EqualTo("errors/account_restricted"));
            Assert.That(call.GetTagItem("postpress.outcome"), Is.EqualTo("Refused"));
            Assert.That(attempt.ParentId, Is.EqualTo(call.Id));
        });
    }

    private static void Watch(CallContext call, HttpRequestMessage request)
    {
        var activity = Telemetry.StartCall(call, Address);
        Log.CallStarted(call.Logger, call.Operation, call.ClientName, call.IdempotencyKey);
        var attempt = Telemetry.StartAttempt(call, request);
        Telemetry.EndAttempt(attempt, HttpStatusCode.OK, null);
        Telemetry.Succeeded(activity, call, Success);
    }
}
