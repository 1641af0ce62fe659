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
            var edition = await Sql.NumberAsync(db, moment, Edition, cancellationToken);
            return new StoredRequests(edition, await Sql.ListAsync(
                db, moment, Rows, row => JsonSerializer.Deserialize(row.GetString(0), RequestJson.Default.AskedAccess) ?? throw new JsonException("There is nothing."), cancellationToken));
        },
        "read", cancellationToken);

    public Task<long> ReadEditionAsync(CancellationToken cancellationToken) => AskAsync(db => Sql.NumberAsync(db, moment: null, Edition, cancellationToken), "read", cancellationToken);

    public Task<bool> WriteAsync(IReadOnlyCollection<AskedAccess> put, IReadOnlyCollection<string> removed, long edition, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            await using var change = await db.BeginTransactionAsync(cancellationToken);

            // Whoever is second finds another number and writes nothing.
            var next = edition == 0
                ? await Sql.RunAsync(db, change, FirstEdition, cancellationToken, ("id", RequestEdition.TheOnlyId))
                : await Sql.RunAsync(db, change, NextEdition, cancellationToken, ("id", RequestEdition.TheOnlyId), ("edition", edition));
            if (next != 1)
            {
                return false;
            }

            foreach (var id in removed)
            {
                await Sql.RunAsync(db, change, Remove, cancellationToken, ("id", id));
            }

            foreach (var asked in put)
            {
                await Sql.RunAsync(db, change, Put, cancellationToken,
                    ("id", asked.Id), ("asker", asked.AskerId), ("state", asked.State.ToString()), ("at", asked.AskedAt.ToUnixTimeMilliseconds()),
                    ("version", asked.Version), ("facts", JsonSerializer.Serialize(asked, RequestJson.Default.AskedAccess)));
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
}
