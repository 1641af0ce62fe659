using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Stored;

namespace WebShell.Core.Storage;

/// <summary>The machines in the database. Reading does without EF Core, so that the start need not wait for it.</summary>
internal sealed class MachineTable(IDbContextFactory<PortalDb> contexts, StorageConnection connection) : IMachineTable
{
    private const string Rows = """
        SELECT "Slug", "Name", "Source", "Facts", "SourceId", "ListedAs", "Edited", "Version", "ChangedAt", "ChangedBy", "RemovedAt", "RemovedBySourceId" FROM "Machines"
        """;

    private const string Revision = """SELECT max("Revision") FROM "MachineRevisions" """;

    public async Task<MachineSet> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await connection.OpenAsync(cancellationToken);
            await using var moment = await database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            var revision = await Sql.NumberAsync(database, moment, Revision, cancellationToken);
            await using var command = Sql.Command(database, moment, Rows);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return new MachineSet(revision, Read(reader));
        }
        catch (Exception e) when (e is DbException or JsonException)
        {
            throw new InventoryException($"The machines in the database could not be read: {e.Message}", e);
        }
    }

    public async Task<long> ReadRevisionAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await connection.OpenAsync(cancellationToken);
            return await Sql.NumberAsync(database, moment: null, Revision, cancellationToken);
        }
        catch (DbException e)
        {
            throw new InventoryException($"The machines in the database could not be read: {e.Message}", e);
        }
    }

    public async Task<bool> WriteAsync(IReadOnlyCollection<StoredMachine> rows, long revision, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (!await TakeRevisionAsync(db, revision, cancellationToken))
            {
                return false;
            }

            // What is removed gives its name back before somebody takes it.
            await SaveAsync(db, rows.Where(row => row.IsRemoved), cancellationToken);
            await SaveAsync(db, rows.Where(row => !row.IsRemoved), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is DbException or DbUpdateException)
        {
            throw new InventoryException($"The machines could not be written to the database, so nothing was changed: {(e.InnerException ?? e).Message}", e);
        }
    }

    private static Task<int> SaveAsync(PortalDb db, IEnumerable<StoredMachine> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            db.Entry(RowOf(row)).State = row.Version == 1 ? EntityState.Added : EntityState.Modified;
        }

        return db.SaveChangesAsync(cancellationToken);
    }

    // Whoever is second finds another number and writes nothing.
    private static async Task<bool> TakeRevisionAsync(PortalDb db, long revision, CancellationToken cancellationToken)
    {
        if (revision > 0)
        {
            return await db.MachineRevisions.Where(row => row.Revision == revision)
                .ExecuteUpdateAsync(change => change.SetProperty(row => row.Revision, revision + 1), cancellationToken) == 1;
        }

        if (await db.MachineRevisions.AnyAsync(cancellationToken))
        {
            return false;
        }

        db.MachineRevisions.Add(new MachineRevision { Id = MachineRevision.TheOnlyId, Revision = 1 });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (DatabaseFault.IsTaken(e))
        {
            return false;
        }
    }

    private static List<StoredMachine> Read(DbDataReader reader)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var rows = new List<StoredMachine>();
        while (reader.Read())
        {
            var vm = new Vm { Name = reader.GetString(1), Slug = reader.GetString(0), Source = Same(reader.GetString(2)), Address = "", Logins = [] };
            rows.Add(new StoredMachine
            {
                Machine = MachineFacts.Read(reader.GetString(3), vm, Same),
                SourceId = Text(4) is { } source ? Same(source) : null,
                ListedAs = Text(5),
                Edited = Text(6) is { } edited ? JsonSerializer.Deserialize(edited, MachineJson.Default.DictionaryStringString)! : StoredMachine.NothingEdited,
                Version = reader.GetInt32(7),
                ChangedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(8)),
                ChangedBy = Same(reader.GetString(9)),
                RemovedAt = reader.IsDBNull(10) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(10)),
                RemovedBySourceId = Text(11),
            });
        }

        return rows;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        string Same(string text) => texts.TryGetValue(text, out var known) ? known : texts[text] = text;
    }

    private static MachineRow RowOf(StoredMachine stored) => new()
    {
        Slug = stored.Slug,
        Name = stored.Name,
        NameKey = stored.IsRemoved ? null : stored.Name.ToLowerInvariant(),
        SourceId = stored.SourceId,
        Source = stored.Machine.Source,
        ListedAs = stored.ListedAs,
        Facts = MachineFacts.Write(stored.Machine),
        Edited = stored.Edited.Count == 0 ? null : JsonSerializer.Serialize(new Dictionary<string, string>(stored.Edited), MachineJson.Default.DictionaryStringString),
        Version = stored.Version,
        ChangedAt = stored.ChangedAt,
        ChangedBy = stored.ChangedBy,
        RemovedAt = stored.RemovedAt,
        RemovedBySourceId = stored.RemovedBySourceId,
    };
}
