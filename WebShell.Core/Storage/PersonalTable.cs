using System.Collections.Immutable;
using System.Data.Common;
using WebShell.Core.Inventory;
using WebShell.Core.Personal;

namespace WebShell.Core.Storage;

/// <summary>
/// What people keep about machines, in the database; in plain SQL that SQLite and PostgreSQL both know, because the first page of
/// everybody asks for it and EF Core takes a second to get going.
/// </summary>
internal sealed class PersonalTable(StorageConnection connection) : IPersonalTable
{
    private const string ViewColumns = """ "Id", "OwnerId", "Name", "Query", "Sort", "Group", "Columns" """;

    public async Task<PersonalState> ReadAsync(string ownerId, CancellationToken cancellationToken)
    {
        await using var db = await connection.OpenAsync(cancellationToken);
        var favourites = await Sql.ListAsync(
            db, null, """SELECT "Slug" FROM "Favourites" WHERE "OwnerId" = @owner""", row => row.GetString(0), cancellationToken, ("owner", ownerId));
        var uses = await Sql.ListAsync(
            db, null, """SELECT "Slug", "Count", "LastAt" FROM "MachineUses" WHERE "OwnerId" = @owner""",
            row => KeyValuePair.Create(row.GetString(0), new MachineUse(row.GetInt32(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)))),
            cancellationToken, ("owner", ownerId));
        var tables = await Sql.ListAsync(
            db, null, """SELECT "Columns", "Group", "Roomy" FROM "TableSettings" WHERE "OwnerId" = @owner""",
            row => new TableSettings { Columns = row.GetString(0), Group = row.GetString(1), IsRoomy = row.GetInt32(2) != 0 }, cancellationToken, ("owner", ownerId));
        return new PersonalState
        {
            Favourites = PersonalState.Empty.Favourites.Union(favourites),
            Uses = PersonalState.Empty.Uses.SetItems(uses),
            Views = [.. await ViewsAsync(db, ownerId, cancellationToken)],
            Table = tables.FirstOrDefault() ?? PersonalState.Empty.Table,
        };
    }

    public async Task<IReadOnlyList<SavedView>> ReadSharedAsync(CancellationToken cancellationToken)
    {
        await using var db = await connection.OpenAsync(cancellationToken);
        return await ViewsAsync(db, "", cancellationToken);
    }

    public Task SetFavouriteAsync(string ownerId, string slug, bool isFavourite, DateTimeOffset at, CancellationToken cancellationToken) => RunAsync(
        isFavourite
            ? """INSERT INTO "Favourites" ("OwnerId", "Slug", "AddedAt") VALUES (@owner, @slug, @at) ON CONFLICT ("OwnerId", "Slug") DO NOTHING"""
            : """DELETE FROM "Favourites" WHERE "OwnerId" = @owner AND "Slug" = @slug""",
        cancellationToken, ("owner", ownerId), ("slug", slug), ("at", at.ToUnixTimeMilliseconds()));

    public Task NoteUseAsync(string ownerId, string slug, DateTimeOffset at, CancellationToken cancellationToken) => RunAsync(
        """
        INSERT INTO "MachineUses" ("OwnerId", "Slug", "Count", "LastAt") VALUES (@owner, @slug, 1, @at)
            ON CONFLICT ("OwnerId", "Slug") DO UPDATE SET "Count" = "MachineUses"."Count" + 1, "LastAt" = @at;
        DELETE FROM "MachineUses" WHERE "OwnerId" = @owner AND "LastAt" <
            (SELECT min("LastAt") FROM (SELECT "LastAt" FROM "MachineUses" WHERE "OwnerId" = @owner ORDER BY "LastAt" DESC LIMIT @most) AS kept)
        """,
        cancellationToken, ("owner", ownerId), ("slug", slug), ("at", at.ToUnixTimeMilliseconds()), ("most", PersonalLimits.Uses));

    public Task SaveViewAsync(SavedView view, CancellationToken cancellationToken) => RunAsync(
        """
        INSERT INTO "SavedViews" ("Id", "OwnerId", "Name", "NameKey", "Query", "Sort", "Group", "Columns")
            VALUES (@id, @owner, @name, @key, @query, @sort, @group, @columns)
            ON CONFLICT ("Id") DO UPDATE SET "Name" = @name, "NameKey" = @key, "Query" = @query, "Sort" = @sort, "Group" = @group, "Columns" = @columns
            WHERE "SavedViews"."OwnerId" = @owner
        """,
        cancellationToken, ("id", view.Id), ("owner", view.OwnerId), ("name", view.Name), ("key", view.Name.ToLowerInvariant()),
        ("query", view.Query), ("sort", view.Sort), ("group", view.Group), ("columns", view.Columns));

    public Task RemoveViewAsync(string ownerId, Guid id, CancellationToken cancellationToken) => RunAsync(
        """DELETE FROM "SavedViews" WHERE "Id" = @id AND "OwnerId" = @owner""", cancellationToken, ("id", id), ("owner", ownerId));

    public Task SaveTableAsync(string ownerId, TableSettings table, CancellationToken cancellationToken) => RunAsync(
        """
        INSERT INTO "TableSettings" ("OwnerId", "Columns", "Group", "Roomy") VALUES (@owner, @columns, @group, @roomy)
            ON CONFLICT ("OwnerId") DO UPDATE SET "Columns" = @columns, "Group" = @group, "Roomy" = @roomy
        """,
        cancellationToken, ("owner", ownerId), ("columns", table.Columns), ("group", table.Group), ("roomy", table.IsRoomy ? 1 : 0));

    private static async Task<IReadOnlyList<SavedView>> ViewsAsync(DbConnection db, string ownerId, CancellationToken cancellationToken)
    {
        var views = await Sql.ListAsync(
            db, null, $"""SELECT {ViewColumns} FROM "SavedViews" WHERE "OwnerId" = @owner""",
            row => new SavedView
            {
                Id = row.GetGuid(0),
                OwnerId = row.GetString(1),
                Name = row.GetString(2),
                Query = row.GetString(3),
                Sort = row.GetString(4),
                Group = row.GetString(5),
                Columns = row.GetString(6),
            },
            cancellationToken, ("owner", ownerId));
        return [.. views.OrderBy(view => view.Name, NaturalOrder.Instance)];
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using var db = await connection.OpenAsync(cancellationToken);
        await using var change = await db.BeginTransactionAsync(cancellationToken);
        await Sql.RunAsync(db, change, sql, cancellationToken, values);
        await change.CommitAsync(cancellationToken);
    }
}
