using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Audit;
using WebShell.Core.Storage;
using WebShell.Tests.Storage;
using WebShell.Tests.Support;

namespace WebShell.Tests.Audit;

/// <summary>Events are found, paged, counted over time and exported, in a real database.</summary>
public abstract class AuditSearchTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-audit-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
    private ServiceProvider _services = null!;

    private IAuditSearch Search => _services.GetRequiredService<IAuditSearch>();

    [Theory]
    [InlineData("", "1 2 3 4")]
    [InlineData("who:ann", "1 3")]
    [InlineData("WHO:ANN", "1 3")]
    [InlineData("what:shell.opened", "1")]
    [InlineData("what:shell result:refused", "3")]
    [InlineData("on:web", "1 2 3")]
    [InlineData("on:\"web-01 › root\"", "1 3")]
    [InlineData("from:10.0.0.7", "1 3")]
    [InlineData("day:2026-11-20", "1 2")]
    [InlineData("day:2026-11-20..2026-11-21", "1 2 3 4")]
    [InlineData("day:today", "3 4")]
    [InlineData("day:yesterday", "1 2")]
    [InlineData("day:2d who:bob", "2 4")]
    [InlineData("session:s1", "1 3")]
    [InlineData("number:2", "2")]
    [InlineData("rotated", "4")]
    [InlineData("100%", "2")]
    [InlineData("1_0%", "")]
    [InlineData("!", "")]
    [InlineData("' OR 1=1 --", "")]
    [InlineData("ann root", "1 3")]
    public async Task Query_FindsWhatItSays(string text, string numbers)
    {
        await WriteSomeAsync();

        var listing = await FindAsync(text);

        var rows = await listing.RowsAsync(0, 100, default);
        Assert.Equal(numbers, string.Join(' ', rows.Select(row => row.Number).Order()));
        Assert.Equal(rows.Count, listing.Count);
        Assert.Equal(rows.Count, listing.Histogram(_time.GetUtcNow().AddMinutes(1)).Sum(bar => bar.Count));
        Assert.Null(listing.Query.Mistake);
    }

    [Theory]
    [InlineData("day:tomorrowish")]
    [InlineData("number:many")]
    public void Query_NotUnderstood_IsSaid(string text) => Assert.NotNull(AuditQuery.Parse(text, _time.GetUtcNow()).Mistake);

    [Fact]
    public async Task Rows_OfALongList_AreTheRightOnesAnywhere_AndNewOnesComeOnTop()
    {
        for (var i = 1; i <= 1000; i += 100)
        {
            await Task.WhenAll(Enumerable.Range(i, 100).Select(_ => WriteAsync("bob", AuditKind.MachineChanged, "vm").AsTask()));
        }

        var listing = await FindAsync("who:bob");
        foreach (var (start, count) in new[] { (0, 1), (0, 50), (199, 2), (200, 200), (333, 401), (990, 50), (1000, 1) })
        {
            var expected = Enumerable.Range(start, count).Where(i => i < 1000).Select(i => 1000L - i);
            Assert.Equal(expected, (await listing.RowsAsync(start, count, default)).Select(row => row.Number));
        }

        await WriteAsync("ann", AuditKind.MachineChanged, "vm");
        Assert.False(await listing.FollowAsync(default));
        await WriteAsync("bob", AuditKind.MachineChanged, "vm");
        await WriteAsync("bob", AuditKind.MachineChanged, "vm");
        Assert.True(await listing.FollowAsync(default));
        Assert.Equal(1002, listing.Count);
        Assert.Equal([1003, 1002, 1000, 999], (await listing.RowsAsync(0, 4, default)).Select(row => row.Number));
        Assert.Equal([1002, 1000], (await listing.RowsAsync(1, 2, default)).Select(row => row.Number));
    }

    [Fact]
    public async Task Following_IsWhatNamesItAsItsCause()
    {
        var cause = new AuditEvent(AuditKind.RuleChanged, "ann", "Ann", "rule");
        await _services.GetRequiredService<IAuditLog>().WriteAsync(cause, default);
        await _services.GetRequiredService<IAuditLog>().WriteAsync(new AuditEvent(AuditKind.ShellEnded, "bob", "Bob", "web-01") { Because = cause.Id }, default);
        var row = (await (await FindAsync("what:rule")).RowsAsync(0, 1, default))[0];

        Assert.Equal(["shell.ended"], (await Search.FollowingAsync(row, default)).Select(after => after.Entry.Kind));
    }

    [Fact]
    public async Task Lines_AreJson_OldestFirst_AndHoldTheWholeEvent()
    {
        await WriteSomeAsync();
        using var file = new MemoryStream();

        await AuditLines.WriteAsync(Search.ReadAllAsync(AuditQuery.Parse("who:ann", _time.GetUtcNow()), default), file, default);

        var lines = Encoding.UTF8.GetString(file.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal((1, "shell.opened", "10.0.0.7"), (first.RootElement.GetProperty("number").GetInt64(), first.RootElement.GetProperty("kind").GetString(), first.RootElement.GetProperty("from").GetString()));
        Assert.Equal(64, first.RootElement.GetProperty("hash").GetString()!.Length);
    }

    public async Task InitializeAsync() => _services = await TestStorage.StartAsync(_directory, await ChooseAsync(), _time);

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Where the database is.</summary>
    protected virtual Task<Action<StorageOptions>> ChooseAsync() => Task.FromResult<Action<StorageOptions>>(_ => { });

    private async Task<AuditListing> FindAsync(string text)
    {
        var listing = new AuditListing(Search, AuditQuery.Parse(text, _time.GetUtcNow()));
        await listing.FindAsync(default);
        return listing;
    }

    private ValueTask WriteAsync(string who, AuditKind kind, string on, AuditOutcome outcome = AuditOutcome.Done, string? detail = null) =>
        _services.GetRequiredService<IAuditLog>().WriteAsync(
            new AuditEvent(kind, who, who, on, new Dictionary<string, string> { ["detail"] = detail ?? "" })
            {
                Outcome = outcome,
                From = who == "ann" ? IPAddress.Parse("10.0.0.7") : null,
                SessionId = who == "ann" ? "s1" : null,
            },
            default);

    private async Task WriteSomeAsync()
    {
        await WriteAsync("ann", AuditKind.ShellOpened, "web-01 › root");
        await WriteAsync("bob", AuditKind.MachineChanged, "web-02", detail: "100% → 50%");
        _time.Advance(TimeSpan.FromDays(1));
        await WriteAsync("ann", AuditKind.ShellRefused, "web-01 › root", AuditOutcome.Refused);
        await WriteAsync("bob", AuditKind.CredentialRotated, "fleet key");
    }
}

public sealed class AuditSearchInAFileTests : AuditSearchTests;

[Collection(PostgreSql.Name)]
public sealed class AuditSearchInPostgreSqlTests(PostgreSqlServer server) : AuditSearchTests
{
    protected override Task<Action<StorageOptions>> ChooseAsync() => server.NewDatabaseAsync();
}
