using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebShell.App;
using WebShell.App.Account;
using WebShell.App.Security;
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
