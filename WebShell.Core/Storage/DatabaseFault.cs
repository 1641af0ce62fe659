using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace WebShell.Core.Storage;

/// <summary>What a database means by its error numbers, in one place for all databases.</summary>
internal static class DatabaseFault
{
    private const int SqliteConstraint = 19;

    /// <summary>Another row has that key, or what must be unique.</summary>
    public static bool IsTaken(DbUpdateException e) =>
        e.InnerException is { } cause && IsTaken(cause);

    /// <summary>The same, for what goes without tracked rows.</summary>
    public static bool IsTaken(Exception e) =>
        e is SqliteException { SqliteErrorCode: SqliteConstraint } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
