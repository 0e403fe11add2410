using System.Reflection;
using Dapper;
using Npgsql;

namespace PostPress.Distributor.Database;

/// <summary>Creates the application's own tables when a process starts. Wolverine creates its tables itself.</summary>
public sealed class DatabaseSetup(NpgsqlDataSource database) : IHostedService
{
    /// <summary>Any number will do, as long as all processes take the same: only one of them creates tables at a time.</summary>
    private const long Lock = 20_261_127;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("schema.sql")!;
        using var reader = new StreamReader(stream);
        var schema = await reader.ReadToEndAsync(cancellationToken);

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("select pg_advisory_xact_lock(@Lock)", new { Lock });
        await connection.ExecuteAsync(schema);
        await transaction.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
