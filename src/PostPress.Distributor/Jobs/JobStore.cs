using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace PostPress.Distributor.Jobs;

/// <summary>A job as it was ordered.</summary>
public sealed record Job(JobRequest Request, bool Held)
{
    public string Id => Request.Id!;

    public string AccountId => Request.AccountId!;
}

/// <summary>The tables of jobs and of their audit log, and the state of the saga, to read.</summary>
public static class JobStore
{
    /// <summary>The table that Wolverine keeps the sagas in.</summary>
    public const string SagaTable = "job_saga";

    /// <summary>Adds a job with its audit entry, unless one with its id is there.</summary>
    /// <returns>Whether it was added.</returns>
    public static async Task<bool> AddAsync(DbConnection connection, JobRequest request, JobAuditEntry audit)
    {
        var isNew = await connection.ExecuteAsync(
            """
            insert into distributor.jobs (id, account_id, customer_id, request) values (@Id, @AccountId, @CustomerId, @json::jsonb)
            on conflict (id) do nothing
            """,
            new { request.Id, request.AccountId, request.CustomerId, json = JsonSerializer.Serialize(request) }) == 1;
        if (isNew)
        {
            await connection.ExecuteAsync("insert into distributor.job_audit (job_id, entry) values (@Id, @entry::jsonb)", new { request.Id, entry = JsonSerializer.Serialize(audit) });
        }

        return isNew;
    }

    public static async Task<Job?> FindAsync(DbConnection connection, string id)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(string? Request, bool Held)>("select request, held from distributor.jobs where id = @id", new { id });
        return row.Request is null ? null : new Job(JsonSerializer.Deserialize<JobRequest>(row.Request)!, row.Held);
    }

    /// <summary>Completes the audit entry of a job: with what its draft or its publication added.</summary>
    public static async Task AuditAsync(DbConnection connection, string id, Func<JobAuditEntry, JobAuditEntry> complete)
    {
        var entry = await connection.QuerySingleAsync<string>("select entry from distributor.job_audit where job_id = @id for update", new { id });
        var completed = complete(JsonSerializer.Deserialize<JobAuditEntry>(entry)!);
        await connection.ExecuteAsync("update distributor.job_audit set entry = @entry::jsonb where job_id = @id", new { id, entry = JsonSerializer.Serialize(completed) });
    }

    /// <summary>Notes that a job waits for its account to be resumed.</summary>
    public static Task HoldAsync(DbConnection connection, string id) =>
        connection.ExecuteAsync("update distributor.jobs set held = true where id = @id", new { id });

    /// <summary>Takes the jobs of an account that were held, to go on with them.</summary>
    /// <returns>Their ids.</returns>
    public static Task<IEnumerable<string>> ReleaseAsync(DbConnection connection, string accountId) =>
        connection.QueryAsync<string>("update distributor.jobs set held = false where account_id = @accountId and held returning id", new { accountId });

    /// <summary>Reads where a job stands; null before its first message was handled.</summary>
    public static async Task<JobSaga?> ReadSagaAsync(DbConnection connection, string id) =>
        await connection.QuerySingleOrDefaultAsync<string>($"select body from wolverine.{SagaTable} where id = @id", new { id }) is { } body
            ? JsonSerializer.Deserialize<JobSaga>(body)
            : null;
}
