using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using WebShell.App;

namespace WebShell.Tests.Security;

/// <summary>Everything a browser can reach, by name. What is new here was thought about: who may, and who asks?</summary>
public sealed class EdgeTableTests
{
    private const string Everyone = "everyone";
    private const string SignedIn = "signed-in";

    private static readonly Dictionary<string, string> Routes = new()
    {
        ["GET /signin"] = Everyone,
        ["POST /signin"] = Everyone,
        ["POST /signin/code"] = Everyone,
        ["POST /signin/passkey"] = Everyone,
        ["POST /signin/passkey/options"] = Everyone,
        ["GET /signin/invitation"] = Everyone,
        ["POST /signin/invitation"] = Everyone,
        ["POST /signin/proxy"] = Everyone,
        ["POST /signin/oidc/backchannel"] = Everyone,
        ["GET /signin/oidc"] = Everyone,
        ["GET /signin/oidc/callback"] = Everyone,
        ["GET /signin/oidc/farewell"] = Everyone,
        ["GET /health/live"] = Everyone,
        ["GET /health/ready"] = Everyone,
        ["GET /metrics"] = Everyone,
        ["POST /signout"] = SignedIn,
        ["POST /signin/renew"] = SignedIn,
        ["* /"] = SignedIn,
        // Files that came after the build; in Development only.
        ["* /{**path:file}"] = SignedIn,
        ["* /admin"] = SignedIn,
        ["* /admin/audit"] = SignedIn,
        ["GET /admin/audit.jsonl"] = SignedIn,
        ["* /admin/settings"] = SignedIn,
        ["* /admin/sources"] = SignedIn,
        ["* /admin/sources/{Id}"] = SignedIn,
        ["* /admin/rules"] = SignedIn,
        ["GET /admin/rules/rules.yaml"] = SignedIn,
        ["* /admin/reach"] = SignedIn,
        ["* /admin/requests"] = SignedIn,
        ["* /access"] = SignedIn,
        ["* /admin/ssh"] = SignedIn,
        ["* /admin/credentials"] = SignedIn,
        ["* /admin/host-keys"] = SignedIn,
        ["* /admin/people"] = SignedIn,
        ["GET /admin/host-keys/known_hosts"] = SignedIn,
        ["GET /machines.csv"] = SignedIn,
        ["GET /machines.yaml"] = SignedIn,
        ["* /vms/{Name}"] = SignedIn,
        ["* /account"] = SignedIn,
        ["GET /account/password"] = SignedIn,
        ["POST /account/password"] = SignedIn,
        ["POST /account/sign-out-others"] = SignedIn,
        ["GET /account/passkeys"] = SignedIn,
        ["POST /account/passkeys"] = SignedIn,
        ["POST /account/passkeys/new"] = SignedIn,
        ["GET /account/authenticator"] = SignedIn,
        ["POST /account/authenticator"] = SignedIn,
        ["* /sessions"] = SignedIn,
        ["* /sessions/{Id}"] = SignedIn,
        ["* /shell"] = SignedIn,
        ["* /shell/{Name}"] = SignedIn,
        ["* /not-found"] = SignedIn,
        ["* /_blazor"] = SignedIn,
        ["* /_blazor/negotiate"] = SignedIn,
        ["* /_blazor/disconnect"] = SignedIn,
        ["* /_blazor/initializers"] = SignedIn,
        ["* /_framework/opaque-redirect"] = SignedIn,
    };

    // Each belongs to a terminal's lease or to the page itself; the lease asks whether it is still held.
    private static readonly string[] CallableFromTheBrowser =
    [
        "MainLayout.OnShortcut",
        "TerminalView.OnBellRung",
        "TerminalView.OnEcho",
        "TerminalView.OnFocus",
        "TerminalView.OnInput",
        "TerminalView.OnReconnectKey",
        "TerminalView.OnRepaint",
        "TerminalView.OnResize",
        "TerminalView.OnRoundTrip",
        "TerminalView.OnTitle",
    ];

    [Fact]
    public async Task Routes_AreThoseOfTheTable()
    {
        await using var portal = await EdgePortal.StartAsync();

        Assert.Equal(Routes.Keys.Order(), Own(portal).SelectMany(Names).Distinct().Order());
    }

    [Fact]
    public async Task Routes_OpenToEveryone_AreThoseTheTableSays()
    {
        await using var portal = await EdgePortal.StartAsync();

        var open = Own(portal).Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).SelectMany(Names);

        Assert.Equal(Routes.Where(route => route.Value == Everyone).Select(route => route.Key).Order(), open.Order());
    }

    [Fact]
    public async Task Routes_ForSignedInUsers_GiveStrangersNothing()
    {
        await using var portal = await EdgePortal.StartAsync();

        foreach (var route in Routes.Where(route => route.Value == SignedIn).Select(route => route.Key.Split(' ')))
        {
            var method = route[0] == "*" ? HttpMethod.Get : new HttpMethod(route[0]);
            using var response = await portal.SendAsync(method, route[1].Replace("{Name}", "web-01", StringComparison.Ordinal).Replace("{Id}", "0123", StringComparison.Ordinal), origin: portal.Origin);
            var leadsToSignIn = response.StatusCode == HttpStatusCode.Redirect
                && response.Headers.Location!.OriginalString.StartsWith("/signin?return=", StringComparison.Ordinal);
            // Unauthorized; and for /_blazor as a page Bad Request, whoever asks.
            Assert.True(leadsToSignIn || response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{route[1]} answered {response.StatusCode}");
        }
    }

    [Fact]
    public void MethodsForTheBrowser_AreThoseOfTheTable()
    {
        var callable = typeof(Portal).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<JSInvokableAttribute>() is not null)
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");

        Assert.Equal(CallableFromTheBrowser, callable.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<RouteEndpoint> Own(EdgePortal portal) => portal.Services.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null);

    private static IEnumerable<string> Names(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        return methods is ["GET"] or ["POST"] && !path.StartsWith("/_", StringComparison.Ordinal) ? [$"{methods[0]} {path}"] : [$"* {path}"];
    }
}
