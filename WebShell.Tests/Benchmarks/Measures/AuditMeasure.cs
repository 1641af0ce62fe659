using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Audit;
using WebShell.Tests.Benchmarks.Reporting;
using WebShell.Tests.Storage;

namespace WebShell.Tests.Benchmarks.Measures;

/// <summary>The audit log in a database file of its own: how long an event takes to be on the disk, alone and among others, and how long finding and verifying take among very many.</summary>
internal sealed class AuditMeasure : IMeasure
{
    private const int People = 200;
    private const int EventsEach = 50;
    private const int Portion = 5000;

    private static readonly string[] Queries = ["", "day:7d", "who:\"User 17\"", "what:shell on:vm-77", "nothing-has-this"];

    public string Name => "audit";

    public async Task RunAsync(BenchStage stage)
    {
        var directory = Directory.CreateTempSubdirectory("webshell-bench-audit-").FullName;
        try
        {
            await using var services = await TestStorage.StartAsync(directory);
            stage.Report.Add(await WritesAsync(services.GetRequiredService<IAuditLog>()));
            var count = stage.Scale == BenchScale.Full ? 1_000_000 : 100_000;
            await FillAsync(services.GetRequiredService<IAuditTable>(), count);
            stage.Report.Add(await SearchesAsync(services, count, new FileInfo(Path.Combine(directory, "webshell.db")).Length));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<Table> WritesAsync(IAuditLog log)
    {
        var table = new Table("Audit events written, each on the disk before its act (SQLite, synchronous=FULL)", "who writes", "events a second", "ms each");
        await WriteAsync(log, "warm", EventsEach);
        var alone = await TimeAsync(() => WriteAsync(log, "ann", 300));
        table.Add("one, one after another", 300 / alone, 1000 * alone / 300);
        var together = await TimeAsync(() => Task.WhenAll(Enumerable.Range(0, People).Select(i => Task.Run(() => WriteAsync(log, $"u{i}", EventsEach)))));
        table.Add($"{People} at once", People * EventsEach / together, 1000 * together / EventsEach);
        return table;
    }

    private static async Task<Table> SearchesAsync(ServiceProvider services, int count, long bytes)
    {
        var table = new Table($"Audit log of {count:N0} events in 200 days ({bytes / 1e6:0} MB)", "what", "events", "ms", "ms for 50 rows of the middle");
        foreach (var text in Queries)
        {
            var listing = new AuditListing(services.GetRequiredService<IAuditSearch>(), AuditQuery.Parse(text, DateTimeOffset.UtcNow));
            var found = await TimeAsync(() => Task.Run(() => listing.FindAsync(default)));
            var rows = await TimeAsync(() => Task.Run(() => listing.RowsAsync((int)(listing.Count / 2), 50, default)));
            table.Add(text.Length == 0 ? "everything" : $"`{text}`", listing.Count, 1000 * found, 1000 * rows);
        }

        AuditVerdict? verdict = null;
        var verified = await TimeAsync(async () => verdict = await services.GetRequiredService<AuditVerifier>().VerifyAsync(null, default));
        table.Add(verdict!.IsIntact ? "verified, intact" : throw new BenchException("The audit log that was just written does not hold."), verdict.Events, 1000 * verified, "");
        return table;
    }

    // Straight into the table: through the log, a million would be an hour of fsyncs.
    private static async Task FillAsync(IAuditTable table, int count)
    {
        var (kinds, start, step) = (Enum.GetValues<AuditKind>(), DateTimeOffset.UtcNow.AddDays(-200), TimeSpan.FromDays(200) / count);
        for (var first = 0; first < count; first += Portion)
        {
            await table.AppendAsync([.. Enumerable.Range(first, Portion).Select(i => AuditEntry.Of(EventOf(kinds, i), start + (i * step)))], mayBeThere: false, default);
        }
    }

    private static AuditEvent EventOf(AuditKind[] kinds, int i) => new(
        kinds[i % kinds.Length] is AuditKind.AuditCleared ? AuditKind.ShellEnded : kinds[i % kinds.Length], $"u{i % People}", $"User {i % People}", $"vm-{i % 10_000} › deploy",
        new Dictionary<string, string> { ["host key"] = "ssh-ed25519 SHA256:0123456789abcdef0123456789abcdef0123456789a", ["cipher"] = "chacha20-poly1305@openssh.com" });

    private static async Task WriteAsync(IAuditLog log, string who, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await log.WriteAsync(new AuditEvent(AuditKind.MachineChanged, who, who, $"vm-{i}"), default);
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }
}
