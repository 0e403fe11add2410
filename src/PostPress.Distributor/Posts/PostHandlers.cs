using System.Diagnostics;
using Microsoft.Extensions.Options;
using PostPress.Distributor.Accounts;
using PostPress.Distributor.Calls;
using PostPress.Distributor.Database;
using PostPress.Distributor.Files;
using PostPress.Distributor.Quota;
using Wolverine;

namespace PostPress.Distributor.Posts;

/// <summary>Accepts a post: its row and its message, in one transaction.</summary>
public static class AcceptPostHandler
{
    /// <returns>The post with this id: the one that was accepted now, or the one that was there.</returns>
    public static Task<Post> HandleAsync(AcceptPost message, IMessageContext context, Outbox outbox, CancellationToken cancellationToken) =>
        outbox.RunAsync(context, async connection =>
        {
            var post = message.Post;
            await AccountStore.EnsureAsync(connection, post.AccountId);
            if (!await PostStore.AddAsync(connection, post))
            {
                return (await PostStore.FindAsync(connection, post.Id))!;
            }

            await context.PublishAsync(new PublishPost(post.Id), new DeliveryOptions { ScheduledTime = post.PublishAt });
            return post;
        }, cancellationToken);
}

/// <summary>
/// Publishes a post. A place is reserved in one transaction, the call is made outside of any, and what became of it is
/// written in another, with the next message if there is one.
/// </summary>
public static class PublishPostHandler
{
    public static async Task HandleAsync(
        PublishPost message,
        IMessageContext context,
        Outbox outbox,
        QuotaBook quota,
        PostPressClient postpress,
        SharedFolder folder,
        IOptions<CallSettings> calls,
        CancellationToken cancellationToken)
    {
        // The same at every delivery: it names the place and makes the call safe to send again.
        var key = $"post-{message.PostId}";
        var begun = Stopwatch.GetTimestamp();
        var post = await outbox.RunAsync(context, connection => ReserveAsync(connection, message, key, context, quota), cancellationToken);
        if (post is null)
        {
            return;
        }

        quota.ThrowIfTooLate(begun);
        PostCreated? created = null;
        Exception? failure = null;
        try
        {
            created = await postpress.Posts.CreateAsync(ToNewPost(post, folder), options: calls.Value.For(key), cancellationToken: cancellationToken);
        }
        catch (Exception e) when (CallFailure.IsOne(e))
        {
            failure = e;
        }

        // Without the token of the message: a host that stops still writes what it knows.
        var decision = FailureDecision.For(failure, post.Attempts, calls.Value);
        await outbox.RunAsync(context, async connection =>
        {
            switch (decision.Action)
            {
                case FailureAction.None:
                    await PostStore.MarkAsync(connection, post.Id, PostState.Published, decision.Reason, created?.PostId);
                    break;
                case FailureAction.Retry:
                    await PostStore.MarkAsync(connection, post.Id, PostState.Waiting, decision.Reason, failures: decision.Counts ? 1 : 0);
                    await context.PublishAsync(message, new DeliveryOptions { ScheduleDelay = decision.Delay });
                    break;
                case FailureAction.StopAccount:
                    await AccountStore.StopAsync(connection, post.AccountId, decision.Reason!);
                    await PostStore.MarkAsync(connection, post.Id, PostState.Held, decision.Reason);
                    break;
                default:
                    await PostStore.MarkAsync(connection, post.Id, PostState.Dead, decision.Reason, failures: 1);
                    break;
            }
        }, CancellationToken.None);
        decision.ThrowIfGivenUp();
    }

    /// <returns>The post, if it may be sent now.</returns>
    private static async Task<Post?> ReserveAsync(System.Data.Common.DbConnection connection, PublishPost message, string key, IMessageContext context, QuotaBook quota)
    {
        if (await PostStore.FindAsync(connection, message.PostId) is not { State: PostState.Waiting } post)
        {
            return null;
        }

        var account = await AccountStore.ReadAsync(connection, post.AccountId);
        if (account.IsStopped)
        {
            await PostStore.MarkAsync(connection, post.Id, PostState.Held, account.StopReason);
            return null;
        }

        var wait = await quota.ReserveAsync(connection, account, QuotaAction.Other, key);
        if (wait > TimeSpan.Zero)
        {
            await context.PublishAsync(message, new DeliveryOptions { ScheduleDelay = wait });
            return null;
        }

        return post;
    }

    private static NewPost ToNewPost(Post post, SharedFolder folder) => new()
    {
        AccountId = post.AccountId,
        Text = post.Text,
        ExternalLink = post.ExternalLink,
        Attachments = post.Files.Length == 0 ? null : [.. post.Files.Select(name => Attachment.FromFile(folder.PathOf(name)))],
    };
}
