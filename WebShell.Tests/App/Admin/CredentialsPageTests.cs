using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Admin.Credentials;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Tests.Inventory;
using WebShell.Tests.Ssh;

namespace WebShell.Tests.App.Admin;

public sealed class CredentialsPageTests : IAsyncLifetime
{
    private static readonly HostKey First = HostKeyStoreTests.Ed25519(1);
    private static readonly HostKey Second = HostKeyStoreTests.Ed25519(2);
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };

    private readonly PortalPage _portal = new(Machines.Named("web-01", ("role", "web")), Machines.Named("web-02", ("role", "web")), Machines.Named("db-01", ("role", "db")));

    private SharedDesk Desk => _portal.Services.GetRequiredService<SharedDesk>();

    [Fact]
    public void None_ExplainsWhatTheyAre_AndOffersTheFirst()
    {
        var page = _portal.Render<CredentialsPage>();

        Assert.Contains("No credential is shared yet", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.Buttons("Add the first one"));
    }

    [Fact]
    public void SomebodyElse_SeesAPageThatIsNotThere()
    {
        _portal.User.User = new PortalUser("gast", "Gast") { Role = PortalRole.Operator };

        Assert.Contains("No such page", _portal.Render<CredentialsPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_AKeyMadeHere_ShowsItsPublicLine_AndNeverThePrivateHalf()
    {
        var page = _portal.Render<CredentialsPage>();
        await page.Button("Add credential").ClickAsync(Mouse);
        await FillAsync(page, ("Name", "web fleet"), ("Login", "deploy"), ("Machines", "role:web"));
        Assert.Contains("2 machines now", page.Markup, StringComparison.Ordinal);

        await page.Button("Add credential ↵").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.Single(Rows(page)), TimeSpan.FromSeconds(10));
        await page.Button("web fleet").ClickAsync(Mouse);
        Assert.Contains("ssh-ed25519 AAAA", page.Find(".pub").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", page.Markup, StringComparison.Ordinal);
        Assert.Equal(AuditKind.CredentialAdded, Assert.Single(_portal.Audit.Events).Kind);
    }

    [Fact]
    public async Task Add_WithMistakes_SaysEachBesideItsField_AndAPasswordIsNotInThePage()
    {
        var page = _portal.Render<CredentialsPage>();
        await page.Button("Add credential").ClickAsync(Mouse);
        await page.Find("select").ChangeAsync("Password");
        await page.Find("input[type=password]").InputAsync("canary-password");
        await FillAsync(page, ("Name", ""), ("Login", "a b"), ("Machines", "web"));

        await page.Button("Add credential ↵").ClickAsync(Mouse);

        Assert.Equal(3, page.FindAll(".help.bad").Count);
        Assert.Contains("is a word", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", page.Markup, StringComparison.Ordinal);
        Assert.Empty(await Desk.ListAsync(default));
    }

    [Fact]
    public async Task HostKeyChanged_WaitsInThePanel_UntilItIsConfirmed()
    {
        await AddAsync();
        _portal.HostKeys.Replace("web-01", Second, "somebody");
        var page = _portal.Render<CredentialsPage>();
        Assert.Contains("1 machine waits for you", Assert.Single(Rows(page)).TextContent, StringComparison.Ordinal);

        await page.Button("web fleet").ClickAsync(Mouse);
        Assert.Contains(Second.Fingerprint, page.Find(".waiting").TextContent, StringComparison.Ordinal);
        await page.Button("Confirm web-01").ClickAsync(Mouse);

        Assert.Empty(page.FindAll(".waiting"));
        Assert.Equal(AuditKind.CredentialConfirmed, _portal.Audit.Events[^1].Kind);
        Assert.Contains("Confirmed", page.Find(".history").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_FindsByNameLabelLoginAndState()
    {
        await AddAsync();
        await AddAsync("databases", "role:db");
        var page = _portal.Render<CredentialsPage>();
        Assert.Equal(2, Rows(page).Count);

        await page.Find("input").InputAsync("ROLE:web password");
        Assert.Equal("web fleet", Assert.Single(Rows(page)).QuerySelector(".name")!.TextContent.Trim());
        await page.Find("input").InputAsync("nothing");
        Assert.Contains("No credential matches", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_Edit_IsTold_AndRemovingAsksFirst()
    {
        await AddAsync();
        var page = _portal.Render<CredentialsPage>();
        await page.Button("web fleet").ClickAsync(Mouse);
        await page.Button("Edit and bind").ClickAsync(Mouse);
        var line = Assert.Single(await Desk.ListAsync(default));
        await Desk.ChangeAsync(line.Id, line.Version, line.Draft with { Description = "another's" }, default);
        await FillAsync(page, ("What it is for", "mine"));

        await page.Button("Save ↵").ClickAsync(Mouse);

        Assert.Contains("changed web fleet meanwhile", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("another's", Assert.Single(await Desk.ListAsync(default)).Draft.Description);
        await page.Buttons("Cancel")[0].ClickAsync(Mouse);
        await page.Button("web fleet").ClickAsync(Mouse);
        await page.Button("web fleet").ClickAsync(Mouse);
        await page.Buttons("Remove")[0].ClickAsync(Mouse);
        await page.Buttons("Remove")[^1].ClickAsync(Mouse);
        Assert.Empty(await Desk.ListAsync(default));
    }

    [Fact]
    public async Task Rotate_APassword_TakesTheNewOne()
    {
        await AddAsync();
        var page = _portal.Render<CredentialsPage>();
        await page.Button("web fleet").ClickAsync(Mouse);
        await page.Buttons("Rotate")[0].ClickAsync(Mouse);

        await page.Buttons("Rotate")[^1].ClickAsync(Mouse);
        Assert.Contains("The password is empty", page.Markup, StringComparison.Ordinal);
        await page.Find("input[type=password]").InputAsync("canary-2");
        await page.Buttons("Rotate")[^1].ClickAsync(Mouse);

        Assert.Contains("Rotated", page.Find(".history").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", page.Markup, StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        await _portal.LoadedAsync();
        _portal.HostKeys.Pin("web-01", First, "ann");
        _portal.HostKeys.Pin("web-02", First, "ann");
    }

    public async Task DisposeAsync() => await _portal.DisposeAsync();

    private static IReadOnlyList<IElement> Rows(IRenderedComponent<CredentialsPage> page) => [.. page.FindAll("table.creds tbody tr")];

    private static async Task FillAsync(IRenderedComponent<CredentialsPage> page, params (string Title, string Value)[] fields)
    {
        foreach (var (title, value) in fields)
        {
            var field = page.FindAll("label.fl").Single(label => label.QuerySelector("span")!.TextContent == title);
            await field.QuerySelector("input")!.ChangeAsync(value);
        }
    }

    private async Task AddAsync(string name = "web fleet", string machines = "role:web") => Assert.Empty(await Desk.AddAsync(
        new SharedDraft { Name = name, Kind = SharedKind.Password, Machines = machines, Login = "deploy" }, new PasswordCredential("canary-1"), default));
}
