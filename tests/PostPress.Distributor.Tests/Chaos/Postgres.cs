using System.Diagnostics;
using Npgsql;

namespace PostPress.Distributor.Tests.Chaos;

/// <summary>The database of the run, which postgres.sh starts and stops.</summary>
internal sealed class Postgres(string folder)
{
    public string ConnectionString => $"Host={folder};Username=postgres;Database=postgres;Maximum Pool Size=40";

    /// <summary>Takes it away as a crash would, and brings it back after a while.</summary>
    public async Task PauseAsync(TimeSpan pause)
    {
        await RunAsync("crash");
        await Task.Delay(pause);
        await RunAsync("start");
    }

    public async Task CreateDatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"create database {name}";
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Writes everything that it holds into a file.</summary>
    public Task DumpAsync(string file) => RunAsync("dump", file);

    private async Task RunAsync(string action, string? output = null)
    {
        var start = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardOutput = output is not null };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "postgres.sh"));
        start.ArgumentList.Add(action);
        start.ArgumentList.Add(folder);
        using var process = Process.Start(start)!;
        if (output is not null)
        {
            await using var file = File.Create(output);
            await process.StandardOutput.BaseStream.CopyToAsync(file);
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"postgres.sh {action} failed.");
        }
    }
}
