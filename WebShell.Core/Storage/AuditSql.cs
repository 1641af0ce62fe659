using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using WebShell.Core.Audit;

namespace WebShell.Core.Storage;

/// <summary>The columns of the audit log's table and how they are read and written, for SQLite and PostgreSQL alike.</summary>
internal static class AuditSql
{
    public const string Columns = """
        "Number", "Id", "At", "Kind", "ActorId", "ActorName", "On", "From", "SessionId", "Outcome", "Result", "Because", "Details", "Hash", "Day"
        """;

    /// <summary>A database that takes longer is down.</summary>
    public const int SecondsToWait = 5;

    /// <exception cref="AuditStoreException">The database does not answer.</exception>
    public static async Task<T> AskAsync<T>(StorageConnection connection, Func<DbConnection, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await connection.OpenAsync(cancellationToken);
            if (db is SqliteConnection file)
            {
                file.DefaultTimeout = SecondsToWait;
            }

            return await ask(db);
        }
        catch (Exception e) when (e is DbException or TimeoutException or SocketException)
        {
            throw new AuditStoreException("The database does not answer for the audit log. Try again; if it stays so, tell whoever runs the portal.", e);
        }
    }

    public static AuditRow Read(DbDataReader row) => new(
        row.GetInt64(0),
        new AuditEntry
        {
            Id = row.GetGuid(1),
            At = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            Kind = row.GetString(3),
            ActorId = row.GetString(4),
            ActorName = row.GetString(5),
            On = row.GetString(6),
            From = Text(row, 7),
            SessionId = Text(row, 8),
            Outcome = row.GetString(9),
            Result = Text(row, 10),
            Because = row.IsDBNull(11) ? null : row.GetGuid(11),
            Details = row.GetString(12),
        },
        row.GetString(13));

    public static (string Name, object? Value)[] Values(AuditRow row) =>
    [
        ("number", row.Number),
        ("id", row.Entry.Id),
        ("at", row.Entry.At.ToUnixTimeMilliseconds()),
        ("kind", row.Entry.Kind),
        ("actorId", row.Entry.ActorId),
        ("actorName", row.Entry.ActorName),
        ("on", row.Entry.On),
        ("from", row.Entry.From),
        ("session", row.Entry.SessionId),
        ("outcome", row.Entry.Outcome),
        ("result", row.Entry.Result),
        ("because", row.Entry.Because),
        ("details", row.Entry.Details),
        ("hash", row.Hash),
        ("day", row.Entry.Day),
    ];

    public static void Fill(DbParameterCollection parameters, (string Name, object? Value)[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            parameters[i].Value = values[i].Value ?? DBNull.Value;
        }
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
