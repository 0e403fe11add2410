using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Options;

namespace PostPress.Distributor.Quota;

/// <summary>
/// Reserves places within the limits of an account, in the database, so that they hold over all processes. A place is for
/// one day (or one hour, where an hour has a limit). What does not fit into today gets a place in the first day that has room.
/// </summary>
public sealed class QuotaBook(IOptions<QuotaOptions> options)
{
    /// <summary>How many days ahead a place may be.</summary>
    private const int Horizon = 400;

    /// <summary>How many hours ahead a place may be, where an hour has a limit.</summary>
    private const int HourHorizon = 60 * 24;

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

    /// <summary>Reserves places, in the transaction of <paramref name="connection"/>. The same key keeps the place that it has, so a message that comes again costs nothing.</summary>
    /// <exception cref="QuotaTakenException">Another process took the last place at the same time. Roll back and try again.</exception>
    public async Task<QuotaGrant> ReserveAsync(DbConnection connection, string accountId, AccountKind kind, QuotaAction action, string key, int cost = 1)
    {
        var limit = _options.Limits[kind][action];
        var parts = limit.PerHour is null ? 1 : 24;
        var seconds = (int)_options.Day.TotalSeconds / parts;
        var (slot, now) = await connection.QuerySingleAsync<(long? Slot, double Now)>(ReserveSql, new
        {
            account = accountId,
            action = action.ToString(),
            key,
            cost,
            seconds,
            parts,
            perDay = limit.PerDay,
            perSlot = limit.PerHour ?? limit.PerDay,
            guard = _options.Guard.TotalSeconds,
            horizon = parts == 1 ? Horizon : HourHorizon,
        });
        if (slot is null)
        {
            throw new QuotaTakenException(accountId);
        }

        var wait = TimeSpan.FromSeconds((slot.Value * seconds) - now);
        return wait <= TimeSpan.Zero ? QuotaGrant.Now : new QuotaGrant(wait + (_options.Spread * Random.Shared.NextDouble()));
    }

    /// <summary>Says whether a key holds a place that a call may be made on now: its slot has begun, and the call can't outlive it.</summary>
    public Task<bool> HoldsAsync(DbConnection connection, string key) =>
        connection.ExecuteScalarAsync<bool>(
            """
            select exists (
                select from distributor.quota_grants
                where key = @key
                  and slot = floor(extract(epoch from clock_timestamp()) / seconds)
                  and slot = floor((extract(epoch from clock_timestamp()) + @guard) / seconds))
            """,
            new { key, guard = _options.Guard.TotalSeconds });
}

/// <summary>A reserved place.</summary>
/// <param name="Wait">How long to wait for it; zero if a call may be made now.</param>
public readonly record struct QuotaGrant(TimeSpan Wait)
{
    public static QuotaGrant Now => default;

    public bool IsNow => Wait == TimeSpan.Zero;
}

/// <summary>Another process took the last place of a day at the same time. Asking again finds the next day.</summary>
public sealed class QuotaTakenException(string accountId) : Exception($"Another process took the last place of account {accountId}.");
