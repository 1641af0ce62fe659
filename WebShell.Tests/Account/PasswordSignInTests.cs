using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebShell.App.Account;
using WebShell.Core.Accounts;
using WebShell.Tests.Security;

namespace WebShell.Tests.Account;

/// <summary>Signing in with a name and a password, by raw requests against the running portal.</summary>
public sealed class PasswordSignInTests : IAsyncLifetime
{
    private const string Words = "otter kayak violet seven";

    private EdgePortal _portal = null!;
    private Core.Accounts.Account _ana = null!;

    private AccountBook Book => _portal.Services.GetRequiredService<AccountBook>();

    private SignInDesk Desk => _portal.Services.GetRequiredService<SignInDesk>();

    [Fact]
    public async Task RightPassword_SignsIn_WithANewTicketEachTime_AndLeadsBack()
    {
        using var first = await SignInAsync("ana", Words, "/vms/web-01?x=1");
        using var second = await SignInAsync("ana", Words);
        using var page = await _portal.GetAsync("/", EdgePortal.CookieOf(first));

        Assert.Equal((HttpStatusCode.Redirect, "/vms/web-01?x=1"), (first.StatusCode, first.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.NotEqual(EdgePortal.CookieOf(first), EdgePortal.CookieOf(second));
        Assert.NotNull(Book.Now.MeansOf(_ana.Id).LastSignInAt);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task ReturnAddress_LeadsToThisPortalOnly(string asked)
    {
        using var answer = await SignInAsync("ana", Words, asked);

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task WrongPassword_UnknownName_AndNameWithoutAPassword_GetTheSameAnswer()
    {
        await _portal.AccountAsync("bob");

        var answers = new List<string>();
        foreach (var (name, password) in new[] { ("ana", "otter kayak violet eight"), ("bob", Words), ("eve", Words) })
        {
            using var answer = await SignInAsync(name, password);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.DoesNotContain(answer.Headers, header => header.Key == "Set-Cookie" && header.Value.Any(value => value.StartsWith("WebShell=", StringComparison.Ordinal)));
            answers.Add(Regex.Replace(await answer.Content.ReadAsStringAsync(), "value=\"[^\"]*\"", ""));
        }

        Assert.Single(answers.Distinct());
        Assert.Contains(SignInEndpoint.NoMatch, answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_WithoutItsToken_OrFromElsewhere_SignsNobodyIn()
    {
        var fields = new Dictionary<string, string> { ["name"] = "ana", ["password"] = Words };

        using var without = await _portal.SendAsync(HttpMethod.Post, "/signin", origin: _portal.Origin, also: request => request.Content = new FormUrlEncodedContent(fields));
        using var foreign = await _portal.SendAsync(HttpMethod.Post, "/signin", origin: "https://evil.example", also: request => request.Content = new FormUrlEncodedContent(fields));
        using var noForm = await _portal.SendAsync(HttpMethod.Post, "/signin", origin: _portal.Origin, also: request => request.Content = new StringContent("{}"));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest), (without.StatusCode, foreign.StatusCode, noForm.StatusCode));
        Assert.False(HasTicket(without) || HasTicket(foreign) || HasTicket(noForm));
    }

    [Fact]
    public async Task Tries_AboveTheLimit_AreRefused_TheRightPasswordToo_AndOthersAreNot()
    {
        for (var i = 0; i < SignInAttempts.Limit; i++)
        {
            using var wrong = await SignInAsync("ana", "wrong wrong wrong");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var right = await SignInAsync("ana", Words);
        using var other = await SignInAsync("bob", "wrong wrong wrong");

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.Unauthorized), (right.StatusCode, other.StatusCode));
        Assert.False(HasTicket(right));
        Assert.Equal("300", right.Headers.RetryAfter?.ToString());
    }

    [Fact]
    public async Task Ticket_Tampered_IsNobody()
    {
        using var answer = await SignInAsync("ana", Words);
        var cookie = EdgePortal.CookieOf(answer);
        var tampered = cookie[..^4] + (cookie[^4] == 'A' ? 'B' : 'A') + cookie[^3..];

        using var page = await _portal.GetAsync("/", tampered);

        Assert.Equal("/signin?return=%2F", page.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Disabled_TicketAndPasswordAreWorthNothing()
    {
        using var answer = await SignInAsync("ana", Words);
        await Book.ChangeAsync(now => ValueTask.FromResult<AccountChange?>(AccountChange.Of(now.Find(_ana.Id)! with { IsDisabled = true })), default);

        using var page = await _portal.GetAsync("/", EdgePortal.CookieOf(answer));
        using var again = await SignInAsync("ana", Words);

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task Password_Changed_EndsTheOtherSignIns_AndTheOldTicketOfThisOne()
    {
        using var here = await SignInAsync("ana", Words);
        using var there = await SignInAsync("ana", Words);
        var (mine, other) = (TicketOf(here), TicketOf(there));

        using var wrong = await ChangeAsync(mine, "not that at all", "seven violet kayaks");
        using var weak = await ChangeAsync(mine, Words, "short");
        using var done = await ChangeAsync(mine, Words, "seven violet kayaks");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest, HttpStatusCode.Redirect), (wrong.StatusCode, weak.StatusCode, done.StatusCode));
        using var withNew = await _portal.GetAsync("/", TicketOf(done));
        using var withOld = await _portal.GetAsync("/", mine);
        using var elsewhere = await _portal.GetAsync("/", other);
        using var again = await SignInAsync("ana", "seven violet kayaks");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.Redirect), (withNew.StatusCode, withOld.StatusCode, elsewhere.StatusCode));
        Assert.True(HasTicket(again));

        Task<HttpResponseMessage> ChangeAsync(string cookie, string current, string password) =>
            _portal.PostAsync("/account/password", new() { ["current"] = current, ["password"] = password, ["again"] = password }, cookie, account: "ana");
    }

    [Fact]
    public async Task OwnMeans_OnlyAWrongPasswordOrCodeCountsAsATry()
    {
        using var answer = await SignInAsync("ana", Words);
        var ticket = TicketOf(answer);
        for (var i = 0; i <= SignInAttempts.Limit; i++)
        {
            using var weak = await PostAsync("/account/password", new() { ["current"] = Words, ["password"] = "short", ["again"] = "short" });
            Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        }

        using var page = await _portal.GetAsync("/account/authenticator", ticket);
        var setup = Regex.Match(await page.Content.ReadAsStringAsync(), "name=\"sealed\" value=\"([^\"]+)\"").Groups[1].Value;
        for (var i = 0; i < SignInAttempts.Limit; i++)
        {
            using var wrong = i % 2 == 0
                ? await PostAsync("/account/passkeys", new() { ["act"] = "remove", ["id"] = "x", ["current"] = "not that at all" })
                : await PostAsync("/account/authenticator", new() { ["act"] = "add", ["sealed"] = setup, ["code"] = "no", ["current"] = Words });
            Assert.Equal(i % 2 == 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest, wrong.StatusCode);
        }

        using var right = await PostAsync("/account/password", new() { ["current"] = Words, ["password"] = "seven violet kayaks", ["again"] = "seven violet kayaks" });
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);

        Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> form) => _portal.PostAsync(path, form, ticket, account: "ana");
    }

    [Fact]
    public async Task SignOutOthers_LeavesThisOne()
    {
        using var here = await SignInAsync("ana", Words);
        using var there = await SignInAsync("ana", Words);

        using var done = await _portal.PostAsync("/account/sign-out-others", [], TicketOf(here), account: "ana");

        using var withNew = await _portal.GetAsync("/", TicketOf(done));
        using var elsewhere = await _portal.GetAsync("/", TicketOf(there));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (withNew.StatusCode, elsewhere.StatusCode));
    }

    [Fact]
    public async Task Invitation_SetsThePasswordOnce_AndSignsIn()
    {
        var (token, kept) = InvitationLink.Make(DateTimeOffset.UtcNow, InvitationLink.Life);
        var bob = await _portal.AccountAsync("bob");
        await Book.ChangeAsync(_ => ValueTask.FromResult<AccountChange?>(AccountChange.Of(bob.Id, new SignInMeans { Invitation = kept })), default);

        using var page = await _portal.GetAsync($"/signin/invitation?token={token}");
        using var notSame = await SetAsync(Words, "other");
        using var weak = await SetAsync("password1234", "password1234");
        using var done = await SetAsync(Words, Words);
        using var again = await SetAsync(Words, Words);

        Assert.Contains("Welcome, bob", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (notSame.StatusCode, weak.StatusCode));
        Assert.True(HasTicket(done));
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.False(HasTicket(again));

        Task<HttpResponseMessage> SetAsync(string password, string typedAgain) =>
            _portal.PostAsync("/signin/invitation", new() { ["token"] = token, ["password"] = password, ["again"] = typedAgain });
    }

    [Fact]
    public async Task Code_IsAskedForAfterThePassword_AndTakenOnce()
    {
        var key = new byte[AuthenticatorCode.KeyBytes];
        var codes = await Desk.AddCodeAsync(_ana.Id, key, Code(key), () => ValueTask.CompletedTask, default);
        // The step it was set up with is used up: as if that had been a minute ago.
        await Book.ChangeAsync(now => ValueTask.FromResult<AccountChange?>(AccountChange.Of(_ana.Id, now.MeansOf(_ana.Id) with { CodeStep = 0 })), default);

        using var asked = await SignInAsync("ana", Words, "/sessions");
        Assert.False(HasTicket(asked));
        var half = Regex.Match(await asked.Content.ReadAsStringAsync(), "name=\"half\" value=\"([^\"]+)\"").Groups[1].Value;

        using var wrong = await CodeAsync(half, "no");
        using var foreign = await CodeAsync("guessed", Code(key));
        var code = Code(key);
        using var right = await CodeAsync(half, code);
        using var replayed = await CodeAsync(half, code);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest), (wrong.StatusCode, foreign.StatusCode));
        Assert.True(HasTicket(right));
        Assert.Equal("/sessions", right.Headers.Location?.OriginalString);
        Assert.False(HasTicket(replayed));

        using var secondTime = await SignInAsync("ana", Words);
        half = Regex.Match(await secondTime.Content.ReadAsStringAsync(), "name=\"half\" value=\"([^\"]+)\"").Groups[1].Value;
        using var sameCode = await CodeAsync(half, code);
        using var recovered = await CodeAsync(half, codes[0]);
        Assert.Equal(HttpStatusCode.Unauthorized, sameCode.StatusCode);
        Assert.True(HasTicket(recovered));

        Task<HttpResponseMessage> CodeAsync(string halfId, string typed) => _portal.PostAsync("/signin/code", new() { ["half"] = halfId, ["code"] = typed, ["return"] = "/sessions" });

        static string Code(byte[] key) => AuthenticatorCode.At(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30, key);
    }

    [Fact]
    public async Task Typed_ShowsUpInNoLogAndNoPage()
    {
        using var wrong = await SignInAsync(Canary + "-name", Canary);
        using var page = await SignInAsync("ana", Canary);

        Assert.DoesNotContain(Canary, _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(_log.Text);
    }

    [Fact]
    public async Task Passkey_IsRenamed_ByItsOwnerWithTheirPassword()
    {
        await _portal.AccountAsync("bob");
        var passkey = new AccountPasskey { Id = "p1", Name = "Old", PublicKey = [1] };
        await Book.ChangeAsync(now => ValueTask.FromResult<AccountChange?>(AccountChange.Of(_ana.Id, now.MeansOf(_ana.Id) with { Passkeys = [passkey] })), default);

        using var wrong = await RenameAsync("ana", "New", "p1", "no");
        using var empty = await RenameAsync("ana", " ", "p1", Words);
        using var hostile = await RenameAsync("ana", "a\u202Eb", "p1", Words);
        using var unknown = await RenameAsync("ana", "New", "p2", Words);
        using var foreign = await RenameAsync("bob", "New", "p1", "");
        Assert.Equal("Old", Book.Now.MeansOf(_ana.Id).Passkeys[0].Name);
        using var renamed = await RenameAsync("ana", " Laptop <b> ", "p1", Words);

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.All(new[] { empty, hostile, unknown, foreign }, answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.Equal((HttpStatusCode.Redirect, "Laptop <b>"), (renamed.StatusCode, Book.Now.MeansOf(_ana.Id).Passkeys[0].Name));

        Task<HttpResponseMessage> RenameAsync(string who, string name, string id, string current) => _portal.PostAsync(
            "/account/passkeys", new() { ["act"] = "rename", ["id"] = id, ["name"] = name, ["current"] = current }, _portal.TicketOf(Book.Now.Named(who)!), account: who);
    }

    public async Task InitializeAsync()
    {
        _portal = await EdgePortal.StartAsync(builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Trace);
            builder.Logging.AddProvider(_log);
        });
        _ana = await _portal.AccountAsync("ana");
        var hash = await _portal.Services.GetRequiredService<Passwords>().HashAsync(Words, default);
        await Book.ChangeAsync(_ => ValueTask.FromResult<AccountChange?>(AccountChange.Of(_ana.Id, new SignInMeans { PasswordHash = hash })), default);
    }

    public async Task DisposeAsync()
    {
        await _portal.DisposeAsync();
        _log.Dispose();
    }

    private const string Canary = "canary-4711-of-the-sign-in";

    private readonly LogLines _log = new();

    private Task<HttpResponseMessage> SignInAsync(string name, string password, string next = "/") =>
        _portal.PostAsync("/signin", new() { ["name"] = name, ["password"] = password, ["return"] = next });

    private static bool HasTicket(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("WebShell=CfDJ8", StringComparison.Ordinal));

    private static string TicketOf(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("WebShell=", StringComparison.Ordinal)).Split(';')[0];
}
