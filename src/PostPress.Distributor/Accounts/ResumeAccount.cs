using PostPress.Distributor.Database;
using PostPress.Distributor.Jobs;
using PostPress.Distributor.Posts;
using Wolverine;

namespace PostPress.Distributor.Accounts;

/// <summary>Go on with an account that was stopped.</summary>
public sealed record ResumeAccount(string AccountId);

/// <summary>Puts everything that was held back into its queue.</summary>
public static class ResumeAccountHandler
{
    public static Task HandleAsync(ResumeAccount message, IMessageContext context, Outbox outbox, CancellationToken cancellationToken) =>
        outbox.RunAsync(context, async connection =>
        {
            await AccountStore.ResumeAsync(connection, message.AccountId);
            foreach (var post in await PostStore.ReleaseAsync(connection, message.AccountId))
            {
                await context.PublishAsync(new PublishPost(post));
            }

            foreach (var job in await JobStore.ReleaseAsync(connection, message.AccountId))
            {
                await context.PublishAsync(new ContinueJob(job));
            }
        }, cancellationToken);
}
