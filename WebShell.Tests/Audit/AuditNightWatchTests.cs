using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Audit;
using WebShell.Tests.Storage;
using WebShell.Tests.Support;

namespace WebShell.Tests.Audit;

public sealed class AuditNightWatchTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-night-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
    private readonly AuditList _audit = new();
    private ServiceProvider _services = null!;
    private AuditNightWatch _watch = null!;

    private AuditVerifier Verifier => _services.GetRequiredService<AuditVerifier>();

    [Fact]
    public void Look_IsAtNight_AndEveryNodeHasAMomentOfItsOwn()
    {
        var moments = Enumerable.Range(0, 20).Select(_ => New()).Select(watch => (_time.GetUtcNow() + watch.UntilNext()).UtcDateTime).ToList();

        Assert.All(moments, moment => Assert.InRange(moment, new DateTime(2026, 11, 21, 1, 0, 0, DateTimeKind.Utc), new DateTime(2026, 11, 21, 5, 0, 0, DateTimeKind.Utc)));
        Assert.True(moments.Distinct().Count() > 10);
    }

    [Fact]
    public async Task Chain_ThatHolds_IsNothingToTell_ButTheVerdictIsThere()
    {
        await _watch.LookAsync(default);

        Assert.True(Verifier.Last!.IsIntact);
        Assert.Empty(_audit.Events);
        Assert.Equal(0, Breaks());
    }

    [Fact]
    public async Task Chain_ThatWasBroken_IsAnEvent_AndCounted()
    {
        await BreakAsync();

        await _watch.LookAsync(default);

        var told = Assert.Single(_audit.Events);
        Assert.Equal((AuditKind.AuditBroken, "event 2", AuditOutcome.Failed), (told.Kind, told.On, told.Outcome));
        Assert.Contains("does not follow", told.Details["why"], StringComparison.Ordinal);
        Assert.Equal(1, Breaks());
    }

    [Fact]
    public async Task Night_ThatComes_IsLookedAtByItself_AndTheNextToo()
    {
        await _watch.StartAsync(default);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var before = Verifier.Last;
            for (var end = DateTime.UtcNow.AddSeconds(20); Verifier.Last == before; await Task.Delay(20))
            {
                Assert.True(DateTime.UtcNow < end);
                _time.Advance(TimeSpan.FromHours(1));
            }
        }

        await _watch.StopAsync(default);
    }

    [Fact]
    public async Task Database_ThatIsAway_IsTriedAgainTheNextNight()
    {
        await RunAsync("""ALTER TABLE "AuditEvents" RENAME TO "Away" """);

        await _watch.LookAsync(default);

        Assert.Null(Verifier.Last);
        Assert.Empty(_audit.Events);
    }

    public async Task InitializeAsync()
    {
        _services = await TestStorage.StartAsync(_directory);
        foreach (var vm in new[] { "vm-1", "vm-2", "vm-3" })
        {
            await _services.GetRequiredService<IAuditLog>().WriteAsync(new AuditEvent(AuditKind.MachineChanged, "ann", "Ann", vm), default);
        }

        _watch = New();
    }

    public async Task DisposeAsync()
    {
        _watch.Dispose();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private AuditNightWatch New() => new(Verifier, _audit, _time, _services.GetRequiredService<IMeterFactory>(), NullLogger<AuditNightWatch>.Instance);

    private long? Breaks()
    {
        long? found = null;
        using var listener = new MeterListener { InstrumentPublished = (instrument, to) => { if (instrument.Name == "webshell.audit.breaks" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>()) { to.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => found = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return found;
    }

    private Task BreakAsync() => RunAsync("""UPDATE "AuditEvents" SET "On" = 'vm-x' WHERE "Number" = 2""");

    private async Task RunAsync(string sql)
    {
        await using var db = new SqliteConnection($"Data Source={Path.Combine(_directory, "webshell.db")}");
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
