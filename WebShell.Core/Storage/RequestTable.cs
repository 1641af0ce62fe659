using System.Data.Common;
using System.Net.Sockets;
using System.Text.Json;
using WebShell.Core.Requests;

namespace WebShell.Core.Storage;

/// <summary>Requests for access in the database; in plain SQL that SQLite and PostgreSQL both know, because the start waits for them and EF Core takes a second to get going.</summary>
internal sealed class RequestTable(StorageConnection connection) : IRequestTable
{
    private const string Rows = """SELECT "Facts" FROM "AccessRequests" ORDER BY "AskedAt" DESC, "Id" """;

    private const string Edition = """SELECT max("Edition") FROM "AccessRequestEditions" """;

    private const string FirstEdition = """INSERT INTO "AccessRequestEditions" ("Id", "Edition") VALUES (@id, 1) ON CONFLICT ("Id") DO NOTHING""";

    private const string NextEdition = """UPDATE "AccessRequestEditions" SET "Edition" = "Edition" + 1 WHERE "Id" = @id AND "Edition" = @edition""";

    private const string Remove = """DELETE FROM "AccessRequests" WHERE "Id" = @id""";

    private const string Put = """
        INSERT INTO "AccessRequests" ("Id", "AskerId", "State", "AskedAt", "Version", "Facts") VALUES (@id, @asker, @state, @at, @version, @facts)
            ON CONFLICT ("Id") DO UPDATE SET "State" = @state, "Version" = @version, "Facts" = @facts
        """;

    public Task<StoredRequests> ReadAsync(CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            await using var moment = await db.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            var edition = await EditionAsync(db, moment, cancellationToken);
            await using var command = Command(db, moment, Rows);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var all = new List<AskedAccess>();
            while (await reader.ReadAsync(cancellationToken))
            {
                all.Add(JsonSerializer.Deserialize(reader.GetString(0), RequestJson.Default.AskedAccess) ?? throw new JsonException("There is nothing."));
            }

            return new StoredRequests(edition, all);
        },
        "read", cancellationToken);

    public Task<long> ReadEditionAsync(CancellationToken cancellationToken) => AskAsync(db => EditionAsync(db, moment: null, cancellationToken), "read", cancellationToken);

    public Task<bool> WriteAsync(IReadOnlyCollection<AskedAccess> put, IReadOnlyCollection<string> removed, long edition, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            await using var change = await db.BeginTransactionAsync(cancellationToken);

            // Whoever is second finds another number and writes nothing.
            await using var next = Command(db, change, edition == 0 ? FirstEdition : NextEdition, ("id", RequestEdition.TheOnlyId), ("edition", edition));
            if (await next.ExecuteNonQueryAsync(cancellationToken) != 1)
            {
                return false;
            }

            foreach (var id in removed)
            {
                await using var remove = Command(db, change, Remove, ("id", id));
                await remove.ExecuteNonQueryAsync(cancellationToken);
            }

            foreach (var asked in put)
            {
                await using var row = Command(db, change, Put,
                    ("id", asked.Id), ("asker", asked.AskerId), ("state", asked.State.ToString()), ("at", asked.AskedAt.ToUnixTimeMilliseconds()),
                    ("version", asked.Version), ("facts", JsonSerializer.Serialize(asked, RequestJson.Default.AskedAccess)));
                await row.ExecuteNonQueryAsync(cancellationToken);
            }

            await change.CommitAsync(cancellationToken);
            return true;
        },
        "written", cancellationToken);

    private async Task<T> AskAsync<T>(Func<DbConnection, Task<T>> ask, string what, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await connection.OpenAsync(cancellationToken);
            return await ask(db);
        }
        catch (Exception e) when (e is DbException or JsonException or TimeoutException or SocketException)
        {
            throw new RequestException($"The requests for access in the database could not be {what}: {e.Message}", e);
        }
    }

    private static async Task<long> EditionAsync(DbConnection db, DbTransaction? moment, CancellationToken cancellationToken)
    {
        await using var command = Command(db, moment, Edition);
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    private static DbCommand Command(DbConnection db, DbTransaction? change, string sql, params (string Name, object Value)[] values)
    {
        var command = db.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, change);
        foreach (var (name, value) in values.Where(value => sql.Contains($"@{value.Name}", StringComparison.Ordinal)))
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
