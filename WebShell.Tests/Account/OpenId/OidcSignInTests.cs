using System.Net;
using System.Text.RegularExpressions;
using WebShell.App.Account;
using WebShell.App.Account.OpenId;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;
using WebShell.Tests.Security;

namespace WebShell.Tests.Account.OpenId;

/// <summary>Signing in by an OpenID provider, by raw requests; the provider is a real one that can do each thing wrong.</summary>
public sealed class OidcSignInTests(OidcBench bench) : IClassFixture<OidcBench>, IDisposable
{
    [Fact]
    public async Task SignIn_MakesTheAccount_WithRoleAndGroups_AndLeadsBack()
    {
        bench.Provider.Person = new("s-new", "Bea", "portal-operators", "/company/dba", "other");

        using var answer = await bench.SignInAsync("/sessions?x=1");
        using var page = await bench.Portal.GetAsync("/", OidcBench.TicketOf(answer));

        Assert.Equal((HttpStatusCode.Redirect, "/sessions?x=1"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var account = bench.Book.Now.Named("bea")!;
        Assert.Equal((PortalRole.Operator, AccountOrigin.Oidc, "Ana Berg", "Bea@example.com"), (account.Role, account.Origin, account.DisplayName, account.Email));
        Assert.Equal(["dba"], bench.Book.Now.GroupsOf(account.Id));
        Assert.Equal(new ExternalIdentity(bench.Provider.Issuer, "s-new"), bench.Book.Now.MeansOf(account.Id).External);
        Assert.Equal([AuditKind.AccountAdded, AuditKind.GroupAdded, AuditKind.SignedIn], Events("bea").Concat(Events("dba")).OrderBy(e => e.Kind == AuditKind.SignedIn).Select(e => e.Kind));
    }

    [Fact]
    public async Task SignIn_Again_FollowsTheProvider_AndAnotherRoleEndsWhatWasBefore()
    {
        bench.Provider.Person = new("s-again", "cleo", "portal-operators", "/company/dba");
        using var first = await bench.SignInAsync();
        var id = bench.Book.Now.Named("cleo")!.Id;

        // Another name there is no other account here.
        bench.Provider.Person = new("s-again", "cleopatra") { DisplayName = "Cleo P." };
        using var second = await bench.SignInAsync();

        using var before = await bench.Portal.GetAsync("/", OidcBench.TicketOf(first));
        using var now = await bench.Portal.GetAsync("/", OidcBench.TicketOf(second));
        var account = bench.Book.Now.Find(id)!;
        Assert.Equal(("cleo", PortalRole.User, "Cleo P."), (account.Name, account.Role, account.DisplayName));
        Assert.Empty(bench.Book.Now.GroupsOf(id));
        Assert.Null(bench.Book.Now.Named("cleopatra"));
        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (before.StatusCode, now.StatusCode));
    }

    [Theory]
    [InlineData(ProviderFault.Declines, OidcEndpoint.Declined, 401, "company sign-in: declined")]
    [InlineData(ProviderFault.OtherAnswerIssuer, OidcEndpoint.BadAnswer, 401, "company sign-in: another issuer")]
    [InlineData(ProviderFault.TokenDown, OidcEndpoint.NoAnswer, 502, "token endpoint: status 503")]
    [InlineData(ProviderFault.TokenHuge, OidcEndpoint.NoAnswer, 502, "token endpoint: too much")]
    [InlineData(ProviderFault.TokenNoJson, OidcEndpoint.BadAnswer, 401, "token endpoint: no JSON")]
    [InlineData(ProviderFault.TokenRedirects, OidcEndpoint.BadAnswer, 401, "token endpoint: status 302")]
    [InlineData(ProviderFault.CodeExpired, OidcEndpoint.BadAnswer, 401, "token endpoint: invalid_grant")]
    [InlineData(ProviderFault.NoIdToken, OidcEndpoint.BadAnswer, 401, "token endpoint: status 200")]
    [InlineData(ProviderFault.TokenIssuer, OidcEndpoint.BadAnswer, 401, "id token: issuer")]
    [InlineData(ProviderFault.Audience, OidcEndpoint.BadAnswer, 401, "id token: audience")]
    [InlineData(ProviderFault.Nonce, OidcEndpoint.BadAnswer, 401, "id token: nonce")]
    [InlineData(ProviderFault.NoSubject, OidcEndpoint.BadAnswer, 401, "id token: not right")]
    [InlineData(ProviderFault.NotYet, OidcEndpoint.BadAnswer, 401, "id token: times")]
    [InlineData(ProviderFault.AccessTokenHash, OidcEndpoint.BadAnswer, 401, "id token: not right")]
    [InlineData(ProviderFault.AlgorithmNone, OidcEndpoint.BadAnswer, 401, "id token: signature")]
    [InlineData(ProviderFault.PublicKeyAsSecret, OidcEndpoint.BadAnswer, 401, "id token: signature")]
    [InlineData(ProviderFault.OtherKey, OidcEndpoint.BadAnswer, 401, "id token: signature")]
    public async Task Fault_SignsNobodyIn_AndSaysSoInTheAuditAndInOurWords(ProviderFault fault, string sentence, int status, string reason)
    {
        bench.Provider.Person = new("s-" + fault, "nobody-" + (int)fault);
        bench.Provider.Fault = fault;
        var before = bench.Audit.Events.Count;

        using var answer = await bench.SignInAsync();

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.False(OidcBench.HasTicket(answer));
        Assert.Contains(sentence, page, StringComparison.Ordinal);
        Assert.DoesNotContain("foreign-4713", page, StringComparison.Ordinal);
        Assert.Null(bench.Book.Now.Named("nobody-" + (int)fault));
        var refused = Assert.Single(bench.Audit.Events.Skip(before));
        Assert.Equal((AuditKind.SignInRefused, AuditOutcome.Refused, reason), (refused.Kind, refused.Outcome, refused.Result));
    }

    [Theory]
    [InlineData(-30, true)]
    [InlineData(-90, false)]
    public async Task ExpiredToken_CountsWithinTheClockSkewOnly(int seconds, bool counts)
    {
        bench.Provider.Person = new("s-late", "late");
        bench.Provider.TokenLife = TimeSpan.FromSeconds(seconds);

        using var answer = await bench.SignInAsync();

        Assert.Equal(counts, OidcBench.HasTicket(answer));
    }

    [Fact]
    public async Task State_CountsOnce_ForTheBrowserThatBeganIt()
    {
        bench.Provider.Person = new("s-state", "dora");
        var (there, cookies) = await bench.LeaveAsync();
        var (_, otherCookies) = await bench.LeaveAsync();
        var back = await bench.AtProviderAsync(there);
        var (secondThere, secondCookies) = await bench.LeaveAsync();
        var secondBack = await bench.AtProviderAsync(secondThere);

        using var foreign = await bench.Portal.GetAsync(back, otherCookies);
        using var without = await bench.Portal.GetAsync(back);
        using var noState = await bench.Portal.GetAsync(Regex.Replace(back, "state=[^&]+", "state="), cookies);
        using var hostile = await bench.Portal.GetAsync(Regex.Replace(back, "state=[^&]+", "state=" + new string('x', 5_000)), cookies);
        // Somebody else's code in this browser's way: the provider misses its verifier.
        using var injected = await bench.Portal.GetAsync(Regex.Replace(secondBack, "code=[^&]+", Regex.Match(back, "code=[^&]+").Value), secondCookies);
        (there, cookies) = await bench.LeaveAsync();
        back = await bench.AtProviderAsync(there);
        using var right = await bench.Portal.GetAsync(back, cookies);
        using var replayed = await bench.Portal.GetAsync(back, cookies);

        foreach (var refused in new[] { foreign, without, noState, hostile, replayed })
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.False(OidcBench.HasTicket(refused));
            Assert.Contains(OidcEndpoint.Stale, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, injected.StatusCode);
        Assert.True(OidcBench.HasTicket(right));
    }

    [Fact]
    public async Task Leaving_AsksWithAChallenge_AndKeepsTheWayInACookieOfTheBrowser()
    {
        using var left = await bench.Portal.GetAsync("/signin/oidc");

        var there = left.Headers.Location!.ToString();
        Assert.StartsWith(bench.Provider.Issuer + "/authorize?", there, StringComparison.Ordinal);
        Assert.Matches("code_challenge=[A-Za-z0-9_-]{43}&code_challenge_method=S256", there);
        Assert.Contains("redirect_uri=" + Uri.EscapeDataString(bench.Portal.Origin + "/signin/oidc/callback"), there, StringComparison.Ordinal);
        var cookie = Assert.Single(left.Headers.GetValues("Set-Cookie"));
        Assert.Equal(["httponly", "max-age=600", "path=/", "samesite=lax"], cookie.Split(';', StringSplitOptions.TrimEntries).Skip(1).Select(flag => flag.ToLowerInvariant()).Where(flag => !flag.StartsWith("expires", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Leaving_UnderAPublicOrigin_ComesBackThere_WithACookieThatIsHostBoundAndSecure()
    {
        await using var portal = await bench.StartPortalAsync("--WebShell:PublicOrigins:0=https://first.example.com", "--WebShell:PublicOrigins:1=https://shell.example.com");

        using var left = await portal.SendAsync(HttpMethod.Get, "/signin/oidc", also: request => request.Headers.Host = "shell.example.com");

        Assert.Contains("redirect_uri=" + Uri.EscapeDataString("https://shell.example.com/signin/oidc/callback"), left.Headers.Location!.ToString(), StringComparison.Ordinal);
        var cookie = Assert.Single(left.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-WebShell-oidc-", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure;", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task ReturnAddress_LeadsToThisPortalOnly(string asked)
    {
        bench.Provider.Person = new("s-return", "return-1");

        using var answer = await bench.SignInAsync(asked);

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Key_ThatTheProviderHasAnew_IsAskedForOnce()
    {
        bench.Provider.Person = new("s-rotated", "rotated");
        using var before = await bench.SignInAsync();
        var asked = bench.Provider.KeysAsked;
        bench.Provider.Rotate();

        using var after = await bench.SignInAsync();
        using var again = await bench.SignInAsync();

        Assert.True(OidcBench.HasTicket(before) && OidcBench.HasTicket(after) && OidcBench.HasTicket(again));
        Assert.Equal(asked + 1, bench.Provider.KeysAsked);
    }

    [Fact]
    public async Task Name_OfALocalAccount_DoesNotLeadToIt()
    {
        var local = await bench.Portal.AccountAsync("emil", PortalRole.Administrator);
        bench.Provider.Person = new("s-emil", "emil");

        using var answer = await bench.SignInAsync();

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(OidcBench.HasTicket(answer));
        Assert.Contains("There is an account with your name here already", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(local, bench.Book.Now.Named("emil"));
        Assert.Equal("company sign-in: the name is another account's", bench.Audit.Events[^1].Result);
    }

    [Fact]
    public async Task Disabled_IsRefused_AndNamedInTheAudit()
    {
        bench.Provider.Person = new("s-disabled", "fritz");
        using var first = await bench.SignInAsync();
        await bench.Book.ChangeAsync(now => ValueTask.FromResult<AccountChange?>(AccountChange.Of(now.Named("fritz")! with { IsDisabled = true })), default);

        using var answer = await bench.SignInAsync();

        Assert.False(OidcBench.HasTicket(answer));
        Assert.Contains("is disabled", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((AuditKind.SignInRefused, "fritz", "company sign-in: the account is disabled"), (bench.Audit.Events[^1].Kind, bench.Audit.Events[^1].ActorName, bench.Audit.Events[^1].Result));
    }

    [Fact]
    public async Task SignOut_GoesOnToTheProvider_WithTheTokenInAFormOnly()
    {
        bench.Provider.Person = new("s-out", "gina");
        using var signedIn = await bench.SignInAsync();
        var ticket = OidcBench.TicketOf(signedIn);
        var kept = signedIn.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("WebShell-farewell=", StringComparison.Ordinal));
        Assert.Contains("path=/signin;", kept, StringComparison.Ordinal);
        Assert.Contains("httponly", kept, StringComparison.Ordinal);
        var account = bench.Book.Now.Named("gina")!;

        using var before = await bench.Portal.GetAsync("/signin", ticket[ticket.IndexOf("WebShell-farewell", StringComparison.Ordinal)..]);
        using var signedOut = await bench.Portal.PostAsync("/signout", [], ticket, account: account.Name, accountId: account.Id);
        using var page = await bench.Portal.GetAsync("/signin?return=%2F", ticket);
        using var after = await bench.Portal.GetAsync("/", ticket);

        var text = await page.Content.ReadAsStringAsync();
        var idToken = bench.Provider.Secrets.Last(secret => secret.Contains('.', StringComparison.Ordinal));
        Assert.Contains($"name=\"id_token_hint\" value=\"{idToken}\"", text, StringComparison.Ordinal);
        Assert.Contains($"action=\"{bench.Provider.Issuer}/logout\"", text, StringComparison.Ordinal);
        Assert.Contains($"form-action 'self' https: {bench.Provider.Issuer};", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var back = await bench.Portal.GetAsync("/signin/oidc/farewell", ticket);
        Assert.Equal("/signin", back.Headers.Location?.OriginalString);
        Assert.Contains(back.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("WebShell-farewell=;", StringComparison.Ordinal));
        Assert.Equal(("/signin", HttpStatusCode.Redirect), (signedOut.Headers.Location?.OriginalString, after.StatusCode));
        Assert.DoesNotContain("id_token_hint", await before.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_OfAnotherSignIn_SendsNobodyToTheProvider()
    {
        bench.Provider.Person = new("s-out-2", "hugo");
        using var signedIn = await bench.SignInAsync();
        var farewell = signedIn.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("WebShell-farewell=", StringComparison.Ordinal)).Split(';')[0];
        var local = await bench.Portal.AccountAsync("ida");

        using var signedOut = await bench.Portal.PostAsync("/signout", [], $"{bench.Portal.TicketOf(local)}; {farewell}", account: "ida");
        using var page = await bench.Portal.GetAsync("/signin", farewell);

        Assert.DoesNotContain("id_token_hint", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_EndsSignIns_ByItsSignedWord_Once()
    {
        bench.Provider.Person = new("s-back", "kira");
        using var signedIn = await bench.SignInAsync();
        var ticket = OidcBench.TicketOf(signedIn);
        var token = bench.Provider.LogoutToken("s-back");
        bench.Provider.Fault = ProviderFault.OtherKey;
        var forged = bench.Provider.LogoutToken("s-back");
        bench.Provider.Fault = ProviderFault.None;

        foreach (var wrong in new[]
        {
            forged,
            "",
            "x.y.z",
            bench.Provider.LogoutToken("s-back", claims => claims["aud"] = "another"),
            bench.Provider.LogoutToken("s-back", claims => claims["iss"] = "https://evil.example"),
            bench.Provider.LogoutToken("s-back", claims => claims["nonce"] = "x"),
            bench.Provider.LogoutToken("s-back", claims => claims.Remove("events")),
            bench.Provider.LogoutToken("s-back", claims => claims.Remove("sub")),
            bench.Provider.LogoutToken("s-back", claims => claims.Remove("jti")),
            bench.Provider.LogoutToken("s-back", claims => claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-3).ToUnixTimeSeconds()),
        })
        {
            using var refused = await SayAsync(wrong);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        using var fromAPage = await SayAsync(token, "https://evil.example");
        using var still = await bench.Portal.GetAsync("/", ticket);
        using var taken = await SayAsync(token);
        using var over = await bench.Portal.GetAsync("/", ticket);
        using var again = await bench.SignInAsync();
        using var replayed = await SayAsync(token);
        using var stillAgain = await bench.Portal.GetAsync("/", OidcBench.TicketOf(again));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (fromAPage.StatusCode, still.StatusCode));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (taken.StatusCode, over.StatusCode));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (replayed.StatusCode, stillAgain.StatusCode));
        Assert.Equal("company sign-in", Assert.Single(Events("kira"), e => e.Kind == AuditKind.SignedOutEverywhere).ActorName);
        Assert.Equal(1, bench.Book.Now.MeansOf(bench.Book.Now.Named("kira")!.Id).Era);

        Task<HttpResponseMessage> SayAsync(string logoutToken, string? origin = null) => bench.Portal.SendAsync(
            HttpMethod.Post, "/signin/oidc/backchannel", origin: origin, also: request => request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["logout_token"] = logoutToken }));
    }

    [Fact]
    public async Task Secrets_AreInNoLog()
    {
        bench.Provider.Person = new("s-log", "jan");
        using var signedIn = await bench.SignInAsync();
        bench.Provider.Fault = ProviderFault.OtherKey;
        using var refused = await bench.SignInAsync();
        bench.Provider.Fault = ProviderFault.CodeExpired;
        using var expired = await bench.SignInAsync();

        var log = bench.Log.Text;
        Assert.True(OidcBench.HasTicket(signedIn));
        Assert.NotEmpty(bench.Provider.Secrets);
        Assert.All(bench.Provider.Secrets.Append(SmallProvider.Secret), secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
        Assert.Contains("Signing in by the OpenID provider failed: id token: signature", log, StringComparison.Ordinal);
        Assert.DoesNotContain("foreign-4713", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OffersTheProvider_AndWithoutLocalSignIn_NothingElse()
    {
        await using var only = await bench.StartPortalAsync("--WebShell:SignIn:Local=false", "--WebShell:SignIn:Oidc:ButtonText=Continue with Acme");

        using var both = await bench.Portal.GetAsync("/signin?return=/sessions");
        using var alone = await only.GetAsync("/signin");
        using var password = await only.PostAsync("/signin", new() { ["name"] = "ana", ["password"] = "otter kayak violet seven" });
        using var code = await only.PostAsync("/signin/code", new() { ["half"] = "x", ["code"] = "123456" });
        using var passkey = await only.PostAsync("/signin/passkey", new() { ["state"] = "x", ["credential"] = "{}" });

        var text = await both.Content.ReadAsStringAsync();
        Assert.Contains("href=\"/signin/oidc?return=%2Fsessions\"", text, StringComparison.Ordinal);
        Assert.Contains("Continue with company sign-in", text, StringComparison.Ordinal);
        Assert.Contains("type=\"password\"", text, StringComparison.Ordinal);
        text = await alone.Content.ReadAsStringAsync();
        Assert.Contains("Continue with Acme", text, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", text, StringComparison.Ordinal);
        Assert.All(new[] { password, code, passkey }, answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
    }

    [Fact]
    public async Task Portal_WithoutAProvider_HasNoSuchDoor()
    {
        await using var portal = await EdgePortal.StartAsync();

        using var leave = await portal.GetAsync("/signin/oidc");
        using var back = await portal.GetAsync("/signin/oidc/callback?code=x&state=y");
        using var page = await portal.GetAsync("/signin");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (leave.StatusCode, back.StatusCode));
        Assert.DoesNotContain("/signin/oidc", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        bench.Provider.Fault = ProviderFault.None;
        bench.Provider.TokenLife = TimeSpan.FromMinutes(5);
    }

    private IEnumerable<AuditEvent> Events(string on) => bench.Audit.Events.Where(e => e.On == on);
}
