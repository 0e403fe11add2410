using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using PostPress;
using PostPress.Sandbox;

namespace Docs;

#region src/PostPress.Client/docs/queue-workers.md
/// <summary>A post that waits to be published. Its id is the same at every delivery.</summary>
public sealed record PostMessage(string Id, string AccountId, string Text, int Delivery);

/// <summary>What the worker needs from a broker.</summary>
public interface IPostBroker
{
    IAsyncEnumerable<PostMessage> ReceiveAsync(CancellationToken cancellationToken);

    Task CompleteAsync(PostMessage message);

    Task RetryAsync(PostMessage message, TimeSpan after);

    Task DeadLetterAsync(PostMessage message, string reason);
}
#endregion

#region src/PostPress.Client/docs/queue-workers.md
public sealed class PublishWorker(IPostBroker broker, PostPressClient postpress) : BackgroundService
{
    private const int LastDelivery = 5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (PostMessage message in broker.ReceiveAsync(stoppingToken))
        {
            await HandleAsync(message, stoppingToken);
        }
    }

    private async Task HandleAsync(PostMessage message, CancellationToken cancellationToken)
    {
        var post = new NewPost { AccountId = message.AccountId, Text = message.Text };
        var options = new CallOptions { IdempotencyKey = $"post-{message.Id}", Timeout = TimeSpan.FromMinutes(6) };
        try
        {
            await postpress.Posts.CreateAsync(post, options: options, cancellationToken: cancellationToken);
        }
        catch (PostPressException e) when (MayPass(e) && message.Delivery < LastDelivery)
        {
            await broker.RetryAsync(message, (e as PostPressApiException)?.RetryAfter ?? TimeSpan.FromSeconds(30));
            return;
        }
        catch (Exception e) when (e is PostPressException or ArgumentException)
        {
            await broker.DeadLetterAsync(message, e.Message);
            return;
        }

        await broker.CompleteAsync(message);
    }

    private static bool MayPass(PostPressException failure) =>
        failure.Outcome is CallOutcome.NotSent or CallOutcome.Unknown
        || failure is PostPressTimeoutException or PostPressApiException { StatusCode: HttpStatusCode.TooManyRequests };
}
#endregion

/// <summary>What the page promises of its worker, over a queue that delivers at least once.</summary>
public class QueueWorkerSnippets : SnippetTests
{
    [Test]
    public async Task A_message_that_is_delivered_twice_makes_one_post()
    {
        var queue = await WorkAsync(Message(1), Message(1));

        Assert.That((sandbox.Posts.Count, queue.Completed, queue.Dead.Count), Is.EqualTo((1, 2, 0)));
    }

    [TestCaseSource(nameof(LostAnswers))]
    public async Task A_post_whose_answer_was_lost_is_not_published_again(object fault)
    {
        sandbox.Faults.Next((SandboxFault)fault);
        var queue = await WorkAsync(Message(1));

        Assert.That((sandbox.Posts.Count, queue.Completed, queue.Dead.Count), Is.EqualTo((1, 1, 0)));
    }

    [Test]
    public async Task The_key_is_what_prevents_the_second_post()
    {
        await UseAsync(new PostPressSandboxOptions { InjectFaults = true, IgnoreIdempotencyKeys = true });
        sandbox.Faults.Next(SandboxFault.ResetAfterActing);
        await WorkAsync(Message(1));

        Assert.That(sandbox.Posts, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_worker_that_dies_after_the_publication_publishes_nothing_again()
    {
        var queue = new AtLeastOnce(Message(1)) { FailsToComplete = 1 };
        Assert.That(async () => await RunAsync(queue), Throws.InstanceOf<IOException>());
        await RunAsync(queue);

        Assert.That((sandbox.Posts.Count, queue.Completed), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_message_that_never_left_is_tried_again()
    {
        sandbox.Faults.Always(SandboxFault.RefuseConnection);
        var queue = new AtLeastOnce(Message(1)) { OnRetry = () => sandbox.Faults.Clear() };
        await RunAsync(queue);

        Assert.That((sandbox.Posts.Count, queue.Completed, queue.Retried.Count), Is.EqualTo((1, 1, 1)));
    }

    [Test]
    public async Task A_rate_limit_is_waited_for_as_long_as_it_says()
    {
        sandbox.Faults.Next(SandboxFault.RateLimited(77));
        var queue = await WorkAsync(Message(1));

        Assert.That(queue.Retried, Is.EqualTo(new[] { TimeSpan.FromSeconds(77) }));
        Assert.That((sandbox.Posts.Count, queue.Completed), Is.EqualTo((1, 1)));
    }

    [TestCase("disconnected_account", "errors/disconnected_account")]
    [TestCase("insufficient_permissions", "errors/insufficient_permissions")]
    public async Task A_refused_message_is_put_aside_with_the_reason(string error, string reason)
    {
        var queue = await WorkAsync(Message(1) with { AccountId = SandboxTriggers.AccountFor(error) }, Message(2));

        Assert.That(queue.Dead.Single(), Does.Contain(reason));
        Assert.That(sandbox.Posts.Single().Text, Is.EqualTo("Post 2"));
    }

    [Test]
    public async Task A_message_that_cannot_be_sent_is_put_aside_at_once()
    {
        var queue = await WorkAsync(Message(1) with { AccountId = "" });

        Assert.That((queue.Dead.Count, queue.Retried.Count, sandbox.Requests.Count), Is.EqualTo((1, 0, 0)));
    }

    [Test]
    public async Task A_message_that_fails_every_time_is_put_aside_after_five_deliveries()
    {
        sandbox.Faults.Always(SandboxFault.GatewayPage);
        var queue = await WorkAsync(Message(1));

        Assert.That((queue.Retried.Count, queue.Dead.Count, sandbox.Posts.Count), Is.EqualTo((4, 1, 0)));
    }

    private static SandboxFault[] LostAnswers() =>
        [SandboxFault.ResetAfterActing, SandboxFault.HalfTheResponse, SandboxFault.LengthTooShort, SandboxFault.GatewayPageAfterActing, SandboxFault.Status(504, afterActing: true)];

    private static PostMessage Message(int id) => new($"{id}", account, $"Post {id}", 1);

    private async Task<AtLeastOnce> WorkAsync(params PostMessage[] messages)
    {
        var queue = new AtLeastOnce(messages);
        await RunAsync(queue);
        return queue;
    }

    private async Task RunAsync(IPostBroker queue)
    {
        using var worker = new PublishWorker(queue, postpress);
        await worker.StartAsync(CancellationToken.None);
        await worker.ExecuteTask!;
    }

    /// <summary>Delivers a message until it is completed or put aside; ends when there is none.</summary>
    private sealed class AtLeastOnce : IPostBroker
    {
        private readonly Channel<PostMessage> _messages = Channel.CreateUnbounded<PostMessage>();

        public AtLeastOnce(params PostMessage[] messages) => Array.ForEach(messages, m => _messages.Writer.TryWrite(m));

        public int Completed { get; private set; }

        public List<string> Dead { get; } = [];

        public List<TimeSpan> Retried { get; } = [];

        /// <summary>How often the broker is gone when a message is to be completed; it then delivers it again.</summary>
        public int FailsToComplete { get; set; }

        public Action OnRetry { get; set; } = () => { };

        public async IAsyncEnumerable<PostMessage> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (_messages.Reader.TryRead(out var message))
            {
                yield return message;
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        public Task CompleteAsync(PostMessage message)
        {
            if (FailsToComplete-- > 0)
            {
                Deliver(message);
                throw new IOException("The broker is gone.");
            }

            Completed++;
            return Task.CompletedTask;
        }

        public Task RetryAsync(PostMessage message, TimeSpan after)
        {
            Retried.Add(after);
            OnRetry();
            Deliver(message);
            return Task.CompletedTask;
        }

        public Task DeadLetterAsync(PostMessage message, string reason)
        {
            Dead.Add(reason);
            return Task.CompletedTask;
        }

        private void Deliver(PostMessage message) => _messages.Writer.TryWrite(message with { Delivery = message.Delivery + 1 });
    }
}
