using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebShell.App;
using WebShell.App.Account;
using WebShell.App.Security;
using WebShell.Core.Access;
using WebShell.Core.Accounts;
using WebShell.Tests.Support;

namespace WebShell.Tests.Security;

/// <summary>The real portal on a free port, without the demo fleet, and a client that follows nothing and keeps no cookies.</summary>
internal sealed class EdgePortal : IAsyncDisposable
{
    private readonly string _data;
    private readonly WebApplication _app;

    private EdgePortal(string data, WebApplication app)
    {
        _data = data;
        _app = app;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>The address as an <c>Origin</c> header has it.</summary>
    public string Origin => Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    /// <summary>The one-time link's path and query.</summary>
    public string Link => new Uri(Services.GetRequiredService<OneTimeSignIn>().LinkUnder(Services.GetRequiredService<PublicOrigins>().First)).PathAndQuery;

    public static Task<EdgePortal> StartAsync(params string[] options) => StartAsync(_ => { }, options);

    public static async Task<EdgePortal> StartAsync(Action<WebApplicationBuilder> extra, params string[] options)
    {
        var data = Directory.CreateTempSubdirectory("webshell-edge-").FullName;
        var app = Portal.Build(["--port", "0", "--data", data, "--no-demo", "--environment", "Development", "--WebShell:Reachability:Enabled", "false", .. options], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            extra(builder);
        });
        await Within.Seconds(app.StartAsync());
        return new EdgePortal(data, app);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? cookie = null, string? origin = null, Action<HttpRequestMessage>? also = null)
    {
        using var request = new HttpRequestMessage(method, path);
        Add(request, "Cookie", cookie);
        Add(request, "Origin", origin);
        also?.Invoke(request);
        return await Within.Seconds(Client.SendAsync(request));
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? cookie = null) => SendAsync(HttpMethod.Get, path, cookie);

    /// <summary>Makes a ticket as a sign-in would, for any user; gives it as a <c>Cookie</c> header.</summary>
    public async Task<string> SignInAsync()
    {
        using var response = await GetAsync(Link);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return CookieOf(response);
    }

    /// <summary>An account of that name, whose id is its name; made where there is none.</summary>
    public async Task<Core.Accounts.Account> AccountAsync(string name, PortalRole role = PortalRole.User)
    {
        var account = new Core.Accounts.Account { Id = name, Name = name, Role = role, Stamp = AccountRules.NewStamp(), AddedAt = DateTimeOffset.UtcNow };
        var set = await Services.GetRequiredService<AccountBook>().ChangeAsync(now => ValueTask.FromResult(now.Named(name) is null ? AccountChange.Of(account) : null), default);
        return set.Named(name)!;
    }

    /// <summary>A ticket of that account, as the cookie handler would protect it after a sign-in; as a <c>Cookie</c> header.</summary>
    public string TicketOf(Core.Accounts.Account account, string? signInId = null)
    {
        const string scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        var options = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme);
        var properties = new AuthenticationProperties { IssuedUtc = DateTimeOffset.UtcNow, ExpiresUtc = DateTimeOffset.UtcNow.AddHours(1) };
        var ticket = new PortalTicket(account.Id, signInId ?? SignIns.NewId(), account.Stamp, DateTimeOffset.UtcNow);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(new AuthenticationTicket(PortalClaims.Principal(ticket, account.Name, scheme), properties, scheme))}";
    }

    /// <summary>The services of a circuit that somebody is signed in to.</summary>
    public AsyncServiceScope ScopeAs(Core.Accounts.Account account)
    {
        var ticket = new PortalTicket(account.Id, SignIns.NewId(), account.Stamp, DateTimeOffset.UtcNow);
        Assert.True(Services.GetRequiredService<SignIns>().Touch(ticket, from: null, browser: null));
        var scope = Services.CreateAsyncScope();
        var signIn = (CircuitSignIn)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        signIn.SetAuthenticationState(Task.FromResult(new AuthenticationState(PortalClaims.Principal(ticket, account.Name, CookieAuthenticationDefaults.AuthenticationScheme))));
        return scope;
    }

    /// <summary>The token of the portal's forms as a page would carry it: its field, and the cookie that goes with it.</summary>
    public (string Field, string Token, string Cookie) FormToken(string? account = null, string? accountId = null)
    {
        using var scope = Services.CreateScope();
        var ticket = new PortalTicket(accountId ?? account ?? "nobody", "any", "any", DateTimeOffset.UtcNow);
        var page = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        if (account is not null)
        {
            page.User = PortalClaims.Principal(ticket, account, CookieAuthenticationDefaults.AuthenticationScheme);
        }

        var tokens = scope.ServiceProvider.GetRequiredService<IAntiforgery>().GetAndStoreTokens(page);
        return (tokens.FormFieldName, tokens.RequestToken!, page.Response.Headers.SetCookie.ToString().Split(';')[0]);
    }

    /// <summary>Sends a form of the portal, from its own origin and with its token.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> fields, string? cookie = null, string? account = null, string? accountId = null)
    {
        var (field, token, formCookie) = FormToken(account, accountId);
        return await SendAsync(HttpMethod.Post, path, cookie is null ? formCookie : $"{cookie}; {formCookie}", Origin, request =>
            request.Content = new FormUrlEncodedContent(fields.Append(new(field, token))));
    }

    public static string CookieOf(HttpResponseMessage response) => string.Join("; ", response.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Within.Seconds(_app.StopAsync());
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
