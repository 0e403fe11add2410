using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Polly;

namespace PostPress.Tests;

/// <summary>What a host's own handlers do around the client, and that none of them makes it send anything twice.</summary>
public class HostHandlerTests
{
    private const string Created = """{"object":"PostCreated","post_id":"urn:li:share:1"}""";

    private static readonly Func<HttpRequestMessage, HttpResponseMessage> Lost = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost");

    /// <summary>A host, by what it does before and after it registers the client.</summary>
    public sealed record Host(string Name, Action<IServiceCollection>? Before = null, Action<IServiceCollection>? After = null, Action<IHttpClientBuilder>? OnClient = null)
    {
        public override string ToString() => Name;
    }

    public static IEnumerable<Host> Hosts()
    {
        yield return new Host("plain");
        yield return new Host("standard resilience before", Before: s => s.ConfigureHttpClientDefaults(h => h.AddStandardResilienceHandler()));
        yield return new Host("standard resilience after", After: s => s.ConfigureHttpClientDefaults(h => h.AddStandardResilienceHandler()));
        yield return new Host("standard hedging before", Before: s => s.ConfigureHttpClientDefaults(h => h.AddStandardHedgingHandler()));
        yield return new Host("standard hedging after", After: s => s.ConfigureHttpClientDefaults(h => h.AddStandardHedgingHandler()));
        yield return new Host("two blocks of standard resilience", s => s.ConfigureHttpClientDefaults(h => h.AddStandardResilienceHandler()), s => s.ConfigureHttpClientDefaults(h => h.AddStandardResilienceHandler()));
        yield return new Host("hedging and resilience", s => s.ConfigureHttpClientDefaults(h => h.AddStandardHedgingHandler()), s => s.ConfigureHttpClientDefaults(h => h.AddStandardResilienceHandler()));
        yield return new Host("standard resilience on the client", OnClient: h => h.AddStandardResilienceHandler());
        yield return new Host("Aspire's service defaults before", Before: AspireServiceDefaults);
        yield return new Host("Aspire's service defaults after", After: AspireServiceDefaults);
        yield return new Host("all resilience handlers removed from the client", OnClient: RemoveAll);
        yield return new Host("Microsoft.Extensions.Http.Polly", OnClient: h => h.AddTransientHttpErrorPolicy(policy => policy.RetryAsync(3)));
        yield return new Host("a loop by hand", OnClient: h => h.AddHttpMessageHandler(() => new RetryEveryNonSuccess()));
        yield return new Host("a loop by hand that sends copies", OnClient: h => h.AddHttpMessageHandler(() => new RetryWithCopies()));
        yield return new Host("hedging by hand", OnClient: h => h.AddHttpMessageHandler(() => new HedgeByHand()));
    }

    [Test]
    public async Task A_refusal_is_sent_once_and_keeps_its_error_type([ValueSource(nameof(Hosts))] Host host, [Values(401, 403, 404, 422, 425)] int status)
    {
        using var script = new Clients.Script(Clients.Json($$"""{"title":"t","type":"errors/account_restricted","status":{{status}}}""", status));
        await using var provider = Build(host, script);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => PublishAsync(provider));

        Assert.Multiple(() =>
        {
            Assert.That(script.Requests, Has.Count.EqualTo(1));
            Assert.That((int)e!.StatusCode, Is.EqualTo(status));
            Assert.That(e.ErrorType, Is.EqualTo(ErrorType.AccountRestricted));
            Assert.That(e.Outcome, Is.EqualTo(CallOutcome.Refused));
            Assert.That(e.Attempts, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_write_with_an_unknown_outcome_is_sent_once([ValueSource(nameof(Hosts))] Host host, [Values(408, 409, 500, 502, 503, 504)] int status)
    {
        using var script = new Clients.Script(Clients.Json("{}", status));
        await using var provider = Build(host, script);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => PublishAsync(provider));

        Assert.That((script.Requests.Count, (int)e!.StatusCode, e.Outcome), Is.EqualTo((1, status, CallOutcome.Unknown)));
    }

    [TestCaseSource(nameof(Hosts))]
    public async Task A_write_whose_connection_is_lost_is_sent_once(Host host)
    {
        using var script = new Clients.Script(Lost);
        await using var provider = Build(host, script);

        var e = await Assert.ThrowsAsync<PostPressConnectionException>(() => PublishAsync(provider));

        Assert.That((script.Requests.Count, e!.Outcome), Is.EqualTo((1, CallOutcome.Unknown)));
    }

    [TestCaseSource(nameof(Hosts))]
    public async Task A_wrong_code_is_submitted_once_for_each_code(Host host)
    {
        var wrong = Clients.Json("""{"title":"t","type":"errors/invalid_checkpoint_solution","status":401}""", 401);
        using var script = new Clients.Script(wrong, wrong, wrong);
        await using var provider = Build(host, script);

        var e = await Assert.ThrowsAsync<CheckpointFailedException>(() => provider.GetRequiredService<PostPressClient>().Jobs.SolveCheckpointAsync("a", "42", (_, _) => Task.FromResult<string?>("1234"), new CheckpointOptions { MaxCodes = 3 }));

        Assert.That((script.Requests.Count, e!.Reason, e.CodesSubmitted), Is.EqualTo((3, CheckpointFailure.TooManyCodes, 3)));
    }

    [TestCaseSource(nameof(Hosts))]
    public async Task After_429_only_the_client_s_own_strategy_sends_again_when_Retry_After_has_passed(Host host)
    {
        var time = new ManualTime();
        using var script = new Clients.Script(Busy(TimeSpan.FromSeconds(7)), Clients.Json(Created, 201));
        await using var provider = Build(host, script, o => (o.TimeProvider, o.MaxRetries) = (time, 3));

        var call = PublishAsync(provider);
        Assert.That(await time.WhenWaitedFor(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(10)), Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(script.Requests, Has.Count.EqualTo(1));
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.That((await call).PostId, Is.EqualTo("urn:li:share:1"));
        Assert.That(script.Requests, Has.Count.EqualTo(2));
    }

    [TestCaseSource(nameof(Hosts))]
    public async Task A_success_reaches_the_caller_with_its_headers(Host host)
    {
        using var script = new Clients.Script(request =>
        {
            var response = Clients.Json(Created, 201)(request);
            response.Headers.Add("X-Request-Id", "req_7");
            return response;
        });
        await using var provider = Build(host, script);

        var post = await PublishAsync(provider);

        Assert.That((post.PostId, post.Response!.RequestId, post.Response.StatusCode), Is.EqualTo(("urn:li:share:1", "req_7", HttpStatusCode.Created)));
    }

    [Test]
    public async Task A_handler_that_sends_again_gets_the_same_response_with_headers_and_body()
    {
        using var script = new Clients.Script(_ =>
        {
            var response = Clients.Json("""{"title":"t","type":"errors/account_restricted","status":403}""", 403)(_);
            response.Headers.Add("X-Request-Id", "req_1");
            return response;
        });
        var seen = new List<string>();
        await using var provider = Build(new Host("a loop that reads", OnClient: h => h.AddHttpMessageHandler(() => new RetryEveryNonSuccess(seen))), script);

        await Assert.ThrowsAsync<PostPressApiException>(() => PublishAsync(provider));

        Assert.That(seen, Has.Count.EqualTo(4));
        Assert.That(seen.Distinct(), Is.EqualTo(new[] { """403 req_1 application/json {"title":"t","type":"errors/account_restricted","status":403}""" }));
    }

    [Test]
    public async Task The_message_names_a_handler_that_sends_again()
    {
        using var script = new Clients.Script(Clients.Json("{}", 502));
        await using var provider = Build(new Host("a loop", OnClient: h => h.AddHttpMessageHandler(() => new RetryEveryNonSuccess())), script);

        var e = await Assert.ThrowsAsync<PostPressApiException>(() => PublishAsync(provider));

        Assert.That(e!.Message, Does.EndWith("A handler of the host tried to retry the request, which is not allowed."));
    }

    [Test]
    public async Task A_handler_that_turns_an_error_into_an_exception_does_not_make_the_client_send_a_refused_write_again()
    {
        using var script = new Clients.Script(Clients.Json("""{"title":"t","type":"errors/account_restricted","status":403}""", 403));
        await using var provider = Build(new Host("throws", OnClient: h => h.AddHttpMessageHandler(() => new ThrowOnError())), script, o => o.MaxRetries = 3);

        var e = await Assert.ThrowsAsync<PostPressConnectionException>(() => PublishAsync(provider));

        Assert.That((script.Requests.Count, e!.Outcome), Is.EqualTo((1, CallOutcome.Refused)));
    }

    [Test]
    public async Task A_handler_that_fails_before_the_network_is_retried_as_often_as_the_options_allow()
    {
        var time = new ManualTime();
        using var script = new Clients.Script();
        await using var provider = Build(new Host("fails", OnClient: h => h.AddHttpMessageHandler(() => new AlwaysFails())), script, o => (o.TimeProvider, o.MaxRetries) = (time, 2));

        var call = PublishAsync(provider);
        for (var i = 0; i < 2; i++)
        {
            time.Advance(await time.WhenWaitedFor(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(10)));
        }

        var e = await Assert.ThrowsAsync<PostPressConnectionException>(() => call);
        Assert.That((script.Requests.Count, e!.Outcome), Is.EqualTo((0, CallOutcome.NotSent)));
    }

    [Test]
    public async Task A_request_of_the_host_s_own_through_the_same_HttpClient_passes_untouched()
    {
        using var script = new Clients.Script(Clients.Json("{}", 503));
        await using var provider = Build(new Host("plain"), script);
        using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("PostPress");

        using var response = await http.GetAsync("http://localhost/");

        Assert.That(((int)response.StatusCode, script.Requests.Count), Is.EqualTo((503, 1)));
    }

    private static IEnumerable<Host> HostsThatConfigureTheHttpClient()
    {
        yield return new Host("this client", OnClient: h => h.ConfigureHttpClient(AddTenant));
        yield return new Host("every client", s => s.ConfigureHttpClientDefaults(h => h.ConfigureHttpClient(AddTenant)));

        static void AddTenant(HttpClient http) => http.DefaultRequestHeaders.Add("X-Tenant", "acme");
    }

    [TestCaseSource(nameof(HostsThatConfigureTheHttpClient))]
    public async Task What_a_host_configures_on_the_HttpClient_applies_to_every_call(Host host)
    {
        using var script = new Clients.Script(Clients.Json(Created, 201));
        await using var provider = Build(host, script);

        await PublishAsync(provider);

        Assert.That(script.Requests.Single().Headers.GetValues("X-Tenant"), Is.EqualTo(new[] { "acme" }));
    }

    [Test]
    public async Task An_attempt_that_a_handler_abandons_is_canceled_when_the_call_ends()
    {
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var silent = new Silent(canceled);
        await using var provider = Build(new Host("abandons", OnClient: h => h.AddHttpMessageHandler(() => new Abandons())), silent);

        await Assert.ThrowsAsync<PostPressConnectionException>(() => PublishAsync(provider));

        await canceled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task A_handler_that_sends_after_the_call_was_canceled_sends_nothing()
    {
        using var script = new Clients.Script(Clients.Json(Created, 201));
        using var cancellation = new CancellationTokenSource();
        await using var provider = Build(new Host("cancels first", OnClient: h => h.AddHttpMessageHandler(() => new CancelsFirst(cancellation))), script);

        var failure = await Assert.ThrowsAsync<PostPressCanceledException>(() => PublishAsync(provider, cancellation.Token));

        Assert.That(failure!.Outcome, Is.EqualTo(CallOutcome.NotSent));
        Assert.That(script.Requests, Is.Empty);
    }

    [Test]
    public async Task A_handler_that_sends_after_the_call_has_ended_sends_nothing()
    {
        using var script = new Clients.Script(Clients.Json(Created, 201));
        var late = new SendsLate();
        await using var provider = Build(new Host("sends late", OnClient: h => h.AddHttpMessageHandler(() => late)), script);

        var failure = await Assert.ThrowsAsync<PostPressConnectionException>(() => PublishAsync(provider));
        late.Start.SetResult();

        await Assert.ThatAsync(() => late.Sent, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(failure!.Outcome, Is.EqualTo(CallOutcome.NotSent));
        Assert.That(script.Requests, Is.Empty);
    }

    private static ServiceProvider Build(Host host, HttpMessageHandler primary, Action<PostPressClientOptions>? configure = null)
    {
        var services = new ServiceCollection();
        host.Before?.Invoke(services);
        var builder = services.AddPostPressClient(o =>
        {
            (o.ApiKey, o.MaxRetries) = (Clients.ApiKey, 0);
            configure?.Invoke(o);
        });
        builder.ConfigurePrimaryHttpMessageHandler(() => primary);
        host.OnClient?.Invoke(builder);
        host.After?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private static Task<PostCreated> PublishAsync(ServiceProvider provider, CancellationToken cancellationToken = default) =>
        provider.GetRequiredService<PostPressClient>().Posts.CreateAsync(new NewPost { AccountId = "a", Text = "x" }, cancellationToken: cancellationToken);

    private static Func<HttpRequestMessage, HttpResponseMessage> Busy(TimeSpan delay) => _ =>
    {
        var response = Clients.Json("{}", 429)(_);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(delay);
        return response;
    };

    /// <summary>As the template of .NET Aspire writes them.</summary>
    [Experimental("EXTEXP0001")]
    private static void AspireDefaults(IHttpClientBuilder http) => http.RemoveAllResilienceHandlers().AddStandardResilienceHandler();

#pragma warning disable EXTEXP0001 // The template suppresses it too.
    private static void AspireServiceDefaults(IServiceCollection services) => services.ConfigureHttpClientDefaults(AspireDefaults);

    private static void RemoveAll(IHttpClientBuilder http) => http.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001

    /// <summary>What people write by hand: the same request again, whatever came back.</summary>
    private sealed class RetryEveryNonSuccess(List<string>? seen = null) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var left = 3; ; left--)
            {
                try
                {
                    var response = await base.SendAsync(request, cancellationToken);
                    seen?.Add($"{(int)response.StatusCode} {string.Concat(response.Headers.GetValues("X-Request-Id"))} {response.Content.Headers.ContentType?.MediaType} {await response.Content.ReadAsStringAsync(cancellationToken)}");
                    if (response.IsSuccessStatusCode || left == 0)
                    {
                        return response;
                    }

                    response.Dispose();
                }
                catch (HttpRequestException) when (left > 0)
                {
                    // Once more.
                }
            }
        }
    }

    /// <summary>A copy has neither the options nor the content of the request.</summary>
    private sealed class RetryWithCopies : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            for (var left = 3; ; left--)
            {
                var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(body) };
                foreach (var header in request.Headers)
                {
                    copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
                }

                var response = await base.SendAsync(copy, CancellationToken.None);
                if (response.IsSuccessStatusCode || left == 0)
                {
                    return response;
                }
            }
        }
    }

    /// <summary>Sends a second request while the first one is on its way, and takes whichever comes first.</summary>
    private sealed class HedgeByHand : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var first = base.SendAsync(request, cancellationToken);
            var second = base.SendAsync(request, cancellationToken);
            return await await Task.WhenAny(first, second);
        }
    }

    private sealed class ThrowOnError : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (await base.SendAsync(request, cancellationToken)).EnsureSuccessStatusCode();
    }

    private sealed class AlwaysFails : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("The token service can't be reached.");
    }

    /// <summary>Starts to send, and fails without waiting for it.</summary>
    private sealed class Abandons : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _ = base.SendAsync(request, cancellationToken);
            throw new HttpRequestException("abandoned");
        }
    }

    /// <summary>Cancels the call, and sends the request.</summary>
    private sealed class CancelsFirst(CancellationTokenSource cancellation) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await cancellation.CancelAsync();
            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Fails, and sends the request afterwards.</summary>
    private sealed class SendsLate : DelegatingHandler
    {
        public TaskCompletionSource Start { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Sent { get; private set; } = Task.CompletedTask;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent = SendLaterAsync(request, cancellationToken);
            throw new HttpRequestException("The rate limiter failed.");
        }

        private async Task SendLaterAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Start.Task;
            (await base.SendAsync(request, cancellationToken)).Dispose();
        }
    }

    /// <summary>Never responds, and tells when it is canceled.</summary>
    private sealed class Silent(TaskCompletionSource canceled) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                canceled.SetResult();
            }

            throw new InvalidOperationException();
        }
    }
}
