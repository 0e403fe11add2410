using System.Data.Common;
using Npgsql;
using Wolverine;
using Wolverine.Persistence.Durability;
using Wolverine.RDBMS;
using Wolverine.Runtime;

namespace PostPress.Distributor.Database;

/// <summary>
/// One database transaction for rows and messages: what <paramref name="database"/> changes and what the handler publishes
/// is all there, or nothing is. Wolverine sends the messages after the commit, or recovers them if the process dies first.
/// </summary>
public sealed class Outbox(NpgsqlDataSource database, IMessageStore store)
{
    /// <summary>Runs the work of a handler in one transaction. Once for each message: after the commit nothing more can be published.</summary>
    public async Task<T> RunAsync<T>(IMessageContext context, Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ((MessageBus)context).EnlistInOutboxAsync(new DatabaseEnvelopeTransaction((IMessageDatabase)store, transaction));
        var result = await work(connection);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(IMessageContext context, Func<DbConnection, Task> work, CancellationToken cancellationToken) =>
        RunAsync(context, async connection =>
        {
            await work(connection);
            return true;
        }, cancellationToken);
}
