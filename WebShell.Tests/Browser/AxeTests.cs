using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Inventory;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Tests.Benchmarks;
using WebShell.Tests.Browser.Support;
using WebShell.Tests.Inventory;
using WebShell.Tests.Security;
using WebShell.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Browser;

/// <summary>axe-core (WCAG 2.2 A and AA, and its best practices) has nothing to say about the pages of administration, the account, and the door; dark and light.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class AxeTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private const float SlowMachine = 20_000;

    private const string Look = """
        async () => {
          const found = [];
          for (const theme of ["dark", "light"]) {
            document.documentElement.dataset.theme = theme;
            await Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => {})));
            const result = await axe.run(document, { resultTypes: ["violations"] });
            found.push(...result.violations.flatMap(rule => rule.nodes.map(node => `${theme}: ${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replaceAll(/\s+/g, " ")}`)));
          }
          return found;
        }
        """;

    private const string SomeKey = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    private readonly List<string> _found = [];
    private EdgePortal _portal = null!;
    private Core.Accounts.Account _admin = null!;
    private IPage _page = null!;

    [Fact]
    public async Task Pages_OfAdministrationAndAccount_AreClean()
    {
        await _page.GotoAsync(_portal.Origin + _portal.Link);
        foreach (var (path, shows) in new[]
        {
            ("/admin/people", "Change ben"), ("/admin/rules", "Remove Administrators everywhere"), ("/admin/host-keys", "Remove the key of web-01"), ("/admin/ssh", "AES-GCM"),
            ("/admin/settings", "Development"), ("/admin/sources", "Add source"), ("/admin/reach?vm=web-01", "Administrators everywhere"), ("/account", "My credentials for machines"),
            ("/admin/requests", "Nobody has asked for access"), ("/access", "You have not asked for anything yet"),
        })
        {
            await OpenAsync(path);
            await Expect(_page.GetByText(shows).Or(_page.GetByRole(AriaRole.Button, new() { Name = shows })).First).ToBeVisibleAsync(new() { Timeout = SlowMachine });
            await LookAsync(path);
        }

        await OpenAsync("/admin/audit");
        await _page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("event [0-9]+") }).First.ClickAsync();
        await Expect(_page.GetByRole(AriaRole.Heading, new() { Name = "Hash chain" })).ToBeVisibleAsync();
        await LookAsync("/admin/audit");
        await OpenAsync("/admin/credentials");
        await _page.GetByRole(AriaRole.Button, new() { Name = "web fleet", Exact = true }).ClickAsync();
        await Expect(_page.GetByRole(AriaRole.Heading, new() { Name = "History" })).ToBeVisibleAsync();
        await LookAsync("/admin/credentials");
        foreach (var path in new[] { "/account/password", "/account/passkeys", "/account/authenticator" })
        {
            await OpenAsync(path);
            await LookAsync(path);
        }

        Assert.True(_found.Count == 0, string.Join('\n', _found));
    }

    [Fact]
    public async Task Door_IsClean()
    {
        await using var scope = _portal.ScopeAs(_admin);
        var editor = scope.ServiceProvider.GetRequiredService<AccountEditor>();
        var (cleo, token) = await editor.AddAsync(new NewAccount("cleo", null, null, PortalRole.User, []), default);
        await OpenAsync("/signin");
        await LookAsync("/signin");
        await OpenAsync($"/signin/invitation?token={token}");
        await LookAsync("/signin/invitation");
        await OpenAsync("/signin/invitation?token=old");
        await LookAsync("/signin/invitation, an old one");

        var (desk, key) = (_portal.Services.GetRequiredService<SignInDesk>(), RandomNumberGenerator.GetBytes(AuthenticatorCode.KeyBytes));
        const string words = "otter kayak violet seven";
        await desk.SetInvitedPasswordAsync(token, words, _ => ValueTask.CompletedTask, default);
        var step = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / (long)AuthenticatorCode.Step.TotalSeconds;
        await desk.AddCodeAsync(cleo.Id, key, AuthenticatorCode.At(step, key), () => ValueTask.CompletedTask, default);
        await OpenAsync("/signin");
        await _page.GetByLabel("User name").FillAsync("cleo");
        await _page.GetByLabel("Password").FillAsync(words);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(_page.GetByLabel("Code from your authenticator")).ToBeVisibleAsync(new() { Timeout = SlowMachine });
        await LookAsync("/signin/code");

        Assert.True(_found.Count == 0, string.Join('\n', _found));
    }

    // What says "nothing" must be able to say something.
    [Fact]
    public async Task Page_ThatIsNotClean_IsFound()
    {
        await OpenAsync("/signin");
        await _page.EvaluateAsync("() => document.body.insertAdjacentHTML('beforeend', '<button></button><p style=\"color:#777;background:#888\">Hardly to be read</p>')");

        await LookAsync("/signin");

        Assert.Equal(2, _found.Count(finding => finding.Contains("color-contrast", StringComparison.Ordinal)));
        Assert.Equal(2, _found.Count(finding => finding.Contains("button-name", StringComparison.Ordinal)));
    }

    public async Task InitializeAsync()
    {
        _portal = await EdgePortal.StartAsync(builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<IShellConnector>(new HandConnector()));
            builder.Services.AddSingleton<IInventorySource>(new ListSource("list", Machines.Named("web-01", ("env", "prod"), ("role", "web")), Machines.Named("db-01", ("env", "dev"), ("role", "db"))));
        });
        _admin = await _portal.AccountAsync("omar", PortalRole.Administrator);
        await _portal.AccountAsync("ben");
        _portal.Services.GetRequiredService<HostKeyStore>().Pin("web-01", HostKey.Parse(SomeKey), "test");
        await using var scope = _portal.ScopeAs(_admin);
        var added = await scope.ServiceProvider.GetRequiredService<SharedDesk>().AddAsync(
            new SharedDraft { Name = "web fleet", Kind = SharedKind.PrivateKey, Machines = "role:web", Login = "deploy", Owner = "user:ben" }, secret: null, default);
        Assert.Empty(added);
        _page = await browser.NewPageAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 }, ReducedMotion = ReducedMotion.Reduce });
        await _page.AddInitScriptAsync(scriptPath: Path.Combine(Repository.Root, "WebShell.App", "client", "node_modules", "axe-core", "axe.min.js"));
    }

    public async Task DisposeAsync()
    {
        await _page.Context.CloseAsync();
        await _portal.DisposeAsync();
    }

    private async Task OpenAsync(string path) => await _page.GotoAsync(_portal.Origin + path);

    private async Task LookAsync(string path) => _found.AddRange((await _page.EvaluateAsync<string[]>(Look)).Select(finding => $"{path}: {finding}"));
}
