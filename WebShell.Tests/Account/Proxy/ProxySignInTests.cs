using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Account;
using WebShell.App.Account.Proxy;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;
using WebShell.Tests.Security;
using WebShell.Tests.Support;

namespace WebShell.Tests.Account.Proxy;

/// <summary>Signing in by a proxy's header, and where requests come from, by raw requests. 127.0.0.1 is the proxy; 127.0.0.2 is somebody else on the same computer.</summary>
public sealed class ProxySignInTests : IAsyncLifetime
{
    private const string Header = "X-Remote-User";

    private readonly AuditList _audit = new();
    private EdgePortal _portal = null!;
    private HttpClient _stranger = null!;

    private AccountBook Book => _portal.Services.GetRequiredService<AccountBook>();

    [Fact]
    public async Task Proxy_IsBelieved_OnlyAsLongAsItSaysSo()
    {
        using var page = await AskAsync(HttpMethod.Get, "/signin", ("ana", null));
        using var answer = await SignInAsync("ana", "ops,other");

        Assert.Contains("Continue as ana", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("only the proxy can end that", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/sessions", answer.Headers.Location?.OriginalString);
        var ana = Book.Now.Named("ana")!;
        Assert.Equal((AccountOrigin.Header, PortalRole.Operator), (ana.Origin, ana.Role));
        Assert.Equal("proxy", Assert.Single(_audit.Events, e => e.Kind == AuditKind.SignedIn).Result);

        var ticket = TicketOf(answer);
        using var through = await AskAsync(HttpMethod.Get, "/", ("ana", null), ticket);
        using var inAnothersName = await AskAsync(HttpMethod.Get, "/", ("bob", null), ticket);
        using var inNobodysName = await AskAsync(HttpMethod.Get, "/", (null, null), ticket);
        using var past = await AskAsync(HttpMethod.Get, "/", ("ana", null), ticket, _stranger);
        Assert.Equal(HttpStatusCode.OK, through.StatusCode);
        Assert.All(new[] { inAnothersName, inNobodysName, past }, refused => Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode));
    }

    [Fact]
    public async Task Stranger_WithTheHeader_IsNobody_AlsoOnLoopback()
    {
        using var page = await AskAsync(HttpMethod.Get, "/signin", ("ana", null), client: _stranger);
        using var answer = await SignInAsync("ana", client: _stranger);

        Assert.DoesNotContain("Continue as", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertRefusedAsync(answer, ProxyEndpoint.Nobody, "proxy: no name");
        Assert.Empty(Book.Now.Accounts);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    public async Task Header_ThatIsNoName_SignsNobodyIn(string? value)
    {
        using var answer = await SignInAsync(value);

        await AssertRefusedAsync(answer, ProxyEndpoint.Nobody, "proxy: no name");
    }

    [Fact]
    public async Task Header_ThatIsTooLong_OrComesTwice_SignsNobodyIn()
    {
        using var huge = await SignInAsync(new string('a', 10_000));
        await AssertRefusedAsync(huge, ProxyEndpoint.Nobody, "proxy: no name");
        using var twice = await SignInAsync("ana", also: request => request.Headers.TryAddWithoutValidation(Header, "admin"));
        await AssertRefusedAsync(twice, ProxyEndpoint.Nobody, "proxy: no name");
        using var list = await SignInAsync("ana,admin");
        await AssertRefusedAsync(list, "cannot be a sign-in name here", "proxy: a name that is none here");
        Assert.Empty(Book.Now.Accounts);
    }

    [Fact]
    public async Task LocalAccountsName_AndDisabled_AreRefused()
    {
        var local = await _portal.AccountAsync("bob", PortalRole.Administrator);
        using var taken = await SignInAsync("bob");
        await AssertRefusedAsync(taken, "There is an account with your name here already", "proxy: the name is another account's");
        Assert.Equal(local, Book.Now.Named("bob"));

        using var first = await SignInAsync("Cleo");
        await Book.ChangeAsync(now => ValueTask.FromResult<AccountChange?>(AccountChange.Of(now.Named("cleo")! with { IsDisabled = true })), default);
        using var disabled = await SignInAsync("cleo");
        Assert.True(HasTicket(first));
        await AssertRefusedAsync(disabled, "is disabled", "proxy: the account is disabled");
    }

    [Fact]
    public async Task Form_WithoutItsToken_SignsNobodyIn()
    {
        using var answer = await AskAsync(HttpMethod.Post, "/signin/proxy", ("ana", null));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(HasTicket(answer));
    }

    [Fact]
    public async Task Limits_AndAudit_GoByTheAddressThatTheProxyPassesOn_AndByNobodyElses()
    {
        for (var i = 0; i < SignInAttempts.Limit; i++)
        {
            using var wrong = await PasswordAsync("6.6.6.6, 203.0.113.7");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var limited = await PasswordAsync("198.51.100.1, 203.0.113.7");
        using var another = await PasswordAsync("203.0.113.8");
        using var stranger = await PasswordAsync("203.0.113.7", _stranger);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (limited.StatusCode, another.StatusCode, stranger.StatusCode));
        Assert.Equal(["203.0.113.7", "203.0.113.8", "127.0.0.2"], _audit.Events.Where(e => e.Kind is AuditKind.SignInRefused or AuditKind.SignInLimited).Select(e => e.From?.ToString()).Distinct());
    }

    public async Task InitializeAsync()
    {
        _portal = await EdgePortal.StartAsync(
            builder => builder.Services.AddSingleton<IAuditLog>(_audit),
            "--WebShell:TrustedProxies:0=127.0.0.1",
            $"--WebShell:SignIn:Proxy:Header={Header}",
            "--WebShell:SignIn:Proxy:GroupsHeader=X-Remote-Groups",
            "--WebShell:SignIn:Proxy:NewPeople=Everybody",
            "--WebShell:SignIn:Proxy:OperatorGroups:0=ops");
        _stranger = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        { BaseAddress = _portal.Client.BaseAddress };
    }

    public async Task DisposeAsync()
    {
        _stranger.Dispose();
        await _portal.DisposeAsync();
    }

    private Task<HttpResponseMessage> SignInAsync(string? name, string? groups = null, HttpClient? client = null, Action<HttpRequestMessage>? also = null)
    {
        var (field, token, cookie) = _portal.FormToken();
        return AskAsync(HttpMethod.Post, "/signin/proxy", (name, groups), cookie, client, request =>
        {
            request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { [field] = token, ["return"] = "/sessions" });
            also?.Invoke(request);
        });
    }

    private Task<HttpResponseMessage> PasswordAsync(string forwardedFor, HttpClient? client = null)
    {
        var (field, token, cookie) = _portal.FormToken();
        return AskAsync(HttpMethod.Post, "/signin", (null, null), cookie, client, request =>
        {
            request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { [field] = token, ["name"] = "eve", ["password"] = "wrong words here" });
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        });
    }

    private async Task<HttpResponseMessage> AskAsync(
        HttpMethod method, string path, (string? Name, string? Groups) said, string? cookie = null, HttpClient? client = null, Action<HttpRequestMessage>? also = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Origin", _portal.Origin);
        foreach (var (name, value) in new[] { ("Cookie", cookie), (Header, said.Name), ("X-Remote-Groups", said.Groups) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        also?.Invoke(request);
        return await Within.Seconds((client ?? _portal.Client).SendAsync(request));
    }

    private async Task AssertRefusedAsync(HttpResponseMessage answer, string sentence, string reason)
    {
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(HasTicket(answer));
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((AuditKind.SignInRefused, reason), (_audit.Events[^1].Kind, _audit.Events[^1].Result));
    }

    private static bool HasTicket(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("WebShell=CfDJ8", StringComparison.Ordinal));

    private static string TicketOf(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("WebShell=", StringComparison.Ordinal)).Split(';')[0];
}
