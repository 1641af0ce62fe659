using System.Data.Common;
using System.Text.Json;
using WebShell.Core.Access.Rules;

namespace WebShell.Core.Storage;

/// <summary>The access rules in the database; in plain SQL that SQLite and PostgreSQL both know, because the start waits for them and EF Core takes a second to get going.</summary>
internal sealed class RuleTable(StorageConnection connection) : IRuleTable
{
    private const string Rows = """SELECT "Id", "Name", "Facts", "Version", "ChangedAt", "ChangedBy" FROM "AccessRules" ORDER BY "Id" """;

    private const string Edition = """SELECT max("Edition") FROM "AccessRuleEditions" """;

    private const string FirstEdition = """INSERT INTO "AccessRuleEditions" ("Id", "Edition") VALUES (@id, 1) ON CONFLICT ("Id") DO NOTHING""";

    private const string NextEdition = """UPDATE "AccessRuleEditions" SET "Edition" = "Edition" + 1 WHERE "Id" = @id AND "Edition" = @edition""";

    private const string Remove = """DELETE FROM "AccessRules" WHERE "Id" = @id""";

    private const string Put = """
        INSERT INTO "AccessRules" ("Id", "Name", "Facts", "Version", "ChangedAt", "ChangedBy") VALUES (@id, @name, @facts, @version, @at, @by)
            ON CONFLICT ("Id") DO UPDATE SET "Name" = @name, "Facts" = @facts, "Version" = @version, "ChangedAt" = @at, "ChangedBy" = @by
        """;

    public async Task<StoredRules> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await connection.OpenAsync(cancellationToken);
            await using var moment = await database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            var edition = await Sql.NumberAsync(database, moment, Edition, cancellationToken);
            return new StoredRules(edition, await Sql.ListAsync(database, moment, Rows, Read, cancellationToken));
        }
        catch (DbException e)
        {
            throw Unreadable(e);
        }
    }

    public async Task<long> ReadEditionAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await connection.OpenAsync(cancellationToken);
            return await Sql.NumberAsync(database, moment: null, Edition, cancellationToken);
        }
        catch (DbException e)
        {
            throw Unreadable(e);
        }
    }

    public async Task<bool> WriteAsync(IReadOnlyCollection<StoredRule> put, IReadOnlyCollection<string> removed, long edition, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await connection.OpenAsync(cancellationToken);
            await using var change = await database.BeginTransactionAsync(cancellationToken);

            // Whoever is second finds another number and writes nothing.
            var next = edition == 0
                ? await Sql.RunAsync(database, change, FirstEdition, cancellationToken, ("id", RuleEdition.TheOnlyId))
                : await Sql.RunAsync(database, change, NextEdition, cancellationToken, ("id", RuleEdition.TheOnlyId), ("edition", edition));
            if (next != 1)
            {
                return false;
            }

            foreach (var id in removed)
            {
                await Sql.RunAsync(database, change, Remove, cancellationToken, ("id", id));
            }

            foreach (var (rule, version, at, by) in put)
            {
                await Sql.RunAsync(database, change, Put, cancellationToken,
                    ("id", rule.Id), ("name", rule.Name), ("facts", RuleFacts.Write(rule)), ("version", version), ("at", at.ToUnixTimeMilliseconds()), ("by", by));
            }

            await change.CommitAsync(cancellationToken);
            return true;
        }
        catch (DbException e)
        {
            throw new RuleException($"The rules could not be written to the database, so nothing was changed: {e.Message}", e);
        }
    }

    private static StoredRule Read(DbDataReader row)
    {
        try
        {
            return new StoredRule(
                RuleFacts.Read(row.GetString(0), row.GetString(1), row.GetString(2)), row.GetInt32(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)), row.GetString(5));
        }
        catch (JsonException e)
        {
            throw new RuleException($"The rule {row.GetString(0)} in the database is not one: {e.Message}", e);
        }
    }

    private static RuleException Unreadable(DbException e) => new($"The access rules in the database could not be read: {e.Message}", e);
}
