using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebShell.Core.Accounts;
using WebShell.Core.Audit;
using WebShell.Tests.Security;
using WebShell.Tests.Support;

namespace WebShell.Tests.Account.OpenId;

/// <summary>A provider, and a portal that signs in by it; one for all tests of a class, who take different people.</summary>
public sealed class OidcBench : IAsyncLifetime
{
    private readonly string _secretFile = Path.Combine(Path.GetTempPath(), $"webshell-oidc-{Guid.NewGuid():N}");
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    internal SmallProvider Provider { get; } = new();

    internal EdgePortal Portal { get; private set; } = null!;

    internal AuditList Audit { get; } = new();

    internal LogLines Log { get; } = new();

    internal AccountBook Book => Portal.Services.GetRequiredService<AccountBook>();

    public async Task InitializeAsync()
    {
        await Provider.StartAsync();
        await File.WriteAllTextAsync(_secretFile, SmallProvider.Secret + "\n");
        Portal = await StartPortalAsync();
    }

    internal Task<EdgePortal> StartPortalAsync(params string[] options) => EdgePortal.StartAsync(Extend, [.. Options(), .. options]);

    public async Task DisposeAsync()
    {
        await Portal.DisposeAsync();
        await Provider.DisposeAsync();
        _browser.Dispose();
        Log.Dispose();
        File.Delete(_secretFile);
    }

    /// <summary>Goes from the portal to the provider; the address there, and the cookies that the portal gave.</summary>
    internal async Task<(Uri There, string Cookies)> LeaveAsync(string next = "/", EdgePortal? portal = null)
    {
        using var left = await (portal ?? Portal).GetAsync("/signin/oidc?return=" + Uri.EscapeDataString(next));
        return (left.Headers.Location!, EdgePortal.CookieOf(left));
    }

    /// <summary>Signs in at the provider; the path and query to come back to.</summary>
    internal async Task<string> AtProviderAsync(Uri there)
    {
        using var answer = await Within.Seconds(_browser.GetAsync(there));
        return answer.Headers.Location!.PathAndQuery;
    }

    /// <summary>The whole way, in one browser.</summary>
    internal async Task<HttpResponseMessage> SignInAsync(string next = "/", EdgePortal? portal = null)
    {
        var (there, cookies) = await LeaveAsync(next, portal);
        return await (portal ?? Portal).GetAsync(await AtProviderAsync(there), cookies);
    }

    internal static bool HasTicket(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("WebShell=CfDJ8", StringComparison.Ordinal));

    internal static string TicketOf(HttpResponseMessage answer) =>
        string.Join("; ", answer.Headers.GetValues("Set-Cookie").Where(cookie => !cookie.StartsWith("WebShell-oidc-", StringComparison.Ordinal)).Select(cookie => cookie.Split(';')[0]));

    private void Extend(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IAuditLog>(Audit);
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddProvider(Log);
        // A log that is configured to take everything.
        builder.Logging.AddFilter<LogLines>(null, LogLevel.Trace);
    }

    private string[] Options() =>
    [
        .. new Dictionary<string, string>
        {
            ["Authority"] = Provider.Issuer,
            ["ClientId"] = SmallProvider.ClientId,
            ["ClientSecretFile"] = _secretFile,
            ["NewPeople"] = "Everybody",
            ["AdministratorGroups:0"] = "portal-admins",
            ["OperatorGroups:0"] = "portal-operators",
            ["Groups:0:From"] = "/company/dba",
            ["Groups:0:To"] = "dba",
        }.Select(option => $"--WebShell:SignIn:Oidc:{option.Key}={option.Value}"),
    ];
}
