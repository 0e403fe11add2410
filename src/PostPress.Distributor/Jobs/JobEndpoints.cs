using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;
using PostPress.Distributor.Accounts;
using PostPress.Distributor.Calls;
using PostPress.Distributor.Hosting;
using PostPress.Distributor.Quota;
using Wolverine;

namespace PostPress.Distributor.Jobs;

/// <summary>The body of POST /jobs/{id}/code.</summary>
/// <param name="Number">The number of the code that GET /jobs/{id} told. A number is used once, so the same request again submits nothing.</param>
/// <param name="Code">The code.</param>
public sealed record CodeRequest(int? Number, string? Code)
{
    public override string ToString() => $"CodeRequest {Number}";
}

/// <summary>What GET /jobs/{id} tells.</summary>
public sealed record JobView(
    string Id,
    string AccountId,
    JobStage Stage,
    int? CodeNumber,
    ChallengeCause? CodeCause,
    string? Checkpoint,
    int Reminders,
    string? DraftId,
    string? Reason)
{
    public static JobView Of(Job job, JobSaga? saga, Account account)
    {
        var wanted = saga?.Stage == JobStage.CodeWanted;
        return new(
            job.Id,
            job.AccountId,
            saga?.Stage ?? JobStage.Drafting,
            wanted ? saga!.CodeNumber : null,
            wanted ? saga!.CodeCause : null,
            wanted ? saga!.Publication?.Checkpoint?.Value : null,
            saga?.Reminders ?? 0,
            saga?.DraftId,
            job.Held ? $"Held: {account.StopReason}" : saga?.Reason);
    }
}

/// <summary>Jobs over HTTP.</summary>
public static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        app.MapPost("/jobs", AcceptAsync);
        app.MapGet("/jobs/{id}", FindAsync);
        app.MapPost("/jobs/{id}/code", SubmitCodeAsync);
    }

    // No token of the request here: a caller who goes away must not leave it open whether the job was accepted.
    private static async Task<IResult> AcceptAsync(JobRequest request, IMessageBus bus)
    {
        var refusals = request.Check();
        if (refusals.Any)
        {
            return refusals.ToResult();
        }

        var accepted = await bus.InvokeAsync<AcceptedJob>(new AcceptJob(request));
        foreach (var violation in accepted.Violations)
        {
            refusals.AddSentence(violation);
        }

        return refusals.Any ? refusals.ToResult()
            : accepted.Request == request ? Results.Accepted($"/jobs/{request.Id}", new { request.Id, request.AccountId })
            : Results.Problem("Another job has this id.", statusCode: StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> FindAsync(string id, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await JobStore.FindAsync(connection, id) is { } job
            ? Results.Ok(JobView.Of(job, await JobStore.ReadSagaAsync(connection, id), (await AccountStore.FindAsync(connection, job.AccountId))!))
            : Results.NotFound();
    }

    /// <summary>
    /// Submits a code in the request that brings it, on whichever process that is. The saga gives the turn before and hears the
    /// result after; the code is in none of its messages, in no table and in no log.
    /// </summary>
    private static async Task<IResult> SubmitCodeAsync(string id, CodeRequest request, NpgsqlDataSource database, QuotaBook quota, IMessageBus bus, PostPressClient postpress, IOptions<CallSettings> calls, HttpResponse response)
    {
        var refusals = new Refusals();
        refusals.Check(request.Number is > 0, "number", "The number of the code that GET /jobs/{id} tells.");
        refusals.Check(!string.IsNullOrWhiteSpace(request.Code), "code", "The code.");
        if (refusals.Any)
        {
            return refusals.ToResult();
        }

        var number = request.Number!.Value;
        var key = $"job-{id}-code-{number}";
        var begun = Stopwatch.GetTimestamp();
        await using (var connection = await database.OpenConnectionAsync())
        {
            if (await JobStore.FindAsync(connection, id) is not { } job)
            {
                return Results.NotFound();
            }

            if (await JobStore.ReadSagaAsync(connection, id) is not { Stage: JobStage.CodeWanted } saga || saga.CodeNumber != number)
            {
                return NotWanted();
            }

            var account = (await AccountStore.FindAsync(connection, job.AccountId))!;
            if (account.IsStopped)
            {
                return Results.Problem($"The account is stopped: {account.StopReason}", statusCode: StatusCodes.Status409Conflict);
            }

            var wait = await quota.ReserveAloneAsync(connection, account, QuotaAction.Other, key);
            if (wait > TimeSpan.Zero)
            {
                response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
                return Results.Problem("The account has reached its limit. The code was not submitted.", statusCode: StatusCodes.Status429TooManyRequests);
            }
        }

        var turn = await bus.InvokeAsync<Turn>(new TakeTurn(id, number));
        if (turn.Publication is not { } publication)
        {
            return NotWanted();
        }

        CodeSubmitted result;
        try
        {
            quota.ThrowIfTooLate(begun);

            // Once, and not with the token of the request: a closed browser must not leave it open what became of the code.
            result = new(id, number, await postpress.Jobs.SubmitCodeAsync(publication, request.Code!, calls.Value.For(key)));
        }
        catch (PlaceLostException e)
        {
            result = new(id, number, null, $"{e.Message} The code was not submitted. Submit it again with the new number.");
        }
        catch (Exception e) when (CallFailure.IsOne(e))
        {
            result = new(id, number, null, e.Message);
            if (FailureDecision.For(e, 0, calls.Value).Action == FailureAction.StopAccount)
            {
                await using var connection = await database.OpenConnectionAsync();
                await AccountStore.StopAsync(connection, publication.AccountId, e.Message);
            }
        }

        await bus.InvokeAsync(result);
        return await FindAsync(id, database, CancellationToken.None);
    }

    private static IResult NotWanted() => Results.Problem("No code with this number is wanted now. GET /jobs/{id} tells which is.", statusCode: StatusCodes.Status409Conflict);
}
