using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WebShell.Core.Audit;
using WebShell.Tests.Storage;

namespace WebShell.Tests.Audit;

/// <summary>A database that goes away and comes back: nothing is lost, nothing comes twice, the order stays.</summary>
public sealed class AuditLogTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-audit-").FullName;
    private ServiceProvider _services = null!;
    private BreakableTable _table = null!;
    private AuditLog _log = null!;

    private string SpoolFile => Path.Combine(_directory, "own.spool");

    [Fact]
    public async Task DatabaseDown_EventsWaitOnTheDisk_AndAreWrittenOnceInOrder()
    {
        await WriteAsync("1");
        _table.IsDown = true;
        await WriteAsync("2");
        await WriteAsync("3");
        Assert.True(_log.IsBehind);
        Assert.Equal(2, (await File.ReadAllLinesAsync(SpoolFile)).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SpoolFile));

        _table.IsDown = false;
        await CaughtUpAsync();
        await WriteAsync("4");

        Assert.Equal(["1", "2", "3", "4"], await NamesAsync());
        Assert.Equal(0, new FileInfo(SpoolFile).Length);
    }

    // promises.md, 5: a shell is there or refused within three seconds, also while the database goes down; its event is what it waits for.
    [Fact]
    public async Task Database_ThatHangs_IsGivenUpInTwoSeconds_AlsoWhereItKeepsTheThread()
    {
        Assert.True(AuditLog.WriteLimit < TimeSpan.FromSeconds(3));
        using var hangs = new ManualResetEventSlim();
        _table.Hangs = hangs;
        var began = Stopwatch.StartNew();
        await WriteAsync("1");
        Assert.True(_log.IsBehind);
        Assert.InRange(began.Elapsed, AuditLog.WriteLimit * 0.9, Limit / 2);

        _table.Hangs = null;
        hangs.Set();
        await CaughtUpAsync();

        Assert.Equal(["1"], await NamesAsync());
    }

    [Fact]
    public async Task AnswerLost_AfterTheDatabaseTookIt_IsWrittenOnce()
    {
        _table.LosesAnswers = true;
        await WriteAsync("1");
        _table.LosesAnswers = false;

        await CaughtUpAsync();

        Assert.Equal(["1"], await NamesAsync());
    }

    [Fact]
    public async Task PortalThatDied_WhileTheDatabaseWasDown_WritesThemWhenItStartsAgain()
    {
        _table.IsDown = true;
        await WriteAsync("1");
        await WriteAsync("2");
        await _log.DisposeAsync();
        await File.AppendAllTextAsync(SpoolFile, "{\"Id\":\"half a li");
        _table.IsDown = false;

        await using var log = NewLog();
        await log.StartAsync(default);
        await log.WriteAsync(Event("3"), default);

        for (var end = DateTime.UtcNow + Limit; (await NamesAsync()).Length < 3; await Task.Delay(20))
        {
            Assert.True(DateTime.UtcNow < end);
        }

        Assert.Equal(["1", "2", "3"], await NamesAsync());
    }

    [Fact]
    public async Task NeitherDatabaseNorDisk_IsAnErrorAndNothingHappens()
    {
        _table.IsDown = true;
        Directory.CreateDirectory(SpoolFile);

        var refused = await Assert.ThrowsAsync<AuditException>(() => WriteAsync("1"));

        Assert.Contains("nothing was changed", refused.Message, StringComparison.Ordinal);
        Directory.Delete(SpoolFile);
    }

    [Fact]
    public void Spool_AtItsBound_TakesNothingMore()
    {
        using (var file = File.Create(SpoolFile))
        {
            file.SetLength(AuditSpool.MaxBytes);
        }

        Assert.Throws<IOException>(() => new AuditSpool(SpoolFile).Append([AuditEntry.Of(Event("1"), DateTimeOffset.UtcNow)]));
        Assert.Equal(AuditSpool.MaxBytes, new FileInfo(SpoolFile).Length);
    }

    [Fact]
    public async Task Listener_ThatFails_EndsNothing()
    {
        _log.Written += () => throw new InvalidOperationException();

        await WriteAsync("1");
        await WriteAsync("2");

        Assert.Equal(["1", "2"], await NamesAsync());
    }

    [Fact]
    public async Task Cancelled_BeforeItIsWritten_IsNotWritten()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _log.WriteAsync(Event("1"), new CancellationToken(canceled: true)));

        Assert.Empty(await NamesAsync());
    }

    public async Task InitializeAsync()
    {
        _services = await TestStorage.StartAsync(_directory);
        _table = new BreakableTable(_services.GetRequiredService<IAuditTable>());
        _log = NewLog();
    }

    public async Task DisposeAsync()
    {
        await _log.DisposeAsync();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private static AuditEvent Event(string on) => new(AuditKind.MachineChanged, "ann", "Ann", on);

    private AuditLog NewLog() => new(_table, new AuditSpool(SpoolFile), TimeProvider.System, NullLogger<AuditLog>.Instance);

    private Task WriteAsync(string on) => _log.WriteAsync(Event(on), default).AsTask().WaitAsync(Limit);

    private async Task<string[]> NamesAsync() => [.. (await _table.ReadAsync(default).ToListAsync()).Select(row => row.Entry.On)];

    private async Task CaughtUpAsync()
    {
        for (var end = DateTime.UtcNow + Limit; _log.IsBehind; await Task.Delay(20))
        {
            Assert.True(DateTime.UtcNow < end);
        }
    }

    private sealed class BreakableTable(IAuditTable table) : IAuditTable
    {
        public bool IsDown { get; set; }

        /// <summary>Until it is set the calling thread is kept, as SQLite does that waits for a lock.</summary>
        public ManualResetEventSlim? Hangs { get; set; }

        public bool LosesAnswers { get; set; }

        public bool IsShared => table.IsShared;

        public async Task<AuditLink> AppendAsync(IReadOnlyList<AuditEntry> entries, bool mayBeThere, CancellationToken cancellationToken)
        {
            ThrowIf(IsDown);
            Hangs?.Wait(Limit, CancellationToken.None);
            var link = await table.AppendAsync(entries, mayBeThere, cancellationToken);
            ThrowIf(LosesAnswers);
            return link;
        }

        public Task<AuditLink> NewestAsync(CancellationToken cancellationToken) => table.NewestAsync(cancellationToken);

        public IAsyncEnumerable<AuditRow> ReadAsync(CancellationToken cancellationToken) => table.ReadAsync(cancellationToken);

        public Task<AuditLink?> AnchorAsync(CancellationToken cancellationToken) => table.AnchorAsync(cancellationToken);

        public Task<AuditLink?> LastBeforeAsync(int day, CancellationToken cancellationToken) => table.LastBeforeAsync(day, cancellationToken);

        public Task ClearAsync(AuditLink last, CancellationToken cancellationToken) => table.ClearAsync(last, cancellationToken);

        private static void ThrowIf(bool isBroken)
        {
            if (isBroken)
            {
                throw new AuditStoreException("down", cause: null);
            }
        }
    }
}
