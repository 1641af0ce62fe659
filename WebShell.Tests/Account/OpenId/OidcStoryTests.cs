using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using WebShell.Core.Inventory;
using WebShell.Tests.Browser.Support;
using WebShell.Tests.Inventory;
using WebShell.Tests.Security;
using WebShell.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Account.OpenId;

/// <summary>Somebody signs in by the company's provider, sees machines, and signs out here and there.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class OidcStoryTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private const float SlowMachine = 30_000;

    private readonly SmallProvider _provider = new() { ShowsPage = true, Person = new("s-1", "ana", "portal-admins") };
    private EdgePortal _portal = null!;
    private IPage _page = null!;

    [Fact]
    public async Task Person_SignsInByTheProvider_SeesMachines_AndSignsOutOfBoth()
    {
        await _page.GotoAsync(_portal.Origin + "/");
        await _page.GetByRole(AriaRole.Link, new() { Name = "Continue with company sign-in" }).ClickAsync();
        await _page.GetByRole(AriaRole.Link, new() { Name = "Continue as ana" }).ClickAsync(new() { Timeout = SlowMachine });
        await Expect(_page.GetByText("web-01").First).ToBeVisibleAsync(new() { Timeout = SlowMachine });

        await _page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Account:") }).ClickAsync();
        await _page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        // There and back: the provider was told with the token, in no address.
        await Expect(_page).ToHaveURLAsync(_portal.Origin + "/signin", new() { Timeout = SlowMachine });
        var ended = Assert.Single(_provider.Ended);
        Assert.Contains(ended["id_token_hint"], _provider.Secrets);
        await _page.GotoAsync(_portal.Origin + "/");
        await Expect(_page.GetByRole(AriaRole.Link, new() { Name = "Continue with company sign-in" })).ToBeVisibleAsync(new() { Timeout = SlowMachine });
    }

    public async Task InitializeAsync()
    {
        await _provider.StartAsync();
        Environment.SetEnvironmentVariable(Variable, SmallProvider.Secret);
        _portal = await EdgePortal.StartAsync(
            builder => builder.Services.AddSingleton<IInventorySource>(new ListSource("list", Machines.Named("web-01"))),
            $"--WebShell:SignIn:Oidc:Authority={_provider.Issuer}",
            $"--WebShell:SignIn:Oidc:ClientId={SmallProvider.ClientId}",
            $"--WebShell:SignIn:Oidc:ClientSecretVariable={Variable}",
            "--WebShell:SignIn:Oidc:NewPeople=Everybody",
            "--WebShell:SignIn:Oidc:AdministratorGroups:0=portal-admins");
        await Within.Seconds(_portal.Services.GetRequiredService<VmInventory>().RefreshAsync(default));
        _page = await browser.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        await _page.Context.CloseAsync();
        await _portal.DisposeAsync();
        await _provider.DisposeAsync();
        Environment.SetEnvironmentVariable(Variable, null);
    }

    private const string Variable = "WEBSHELL_TESTS_OIDC_SECRET";
}
