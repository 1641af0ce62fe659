using System.Net;
using System.Net.WebSockets;
using WebShell.Tests.Support;

namespace WebShell.Tests.Security;

public sealed class RequestGuardTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("{https}")]
    [InlineData("{own}.evil.example")]
    [InlineData("{own}/")]
    [InlineData("{own} https://evil.example")]
    public async Task UnsafeRequest_ForeignOrMissingOrigin_IsRefused(string? origin)
    {
        await using var portal = await EdgePortal.StartAsync();
        var cookie = await portal.SignInAsync();
        var sent = origin?.Replace("{own}", portal.Origin, StringComparison.Ordinal).Replace("{https}", portal.Origin.Replace("http", "https"), StringComparison.Ordinal);

        foreach (var path in new[] { "/signin/renew", "/signout", "/_blazor/negotiate", "/anything" })
        {
            using var response = await portal.SendAsync(HttpMethod.Post, path, cookie, sent);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Fact]
    public async Task UnsafeRequest_OwnOrigin_Passes()
    {
        await using var portal = await EdgePortal.StartAsync();
        var cookie = await portal.SignInAsync();

        using var byAddress = await portal.SendAsync(HttpMethod.Post, "/signin/renew", cookie, portal.Origin);
        using var byName = await portal.SendAsync(HttpMethod.Post, "/signin/renew", cookie, portal.Origin.Replace("127.0.0.1", "localhost"));

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (byAddress.StatusCode, byName.StatusCode));
    }

    [Theory]
    [InlineData(null, 403)]
    [InlineData("https://evil.example", 403)]
    [InlineData("{own}", 101)]
    public async Task Circuit_Upgrade_NeedsTheOwnOrigin(string? origin, int status)
    {
        await using var portal = await EdgePortal.StartAsync();
        var cookie = await portal.SignInAsync();

        Assert.Equal(status, await UpgradeAsync(portal, cookie, origin?.Replace("{own}", portal.Origin, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Circuit_UpgradeWithoutSignIn_IsRefused()
    {
        await using var portal = await EdgePortal.StartAsync();

        Assert.Equal(401, await UpgradeAsync(portal, cookie: null, portal.Origin));
    }

    [Theory]
    [InlineData("GET", "text/event-stream")]
    [InlineData("GET", "*/*")]
    [InlineData("POST", "*/*")]
    [InlineData("DELETE", "*/*")]
    public async Task Circuit_OverAnythingButAWebSocket_IsRefused(string method, string accept)
    {
        await using var portal = await EdgePortal.StartAsync();
        var cookie = await portal.SignInAsync();

        using var response = await portal.SendAsync(
            new HttpMethod(method), "/_blazor?id=abc", cookie, portal.Origin, request => request.Headers.Accept.ParseAdd(accept));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    public async Task Host_Foreign_IsRefusedEverywhere(string host)
    {
        await using var portal = await EdgePortal.StartAsync();

        foreach (var path in new[] { "/", "/signin", "/app.css", "/health/live", "/metrics" })
        {
            using var response = await portal.SendAsync(HttpMethod.Get, path, also: request => request.Headers.Host = host);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task Host_AllowedByConfiguration_Passes()
    {
        await using var portal = await EdgePortal.StartAsync(builder => builder.Configuration["AllowedHosts"] = "probe.example;other.example");

        using var allowed = await portal.SendAsync(HttpMethod.Get, "/health/live", also: request => request.Headers.Host = "probe.example");
        using var foreign = await portal.SendAsync(HttpMethod.Get, "/health/live", also: request => request.Headers.Host = "evil.example");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (allowed.StatusCode, foreign.StatusCode));
    }

    private static async Task<int> UpgradeAsync(EdgePortal portal, string? cookie, string? origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", cookie);
        socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await Within.Seconds(socket.ConnectAsync(new Uri(portal.Origin.Replace("http", "ws") + "/_blazor"), default));
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return (int)socket.HttpStatusCode;
    }
}
