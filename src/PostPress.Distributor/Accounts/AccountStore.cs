using System.Data.Common;
using Dapper;
using PostPress.Distributor.Quota;

namespace PostPress.Distributor.Accounts;

/// <summary>A linked account, as far as the distributor knows it.</summary>
public sealed class Account
{
    public required string Id { get; init; }

    public required AccountKind Kind { get; init; }

    /// <summary>Gets why nothing is sent for it, or null.</summary>
    public string? StopReason { get; init; }

    public bool IsStopped => StopReason is not null;
}

/// <summary>The table of accounts.</summary>
public static class AccountStore
{
    /// <summary>Makes sure that the account has a row, and reads it.</summary>
    public static async Task<Account> EnsureAsync(DbConnection connection, string accountId)
    {
        await connection.ExecuteAsync("insert into distributor.accounts (id) values (@accountId) on conflict do nothing", new { accountId });
        return await ReadAsync(connection, accountId);
    }

    /// <summary>Reads an account and keeps it as it is until the end of the transaction, so that nothing is held after it was resumed.</summary>
    public static Task<Account> ReadAsync(DbConnection connection, string accountId) =>
        connection.QuerySingleAsync<Account>(
            "select id, kind, stop_reason as StopReason from distributor.accounts where id = @accountId for share",
            new { accountId });

    public static Task<Account?> FindAsync(DbConnection connection, string accountId) =>
        connection.QuerySingleOrDefaultAsync<Account>(
            "select id, kind, stop_reason as StopReason from distributor.accounts where id = @accountId",
            new { accountId });

    public static Task SetKindAsync(DbConnection connection, string accountId, AccountKind kind) =>
        connection.ExecuteAsync(
            "insert into distributor.accounts (id, kind) values (@accountId, @kind) on conflict (id) do update set kind = @kind",
            new { accountId, kind = kind.ToString() });

    public static Task StopAsync(DbConnection connection, string accountId, string reason) =>
        connection.ExecuteAsync(
            "update distributor.accounts set stopped_at = coalesce(stopped_at, clock_timestamp()), stop_reason = coalesce(stop_reason, @reason) where id = @accountId",
            new { accountId, reason });

    public static Task ResumeAsync(DbConnection connection, string accountId) =>
        connection.ExecuteAsync("update distributor.accounts set stopped_at = null, stop_reason = null where id = @accountId", new { accountId });
}
