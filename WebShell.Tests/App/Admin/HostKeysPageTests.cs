using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Admin;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Tests.Inventory;
using WebShell.Tests.Ssh;

namespace WebShell.Tests.App.Admin;

public sealed class HostKeysPageTests : IAsyncLifetime
{
    private static readonly HostKey First = HostKeyStoreTests.Ed25519(1);
    private static readonly HostKey Second = HostKeyStoreTests.Ed25519(2);
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };

    private readonly PortalPage _portal = new(Machines.Named("web-01"), Machines.Named("web-02"));

    [Fact]
    public void NoKeys_OffersTheImport()
    {
        var page = _portal.Render<HostKeysPage>();

        Assert.Contains("No key is pinned yet", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.Buttons("Import known_hosts"));
    }

    [Fact]
    public void SomebodyElse_SeesAPageThatIsNotThere()
    {
        _portal.HostKeys.Pin("web-01", First, "ann");
        _portal.User.User = new PortalUser("gast", "Gast");

        var page = _portal.Render<HostKeysPage>();

        Assert.Contains("No such page", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("web-01", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryCall_OfSomebodyElse_IsRefused()
    {
        var book = _portal.Services.GetRequiredService<HostKeyBook>();
        _portal.User.User = new PortalUser("gast", "Gast");

        Assert.Null(await book.ListAsync(default));
        Assert.Null(await book.ExportAsync(default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => book.RevokeAsync("web-01", First, default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => book.RemoveAsync("web-01", First, default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => book.ReplaceAsync(Refuse(), default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => book.PlanAsync("", null, default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => book.ApplyAsync(new HostKeyImportPlan([]), default));
        Assert.Empty(_portal.Audit.Events);
    }

    [Fact]
    public void Search_FindsByMachineTypeAndPrint()
    {
        _portal.HostKeys.Pin("web-01", First, "ann");
        _portal.HostKeys.Pin("web-02", Second, "bob");
        var page = _portal.Render<HostKeysPage>();
        Assert.Equal(2, Rows(page).Count);

        page.Find("input").Input($"ed25519 {Second.Fingerprint[10..20]}");
        Assert.Equal("web-02", Assert.Single(Rows(page)).QuerySelector(".name")!.TextContent);

        page.Find("input").Input("nothing");
        Assert.Contains("No key matches", page.Markup, StringComparison.Ordinal);
        page.Button("Show all").Click();
        Assert.Equal(2, Rows(page).Count);
    }

    [Fact]
    public void RefusedKey_IsComparedAndReplaced_AndTheActIsAudited()
    {
        _portal.HostKeys.Pin("web-01", First, "bob");
        var page = _portal.Render<HostKeysPage>();
        Assert.Empty(page.Buttons("Compare the keys of web-01"));

        Refuse();

        page.WaitForElement("[aria-label='Compare the keys of web-01']").Click();
        Assert.Equal("Replace the key of web-01?", page.Find("dialog h2").TextContent);
        Assert.Equal(2, page.FindAll("dialog .fp").Count);
        page.Button("It matches, replace the pin").Click(Mouse);

        Assert.Equal(Second, Assert.Single(_portal.HostKeys.Find("web-01").Pinned).Key);
        var audited = Assert.Single(_portal.Audit.Events);
        Assert.Equal((AuditKind.HostKeyReplaced, "ann", "web-01"), (audited.Kind, audited.ActorId, audited.On));
        Assert.Equal((Second.ToString(), First.ToString()), (audited.Details["pinned"], audited.Details["instead of"]));
        Assert.Empty(page.FindAll("dialog, .refusal"));
    }

    [Fact]
    public void Keeping_ChangesNothing()
    {
        _portal.HostKeys.Pin("web-01", First, "bob");
        Refuse();
        var page = _portal.Render<HostKeysPage>();

        page.Button("Compare the keys of web-01").Click();
        page.Button("Keep the pin").Click(Mouse);

        Assert.Equal(First, Assert.Single(_portal.HostKeys.Find("web-01").Pinned).Key);
        Assert.Empty(_portal.Audit.Events);
    }

    [Fact]
    public void AuditThatCannotBeWritten_StopsTheChange()
    {
        _portal.HostKeys.Pin("web-01", First, "bob");
        _portal.Audit.IsBroken = true;
        var page = _portal.Render<HostKeysPage>();

        page.Button("Remove the key of web-01").Click();
        page.Button("Remove the pin").Click(Mouse);

        Assert.Single(_portal.HostKeys.Find("web-01").Pinned);
        Assert.Contains("Nothing was changed.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Revoke_MarksTheKey()
    {
        _portal.HostKeys.Pin("web-01", First, "bob");
        var page = _portal.Render<HostKeysPage>();

        page.Button("Revoke the key of web-01").Click();
        page.Button("Revoke the key").Click(Mouse);

        Assert.Equal([First], _portal.HostKeys.Find("web-02").Revoked);
        Assert.Equal("every machine", page.Find("tr.is-revoked .name").TextContent);
        Assert.Equal(AuditKind.HostKeyRevoked, Assert.Single(_portal.Audit.Events).Kind);
    }

    [Fact]
    public async Task Import_ShowsThePlan_AndThenDoesIt()
    {
        await _portal.LoadedAsync();
        var page = _portal.Render<HostKeysPage>();
        page.Button("Import").Click();
        page.Find("textarea").Change($"web-01 ssh-ed25519 {First.Base64}\nelsewhere ssh-ed25519 {Second.Base64}\n");

        page.Button("Show what would change").Click();

        page.WaitForAssertion(() => Assert.Contains("1 to pin, 1 of no machine here.", page.Find("dialog p").TextContent, StringComparison.Ordinal));
        Assert.Empty(_portal.HostKeys.All());
        page.Button("Import 1 key").Click(Mouse);

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("dialog")));
        Assert.Equal(First, Assert.Single(_portal.HostKeys.Find("web-01").Pinned).Key);
        Assert.Equal(AuditKind.HostKeysImported, Assert.Single(_portal.Audit.Events).Kind);
    }

    [Fact]
    public void FileThatCannotBeRead_IsSaid()
    {
        _portal.HostKeys.Pin("web-01", First, "bob");
        File.AppendAllText(_portal.KnownHostsFile, "nonsense\n");

        var page = _portal.Render<HostKeysPage>();

        Assert.Contains("line 2", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    private static IReadOnlyList<IElement> Rows(IRenderedComponent<HostKeysPage> page) => page.FindAll("tbody tr[id]");

    private RefusedHostKey Refuse()
    {
        _portal.HostKeys.Refused.Add("web-01", "10.0.0.1:22", Second);
        return _portal.HostKeys.Refused.ToList()[0];
    }
}
