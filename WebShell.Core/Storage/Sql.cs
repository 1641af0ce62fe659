using System.Data.Common;

namespace WebShell.Core.Storage;

/// <summary>Plain SQL with named values, for the tables that go without EF Core; both databases take it.</summary>
internal static class Sql
{
    /// <param name="db">An open connection.</param>
    /// <param name="change">The transaction it belongs to; null: none.</param>
    /// <param name="sql">With <c>@name</c> for each value.</param>
    /// <param name="values">By name; null is NULL.</param>
    public static DbCommand Command(DbConnection db, DbTransaction? change, string sql, params (string Name, object? Value)[] values)
    {
        var command = db.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, change);
        foreach (var (name, value) in values)
        {
            command.Parameters.Add(Parameter(command.CreateParameter(), name, value));
        }

        return command;
    }

    public static DbParameter Parameter(DbParameter parameter, string name, object? value)
    {
        (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
        return parameter;
    }

    /// <returns>How many rows it changed.</returns>
    /// <inheritdoc cref="Command"/>
    public static async Task<int> RunAsync(DbConnection db, DbTransaction? change, string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using var command = Command(db, change, sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The newest number of what counts changes; 0: nothing was ever written.</summary>
    public static async Task<long> NumberAsync(DbConnection db, DbTransaction? moment, string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(db, moment, sql);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    /// <inheritdoc cref="Command"/>
    public static async Task<List<T>> ListAsync<T>(
        DbConnection db, DbTransaction? change, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using var command = Command(db, change, sql, values);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        List<T> list = [];
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(read(rows));
        }

        return list;
    }
}
