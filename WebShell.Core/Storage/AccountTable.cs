using System.Data;
using System.Data.Common;
using System.Text.Json;
using WebShell.Core.Access;
using WebShell.Core.Accounts;

namespace WebShell.Core.Storage;

/// <summary>The accounts in the database; in plain SQL that SQLite and PostgreSQL both know, because the start reads them and EF Core takes a second to get going.</summary>
internal sealed class AccountTable(StorageConnection connection) : IAccountTable
{
    private const string Accounts = """SELECT "Id", "Name", "DisplayName", "Email", "Role", "Origin", "IsDisabled", "Stamp", "Version", "AddedAt", "Means" FROM "Accounts" """;

    private const string Groups = """SELECT "Id", "Name", "Members", "Version" FROM "AccountGroups" """;

    private const string Revision = """SELECT max("Revision") FROM "AccountRevisions" """;

    private const string FirstRevision = """INSERT INTO "AccountRevisions" ("Id", "Revision") VALUES (1, 1) ON CONFLICT ("Id") DO NOTHING""";

    private const string NextRevision = """UPDATE "AccountRevisions" SET "Revision" = @basis + 1 WHERE "Revision" = @basis""";

    private const string SaveAccount = """
        INSERT INTO "Accounts" ("Id", "Name", "DisplayName", "Email", "Role", "Origin", "IsDisabled", "Stamp", "Version", "AddedAt", "Means")
            VALUES (@id, @name, @display, @email, @role, @origin, @disabled, @stamp, @version, @added, @means)
            ON CONFLICT ("Id") DO UPDATE SET "Name" = @name, "DisplayName" = @display, "Email" = @email, "Role" = @role, "Origin" = @origin,
                "IsDisabled" = @disabled, "Stamp" = @stamp, "Version" = @version, "Means" = @means
        """;

    private const string SaveGroup = """
        INSERT INTO "AccountGroups" ("Id", "Name", "NameKey", "Members", "Version") VALUES (@id, @name, @key, @members, @version)
            ON CONFLICT ("Id") DO UPDATE SET "Name" = @name, "NameKey" = @key, "Members" = @members, "Version" = @version
        """;

    public Task<AccountSet> ReadAsync(CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            await using var moment = await db.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var revision = await Sql.NumberAsync(db, moment, Revision, cancellationToken);
            var accounts = await Sql.ListAsync(db, moment, Accounts, ReadAccount, cancellationToken);
            return new AccountSet(revision, accounts, await Sql.ListAsync(db, moment, Groups, ReadGroup, cancellationToken));
        },
        "read",
        cancellationToken);

    public Task<long> ReadRevisionAsync(CancellationToken cancellationToken) =>
        AskAsync(db => Sql.NumberAsync(db, moment: null, Revision, cancellationToken), "read", cancellationToken);

    public Task<bool> WriteAsync(AccountChange change, AccountSet basis, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            await using var transaction = await db.BeginTransactionAsync(cancellationToken);
            // Whoever is second finds another number and writes nothing.
            if (await Sql.RunAsync(db, transaction, basis.Revision == 0 ? FirstRevision : NextRevision, cancellationToken, ("basis", basis.Revision)) != 1)
            {
                return false;
            }

            // What is removed gives its name back before somebody takes it.
            foreach (var id in change.Removed)
            {
                await Sql.RunAsync(db, transaction, """DELETE FROM "Accounts" WHERE "Id" = @id""", cancellationToken, ("id", id));
            }

            foreach (var id in change.RemovedGroups)
            {
                await Sql.RunAsync(db, transaction, """DELETE FROM "AccountGroups" WHERE "Id" = @id""", cancellationToken, ("id", id));
            }

            var after = basis.With(change);
            foreach (var account in change.Accounts.Select(account => account.Id).Union(change.Means.Keys).Select(id => after.Find(id)!))
            {
                await Sql.RunAsync(db, transaction, SaveAccount, cancellationToken, Values(account, after.MeansOf(account.Id)));
            }

            foreach (var group in change.Groups)
            {
                await Sql.RunAsync(db, transaction, SaveGroup, cancellationToken, Values(group));
            }

            await transaction.CommitAsync(cancellationToken);
            return true;
        },
        "written",
        cancellationToken);

    private static (Account, SignInMeans) ReadAccount(DbDataReader row) => (
        new Account
        {
            Id = row.GetString(0),
            Name = row.GetString(1),
            DisplayName = row.IsDBNull(2) ? null : row.GetString(2),
            Email = row.IsDBNull(3) ? null : row.GetString(3),
            // What this version does not know gives nothing.
            Role = Enum.TryParse<PortalRole>(row.GetString(4), out var role) && Enum.IsDefined(role) ? role : PortalRole.User,
            Origin = Enum.TryParse<AccountOrigin>(row.GetString(5), out var origin) ? origin : AccountOrigin.Local,
            IsDisabled = row.GetInt32(6) != 0,
            Stamp = row.GetString(7),
            Version = row.GetInt32(8),
            AddedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
        },
        JsonSerializer.Deserialize(row.GetString(10), AccountJson.Default.SignInMeans) ?? SignInMeans.None);

    private static AccountGroup ReadGroup(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Members = [.. JsonSerializer.Deserialize(row.GetString(2), AccountJson.Default.StringArray) ?? []],
        Version = row.GetInt32(3),
    };

    private static (string, object?)[] Values(Account account, SignInMeans means) =>
    [
        ("id", account.Id),
        ("name", account.Name),
        ("display", account.DisplayName),
        ("email", account.Email),
        ("role", account.Role.ToString()),
        ("origin", account.Origin.ToString()),
        ("disabled", account.IsDisabled ? 1 : 0),
        ("stamp", account.Stamp),
        ("version", account.Version),
        ("added", account.AddedAt.ToUnixTimeMilliseconds()),
        ("means", JsonSerializer.Serialize(means, AccountJson.Default.SignInMeans)),
    ];

    private static (string, object?)[] Values(AccountGroup group) =>
    [
        ("id", group.Id),
        ("name", group.Name),
        ("key", group.Name.ToLowerInvariant()),
        ("members", JsonSerializer.Serialize(group.Members.Order(StringComparer.Ordinal).ToArray(), AccountJson.Default.StringArray)),
        ("version", group.Version),
    ];

    private async Task<T> AskAsync<T>(Func<DbConnection, Task<T>> ask, string what, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await connection.OpenAsync(cancellationToken);
            return await ask(db);
        }
        catch (Exception e) when (e is DbException or JsonException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new AccountException($"The accounts in the database could not be {what}: {e.Message}", e);
        }
    }
}
