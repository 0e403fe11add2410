using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using PostPress.Distributor.Accounts;
using PostPress.Distributor.Calls;
using PostPress.Distributor.Customers;
using PostPress.Distributor.Database;
using PostPress.Distributor.Quota;
using Wolverine;

namespace PostPress.Distributor.Jobs;

/// <summary>Accepts a job: its row, its audit entry and its message, in one transaction.</summary>
public static class AcceptJobHandler
{
    public static Task<AcceptedJob> HandleAsync(AcceptJob message, IMessageContext context, Outbox outbox, CancellationToken cancellationToken) =>
        outbox.RunAsync(context, async connection =>
        {
            var request = message.Request;
            if (await CustomerStore.FindAsync(connection, request.CustomerId!) is not { } customer)
            {
                return new AcceptedJob(null, ["CustomerId is unknown. Onboard the customer first: PUT /customers/{id}."]);
            }

            JobAuditEntry audit;
            try
            {
                // The location's id is not known yet, and says nothing about the customer.
                audit = customer.PrepareJob(request.ToDraft(customer, ""), request.Category);
            }
            catch (JobCustomerException e)
            {
                return new AcceptedJob(null, e.Violations);
            }

            await AccountStore.EnsureAsync(connection, request.AccountId!);
            if (!await JobStore.AddAsync(connection, request, audit))
            {
                return new AcceptedJob((await JobStore.FindAsync(connection, request.Id!))!.Request, []);
            }

            await context.PublishAsync(new StartJob(request.Id!));
            return new AcceptedJob(request, []);
        }, cancellationToken);
}

/// <summary>Creates the draft of a job: finds the location's id first.</summary>
public static class CreateDraftHandler
{
    /// <summary>How many locations PostPress is asked for at most: as much does the search cost.</summary>
    private const int Locations = 10;

    public static async Task HandleAsync(CreateDraft message, IMessageContext context, Outbox outbox, QuotaBook quota, PostPressClient postpress, IOptions<CallSettings> calls, CancellationToken cancellationToken)
    {
        var key = $"job-{message.JobId}-draft";
        var step = new JobStep(message.JobId, context, outbox, quota, calls.Value);
        var place = await step.ReserveAsync(message, async (connection, account) =>
        {
            var search = await quota.ReserveAsync(connection, account, QuotaAction.Search, key, Locations);
            var draft = await quota.ReserveAsync(connection, account, QuotaAction.Other, key);
            return search > draft ? search : draft;
        }, cancellationToken);
        if (place is not var (job, customer))
        {
            return;
        }

        await step.CallAsync(
            async () =>
            {
                var location = await postpress.Search.FindIdAsync(
                    job.AccountId, SearchParameterType.Location, job.Request.Location!, new SearchParameterOptions { Limit = Locations }, calls.Value.For(null), cancellationToken);
                step.ThrowIfTooLate();
                return await postpress.Jobs.CreateAsync(job.Request.ToDraft(customer, location), calls.Value.For(key), cancellationToken);
            },
            async (connection, draft) =>
            {
                if (draft.JobId is not { } draftId)
                {
                    await context.PublishAsync(new JobFailed(message.JobId, "PostPress created a draft without an id. Look for it on linkedin.com."));
                    return;
                }

                await JobStore.AuditAsync(connection, message.JobId, entry => entry with { JobId = draftId, CreatedAt = DateTimeOffset.UtcNow });
                await context.PublishAsync(new DraftCreated(message.JobId, draftId));
            },
            message.Failures,
            message with { Failures = message.Failures + 1 });
    }
}

/// <summary>Starts the publication of a draft.</summary>
public static class PublishDraftHandler
{
    public static async Task HandleAsync(PublishDraft message, IMessageContext context, Outbox outbox, QuotaBook quota, PostPressClient postpress, IOptions<CallSettings> calls, CancellationToken cancellationToken)
    {
        // The same key for the same publication: a message that comes again gets the first response, and LinkedIn sends no second code.
        var key = $"job-{message.JobId}-publish-{message.Number}";
        var step = new JobStep(message.JobId, context, outbox, quota, calls.Value);
        var place = await step.ReserveAsync(message, (connection, account) => quota.ReserveAsync(connection, account, QuotaAction.Other, key), cancellationToken);
        if (place is not var (job, _))
        {
            return;
        }

        await step.CallAsync(
            async () =>
            {
                var publication = await postpress.Jobs.StartPublicationAsync(job.AccountId, message.DraftId, job.Request.PublishMode, calls.Value.For(key), cancellationToken);
                return publication.Status == JobPublicationStatus.Unknown
                    ? throw new PostPressException("No response came to the start of the publication.") { Outcome = CallOutcome.Unknown }
                    : publication;
            },
            async (_, publication) => await context.PublishAsync(new PublicationStarted(message.JobId, message.Number, publication)),
            message.Failures,
            message with { Failures = message.Failures + 1 });
    }
}

/// <summary>Completes the audit entry of a job that is published.</summary>
public static class CompleteAuditHandler
{
    public static Task HandleAsync(CompleteAudit message, IMessageContext context, Outbox outbox, CancellationToken cancellationToken) =>
        outbox.RunAsync(context, async connection =>
        {
            var job = (await JobStore.FindAsync(connection, message.JobId))!;
            await JobStore.AuditAsync(connection, message.JobId, entry => entry.WithPublication(job.Request.PublishMode, message.PublishedAt));
        }, cancellationToken);
}

/// <summary>What the steps of a job that call PostPress have in common: a place first, then the call, then what became of it.</summary>
internal sealed class JobStep(string jobId, IMessageContext context, Outbox outbox, QuotaBook quota, CallSettings settings)
{
    private readonly long _begun = Stopwatch.GetTimestamp();

    /// <summary>Reserves a place. Where there is none now, or the account is stopped, the message comes again later.</summary>
    /// <returns>The job, if the call may be made now.</returns>
    public Task<(Job Job, JobCustomer Customer)?> ReserveAsync(object message, Func<DbConnection, Account, Task<TimeSpan>> reserve, CancellationToken cancellationToken) =>
        outbox.RunAsync(context, async connection =>
        {
            var job = (await JobStore.FindAsync(connection, jobId))!;
            var account = await AccountStore.ReadAsync(connection, job.AccountId);
            if (account.IsStopped)
            {
                await JobStore.HoldAsync(connection, jobId);
                return null;
            }

            var wait = await reserve(connection, account);
            if (wait > TimeSpan.Zero)
            {
                await context.PublishAsync(message, new DeliveryOptions { ScheduleDelay = wait });
                return null;
            }

            var customer = (await CustomerStore.FindAsync(connection, job.Request.CustomerId!))!;
            return ((Job, JobCustomer)?)(job, customer);
        }, cancellationToken);

    /// <summary>Checks that the next call still ends on the day of its place.</summary>
    /// <exception cref="PlaceLostException">It is too late. The message is handled again, and reserves again.</exception>
    public void ThrowIfTooLate() => quota.ThrowIfTooLate(_begun);

    /// <summary>Makes the call outside a transaction, and writes what became of it in one.</summary>
    public async Task CallAsync<T>(Func<Task<T>> call, Func<DbConnection, T, Task> succeed, int failures, object again)
    {
        ThrowIfTooLate();
        T? result = default;
        Exception? failure = null;
        try
        {
            result = await call();
        }
        catch (Exception e) when (CallFailure.IsOne(e))
        {
            failure = e;
        }

        var decision = FailureDecision.For(failure, failures, settings);
        await outbox.RunAsync(context, async connection =>
        {
            switch (decision.Action)
            {
                case FailureAction.None when failure is null:
                    await succeed(connection, result!);
                    break;
                case FailureAction.Retry:
                    await context.PublishAsync(again, new DeliveryOptions { ScheduleDelay = decision.Delay });
                    break;
                case FailureAction.StopAccount:
                    var job = (await JobStore.FindAsync(connection, jobId))!;
                    await AccountStore.StopAsync(connection, job.AccountId, decision.Reason!);
                    await JobStore.HoldAsync(connection, jobId);
                    break;
                default:
                    await context.PublishAsync(new JobFailed(jobId, decision.Reason!));
                    break;
            }
        }, CancellationToken.None);
        decision.ThrowIfGivenUp();
    }
}
