using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Account;
using WebShell.Core.Access;
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
}
