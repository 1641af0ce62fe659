using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;

namespace WebShell.Core.Storage;

/// <summary>Where the database is, SQLite's file or PostgreSQL, and how to open it.</summary>
internal sealed class StorageConnection : IDisposable
{
    /// <summary>A database that does not answer is a failure people wait no longer for.</summary>
    private const int ConnectSeconds = 3;

    private const int MostConnections = 20;

    private static readonly PatientConnections Patience = new();

    private readonly string _file;
    private readonly NpgsqlDataSource? _postgres;

    public StorageConnection(DataDirectory data, IOptions<StorageOptions> options)
    {
        _file = data.File(options.Value.File);
        if (options.Value.PostgreSql is { } text)
        {
            var wanted = new NpgsqlConnectionStringBuilder(text) { ApplicationName = "WebShell" };
            wanted.Timeout = text.Contains("Timeout", StringComparison.OrdinalIgnoreCase) ? wanted.Timeout : ConnectSeconds;
            wanted.MaxPoolSize = text.Contains("Pool", StringComparison.OrdinalIgnoreCase) ? wanted.MaxPoolSize : MostConnections;
            var source = new NpgsqlDataSourceBuilder(wanted.ConnectionString);
            if (options.Value.PasswordFile is { } file)
            {
                // Read for each new connection, so that a password can be changed while the portal runs.
                source.UsePasswordProvider(_ => FirstLine(file), (_, _) => ValueTask.FromResult(FirstLine(file)));
            }

            _postgres = source.Build();
            Name = $"{wanted.Database} on {wanted.Host}:{wanted.Port}";
        }
        else
        {
            Name = _file;
        }
    }

    public bool IsPostgreSql => _postgres is not null;

    /// <summary>What to call it in messages: a path, or database and host; never a secret.</summary>
    public string Name { get; }

    public void Configure(DbContextOptionsBuilder db) =>
        _ = _postgres is null ? db.UseSqlite(FileText).AddInterceptors(Patience) : db.UseNpgsql(_postgres);

    /// <summary>A connection of one's own, for what goes without EF Core; who finds SQLite's file locked waits.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_postgres is not null)
        {
            return await _postgres.OpenConnectionAsync(cancellationToken);
        }

        var opened = new SqliteConnection(FileText);
        try
        {
            await opened.OpenAsync(cancellationToken);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public void Dispose() => _postgres?.Dispose();

    private string FileText => new SqliteConnectionStringBuilder { DataSource = _file }.ToString();

    private static string FirstLine(string file) => File.ReadLines(file).FirstOrDefault("");

    /// <summary>Who finds the file locked by another writer waits up to 5 s.</summary>
    private sealed class PatientConnections : DbConnectionInterceptor
    {
        private const string Wait = "PRAGMA busy_timeout=5000";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Wait;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Wait;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
