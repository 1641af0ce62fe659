using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Account;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Shared;
using WebShell.Tests.Inventory;
using WebShell.Tests.Ssh;

namespace WebShell.Tests.App.Account;

/// <summary>Owners who are no administrators look after what is theirs, and see nothing of the rest.</summary>
public sealed class MySharedSectionTests : IAsyncLifetime
{
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };
    private static readonly PortalUser Admin = new("ann", "ann") { Role = PortalRole.Administrator };

    private readonly PortalPage _portal = new(Machines.Named("web-01", ("role", "web")), Machines.Named("db-01", ("role", "db")));

    private SharedDesk Desk => _portal.Services.GetRequiredService<SharedDesk>();

    [Theory]
    [InlineData("bob", "")]
    [InlineData("cleo", "dba")]
    public async Task Owner_ByNameOrGroup_SeesTheirsOnly_AndMayNotEditNorRemove(string name, string group)
    {
        var page = Render(new PortalUser(name, name) { Groups = [group] });

        var line = Assert.Single(page.FindAll("#my-shared ~ ul > li"));
        Assert.Contains(name == "bob" ? "web fleet" : "db fleet", line.TextContent, StringComparison.Ordinal);
        await page.Button(name == "bob" ? "Look at web fleet" : "Look at db fleet").ClickAsync(Mouse);
        Assert.NotEmpty(page.Buttons("Rotate"));
        Assert.Empty(page.Buttons("Edit and bind"));
        Assert.Empty(page.Buttons("Remove"));
    }

    [Theory]
    [InlineData(PortalRole.User)]
    [InlineData(PortalRole.Operator)]
    [InlineData(PortalRole.Auditor)]
    public void SomebodyElse_SeesNoSuchSection(PortalRole role) => Assert.Equal("", Render(new PortalUser("eve", "eve") { Role = role, Groups = ["web"] }).Markup.Trim());

    [Fact]
    public void Administrator_HasAPageForIt_AndNoSection() => Assert.Equal("", Render(Admin).Markup.Trim());

    [Fact]
    public async Task Machine_ThatChanged_IsConfirmedByTheOwner()
    {
        _portal.HostKeys.Replace("web-01", HostKeyStoreTests.Ed25519(2), "ann");
        var page = Render(new PortalUser("bob", "bob"));
        await page.Button("Look at web fleet").ClickAsync(Mouse);

        await page.Button("Confirm web-01").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.Empty(page.Buttons("Confirm web-01")));
        Assert.Contains(_portal.Audit.Events, entry => entry is { Kind: AuditKind.CredentialConfirmed, ActorName: "bob", On: "web fleet" });
    }

    [Fact]
    public async Task Secret_IsRotatedByTheOwner_AndIsNotInThePage()
    {
        var page = Render(new PortalUser("bob", "bob"));
        await page.Button("Look at web fleet").ClickAsync(Mouse);
        await page.Button("Rotate").ClickAsync(Mouse);
        await page.Find("dialog input[type=password]").InputAsync("canary-new-password");
        await page.FindAll("dialog button").Single(button => button.TextContent == "Rotate").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.Contains(_portal.Audit.Events, entry => entry is { Kind: AuditKind.CredentialRotated, ActorName: "bob" }));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("dialog")));
        Assert.DoesNotContain("canary", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_WhoIsNoneAnyMore_IsToldThatThereIsNoSuchCredential()
    {
        var page = Render(new PortalUser("cleo", "cleo") { Groups = ["dba"] });
        await page.Button("Look at db fleet").ClickAsync(Mouse);
        await page.Button("Rotate").ClickAsync(Mouse);
        _portal.User.User = new PortalUser("cleo", "cleo");

        await page.Find("dialog input[type=password]").InputAsync("canary-new-password");
        await page.FindAll("dialog button").Single(button => button.TextContent == "Rotate").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.Contains("There is no such credential any more.", page.Find("dialog [role=alert]").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(_portal.Audit.Events, entry => entry.Kind == AuditKind.CredentialRotated);
    }

    // What is not theirs cannot be told from what is not there, whatever they send.
    [Fact]
    public async Task AnothersCredential_LooksLikeOneThatIsNotThere()
    {
        var webs = (await Desk.ListAsync(default)).Single(line => line.Draft.Name == "web fleet");
        _portal.User.User = new PortalUser("eve", "eve");

        Assert.Null(await Desk.FindAsync(webs.Id, default));
        var theirs = await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.RotateAsync(webs.Id, webs.Version, new PasswordCredential("x"), default));
        var nobodys = await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.RotateAsync(Guid.NewGuid(), 1, new PasswordCredential("x"), default));
        Assert.Equal(nobodys.Message, theirs.Message);
        theirs = await Assert.ThrowsAsync<SharedCredentialException>(() => Desk.ConfirmAsync(webs.Id, [], default));
        Assert.Equal(nobodys.Message, theirs.Message);
    }

    public async Task InitializeAsync()
    {
        await _portal.LoadedAsync();
        _portal.HostKeys.Pin("web-01", HostKeyStoreTests.Ed25519(1), "ann");
        _portal.User.User = Admin;
        Assert.Empty(await Desk.AddAsync(Draft("web fleet", "role:web", "user:bob"), new PasswordCredential("canary-old-password"), default));
        Assert.Empty(await Desk.AddAsync(Draft("db fleet", "role:db", "group:dba"), new PasswordCredential("canary-old-password"), default));
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    private IRenderedComponent<MySharedSection> Render(PortalUser user)
    {
        _portal.User.User = user;
        return _portal.Render<MySharedSection>();
    }

    private static SharedDraft Draft(string name, string machines, string owner) => new() { Name = name, Kind = SharedKind.Password, Machines = machines, Login = "deploy", Owner = owner };
}
