using System.Data.Common;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Audit;
using WebShell.Core.Storage;
using WebShell.Tests.Storage;
using WebShell.Tests.Support;

namespace WebShell.Tests.Audit;

/// <summary>The chain in a real database: what was written holds, and whatever is done to it past the portal shows.</summary>
public abstract class AuditChainTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-audit-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
    private ServiceProvider _services = null!;
    private Action<StorageOptions> _choose = _ => { };

    private IAuditLog Audit => _services.GetRequiredService<IAuditLog>();

    private IAuditTable Table => _services.GetRequiredService<IAuditTable>();

    [Fact]
    public async Task Event_Written_IsReadAgainWhole()
    {
        var because = Guid.NewGuid();
        var what = new AuditEvent(AuditKind.RuleChanged, "ann", "Ann \ud83d\udd11\u0000\ud800", "rule 2", new Dictionary<string, string> { ["logins"] = "a → b", ["<b>"] = "\"quoted\"\nline" })
        {
            From = IPAddress.Parse("::ffff:10.0.0.7"),
            SessionId = "s1",
            Outcome = AuditOutcome.Refused,
            Result = "2 shells closed",
            Because = because,
        };

        await Audit.WriteAsync(what, default);

        var row = Assert.Single(await AllAsync());
        Assert.Equal((1, "rule.changed", "ann", "Ann \ud83d\udd11\ufffd\ufffd", "rule 2"), (row.Number, row.Entry.Kind, row.Entry.ActorId, row.Entry.ActorName, row.Entry.On));
        Assert.Equal(("10.0.0.7", "s1", "refused", "2 shells closed", because, what.Id), (row.Entry.From, row.Entry.SessionId, row.Entry.Outcome, row.Entry.Result, row.Entry.Because, row.Entry.Id));
        Assert.Equal(_time.GetUtcNow(), row.Entry.At);
        Assert.Equal(20261120, row.Entry.Day);
        Assert.Equal(what.Details.OrderBy(detail => detail.Key), row.Entry.ReadDetails().OrderBy(detail => detail.Key));
        Assert.Equal(AuditLink.None.Next(row.Entry), row.Link);
    }

    [Fact]
    public async Task Chain_OverSeveralDaysAndRestarts_Holds()
    {
        await WriteDaysAsync(3);
        await RestartAsync();
        await WriteAsync("after");

        var verdict = await VerifyAsync();

        Assert.True(verdict.IsIntact, Said(verdict));
        Assert.Equal((10, 10), (verdict.Events, verdict.Newest.Number));
    }

    [Theory]
    [InlineData("""UPDATE "AuditEvents" SET "On" = 'vm-x' WHERE "Number" = 5""", "5: Event 5 does not follow")]
    [InlineData("""UPDATE "AuditEvents" SET "Outcome" = 'refused' WHERE "Number" = 5""", "5: Event 5 does not follow")]
    [InlineData("""UPDATE "AuditEvents" SET "From" = NULL WHERE "Number" = 5""", "5: Event 5 does not follow")]
    [InlineData("""UPDATE "AuditEvents" SET "At" = "At" + 1 WHERE "Number" = 5""", "5: Event 5 does not follow")]
    [InlineData("""UPDATE "AuditEvents" SET "Details" = '{ }' WHERE "Number" = 5""", "5: Event 5 does not follow")]
    [InlineData("""DELETE FROM "AuditEvents" WHERE "Number" = 5""", "5: Event 5 is missing")]
    [InlineData("""DELETE FROM "AuditEvents" WHERE "Day" = 20261121""", "4: Events 4 to 6 are missing")]
    [InlineData("""DELETE FROM "AuditEvents" WHERE "Number" < 4""", "1: Events 1 to 3 are missing")]
    [InlineData("""DELETE FROM "AuditEvents" WHERE "Number" > 7""", "8: The end was cut off")]
    [InlineData("""DELETE FROM "AuditEvents" """, "1: The end was cut off")]
    [InlineData("""UPDATE "AuditEvents" SET "Number" = CASE "Number" WHEN 5 THEN -6 ELSE -5 END WHERE "Number" IN (5, 6); UPDATE "AuditEvents" SET "Number" = -"Number" WHERE "Number" < 0""", "5: Event 5 does not follow")]
    public async Task Database_ChangedPastThePortal_IsFound(string sql, string says)
    {
        await WriteDaysAsync(3);

        await RunAsync(sql);

        var verdict = await VerifyAsync();
        Assert.Contains(verdict.Findings, finding => $"{finding.Number}: {finding.Why}".StartsWith(says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CutEnd_StaysAGap_WhateverIsWrittenAfterwards()
    {
        await WriteDaysAsync(3);
        await RunAsync("""DELETE FROM "AuditEvents" WHERE "Number" > 7""");
        await WriteAsync("live");
        await RunAsync("""DELETE FROM "AuditEvents" WHERE "Number" > 7""");
        await RestartAsync();
        await WriteAsync("restarted");

        var verdict = await VerifyAsync();

        Assert.Contains(verdict.Findings, finding => finding.Why == "Events 8 to 10 are missing.");
        Assert.Equal(11, verdict.Newest.Number);
    }

    [Fact]
    public async Task ChainThatWasWrittenAnew_IsNotThePortals()
    {
        await WriteDaysAsync(3);
        var rows = await AllAsync();
        var link = AuditLink.None;
        foreach (var row in rows)
        {
            var forged = row.Entry with { On = row.Number == 2 ? "vm-x" : row.Entry.On };
            link = link.Next(forged);
            await RunAsync($"""UPDATE "AuditEvents" SET "On" = '{forged.On}', "Hash" = '{link.Hash}' WHERE "Number" = {row.Number}""");
        }

        var finding = Assert.Single((await VerifyAsync()).Findings);

        Assert.Contains("Event 9 is not the one that this portal wrote", finding.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HeadFile_Lost_IsSaid()
    {
        await WriteDaysAsync(1);
        File.Delete(Path.Combine(_directory, "audit.head"));

        Assert.Contains("is missing", Assert.Single((await VerifyAsync()).Findings).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_RemovesWholeOldDays_AndTheRestStillHolds()
    {
        // The portal's own look would be at the same time.
        await _services.GetRequiredService<AuditRetention>().StopAsync(default);
        await WriteDaysAsync(3);
        _time.Advance(TimeSpan.FromDays(399));

        Assert.True(await _services.GetRequiredService<AuditRetention>().ClearAsync(default));
        Assert.False(await _services.GetRequiredService<AuditRetention>().ClearAsync(default));

        var rows = await AllAsync();
        Assert.Equal(7, rows[0].Number);
        Assert.Equal(("audit.cleared", "6"), (rows[^1].Entry.Kind, rows[^1].Entry.ReadDetails()["through"]));
        await RestartAsync();
        var verdict = await VerifyAsync();
        Assert.True(verdict.IsIntact, Said(verdict));
    }

    [Fact]
    public async Task Beginning_RemovedWithAForgedAnchor_IsFound()
    {
        await WriteDaysAsync(3);
        var rows = await AllAsync();
        await RunAsync($"""DELETE FROM "AuditEvents" WHERE "Number" <= 3; INSERT INTO "AuditAnchors" ("Number", "Hash") VALUES (3, '{rows[2].Hash}')""");

        Assert.Contains("no event says that this was because they were old", Assert.Single((await VerifyAsync()).Findings).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_ThatMayBeThere_AreWrittenOnce()
    {
        AuditEntry[] entries = [.. Enumerable.Range(0, 5).Select(i => AuditEntry.Of(Event($"vm-{i}"), _time.GetUtcNow()))];
        await Table.AppendAsync(entries[..3], mayBeThere: false, default);

        await Table.AppendAsync(entries, mayBeThere: true, default);
        await Table.AppendAsync(entries, mayBeThere: true, default);

        Assert.Equal(["vm-0", "vm-1", "vm-2", "vm-3", "vm-4"], (await AllAsync()).Select(row => row.Entry.On));
    }

    [Fact]
    public async Task ManyAtOnce_AreAllThere_InOneChain()
    {
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () => await WriteAsync($"vm-{i}"))));

        var verdict = await VerifyAsync();
        Assert.True(verdict.IsIntact, Said(verdict));
        Assert.Equal(400, (await AllAsync()).Select(row => row.Entry.On).Distinct().Count());
    }

    public async Task InitializeAsync()
    {
        _choose = await ChooseAsync();
        _services = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Where the database is.</summary>
    protected virtual Task<Action<StorageOptions>> ChooseAsync() => Task.FromResult<Action<StorageOptions>>(_ => { });

    /// <summary>A node of its own on the same database.</summary>
    private protected Task<ServiceProvider> StartAsync(string? directory = null) => TestStorage.StartAsync(directory ?? _directory, _choose, _time, secrets => secrets.KeyFile = Path.Combine(_directory, "secrets.key"));

    private protected static AuditEvent Event(string on) => new(AuditKind.MachineChanged, "ann", "Ann", on, new Dictionary<string, string> { ["port"] = "22 → 2222" }) { From = IPAddress.Loopback };

    private protected ValueTask WriteAsync(string on) => Audit.WriteAsync(Event(on), default);

    private protected async Task<AuditVerdict> VerifyAsync() => await _services.GetRequiredService<AuditVerifier>().VerifyAsync(null, default);

    private protected static string Said(AuditVerdict verdict) => string.Join('\n', verdict.Findings.Select(finding => finding.Why));

    private protected async Task<List<AuditRow>> AllAsync() => await Table.ReadAsync(default).ToListAsync();

    private async Task WriteDaysAsync(int days)
    {
        for (var day = 0; day < days; day++, _time.Advance(TimeSpan.FromDays(1)))
        {
            for (var i = 0; i < 3; i++)
            {
                await WriteAsync($"vm-{i}");
            }
        }
    }

    private async Task RestartAsync()
    {
        await _services.DisposeAsync();
        _services = await StartAsync();
    }

    private protected async Task RunAsync(string sql)
    {
        await using DbConnection db = await _services.GetRequiredService<StorageConnection>().OpenAsync(default);
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

public sealed class AuditChainInAFileTests : AuditChainTests
{
    [Fact]
    public async Task EventPutBehindTheEnd_IsNotThePortals()
    {
        await WriteAsync("vm-1");
        var newest = (await AllAsync())[^1].Link;
        var forged = newest.Next(AuditEntry.Of(Event("vm-2"), DateTimeOffset.UnixEpoch));
        await RunAsync($"""
            INSERT INTO "AuditEvents" SELECT 2, '{Guid.NewGuid()}', "At", "Day", "Kind", "ActorId", "ActorName", "On", "From", "SessionId", "Outcome", "Result", "Because", "Details", '{forged.Hash}' FROM "AuditEvents"
            """);

        Assert.Contains("Events after 1 were not written by this portal", Said(await VerifyAsync()), StringComparison.Ordinal);
    }
}

[Collection(PostgreSql.Name)]
public sealed class AuditChainInPostgreSqlTests(PostgreSqlServer server) : AuditChainTests
{
    [Fact]
    public async Task SeveralNodes_AppendOneAfterAnother()
    {
        string[] folders = [.. Enumerable.Range(0, 3).Select(_ => Directory.CreateTempSubdirectory("webshell-audit-").FullName)];
        var nodes = await Task.WhenAll(folders.Select(folder => StartAsync(folder)));

        await Task.WhenAll(nodes.SelectMany((node, n) => Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
            await node.GetRequiredService<IAuditLog>().WriteAsync(Event($"vm-{n}-{i}"), default))))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(300, (await AllAsync()).Select(row => row.Entry.On).Distinct().Count());
        foreach (var node in nodes)
        {
            var verdict = await node.GetRequiredService<AuditVerifier>().VerifyAsync(null, default);
            Assert.True(verdict.IsIntact, Said(verdict));
            await node.DisposeAsync();
        }

        Array.ForEach(folders, folder => Directory.Delete(folder, recursive: true));
    }

    protected override Task<Action<StorageOptions>> ChooseAsync() => server.NewDatabaseAsync();
}
