using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WebShell.App.Account;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Tests.Inventory;
using WebShell.Tests.Security;
using WebShell.Tests.Support;

namespace WebShell.Tests.Account;

public sealed class SignInTests
{
    [Fact]
    public async Task Link_SignsInOnceAndLeadsHome()
    {
        await using var portal = await EdgePortal.StartAsync();

        using var first = await portal.GetAsync(portal.Link);
        using var second = await portal.GetAsync(portal.Link);
        using var page = await portal.GetAsync("/", EdgePortal.CookieOf(first));

        Assert.Equal((HttpStatusCode.Redirect, "/"), (first.StatusCode, first.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
        Assert.False(HasTicket(second));
    }

    [Fact]
    public async Task Cookie_OnADevelopersMachine_HasAllFlagsButSecure()
    {
        await using var portal = await EdgePortal.StartAsync();

        using var response = await portal.GetAsync(portal.Link);

        Assert.Equal(["httponly", "path=/", "samesite=lax"], Flags(response, "WebShell"));
    }

    [Fact]
    public async Task Cookie_UnderAPublicOrigin_IsHostBoundAndSecure()
    {
        await using var portal = await EdgePortal.StartAsync("--WebShell:PublicOrigins:0=https://shell.example.com");

        using var response = await portal.SendAsync(HttpMethod.Get, portal.Link, also: request => request.Headers.Host = "shell.example.com");

        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], Flags(response, "__Host-WebShell"));
    }

    [Fact]
    public async Task FirstStart_OutsideDevelopment_MakesTheAdministratorOnce_AndLeadsToTheirAccount()
    {
        await using var portal = await EdgePortal.StartAsync("--WebShell:PublicOrigins:0=https://shell.example.com", "--environment=Production");
        var link = portal.Link;

        using var first = await AskAsync(link);
        using var again = await AskAsync(link);

        Assert.Equal((HttpStatusCode.Redirect, "/account"), (first.StatusCode, first.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Equal("/", portal.Link);

        Task<HttpResponseMessage> AskAsync(string path) => portal.SendAsync(HttpMethod.Get, path, also: request => request.Headers.Host = "shell.example.com");
    }

    [Theory]
    [InlineData("/vms/web-01?x=1", "/vms/web-01?x=1")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("vms/web-01", "/")]
    [InlineData("/\tx", "/")]
    public async Task ReturnAddress_LeadsToThisPortalOnly(string asked, string led)
    {
        await using var portal = await EdgePortal.StartAsync();

        using var response = await portal.GetAsync($"{portal.Link}&return={Uri.EscapeDataString(asked)}");

        Assert.Equal(led, response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Tries_OverTheLimit_AreRefusedEvenWhenRight()
    {
        await using var portal = await EdgePortal.StartAsync();
        for (var i = 0; i < SignInAttempts.Limit; i++)
        {
            using var wrong = await portal.GetAsync("/signin?token=wrong");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var right = await portal.GetAsync(portal.Link);

        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        Assert.False(HasTicket(right));
        using var page = await portal.GetAsync("/signin");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Page_LooksAheadOnly_LeavesTheTokenUnused()
    {
        await using var portal = await EdgePortal.StartAsync();

        using var ahead = await portal.SendAsync(HttpMethod.Get, portal.Link, also: request => request.Headers.Add("Sec-Purpose", "prefetch;prerender"));
        using var meant = await portal.GetAsync(portal.Link);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Redirect), (ahead.StatusCode, meant.StatusCode));
    }

    [Fact]
    public async Task ForgedCookie_IsNobody()
    {
        await using var portal = await EdgePortal.StartAsync();

        using var response = await portal.GetAsync("/", "WebShell=CfDJ8AAAA");

        Assert.Equal("/signin?return=%2F", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task SignOut_WithoutTheFormsToken_ChangesNothing()
    {
        await using var portal = await EdgePortal.StartAsync();
        var cookie = await portal.SignInAsync();

        using var response = await portal.SendAsync(HttpMethod.Post, "/signout", cookie, portal.Origin);
        using var page = await portal.GetAsync("/", cookie);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (response.StatusCode, page.StatusCode));
    }

    [Fact]
    public async Task SignOut_EndsTicketAndShellsOfTheUserOnly()
    {
        var connector = new HandConnector();
        await using var portal = await EdgePortal.StartAsync(builder =>
        {
            builder.Services.AddSingleton<IShellConnector>(connector);
            builder.Services.AddSingleton<IInventorySource>(new ListSource("list", Machines.Named("web-01")));
        });
        await MayBothAsync(portal);
        var cookie = await portal.SignInAsync();
        var sessions = portal.Services.GetRequiredService<SessionRegistry>();
        var own = await OpenAsync(sessions, connector, "admin");
        var other = await OpenAsync(sessions, connector, "bob");

        using var response = await SignOutAsync(portal, cookie);
        using var page = await portal.GetAsync("/", cookie);

        Assert.Equal((HttpStatusCode.Redirect, "/signin"), (response.StatusCode, response.Headers.Location?.OriginalString));
        Assert.Contains("WebShell=;", Assert.Single(response.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("WebShell=", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("/signin?return=%2F", page.Headers.Location?.OriginalString);
        Assert.Equal(SessionEndReason.SignedOut, (await Within.Seconds(own.Session.Ended)).Reason);
        await Assert.ThrowsAsync<ShellException>(async () => await own.WriteAsync("x"u8.ToArray(), default));
        Assert.NotEqual(SessionState.Ended, other.Session.State);
    }

    [Fact]
    public async Task SignOut_WhereShellsAreKept_EndsTheTicketAndLetsGoOfTheShells()
    {
        var connector = new HandConnector();
        await using var portal = await EdgePortal.StartAsync(builder =>
        {
            builder.Services.AddSingleton<IShellConnector>(connector);
            builder.Services.AddSingleton<IInventorySource>(new ListSource("list", Machines.Named("web-01")));
            builder.Services.Configure<SignInOptions>(options => options.SignOutEndsShells = false);
        });
        await MayBothAsync(portal);
        var cookie = await portal.SignInAsync();
        var own = await OpenAsync(portal.Services.GetRequiredService<SessionRegistry>(), connector, "admin");

        using var response = await SignOutAsync(portal, cookie);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.NotEqual(SessionState.Ended, own.Session.State);
    }

    [Fact]
    public async Task Disabled_LosesShellAndTicket_AndOthersKeepTheirs()
    {
        var connector = new HandConnector();
        await using var portal = await EdgePortal.StartAsync(builder =>
        {
            builder.Services.AddSingleton<IShellConnector>(connector);
            builder.Services.AddSingleton<IInventorySource>(new ListSource("list", Machines.Named("web-01")));
        });
        await MayBothAsync(portal);
        var cookie = portal.TicketOf(await portal.AccountAsync("bob"));
        var sessions = portal.Services.GetRequiredService<SessionRegistry>();
        var (admins, bobs) = (await OpenAsync(sessions, connector, "admin"), await OpenAsync(sessions, connector, "bob"));
        using var before = await portal.GetAsync("/", cookie);

        await portal.Services.GetRequiredService<AccountBook>().ChangeAsync(
            now => ValueTask.FromResult<AccountChange?>(AccountChange.Of(now.Find("bob")! with { IsDisabled = true })), default);

        Assert.Equal(SessionEndReason.AccountDisabled, (await Within.Seconds(bobs.Session.Ended)).Reason);
        using var after = await portal.GetAsync("/", cookie);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (before.StatusCode, after.StatusCode));
        Assert.NotEqual(SessionState.Ended, admins.Session.State);
    }

    // Whoever may not use the machine loses the shell by that already.
    private static async Task MayBothAsync(EdgePortal portal)
    {
        await portal.AccountAsync("admin", PortalRole.Administrator);
        await portal.AccountAsync("bob", PortalRole.Administrator);
        await Within.Seconds(portal.Services.GetRequiredService<VmInventory>().RefreshAsync(default));
    }

    private static async Task<ShellLease> OpenAsync(SessionRegistry sessions, HandConnector connector, string owner)
    {
        var lease = sessions.Open(new SessionOrder
        {
            OwnerId = owner,
            Dialogue = new SilentDialogue(),
            Request = new ShellRequest { VmName = "web-01", Host = "10.0.0.1", Port = 22, Login = "root" },
        });
        (await connector.NextAsync()).Open();
        return lease;
    }

    // The form lies in a page that a circuit renders; its token is made here as the page would.
    private static Task<HttpResponseMessage> SignOutAsync(EdgePortal portal, string cookie) => portal.PostAsync("/signout", [], cookie, account: "admin");

    private static bool HasTicket(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("WebShell=", StringComparison.Ordinal));

    private static string[] Flags(HttpResponseMessage response, string name)
    {
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith(name + "=", StringComparison.Ordinal));
        return [.. cookie.ToLowerInvariant().Split(';', StringSplitOptions.TrimEntries).Skip(1).Order(StringComparer.Ordinal)];
    }
}
