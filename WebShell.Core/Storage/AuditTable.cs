using System.Data.Common;
using System.Runtime.CompilerServices;
using WebShell.Core.Audit;

namespace WebShell.Core.Storage;

/// <summary>The audit log in the database, without EF Core: a write is a transaction that no other node's can cross.</summary>
internal sealed class AuditTable(StorageConnection connection, AuditHeadFile headFile) : IAuditTable
{
    /// <summary>Events read, or removed, at a time.</summary>
    private const int Portion = 2000;

    // Ours alone among the advisory locks of the database: "wsaudit" as a number.
    private const long AppendLock = 0x0077736175646974;

    private const string Insert = $"""
        INSERT INTO "AuditEvents" ({AuditSql.Columns})
        VALUES (@number, @id, @at, @kind, @actorId, @actorName, @on, @from, @session, @outcome, @result, @because, @details, @hash, @day)
        """;

    private const string Newest = """SELECT "Number", "Hash" FROM "AuditEvents" ORDER BY "Number" DESC LIMIT 1""";

    private AuditLink? _written;

    public bool IsShared => connection.IsPostgreSql;

    public Task<AuditLink> AppendAsync(IReadOnlyList<AuditEntry> entries, bool mayBeThere, CancellationToken cancellationToken) => AskAsync(async db =>
    {
        if (!IsShared)
        {
            await Sql.RunAsync(db, null, "PRAGMA synchronous=FULL", cancellationToken);
        }

        await using var change = await db.BeginTransactionAsync(cancellationToken);
        await LockAsync(db, change, cancellationToken);
        var fresh = mayBeThere ? await NewOfAsync(db, change, entries, cancellationToken) : entries;
        var newest = await NewestAsync(db, change, cancellationToken);
        var basis = AuditHead.Basis(newest, ReadHead());
        if (fresh.Count == 0)
        {
            return newest;
        }

        var last = basis;
        List<AuditRow> rows = [];
        foreach (var entry in fresh)
        {
            last = last.Next(entry);
            rows.Add(new AuditRow(last.Number, entry, last.Hash));
        }

        headFile.Write(new AuditHead(basis, last), isOnDisk: true);
        await InsertAsync(db, change, rows, cancellationToken);

        // From here on nobody may doubt whether it happened.
        await change.CommitAsync(CancellationToken.None);
        _written = last;
        NoteHead(last);
        return last;
    }, cancellationToken);

    public Task<AuditLink> NewestAsync(CancellationToken cancellationToken) => AskAsync(db => NewestAsync(db, null, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<AuditRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long last = long.MinValue; ;)
        {
            var rows = await AskAsync(
                db => Sql.ListAsync(
                    db, null, $"""SELECT {AuditSql.Columns} FROM "AuditEvents" WHERE "Number" > @last ORDER BY "Number" LIMIT {Portion}""",
                    AuditSql.Read, cancellationToken, ("last", last)),
                cancellationToken);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < Portion)
            {
                yield break;
            }

            last = rows[^1].Number;
        }
    }

    public Task<AuditLink?> AnchorAsync(CancellationToken cancellationToken) => AskAsync(
        db => OneAsync(db, null, """SELECT "Number", "Hash" FROM "AuditAnchors" ORDER BY "Number" DESC LIMIT 1""", cancellationToken), cancellationToken);

    // The plus keeps databases from the index of days: from the oldest on, the first young one is soon found.
    public Task<AuditLink?> LastBeforeAsync(int day, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            var young = await OneAsync(db, null, """SELECT "Number", "Hash" FROM "AuditEvents" WHERE +"Day" >= @day ORDER BY "Number" LIMIT 1""", cancellationToken, ("day", day))
                ?? await NewestAsync(db, null, cancellationToken);
            return await OneAsync(
                db, null, """SELECT "Number", "Hash" FROM "AuditEvents" WHERE "Number" < @young ORDER BY "Number" DESC LIMIT 1""", cancellationToken, ("young", young.Number));
        },
        cancellationToken);

    public async Task ClearAsync(AuditLink last, CancellationToken cancellationToken)
    {
        bool isDone;
        do
        {
            isDone = await AskAsync(db => ClearPortionAsync(db, last, cancellationToken), cancellationToken);
        }
        while (!isDone);
    }

    // Held to the end of the transaction: nodes append, and clear, one after another. SQLite has one writer by itself.
    private Task LockAsync(DbConnection db, DbTransaction change, CancellationToken cancellationToken) =>
        IsShared ? Sql.RunAsync(db, change, $"SELECT pg_advisory_xact_lock({AppendLock})", cancellationToken) : Task.CompletedTask;

    private async Task<bool> ClearPortionAsync(DbConnection db, AuditLink last, CancellationToken cancellationToken)
    {
        await using var change = await db.BeginTransactionAsync(cancellationToken);
        await LockAsync(db, change, cancellationToken);
        var anchor = await OneAsync(
            db, change,
            $"""SELECT "Number", "Hash" FROM (SELECT "Number", "Hash" FROM "AuditEvents" WHERE "Number" <= @last ORDER BY "Number" LIMIT {Portion}) AS old ORDER BY "Number" DESC LIMIT 1""",
            cancellationToken, ("last", last.Number));
        if (anchor is not { } through)
        {
            return true;
        }

        await Sql.RunAsync(db, change, """DELETE FROM "AuditAnchors" """, cancellationToken);
        await Sql.RunAsync(
            db, change, """INSERT INTO "AuditAnchors" ("Number", "Hash") VALUES (@number, @hash)""", cancellationToken, ("number", through.Number), ("hash", through.Hash));
        await Sql.RunAsync(db, change, """DELETE FROM "AuditEvents" WHERE "Number" <= @number""", cancellationToken, ("number", through.Number));
        await change.CommitAsync(cancellationToken);
        return through.Number >= last.Number;
    }

    private static async Task<IReadOnlyList<AuditEntry>> NewOfAsync(DbConnection db, DbTransaction change, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var names = entries.Select((_, i) => $"@id{i}");
        var there = await Sql.ListAsync(
            db, change, $"""SELECT "Id" FROM "AuditEvents" WHERE "Id" IN ({string.Join(", ", names)})""", row => row.GetGuid(0), cancellationToken,
            [.. entries.Select((entry, i) => ($"id{i}", (object?)entry.Id))]);
        return [.. entries.ExceptBy(there, entry => entry.Id)];
    }

    private static async Task InsertAsync(DbConnection db, DbTransaction change, List<AuditRow> rows, CancellationToken cancellationToken)
    {
        if (!db.CanCreateBatch)
        {
            await using var command = Sql.Command(db, change, Insert, AuditSql.Values(rows[0]));
            foreach (var row in rows)
            {
                AuditSql.Fill(command.Parameters, AuditSql.Values(row));
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return;
        }

        await using var batch = db.CreateBatch();
        (batch.Transaction, batch.Timeout) = (change, AuditSql.SecondsToWait);
        foreach (var row in rows)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = Insert;
            foreach (var (name, value) in AuditSql.Values(row))
            {
                command.Parameters.Add(Sql.Parameter(command.CreateParameter(), name, value));
            }

            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    // What is announced is on the disk; that it happened may be lost in a power cut, and then the next write finds out.
    private void NoteHead(AuditLink last)
    {
        try
        {
            headFile.Write(new AuditHead(last, last), isOnDisk: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The event is written: nothing of what it is about may fail for this.
        }
    }

    // Lost or unreadable is like none: events go on, and who verifies is told.
    private AuditHead? ReadHead()
    {
        if (_written is { } written)
        {
            return new AuditHead(written, written);
        }

        try
        {
            return headFile.Read();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static async Task<AuditLink> NewestAsync(DbConnection db, DbTransaction? change, CancellationToken cancellationToken) =>
        await OneAsync(db, change, Newest, cancellationToken)
        ?? await OneAsync(db, change, """SELECT "Number", "Hash" FROM "AuditAnchors" ORDER BY "Number" DESC LIMIT 1""", cancellationToken)
        ?? AuditLink.None;

    private static async Task<AuditLink?> OneAsync(
        DbConnection db, DbTransaction? change, string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        var found = await Sql.ListAsync(db, change, sql, row => new AuditLink(row.GetInt64(0), row.GetString(1)), cancellationToken, values);
        return found.Count == 0 ? null : found[0];
    }

    private Task<T> AskAsync<T>(Func<DbConnection, Task<T>> ask, CancellationToken cancellationToken) => AuditSql.AskAsync(connection, ask, cancellationToken);
}
