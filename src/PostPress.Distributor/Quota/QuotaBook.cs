using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.Options;
using PostPress.Distributor.Accounts;
using PostPress.Distributor.Calls;

namespace PostPress.Distributor.Quota;

/// <summary>
/// Reserves places within the limits of an account, in the database, so that they hold over all processes. A place is for
/// one day (or one hour, where an hour has a limit). What does not fit into today gets a place in the first day that has room.
/// </summary>
public sealed class QuotaBook(IOptions<QuotaOptions> options, IOptions<CallSettings> calls)
{
    /// <summary>How many days ahead a place may be, or hours, where an hour has a limit.</summary>
    private const int Horizon = 1000;

    private const string ReserveSql =
        """
        with clock as (
            select floor((extract(epoch from clock_timestamp()) + @guard) / @seconds)::bigint as first
        ),
        kept as (
            select min(g.slot) as slot from distributor.quota_grants g, clock
            where g.key = @key and g.seconds = @seconds and g.slot >= clock.first
            having min(g.slot) is not null
        ),
        pick as (
            select s as slot from clock, generate_series(clock.first, clock.first + @horizon) s
            left join distributor.quota_usage day
              on day.account_id = @account and day.action = @action and day.seconds = @seconds * @parts and day.slot = s / @parts
            left join distributor.quota_usage hour
              on @parts > 1 and hour.account_id = @account and hour.action = @action and hour.seconds = @seconds and hour.slot = s
            where coalesce(day.used, 0) + @cost <= @perDay and coalesce(hour.used, 0) + @cost <= @perSlot
            order by s limit 1
        ),
        took_day as (
            insert into distributor.quota_usage as u (account_id, action, seconds, slot, used)
            select @account, @action, @seconds * @parts, slot / @parts, @cost from pick where not exists (select from kept)
            on conflict (account_id, action, seconds, slot) do update set used = u.used + @cost where u.used + @cost <= @perDay
            returning slot
        ),
        took_hour as (
            insert into distributor.quota_usage as u (account_id, action, seconds, slot, used)
            select @account, @action, @seconds, pick.slot, @cost from pick, took_day where @parts > 1
            on conflict (account_id, action, seconds, slot) do update set used = u.used + @cost where u.used + @cost <= @perSlot
            returning slot
        ),
        granted as (
            insert into distributor.quota_grants (key, seconds, slot, account_id, action, cost)
            select @key, @seconds, pick.slot, @account, @action, @cost from pick, took_day
            where @parts = 1 or exists (select from took_hour)
            returning slot
        )
        select coalesce((select slot from kept), (select slot from granted)) as slot,
               extract(epoch from clock_timestamp())::float8 as now
        """;

    private readonly QuotaOptions _options = options.Value;

    /// <summary>
    /// Reserves places, in the transaction of <paramref name="connection"/>. The same key keeps the place that it has as long
    /// as that can be used, so a message that comes again costs nothing.
    /// </summary>
    /// <returns>How long to wait for the place; zero if a call may be made now. Then it can't outlive the place's day.</returns>
    /// <exception cref="PlaceLostException">Another process took the last place at the same time. Roll back and reserve again.</exception>
    public async Task<TimeSpan> ReserveAsync(DbConnection connection, Account account, QuotaAction action, string key, int cost = 1)
    {
        ArgumentNullException.ThrowIfNull(account);
        var limit = _options.Limits[account.Kind][action];
        var seconds = (int)(limit.PerHour is null ? _options.Day : _options.Hour).TotalSeconds;
        var parts = (int)_options.Day.TotalSeconds / seconds;
        var (slot, now) = await connection.QuerySingleAsync<(long? Slot, double Now)>(ReserveSql, new
        {
            account = account.Id,
            action = action.ToString(),
            key,
            cost,
            seconds,
            parts,
            perDay = limit.PerDay,
            perSlot = limit.PerHour ?? limit.PerDay,
            guard = _options.Guard.TotalSeconds,
            horizon = Horizon,
        });
        var wait = TimeSpan.FromSeconds(((slot ?? throw new PlaceLostException($"Another process took the last place of account {account.Id}.")) * seconds) - now);
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : wait + (_options.Spread * Random.Shared.NextDouble());
    }

    /// <summary>Reserves places in a transaction of its own.</summary>
    /// <inheritdoc cref="ReserveAsync"/>
    public async Task<TimeSpan> ReserveAloneAsync(DbConnection connection, Account account, QuotaAction action, string key)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var transaction = await connection.BeginTransactionAsync();
        var wait = await ReserveAsync(connection, account, action, key);
        await transaction.CommitAsync();
        return wait;
    }

    /// <summary>
    /// Checks, immediately before a call, that the call still ends on the day of its place. If the process or the database was
    /// busy after the reservation, the call could end on the next day.
    /// </summary>
    /// <param name="begun">The timestamp (<see cref="Stopwatch.GetTimestamp"/>) from before the reservation.</param>
    /// <exception cref="PlaceLostException">It is too late for the call. Reserve again.</exception>
    public void ThrowIfTooLate(long begun)
    {
        if (Stopwatch.GetElapsedTime(begun) > _options.Guard - calls.Value.Timeout)
        {
            throw new PlaceLostException("Too much time has passed since the reservation of the place.");
        }
    }

    /// <summary>Reads how much of today's limits is reserved.</summary>
    public async Task<IReadOnlyList<QuotaLine>> ReadAsync(DbConnection connection, Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var day = (int)_options.Day.TotalSeconds;
        var rows = await connection.QueryAsync<(string Action, int Seconds, int Used)>(
            """
            select action, seconds, used from distributor.quota_usage
            where account_id = @Id and slot = floor(extract(epoch from clock_timestamp()) / seconds)
            """,
            new { account.Id });
        var used = rows.ToDictionary(row => (row.Action, IsDay: row.Seconds == day), row => row.Used);
        return
        [
            .. _options.Limits[account.Kind].Select(limit => new QuotaLine(
                limit.Key,
                limit.Value.PerDay,
                used.GetValueOrDefault((limit.Key.ToString(), true)),
                limit.Value.PerHour,
                limit.Value.PerHour is null ? null : used.GetValueOrDefault((limit.Key.ToString(), false)))),
        ];
    }
}

/// <summary>How much of a limit is reserved today, and in this hour where an hour has a limit.</summary>
public sealed record QuotaLine(QuotaAction Action, int PerDay, int UsedToday, int? PerHour, int? UsedThisHour);

/// <summary>A place can't be used: another process took it at the same time, or too much time has passed. Reserving again finds another place.</summary>
public sealed class PlaceLostException(string message) : Exception(message);
