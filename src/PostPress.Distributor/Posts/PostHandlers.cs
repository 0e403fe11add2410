using Microsoft.Extensions.Options;
using Npgsql;
using PostPress.Distributor.Accounts;
using PostPress.Distributor.Calls;
using PostPress.Distributor.Database;
using PostPress.Distributor.Hosting;
using PostPress.Distributor.Quota;
using Wolverine;

namespace PostPress.Distributor.Posts;

/// <summary>Accepts a post: its row and its first message, in one transaction.</summary>
public static class AcceptPostHandler
{
    /// <returns>The post with this id: the one that was accepted, or the one that was there.</returns>
    public static Task<Post> HandleAsync(AcceptPost message, IMessageContext context, Outbox outbox, CancellationToken cancellationToken) =>
        outbox.RunAsync(context, async connection =>
        {
            var post = message.Post;
            await AccountStore.EnsureAsync(connection, post.AccountId);
            if (await PostStore.AddAsync(connection, post))
            {
                await context.PublishAsync(new ReservePost(post.Id), new DeliveryOptions { ScheduledTime = post.PublishAt });
                return post;
            }

            return (await PostStore.FindAsync(connection, post.Id))!;
        }, cancellationToken);
}

/// <summary>Reserves a place for a post, and sends it on: now, or when the place's day begins.</summary>
public static class ReservePostHandler
{
    public static Task HandleAsync(ReservePost message, IMessageContext context, Outbox outbox, QuotaBook quota, CancellationToken cancellationToken) =>
        outbox.RunAsync(context, async connection =>
        {
            if (await PostStore.FindAsync(connection, message.PostId) is not { State: PostState.Waiting } post)
            {
                return;
            }

            var account = await AccountStore.ReadAsync(connection, post.AccountId);
            if (account.IsStopped)
            {
                await PostStore.MarkAsync(connection, post.Id, PostState.Held, account.StopReason);
                return;
            }

            var grant = await quota.ReserveAsync(connection, account.Id, account.Kind, QuotaAction.Other, SendPostHandler.KeyOf(post.Id));
            await context.PublishAsync(new SendPost(post.Id), new DeliveryOptions { ScheduleDelay = grant.IsNow ? null : grant.Wait });
        }, cancellationToken);
}

/// <summary>Publishes a post. The call is made outside a transaction; what became of it is then written, with the next message, in one.</summary>
public static partial class SendPostHandler
{
    public static async Task HandleAsync(
        SendPost message,
        IMessageContext context,
        Outbox outbox,
        NpgsqlDataSource database,
        QuotaBook quota,
        PostPressClient postpress,
        SharedFolder folder,
        IOptions<CallSettings> calls,
        ILogger<SendPost> logger,
        CancellationToken cancellationToken)
    {
        Post? post;
        bool holdsPlace;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            post = await PostStore.FindAsync(connection, message.PostId);
            holdsPlace = await quota.HoldsAsync(connection, KeyOf(message.PostId));
        }

        if (post is not { State: PostState.Waiting })
        {
            return;
        }

        if (!holdsPlace)
        {
            // The message came late: its day is over, or too short for a call.
            await context.PublishAsync(new ReservePost(post.Id));
            return;
        }

        PostCreated? created = null;
        Exception? failure = null;
        try
        {
            created = await postpress.Posts.CreateAsync(ToNewPost(post, folder), options: calls.Value.For(KeyOf(post.Id)), cancellationToken: cancellationToken);
        }
        catch (PostPressException e) when (e.Outcome == CallOutcome.Applied)
        {
            // It is published; only its id could not be read.
            LogUnreadable(logger, post.Id, e.Message);
        }
        catch (Exception e) when (e is IPostPressFailure or ArgumentException or IOException)
        {
            failure = e;
        }

        // From here on without the token of the message: a host that stops must still write what it knows.
        await outbox.RunAsync(context, async connection =>
        {
            if (failure is null)
            {
                await PostStore.MarkAsync(connection, post.Id, PostState.Published, providerId: created?.PostId);
                return;
            }

            var decision = FailureDecision.For(failure, post.Attempts, calls.Value);
            switch (decision.Action)
            {
                case FailureAction.Retry:
                    await PostStore.MarkAsync(connection, post.Id, PostState.Waiting, decision.Reason, failures: 1);
                    await context.PublishAsync(new SendPost(post.Id), new DeliveryOptions { ScheduleDelay = decision.Delay });
                    break;
                case FailureAction.StopAccount:
                    await AccountStore.StopAsync(connection, post.AccountId, decision.Reason);
                    await PostStore.MarkAsync(connection, post.Id, PostState.Held, decision.Reason);
                    LogStopped(logger, post.AccountId, decision.Reason);
                    break;
                default:
                    await PostStore.MarkAsync(connection, post.Id, PostState.Dead, decision.Reason, failures: 1);
                    break;
            }
        }, CancellationToken.None);

        if (failure is not null && FailureDecision.For(failure, post.Attempts, calls.Value).Action == FailureAction.GiveUp)
        {
            throw new GivenUpException(failure.Message);
        }
    }

    /// <summary>The idempotency key of a post, and the key of its place: the same at every delivery.</summary>
    public static string KeyOf(string postId) => $"post-{postId}";

    private static NewPost ToNewPost(Post post, SharedFolder folder) => new()
    {
        AccountId = post.AccountId,
        Text = post.Text,
        ExternalLink = post.ExternalLink,
        Attachments = post.Files.Length == 0 ? null : [.. post.Files.Select(name => Attachment.FromFile(folder.PathOf(name)))],
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Post {PostId} is published, but the response could not be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string postId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Account {AccountId} is stopped: {Reason}")]
    private static partial void LogStopped(ILogger logger, string accountId, string reason);
}
