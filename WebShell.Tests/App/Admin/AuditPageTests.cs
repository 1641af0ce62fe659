using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Admin.Auditing;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Storage;
using WebShell.Tests.Storage;

namespace WebShell.Tests.App.Admin;

/// <summary>The page over a real database.</summary>
public sealed class AuditPageTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-audit-").FullName;
    private readonly PortalPage _portal = new();
    private ServiceProvider _services = null!;

    private IAuditLog Log => _services.GetRequiredService<IAuditLog>();

    [Fact]
    public async Task Events_AreShown_TheNewestFirst_AndOneInFull()
    {
        await WriteAsync("rule <b>one</b>", AuditKind.RuleChanged, "logins", AuditEvent.Change("deploy", "deploy, root"));
        await WriteAsync("web-01", AuditKind.ShellRefused, "why", "no rule", AuditOutcome.Refused);
        var page = _portal.Render<AuditPage>();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr td.c-what").Count));
        Assert.Equal(["shell.refused", "rule.changed"], page.FindAll("tbody td.c-what").Select(cell => cell.TextContent));
        Assert.Contains("bad", page.FindAll("tbody td.c-result")[0].ClassName, StringComparison.Ordinal);
        await page.FindAll("tbody td.c-what")[1].ClickAsync(new MouseEventArgs());

        page.WaitForAssertion(() => Assert.Contains("Rule changed", page.Find(".panel h2").TextContent, StringComparison.Ordinal));
        Assert.Equal(["− logins: deploy", "+ logins: deploy, root"], page.FindAll(".diff p").Select(line => line.TextContent));
        Assert.Contains("before 2", page.Find(".chain").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("tbody b, .panel b"));
    }

    [Fact]
    public async Task NewEvents_ComeByThemselves()
    {
        await WriteAsync("web-01");
        var page = _portal.Render<AuditPage>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody td.c-what")));

        await WriteAsync("web-02");
        _portal.Bench.Time.Advance(TimeSpan.FromSeconds(2));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody td.c-what").Count));
    }

    [Fact]
    public async Task Search_FromTheUrl_FindsAndCounts()
    {
        await WriteAsync("web-01");
        await WriteAsync("db-01");
        _portal.Navigation.NavigateTo("admin/audit?q=on%3Adb");

        var page = _portal.Render<AuditPage>();

        page.WaitForAssertion(() => Assert.Contains("1 event", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal("on:db", page.Find("input").GetAttribute("value"));
    }

    [Fact]
    public async Task Verify_SaysThatItHolds_AndWhenItDoesNotWhere()
    {
        await WriteAsync("web-01");
        await WriteAsync("web-02");
        var page = _portal.Render<AuditPage>();
        await page.Button("Verify").ClickAsync(new MouseEventArgs());
        page.WaitForAssertion(() => Assert.Contains("Chain verified", page.Markup, StringComparison.Ordinal));

        await using (var db = await _services.GetRequiredService<StorageConnection>().OpenAsync(default))
        await using (var command = db.CreateCommand())
        {
            command.CommandText = """UPDATE "AuditEvents" SET "On" = 'x' WHERE "Number" = 1""";
            await command.ExecuteNonQueryAsync();
        }

        await page.Button("Verify").ClickAsync(new MouseEventArgs());

        page.WaitForAssertion(() => Assert.Contains("Event 1 does not follow", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(AuditKind.AuditBroken, Assert.Single(_portal.Audit.Events).Kind);
    }

    [Theory]
    [InlineData(PortalRole.User, false)]
    [InlineData(PortalRole.Operator, false)]
    [InlineData(PortalRole.Auditor, true)]
    [InlineData(PortalRole.Administrator, true)]
    public async Task Page_IsForAuditorsAndAdministrators(PortalRole role, bool sees)
    {
        await WriteAsync("web-01");
        _portal.User.User = new PortalUser("ann", "Ann") { Role = role };
        var book = _portal.Services.GetRequiredService<AuditBook>();

        var page = _portal.Render<AuditPage>();

        page.WaitForAssertion(() => Assert.Equal(sees, !page.Markup.Contains("No such page", StringComparison.Ordinal)));
        Assert.Equal(sees, await book.ExportAsync("", default) is not null);
        if (!sees)
        {
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => book.FindAsync("", default));
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => book.VerifyAsync(default));
        }
    }

    [Fact]
    public async Task Export_ThatCannotBeWrittenDown_DoesNotHappen()
    {
        _portal.Audit.IsBroken = true;

        await Assert.ThrowsAsync<AuditException>(async () => await _portal.Services.GetRequiredService<AuditBook>().ExportAsync("", default));
    }

    public async Task InitializeAsync()
    {
        _services = await TestStorage.StartAsync(_directory, time: _portal.Bench.Time);
        _portal.Services.AddSingleton(_services.GetRequiredService<IAuditSearch>());
        _portal.Services.AddSingleton(_services.GetRequiredService<AuditVerifier>());
        _portal.Services.AddScoped<AuditBook>();
    }

    public async Task DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private ValueTask WriteAsync(string on, AuditKind kind = AuditKind.MachineChanged, string detail = "port", string value = "22", AuditOutcome outcome = AuditOutcome.Done) =>
        Log.WriteAsync(new AuditEvent(kind, "ann", "Ann", on, new Dictionary<string, string> { [detail] = value }) { Outcome = outcome }, default);
}
