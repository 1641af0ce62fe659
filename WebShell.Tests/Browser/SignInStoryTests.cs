using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using WebShell.Core.Inventory;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Tests.Browser.Support;
using WebShell.Tests.Support.SshServers;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Browser;

/// <summary>How a person signs in to a machine, in a real browser, on real OpenSSH servers.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class SignInStoryTests(ChromiumBrowser browser) : IDisposable
{
    private readonly UserKeys _keys = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-story-pam-").FullName;

    [Fact]
    public async Task KeyWithPassphrase_Remembered_IsNotAskedForAtReconnect()
    {
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = await StartAsync(server, SshServer.Login);
        var key = await _keys.MakeAsync("-t ed25519", isProtected: true);
        await File.AppendAllTextAsync(server.AuthorizedKeysFile, await File.ReadAllTextAsync(key + ".pub"));
        var terminal = await TerminalPage.OpenAsync(browser, portal.SignInLink($"/shell/{server.Name}"), firstState: null);
        var dialog = terminal.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Sign in to {server.Name}" });

        await dialog.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("Private key") }).CheckAsync();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Private key" }).FillAsync(await File.ReadAllTextAsync(key));
        await dialog.GetByLabel("Passphrase").FillAsync("wrong");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("passphrase does not open", new() { Timeout = 20_000 });
        await dialog.GetByLabel("Passphrase").FillAsync(UserKeys.Passphrase);
        await dialog.GetByLabel("Next time").SelectOptionAsync("Remember for this shell");
        await dialog.GetByLabel("Passphrase").FocusAsync();
        await terminal.Page.Keyboard.PressAsync("Enter");
        await terminal.StateAsync("connected");

        await terminal.TypeAsync("exit\n");
        await terminal.StateAsync("ended");
        await terminal.Page.GetByRole(AriaRole.Button, new() { Name = "Reconnect" }).ClickAsync();
        await terminal.StateAsync("connected");
        await Expect(terminal.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.DoesNotContain("PRIVATE KEY-----\n", await terminal.Page.ContentAsync(), StringComparison.Ordinal);
        await terminal.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task KeyFromAFile_ThenTheMachinesCode_OnAPhone()
    {
        using var pam = new PamService(_directory, $"optional pam_echo.so file={Write("words", "Two-factor sign-in")}", CodeCheck());
        await using var server = new OpenSshServer { Program = pam.Program, Configuration = "UsePAM yes\nKbdInteractiveAuthentication yes\nAuthenticationMethods publickey,keyboard-interactive" };
        await server.StartAsync();
        await using var portal = await StartAsync(server, SshServer.Login);
        var page = await browser.NewPageAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 390, Height = 844 } });
        await page.GotoAsync(portal.SignInLink($"/shell/{server.Name}"));
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = $"Sign in to {server.Name}" });

        await dialog.GetByLabel("Private key file").SetInputFilesAsync(server.UserKeyFile);
        await Expect(dialog.GetByText(Path.GetFileName(server.UserKeyFile), new() { Exact = true })).ToBeVisibleAsync();
        await FitsAsync(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        var prompt = page.GetByRole(AriaRole.Dialog, new() { Name = $"{server.Name} asks for an answer" });
        await Expect(prompt).ToContainTextAsync("It accepted the key");
        await Expect(prompt).ToContainTextAsync("Two-factor sign-in");
        await FitsAsync(page);
        await prompt.GetByLabel("Password").FillAsync("471100");
        await prompt.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Expect(page.GetByTestId("terminal")).ToHaveAttributeAsync("data-state", "connected", new() { Timeout = 20_000 });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task ConnectOptions_ByTheKeyboardAlone()
    {
        await using var login = await TestLogin.CreateAsync();
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = await StartAsync(server, login.Name, "root");
        var page = await browser.NewPageAsync();
        await page.GotoAsync(portal.SignInLink("/"));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Connect to {server.Name}" })).ToHaveCountAsync(1);

        await page.GetByLabel("Search").FocusAsync();
        await page.Keyboard.TypeAsync(server.Name);
        await Expect(page.Locator("tr.is-current")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Shift+Enter");
        var options = page.GetByRole(AriaRole.Dialog, new() { Name = $"Connect to {server.Name}" });
        await Expect(options.GetByLabel("Login")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(options.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Password") })).ToBeFocusedAsync();
        await Task.Delay(WebShell.App.Dialogs.ModalDialog.LeastSeen);
        await page.Keyboard.PressAsync("Enter");

        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = $"Sign in to {server.Name}" });
        await Expect(dialog.GetByLabel("Password", new() { Exact = true }).Last).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(login.Password);
        await Task.Delay(WebShell.App.Dialogs.ModalDialog.LeastSeen);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("terminal")).ToHaveAttributeAsync("data-state", "connected", new() { Timeout = 20_000 });
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Password_Saved_IsUsedInTheNextShell_AndRemovedOnTheAccountPage()
    {
        await using var login = await TestLogin.CreateAsync();
        await using var server = await OpenSshServer.StartNewAsync();
        await using var portal = await StartAsync(server, login.Name);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(portal.SignInLink($"/shell/{server.Name}"));
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = $"Sign in to {server.Name}" });
        var front = page.Locator(".pane:not(.is-behind) [data-testid=terminal]");

        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(login.Password);
        await dialog.GetByLabel("Next time").SelectOptionAsync("Save to my credentials");
        await dialog.GetByLabel("Save as").FillAsync("test fleet");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(front).ToHaveAttributeAsync("data-state", "connected", new() { Timeout = 20_000 });

        await page.GotoAsync(new Uri(portal.Address, "/account").ToString());
        await Expect(page.GetByText("test fleet")).ToBeVisibleAsync();
        await Expect(page.GetByText("never used")).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(portal.Address, $"/shell/{server.Name}?n=2").ToString());
        await dialog.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("My password “test fleet”") }).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(front).ToHaveAttributeAsync("data-state", "connected", new() { Timeout = 20_000 });

        await page.GotoAsync(new Uri(portal.Address, "/account").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove test fleet" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Remove test fleet?" }).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(page.GetByText("None yet.", new() { Exact = false })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    public void Dispose()
    {
        _keys.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<PortalHost> StartAsync(OpenSshServer server, params string[] logins)
    {
        var portal = await PortalHost.StartAsync(null, [new Vm { Name = server.Name, Address = "127.0.0.1", Port = server.Port, Logins = logins, AllowLoopback = true }]);
        portal.Services.GetRequiredService<HostKeyStore>().Pin(server.Name, server.HostKey, "test");
        return portal;
    }

    // Nothing of the dialog lies beside the screen.
    private static async Task FitsAsync(IPage page) =>
        Assert.True(await page.EvaluateAsync<bool>("(() => { const d = document.querySelector('dialog[open]'); const r = d.getBoundingClientRect(); return d.scrollWidth <= d.clientWidth && r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight; })()"));

    private string CodeCheck()
    {
        var program = Write("check-code", "#!/bin/sh\nIFS= read -r code || [ -n \"$code\" ]\n[ \"$code\" = 471100 ]\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return $"requisite pam_exec.so quiet expose_authtok {program}";
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_directory, name);
        File.WriteAllText(file, text);
        return file;
    }
}
