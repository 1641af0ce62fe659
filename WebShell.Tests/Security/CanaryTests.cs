using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using WebShell.Core.Accounts;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Core.Storage;
using WebShell.Tests.Browser.Support;
using WebShell.Tests.Inventory;
using WebShell.Tests.Support.SshServers;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Security;

/// <summary>
/// Unique secrets go every way that there is through the running portal, to a real sshd; each is seen to arrive. Then none of them is in
/// the database and its log, any other file of the data directory, a log line of any level, the audit export, a page, a download, the
/// metrics, an address, or what the browser keeps.
/// </summary>
[Collection(ChromiumBrowser.Collection)]
public sealed partial class CanaryTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private const float SlowMachine = 20_000;

    // Not a secret: it must be found where people's names are, or the search finds nothing at all.
    private const string Planted = "canary-cass";

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-canary-").FullName;
    private readonly UserKeys _keys = new();
    private readonly LogLines _logged = new();
    private readonly List<string> _addresses = [];
    private readonly List<string> _said = [];
    private readonly List<string> _secrets = [];
    private readonly List<CanaryPlace> _seen = [];
    private PamService _pam = null!;
    private TestLogin _login = null!;
    private OpenSshServer _server = null!;
    private EdgePortal _portal = null!;
    private IPage _page = null!;
    private string _shell = "";

    private string ArrivedFile => Path.Combine(_directory, "arrived");

    [Fact]
    public async Task Secrets_OfEveryWay_AreNowhere()
    {
        await _page.GotoAsync(_portal.Origin + _portal.Link);
        await Expect(_page.GetByLabel("Search").First).ToBeVisibleAsync(new() { Timeout = SlowMachine });
        var cookie = await CookieAsync();

        await SignInEveryWayAsync();
        await SharedCredentialAsync();
        await ShellByTypedPasswordAsync();
        await ShellByStoredPasswordAsync();
        await ShellByKeyAndCodeAsync();
        await ShellBySharedCredentialAsync();
        await LookAtPagesAsync();

        var places = await PlacesAsync(cookie);
        Assert.Superset(
            new HashSet<string> { "log (plain)", "webshell.db (plain)", "/admin/audit.jsonl (plain)", "page /admin/people (plain)" },
            CanarySearch.Find(Planted, places).Select(place => place.Replace("-wal", "", StringComparison.Ordinal)).ToHashSet());
        Assert.Contains("page /account (plain)", CanarySearch.Find("test fleet", places));
        Assert.Contains("/metrics (plain)", CanarySearch.Find("webshell_sign_ins_total", places));
        Assert.True(_secrets.Count > 30, $"{_secrets.Count} secrets");
        string[] found = [.. _secrets.SelectMany(secret => CanarySearch.Find(secret, places).Select(place => $"{secret} is in {place}"))];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    public async Task InitializeAsync()
    {
        var check = Path.Combine(_directory, "check");
        await File.WriteAllTextAsync(check, $"#!/bin/sh\nIFS= read -r word || [ -n \"$word\" ]\nprintf '%s\\n' \"$word\" >> {ArrivedFile}\ncase \"$word\" in *-wrong-*) exit 1;; esac\n");
        File.SetUnixFileMode(check, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _pam = new PamService(_directory, $"requisite pam_exec.so quiet expose_authtok {check}");
        _login = await TestLogin.CreateAsync();
        _server = new OpenSshServer
        {
            Program = _pam.Program,
            Configuration = "UsePAM yes\nPasswordAuthentication yes\nKbdInteractiveAuthentication yes\nAuthenticationMethods password publickey,keyboard-interactive",
        };
        await _server.StartAsync();
        _portal = await EdgePortal.StartAsync(builder =>
        {
            // As loud as anybody can make it, by every name that has a filter of its own.
            foreach (var section in new[] { "Logging:LogLevel", "Logging:Lines:LogLevel" })
            {
                foreach (var category in new[] { "Default", "Microsoft", "Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR", "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.EntityFrameworkCore", "System" })
                {
                    builder.Configuration[$"{section}:{category}"] = "Trace";
                }
            }

            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logged);
            builder.Services.AddSingleton<IInventorySource>(new ListSource("list", new Vm { Name = _server.Name, Address = "127.0.0.1", Port = _server.Port, Logins = ["root", _login.Name], AllowLoopback = true }));
        });
        _portal.Services.GetRequiredService<HostKeyStore>().Pin(_server.Name, _server.HostKey, "test");
        _page = await browser.NewPageAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        _page.Request += (_, request) => _addresses.Add(request.Url);
        _page.Console += (_, message) => _said.Add(message.Text);
    }

    // A portal that does not stop must not leave a login, a PAM service and a server behind.
    public async Task DisposeAsync()
    {
        await _page.Context.CloseAsync();
        try
        {
            await _portal.DisposeAsync();
        }
        finally
        {
            await _server.DisposeAsync();
            await _login.DisposeAsync();
            _pam.Dispose();
            _keys.Dispose();
            SqliteConnection.ClearAllPools();
            Directory.Delete(_directory, recursive: true);
        }
    }

    private string Canary(string name)
    {
        var secret = $"canary-{name}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        _secrets.Add(secret);
        return secret;
    }

    // The invitation, the password, the authenticator, its recovery codes, and what is wrong.
    private async Task SignInEveryWayAsync()
    {
        var (password, wrong) = (Canary("portal-password"), Canary("portal-wrong-password"));
        var token = await InviteAsync();
        using var welcome = await _portal.PostAsync("/signin/invitation", new() { ["token"] = token, ["password"] = password, ["again"] = password });
        Assert.Equal((HttpStatusCode.Redirect, "/"), (welcome.StatusCode, welcome.Headers.Location?.OriginalString));
        var cookie = EdgePortal.CookieOf(welcome);
        var account = _portal.Services.GetRequiredService<AccountBook>().Now.Named(Planted)!.Id;

        var setup = await (await _portal.GetAsync("/account/authenticator", cookie)).Content.ReadAsStringAsync();
        var sealedKey = SealedKey().Match(setup).Groups[1].Value;
        var key = AuthenticatorKey().Match(setup).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(32, key.Length);
        var bytes = FromBase32(key);
        _secrets.AddRange([key, Convert.ToBase64String(bytes)[..24], Convert.ToHexString(bytes)]);
        using var added = await _portal.PostAsync("/account/authenticator", new() { ["act"] = "add", ["sealed"] = sealedKey, ["code"] = CodeOf(bytes, 0), ["current"] = password }, cookie, account);
        var codes = RecoveryCode().Matches(await added.Content.ReadAsStringAsync()).Select(code => code.Groups[1].Value).ToList();
        Assert.Equal(RecoveryCodes.Count, codes.Count);
        _secrets.AddRange(codes);
        _secrets.AddRange(codes.Select(code => code.Replace("-", "", StringComparison.Ordinal)));

        using var refused = await _portal.PostAsync("/signin", new() { ["name"] = Planted, ["password"] = wrong });
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        foreach (var code in new[] { CodeOf(bytes, 1), codes[0] })
        {
            using var half = await _portal.PostAsync("/signin", new() { ["name"] = Planted, ["password"] = password });
            using var done = await _portal.PostAsync("/signin/code", new() { ["half"] = Half().Match(await half.Content.ReadAsStringAsync()).Groups[1].Value, ["code"] = code });
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
            _secrets.Add(EdgePortal.CookieOf(done).Split('=')[1][..60]);
        }
    }

    private async Task<string> InviteAsync()
    {
        await _page.GotoAsync(_portal.Origin + "/admin/people");
        await Named("Add person").First.ClickAsync();
        var dialog = _page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Sign-in name").FillAsync(Planted);
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Add") }).ClickAsync();
        var token = InvitationToken().Match(await dialog.GetByLabel("Link", new() { Exact = true }).InputValueAsync()).Groups[1].Value;
        Assert.NotEmpty(token);
        _secrets.Add(token);
        return token;
    }

    private async Task SharedCredentialAsync()
    {
        await _page.GotoAsync(_portal.Origin + "/admin/credentials");
        await Named("Add credential").First.ClickAsync();
        var dialog = _page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("shared fleet");
        await dialog.GetByLabel("Kind").SelectOptionAsync("Password");
        await dialog.GetByLabel("Login", new() { Exact = true }).FillAsync(_login.Name);
        await dialog.GetByLabel("Machines", new() { Exact = true }).FillAsync($"name:{_server.Name}");
        await dialog.GetByLabel("Password", new() { Exact = true }).FillAsync(Canary("shared-password"));
        await dialog.GetByText("1 machine now").WaitForAsync();
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Add credential") }).ClickAsync();
        await Expect(Named("shared fleet")).ToBeVisibleAsync();
    }

    private async Task ShellByTypedPasswordAsync()
    {
        await _page.GotoAsync($"{_portal.Origin}/shell/{_server.Name}?login=root");
        var dialog = SignIn();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(Canary("ssh-wrong-password"));
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Sign in") }).ClickAsync();
        await Named("Try again").First.ClickAsync(new() { Timeout = SlowMachine });
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(Canary("ssh-password"));
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Sign in") }).ClickAsync();
        await ConnectedAsync();
        await ArrivedAsync("ssh-wrong-password", "ssh-password");

        var (typed, shown, pasted) = (Canary("typed"), Canary("printed"), Canary("pasted"));
        var terminal = new TerminalPage(_page);
        await terminal.TypeAsync($"printf %s {typed} >~/typed\n");
        await terminal.TypeAsync($"printf %s {shown[..9]}; printf '%s\\n' {shown[9..]}\n");
        await terminal.ShowsAsync(shown);
        await terminal.PasteAsync($"printf %s {pasted} >~/pasted; echo the-$((1+1))nd");
        await terminal.PressAsync("Enter");
        await terminal.ShowsAsync("the-2nd");
        Assert.Equal((typed, pasted), (await File.ReadAllTextAsync(Path.Combine(_server.Directory, "typed")), await File.ReadAllTextAsync(Path.Combine(_server.Directory, "pasted"))));
        await EndShellAsync();
    }

    private async Task ShellByStoredPasswordAsync()
    {
        await _page.GotoAsync($"{_portal.Origin}/shell/{_server.Name}?login=root&n=2");
        var dialog = SignIn();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(Canary("stored-password"));
        await dialog.GetByLabel("Next time").SelectOptionAsync("Save to my credentials");
        await dialog.GetByLabel("Save as").FillAsync("test fleet");
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Sign in") }).ClickAsync();
        await ConnectedAsync();
        await ArrivedAsync("stored-password");
        await EndShellAsync();
    }

    private async Task ShellByKeyAndCodeAsync()
    {
        var file = await _keys.MakeAsync("-t ed25519", isProtected: true);
        var key = await File.ReadAllTextAsync(file);
        await File.AppendAllTextAsync(_server.AuthorizedKeysFile, await File.ReadAllTextAsync(file + ".pub"));

        // Behind the head and the public half, which is no secret.
        _secrets.AddRange(key.Split('\n').Where(line => line.Length > 60 && !line.StartsWith('-')).Skip(3).Select(line => line[..60]));
        _secrets.Add(UserKeys.Passphrase);
        await _page.GotoAsync($"{_portal.Origin}/shell/{_server.Name}?login=root&n=3");
        var dialog = SignIn();
        await dialog.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Private key") }).CheckAsync();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Private key" }).FillAsync(key);
        await dialog.GetByLabel("Passphrase").FillAsync(Canary("wrong-passphrase"));
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Sign in") }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("passphrase does not open", new() { Timeout = SlowMachine });
        await dialog.GetByLabel("Passphrase").FillAsync(UserKeys.Passphrase);
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Sign in") }).ClickAsync();
        var prompt = _page.GetByRole(AriaRole.Dialog, new() { Name = $"{_server.Name} asks for an answer" });
        await prompt.GetByLabel("Password").FillAsync(Canary("one-time-code"));
        await prompt.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Send") }).ClickAsync();
        await ConnectedAsync();
        await ArrivedAsync("one-time-code");
        await EndShellAsync();
    }

    private async Task ShellBySharedCredentialAsync()
    {
        await _page.GotoAsync($"{_portal.Origin}/shell/{_server.Name}?login={_login.Name}");
        await ConnectedAsync();
        await ArrivedAsync("shared-password");
        await EndShellAsync();
    }

    private async Task LookAtPagesAsync()
    {
        foreach (var (path, shows) in new[]
        {
            ("/account", "test fleet"), ("/sessions", "root"), ("/admin/people", Planted), ("/admin/credentials", "shared fleet"), ("/admin/audit", "shell."), ("/admin/settings", "Development"), ($"/vms/{_server.Name}", _server.Name),
        })
        {
            await _page.GotoAsync(_portal.Origin + path);
            await Expect(_page.Locator("main, .page").First).ToContainTextAsync(shows, new() { Timeout = SlowMachine });
            await KeepPageAsync(path);
        }

        await _page.GotoAsync($"{_portal.Origin}/sessions/{_shell}?details");
        await Expect(_page.GetByText("Key exchange").First).ToBeVisibleAsync();
        await KeepPageAsync("/sessions/{Id}?details");
        _seen.Add(CanaryPlace.Of("what the browser keeps", await _page.EvaluateAsync<string>("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")));
    }

    private async Task KeepPageAsync(string path) => _seen.Add(CanaryPlace.Of($"page {path}", await _page.ContentAsync()));

    private async Task<List<CanaryPlace>> PlacesAsync(string cookie)
    {
        _portal.Services.GetRequiredService<ILogger<CanaryTests>>().Log(LogLevel.Trace, default, Planted, exception: null, (planted, _) => planted);
        List<CanaryPlace> places = [.. _seen, CanaryPlace.Of("log", _logged.Text), CanaryPlace.Of("console of the browser", string.Join('\n', _said))];
        foreach (var path in Fetched())
        {
            using var answer = await _portal.GetAsync(path, cookie);
            places.Add(CanaryPlace.Of(path, $"{answer.Headers}{answer.Content.Headers}{await answer.Content.ReadAsStringAsync()}"));
        }

        // A link that invites or signs in carries its token: it is good once, and is in nobody's log.
        var links = new[] { "/signin?token=", "/signin/invitation?token=" };
        places.Add(CanaryPlace.Of("addresses", string.Join('\n', _addresses.Where(address => !links.Any(link => address.Contains(link, StringComparison.Ordinal))))));
        places.AddRange(Directory.GetFiles(_portal.Services.GetRequiredService<DataDirectory>().Root, "*", SearchOption.AllDirectories).Select(FileOf));
        return places;
    }

    // Every address that answers to GET, with what stands in it.
    private IEnumerable<string> Fetched() => _portal.Services.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is null or { Count: 0 } or ["GET"] or ["GET", "HEAD"])
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
        .Where(path => !path.StartsWith("/_", StringComparison.Ordinal) && !path.Contains("{**", StringComparison.Ordinal))
        .Select(path => path.Replace("{Name}", _server.Name, StringComparison.Ordinal).Replace("{Id}", "0123", StringComparison.Ordinal))
        .Distinct();

    // The database is open: what its log holds counts too.
    private static CanaryPlace FileOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return new CanaryPlace(Path.GetFileName(path), bytes.ToArray());
    }

    private async Task<string> CookieAsync() => string.Join("; ", (await _page.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));

    private async Task ConnectedAsync() =>
        await Expect(_page.Locator(".pane:not(.is-behind) [data-testid=terminal]")).ToHaveAttributeAsync("data-state", "connected", new() { Timeout = SlowMachine });

    // Before the page is left: one that still opens a terminal gives its circuit back late.
    private async Task EndShellAsync()
    {
        var session = _portal.Services.GetRequiredService<SessionRegistry>().All.Single(session => session.State != SessionState.Ended);
        _shell = session.Id;
        await session.EndAsync(SessionEndReason.ClosedByUser);
        await Expect(_page.Locator(".pane:not(.is-behind) [data-testid=terminal]")).ToHaveAttributeAsync("data-state", "ended", new() { Timeout = SlowMachine });
    }

    /// <summary>The machine was given each of them.</summary>
    private async Task ArrivedAsync(params string[] names)
    {
        var arrived = await File.ReadAllLinesAsync(ArrivedFile);
        Assert.All(names, name => Assert.Contains(_secrets.Last(secret => secret.StartsWith($"canary-{name}-", StringComparison.Ordinal)), arrived));
    }

    private ILocator Named(string name) => _page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private ILocator SignIn() => _page.GetByRole(AriaRole.Dialog, new() { Name = $"Sign in to {_server.Name}" });

    private static string CodeOf(byte[] key, int later) => AuthenticatorCode.At((DateTimeOffset.UtcNow.ToUnixTimeSeconds() / (long)AuthenticatorCode.Step.TotalSeconds) + later, key);

    private static byte[] FromBase32(string text)
    {
        const string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(text.Select(digit => Convert.ToString(digits.IndexOf(digit, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2))];
    }

    [GeneratedRegex("name=\"sealed\" value=\"([^\"]+)\"")]
    private static partial Regex SealedKey();

    [GeneratedRegex("aria-label=\"Key\">([A-Z2-7 ]+)<")]
    private static partial Regex AuthenticatorKey();

    [GeneratedRegex("<li>([a-z2-9-]{19})</li>")]
    private static partial Regex RecoveryCode();

    [GeneratedRegex("name=\"half\" value=\"([^\"]+)\"")]
    private static partial Regex Half();

    [GeneratedRegex(@"token=([\w-]+)")]
    private static partial Regex InvitationToken();
}
