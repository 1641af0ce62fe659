using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WebShell.Core.Storage;

/// <summary>
/// Brings the database to this version's model before anything is served; without it the portal does not start. EF Core takes more
/// than a second to get going, so it is asked only when an older database is to be brought up: a new one is made from the script
/// that the migrations come to, and one that is as it should be is left alone.
/// </summary>
/// <param name="services">Where the contexts come from; not asked for before they are needed.</param>
/// <param name="connection">How the file is opened.</param>
internal sealed class StorageStart(IServiceProvider services, StorageConnection connection) : IHostedService
{
    private const string FreshScript = "WebShell.Core.Storage.fresh.sql";

    /// <exception cref="StorageException">The file cannot be opened or is no database.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new SqliteConnection(connection.Text);
            await file.OpenAsync(cancellationToken);
            var present = await LastMigrationAsync(file, cancellationToken);
            if (present is null)
            {
                await RunAsync(file, await ReadFreshScriptAsync(), cancellationToken);
            }
            else if (present != PortalDb.LastMigration)
            {
                await MigrateAsync(cancellationToken);
            }

            // Stays with the file: readers do not wait for the writer.
            await RunAsync(file, "PRAGMA journal_mode=WAL", cancellationToken);
        }
        catch (SqliteException e)
        {
            throw new StorageException($"The database {connection.Path} cannot be used: {e.Message} Check that the file and its folder belong to the portal's user and that the disk has room (WebShell:Storage:File).", e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<string?> LastMigrationAsync(SqliteConnection file, CancellationToken cancellationToken)
    {
        await using var ask = file.CreateCommand();
        ask.CommandText = "SELECT count(*) FROM sqlite_master";
        if (await ask.ExecuteScalarAsync(cancellationToken) is 0L)
        {
            return null;
        }

        ask.CommandText = """SELECT max("MigrationId") FROM "__EFMigrationsHistory" """;
        return await ask.ExecuteScalarAsync(cancellationToken) as string ?? "";
    }

    private static async Task RunAsync(SqliteConnection file, string sql, CancellationToken cancellationToken)
    {
        await using var command = file.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> ReadFreshScriptAsync()
    {
        using var reader = new StreamReader(typeof(StorageStart).Assembly.GetManifestResourceStream(FreshScript)!);
        return await reader.ReadToEndAsync();
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }
}
