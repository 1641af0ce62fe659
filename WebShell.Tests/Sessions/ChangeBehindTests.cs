using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Audit;
using WebShell.Core.Sessions;
using WebShell.Tests.Storage;
using WebShell.Tests.Support;

namespace WebShell.Tests.Sessions;

/// <summary>What ended a shell, found among the events of a real database.</summary>
public sealed class ChangeBehindTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-behind-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
    private readonly SessionBench _bench = new();
    private ServiceProvider _services = null!;
    private ChangeBehind _behind = null!;

    private IAuditLog Audit => _services.GetRequiredService<IAuditLog>();

    [Fact]
    public async Task Rule_ThatWasChangedJustBefore_IsTheCause_TheNewestOfThem()
    {
        await WriteAsync(AuditKind.RuleAdded, "old");
        _time.Advance(TimeSpan.FromSeconds(3));
        var changed = await WriteAsync(AuditKind.RuleRemoved, "web team");
        await WriteAsync(AuditKind.AccountDisabled, "bob");
        await WriteAsync(AuditKind.SignedIn, "ann");

        Assert.Equal((changed, "rule"), await FindAsync(SessionEndReason.AccessRevoked));
    }

    [Fact]
    public async Task Account_IsTheCause_WhereItIsTheOwners()
    {
        await WriteAsync(AuditKind.AccountDisabled, "bob");
        Assert.Null(await FindAsync(SessionEndReason.AccountDisabled));

        var disabled = await WriteAsync(AuditKind.AccountDisabled, "Ann");
        Assert.Equal((disabled, "account"), await FindAsync(SessionEndReason.AccountDisabled));
    }

    [Fact]
    public async Task Machine_ThatWasRemoved_IsTheCause()
    {
        await WriteAsync(AuditKind.RuleChanged, "web team");
        var removed = await WriteAsync(AuditKind.MachinesRemoved, "web-01");

        Assert.Equal((removed, "machine"), await FindAsync(SessionEndReason.MachineRemoved));
    }

    [Fact]
    public async Task Hours_ThatEnded_HaveNoChangeBehindThem()
    {
        await WriteAsync(AuditKind.RuleChanged, "web team");
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await FindAsync(SessionEndReason.AccessRevoked));
    }

    [Fact]
    public async Task EndOfAShell_NamesItsCause()
    {
        var list = new AuditList();
        var audit = new SessionAudit(list, _time, NullLogger<SessionAudit>.Instance, _behind);
        var (lease, _) = await _bench.ConnectAsync("ann");
        var changed = await WriteAsync(AuditKind.RuleRemoved, "web team");

        audit.Ended(lease.Session, End(SessionEndReason.AccessRevoked), wasOpen: true);

        for (var end = DateTime.UtcNow.AddSeconds(20); list.Events.Count == 0; await Task.Delay(20))
        {
            Assert.True(DateTime.UtcNow < end);
        }

        var ended = Assert.Single(list.Events);
        Assert.Equal((AuditKind.ShellEnded, changed, "rule", "access-revoked"), (ended.Kind, ended.Because, ended.Details["cause"], ended.Details["reason"]));
    }

    public async Task InitializeAsync()
    {
        _services = await TestStorage.StartAsync(_directory, time: _time);
        _behind = new ChangeBehind(_services.GetRequiredService<IAuditSearch>(), _time);
    }

    public async Task DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private SessionEnd End(SessionEndReason reason) => new(reason, _time.GetUtcNow(), "No more.");

    private Task<(Guid Id, string Thing)?> FindAsync(SessionEndReason reason) => Within.Seconds(_behind.FindAsync(End(reason), "ann"));

    private async Task<Guid> WriteAsync(AuditKind kind, string on)
    {
        var what = new AuditEvent(kind, "root", "Omar", on);
        await Audit.WriteAsync(what, default);
        return what.Id;
    }
}
