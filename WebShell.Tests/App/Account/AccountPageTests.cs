using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Account;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;

namespace WebShell.Tests.App.Account;

public sealed class AccountPageTests
{
    private static readonly MouseEventArgs Mouse = new() { Detail = 1 };

    [Fact]
    public async Task Page_ListsOnesOwn_AndRemovesAfterAsking()
    {
        await using var portal = new PortalPage();
        var saved = portal.Services.GetRequiredService<SavedCredentials>();
        await saved.SaveAsync("ann", "laptop <b>", new PasswordCredential("hunter2"), default);
        await saved.SaveAsync("bob", "his", new PasswordCredential("hunter2"), default);

        var page = portal.Render<AccountPage>();
        Assert.Contains("laptop <b>", Assert.Single(page.FindAll("[aria-labelledby=my-credentials] li")).TextContent);
        Assert.Contains("Password", page.Find("[aria-labelledby=my-credentials] li").TextContent);
        Assert.Contains("never used", page.Find("[aria-labelledby=my-credentials] li").TextContent);
        Assert.DoesNotContain("hunter2", page.Markup);

        await page.Button("Remove laptop <b>").ClickAsync(Mouse);
        await page.Button("Cancel").ClickAsync(Mouse);
        Assert.Single(page.FindAll("[aria-labelledby=my-credentials] li"));
        await page.Button("Remove laptop <b>").ClickAsync(Mouse);
        await page.Button("Remove").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[aria-labelledby=my-credentials] li")));
        Assert.Equal("bob", Assert.Single(portal.SavedTable.Rows).OwnerId);
    }

    [Fact]
    public async Task Page_OfAnother_ShowsNothingOfIt()
    {
        await using var portal = new PortalPage();
        await portal.Services.GetRequiredService<SavedCredentials>().SaveAsync("ann", "laptop", new PasswordCredential("x"), default);
        portal.User.User = new PortalUser("bob", "Bob");

        Assert.Contains("None yet", portal.Render<AccountPage>().Markup);
    }

    [Fact]
    public async Task Key_MadeHere_ShowsItsPublicLineOnce_AndRotatingMakesAnother()
    {
        await using var portal = new PortalPage();
        var page = portal.Render<AccountPage>();
        await page.Button("Make a key").ClickAsync(Mouse);
        await page.Find("dialog input").InputAsync("laptop");
        await page.Button("Make it").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.StartsWith("ssh-ed25519 AAAA", page.Find(".pub").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        var first = page.Find(".pub").TextContent;
        Assert.EndsWith(" Ann-Berg@webshell", first, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("ssh-ed25519", portal.Render<AccountPage>().Markup, StringComparison.Ordinal);

        await page.Button("Rotate laptop").ClickAsync(Mouse);
        await page.Button("Rotate").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.NotEqual(first, page.Find(".pub").TextContent), TimeSpan.FromSeconds(10));
        Assert.Equal([AuditKind.CredentialAdded, AuditKind.CredentialRotated], portal.Audit.Events.Select(what => what.Kind));
    }

    [Fact]
    public async Task Password_Rotated_IsTheNewOne_AndAnEmptyOneIsSaid()
    {
        await using var portal = new PortalPage();
        var saved = portal.Services.GetRequiredService<SavedCredentials>();
        var line = await saved.SaveAsync("ann", "db", new PasswordCredential("old"), default);
        var page = portal.Render<AccountPage>();
        await page.Button("Rotate db").ClickAsync(Mouse);
        await page.Button("Rotate").ClickAsync(Mouse);
        Assert.Contains("The password is empty", page.Markup, StringComparison.Ordinal);

        await page.Button("Rotate db").ClickAsync(Mouse);
        await page.Find("input[type=password]").InputAsync("canary-new");
        await page.Button("Rotate").ClickAsync(Mouse);

        Assert.Equal("canary-new", Assert.IsType<PasswordCredential>(await saved.OpenAsync("ann", line.Id, default)).Password);
        Assert.DoesNotContain("canary", page.Markup, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SavedCredentialException>(() => saved.RotateAsync("ann", line.Id, new PromptsCredential(), default));
        await Assert.ThrowsAsync<SavedCredentialException>(() => saved.RotateAsync("bob", line.Id, new PasswordCredential("x"), default));
    }

    [Fact]
    public async Task AuditLog_Broken_NothingIsMadeAndItIsSaid()
    {
        await using var portal = new PortalPage();
        portal.Audit.IsBroken = true;
        var page = portal.Render<AccountPage>();
        await page.Button("Make a key").ClickAsync(Mouse);
        await page.Find("dialog input").InputAsync("laptop");
        await page.Button("Make it").ClickAsync(Mouse);

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("[role=alert]")), TimeSpan.FromSeconds(10));
        Assert.Empty(portal.SavedTable.Rows);
    }
}
