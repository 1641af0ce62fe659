using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using WebShell.Core.Accounts;
using WebShell.Tests.Browser.Support;
using WebShell.Tests.Security;
using static Microsoft.Playwright.Assertions;

namespace WebShell.Tests.Account;

/// <summary>Passkeys with Chromium's virtual authenticator (WebAuthn level 3, section 11), and what is no passkey.</summary>
[Collection(ChromiumBrowser.Collection)]
public sealed class PasskeyTests(ChromiumBrowser browser) : IAsyncLifetime
{
    private const float SlowMachine = 30_000;

    private EdgePortal _portal = null!;
    private IPage _page = null!;

    // WebAuthn knows domains only: 127.0.0.1 is none.
    private string Origin => _portal.Origin.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    private SignInMeans Means => _portal.Services.GetRequiredService<AccountBook>().Now.MeansOf("admin");

    [Fact]
    public async Task Passkey_IsAdded_SignsInWithoutAnythingElse_OnceAnAnswer_AndIsRemoved()
    {
        await _page.GotoAsync(Origin + _portal.Link + "&return=/account/passkeys");
        await _page.GetByLabel("Name of the new passkey").FillAsync("Laptop <b>");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(_page.GetByText("Laptop <b>")).ToBeVisibleAsync(new() { Timeout = SlowMachine });
        Assert.Equal("Laptop <b>", Assert.Single(Means.Passkeys.ToArray()).Name);

        string? sent = null;
        _page.Request += (_, request) => sent = request.Url.EndsWith("/signin/passkey", StringComparison.Ordinal) ? request.PostData : sent;
        await _page.Context.ClearCookiesAsync();
        await _page.GotoAsync(Origin + "/signin?return=/account/passkeys");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(_page.GetByRole(AriaRole.Heading, new() { Name = "Your passkeys" })).ToBeVisibleAsync(new() { Timeout = SlowMachine });
        Assert.NotNull(Assert.Single(Means.Passkeys.ToArray()).LastUsedAt);

        var answer = sent!.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1]));
        await _page.Context.ClearCookiesAsync();
        await _page.GotoAsync(Origin + "/signin");
        await _page.EvaluateAsync(
            """([state, credential]) => { const form = document.querySelector("[data-passkey]"); form.elements.state.value = state; form.elements.credential.value = credential; form.submit(); }""",
            new[] { answer["state"], answer["credential"] });
        await Expect(_page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("did not let you in", new() { Timeout = SlowMachine });

        await _page.GotoAsync(Origin + "/signin?return=/account/passkeys");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await _page.GetByRole(AriaRole.Button, new() { Name = "Remove Laptop <b>" }).ClickAsync(new() { Timeout = SlowMachine });
        await Expect(_page.GetByText("Laptop <b>")).ToHaveCountAsync(0, new() { Timeout = SlowMachine });
        Assert.Empty(Means.Passkeys.ToArray());
    }

    [Fact]
    public async Task Answer_ThatIsNone_SignsNobodyIn()
    {
        using var asked = await _portal.SendAsync(HttpMethod.Post, "/signin/passkey/options", origin: _portal.Origin);
        var text = await asked.Content.ReadAsStringAsync();
        var state = System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("state").GetString()!;

        foreach (var fields in new Dictionary<string, string>[]
        {
            new() { ["state"] = state, ["credential"] = "{}" },
            new() { ["state"] = state, ["credential"] = "not json" },
            new() { ["state"] = "AAAA", ["credential"] = "{}" },
            [],
        })
        {
            using var refused = await _portal.PostAsync("/signin/passkey", fields);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var withoutToken = await _portal.SendAsync(HttpMethod.Post, "/signin/passkey", origin: _portal.Origin, also: request => request.Content = new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.BadRequest, withoutToken.StatusCode);
    }

    public async Task InitializeAsync()
    {
        _portal = await EdgePortal.StartAsync();
        _page = await browser.NewPageAsync();
        var devTools = await _page.Context.NewCDPSessionAsync(_page);
        await devTools.SendAsync("WebAuthn.enable");
        await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    public async Task DisposeAsync()
    {
        await _page.Context.CloseAsync();
        await _portal.DisposeAsync();
    }
}
