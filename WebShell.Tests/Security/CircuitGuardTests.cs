using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebShell.App.Account;
using WebShell.App.Security;
using WebShell.Core.Access;
using WebShell.Tests.Support;

namespace WebShell.Tests.Security;

public sealed class CircuitGuardTests
{
    [Fact]
    public async Task Circuit_TakenUpAgainByItsUser_GoesOn()
    {
        await using var portal = await EdgePortal.StartAsync();
        var cookie = await TicketAsync(portal, "ana");
        var secret = await StartAndDropAsync(portal, cookie);

        await using var again = await OpenAsync(portal, cookie);

        Assert.True(await again.ConnectAsync(secret));
    }

    [Fact]
    public async Task Circuit_TakenUpByAnotherUser_IsRefusedAsIfItWereNotThere()
    {
        await using var portal = await EdgePortal.StartAsync();
        var secret = await StartAndDropAsync(portal, await TicketAsync(portal, "ana"));

        await using var other = await OpenAsync(portal, await TicketAsync(portal, "bob"));

        Assert.False(await other.ConnectAsync(secret));
        Assert.False(await other.ConnectAsync("no such circuit"));
    }

    [Fact]
    public async Task Circuit_TakenUpAfterSigningOut_IsRefused()
    {
        await using var portal = await EdgePortal.StartAsync();
        var cookie = await TicketAsync(portal, "ana", signInId: "the-one");
        var secret = await StartAndDropAsync(portal, cookie);
        await using var before = await OpenAsync(portal, cookie);

        portal.Services.GetRequiredService<SignIns>().End("the-one");

        Assert.False(await before.ConnectAsync(secret));
        await Assert.ThrowsAsync<HubCallException>(() => before.StartAsync(portal.Origin + "/"));
        await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(portal, cookie));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("http://127.0.0.1:1/")]
    public async Task Circuit_UnderAForeignAddress_IsRefused(string address)
    {
        await using var portal = await EdgePortal.StartAsync();
        await using var circuit = await OpenAsync(portal, await TicketAsync(portal, "ana"));

        await Assert.ThrowsAsync<HubCallException>(() => circuit.StartAsync(address));
    }

    [Fact]
    public async Task Circuits_OverTheUsersLimit_AreRefusedUntilOneEnds()
    {
        await using var portal = await EdgePortal.StartAsync("--WebShell:Circuits:PerUser=2", "--WebShell:Circuits:Retention=00:00:05");
        var ana = await TicketAsync(portal, "ana");
        var first = await OpenAsync(portal, ana);
        await using var second = await OpenAsync(portal, ana);
        await using var third = await OpenAsync(portal, ana);
        await using var other = await OpenAsync(portal, await TicketAsync(portal, "bob"));
        Assert.NotNull(await first.StartAsync(portal.Origin + "/"));
        Assert.NotNull(await second.StartAsync(portal.Origin + "/"));

        var refused = await Assert.ThrowsAsync<HubCallException>(() => third.StartAsync(portal.Origin + "/"));
        Assert.Contains("Too many pages", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(await other.StartAsync(portal.Origin + "/"));

        await first.DisposeAsync();
        await using var later = await OpenAsync(portal, ana);
        Assert.NotNull(await Until(() => StartOrNullAsync(later, portal)));
    }

    [Fact]
    public async Task Circuits_OfPagesThatWereLeft_DoNotUseUpTheUsersShare()
    {
        await using var portal = await EdgePortal.StartAsync("--WebShell:Circuits:PerUser=2");
        var ana = await TicketAsync(portal, "ana");

        for (var load = 0; load < 6; load++)
        {
            await using var page = await OpenAsync(portal, ana);
            Assert.NotNull(await Until(() => StartOrNullAsync(page, portal)));
        }
    }

    [Fact]
    public async Task Circuits_OverTheNodesLimit_AreRefused()
    {
        await using var portal = await EdgePortal.StartAsync("--WebShell:Circuits:PerNode=1");
        await using var first = await OpenAsync(portal, await TicketAsync(portal, "ana"));
        await using var second = await OpenAsync(portal, await TicketAsync(portal, "bob"));
        Assert.NotNull(await first.StartAsync(portal.Origin + "/"));

        await Assert.ThrowsAsync<HubCallException>(() => second.StartAsync(portal.Origin + "/"));
    }

    [Fact]
    public async Task Connection_WithoutHandshake_IsClosedSoon()
    {
        await using var portal = await EdgePortal.StartAsync();
        await using var silent = await RawCircuit.OpenAsync(portal, await TicketAsync(portal, "ana"));

        await Within.Seconds(silent.ClosedAsync());
    }

    private static async Task<string> StartAndDropAsync(EdgePortal portal, string cookie)
    {
        await using var circuit = await OpenAsync(portal, cookie);
        var secret = await circuit.StartAsync(portal.Origin + "/");
        Assert.NotNull(secret);
        return secret;
    }

    private static async Task<RawCircuit> OpenAsync(EdgePortal portal, string cookie)
    {
        var circuit = await RawCircuit.OpenAsync(portal, cookie);
        await circuit.ShakeHandsAsync();
        return circuit;
    }

    private static async Task<string?> StartOrNullAsync(RawCircuit circuit, EdgePortal portal)
    {
        try
        {
            return await circuit.StartAsync(portal.Origin + "/");
        }
        catch (HubCallException)
        {
            return null;
        }
    }

    private static async Task<string?> Until(Func<Task<string?>> attempt)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!limit.IsCancellationRequested)
        {
            if (await attempt() is { } result)
            {
                return result;
            }

            await Task.Delay(200);
        }

        return null;
    }

    private static async Task<string> TicketAsync(EdgePortal portal, string user, string? signInId = null) => portal.TicketOf(await portal.AccountAsync(user), signInId);
}
