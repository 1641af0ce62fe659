using System.Data.Common;
using System.Net.Sockets;
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
/// <param name="connection">How the database is opened.</param>
internal sealed class StorageStart(IServiceProvider services, StorageConnection connection) : IHostedService
{
    private const string FreshScript = "WebShell.Core.Storage.fresh.sql";

    // Ours alone among the advisory locks of the database: "webshell" as a number.
    private const long StartLock = 0x7765627368656C6C;

    private const string AnyTable = "SELECT count(*) FROM sqlite_master";
    private const string AnyHistory = """SELECT count(*) FROM pg_tables WHERE "tablename" = '__EFMigrationsHistory' AND "schemaname" = ANY (current_schemas(false))""";
    private const string LastMigration = """SELECT max("MigrationId") FROM "__EFMigrationsHistory" """;

    /// <exception cref="StorageException">The database cannot be opened or is none.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await connection.OpenAsync(cancellationToken);
            await (connection.IsPostgreSql ? PreparePostgreSqlAsync(db, cancellationToken) : PrepareFileAsync(db, cancellationToken));
        }
        catch (Exception e) when (e is DbException or TimeoutException or SocketException)
        {
            throw new StorageException($"The database {connection.Name} cannot be used: {e.Message} Check " + (connection.IsPostgreSql
                ? "that the server runs and lets this user in (WebShell:Storage:PostgreSql, WebShell:Storage:PasswordFile)."
                : "that the file and its folder belong to the portal's user and that the disk has room (WebShell:Storage:File)."), e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareFileAsync(DbConnection db, CancellationToken cancellationToken)
    {
        if (await AskAsync(db, AnyTable, cancellationToken) is 0L)
        {
            await RunAsync(db, await ReadFreshScriptAsync(), cancellationToken);
        }
        else if (await AskAsync(db, LastMigration, cancellationToken) as string != PortalDb.LastMigration)
        {
            await MigrateAsync(cancellationToken);
        }

        // Stays with the file: readers do not wait for the writer.
        await RunAsync(db, "PRAGMA journal_mode=WAL", cancellationToken);
    }

    // Of several nodes that start at once one does it and the others wait: EF Core's own lock is the history table, which is not there yet.
    private async Task PreparePostgreSqlAsync(DbConnection db, CancellationToken cancellationToken)
    {
        await RunAsync(db, $"SELECT pg_advisory_lock({StartLock})", cancellationToken);
        try
        {
            if (await AskAsync(db, AnyHistory, cancellationToken) is 0L || await AskAsync(db, LastMigration, cancellationToken) as string != PortalDb.LastMigration)
            {
                await MigrateAsync(cancellationToken);
            }
        }
        finally
        {
            await RunAsync(db, $"SELECT pg_advisory_unlock({StartLock})", CancellationToken.None);
        }
    }

    private static async Task<object?> AskAsync(DbConnection db, string sql, CancellationToken cancellationToken)
    {
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task RunAsync(DbConnection db, string sql, CancellationToken cancellationToken)
    {
        await using var command = db.CreateCommand();
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
