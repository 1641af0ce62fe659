using Microsoft.Extensions.Options;
using WebShell.App.Account;
using WebShell.App.Security;
using WebShell.Core.Accounts;

namespace WebShell.App.Operations;

/// <summary>
/// <c>accounts reset-admin [NAME]</c>, with the portal's own options behind: opens a portal that nobody can get into. That person is an
/// administrator again, and standard output gets a link to set a new password. The portal may run meanwhile; it knows within 2 s.
/// </summary>
internal static class AccountsCommand
{
    private static readonly TimeSpan LinkLife = TimeSpan.FromMinutes(15);

    /// <summary>The exit code, or null where something else is meant.</summary>
    public static async Task<int?> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (args is not ["accounts", ..])
        {
            return null;
        }

        if (args is not [_, "reset-admin", .. var rest])
        {
            await error.WriteLineAsync("usage: accounts reset-admin [NAME] [the portal's options]");
            return 2;
        }

        var name = rest is [['-', ..], ..] or [] ? null : rest[0];
        try
        {
            await using var app = Portal.Build(name is null ? rest : rest[1..]);
            await StartStorageAsync(app.Services);
            var (account, token) = await app.Services.GetRequiredService<FirstAdministrator>().RecoverAsync(name, LinkLife, CancellationToken.None);
            await output.WriteLineAsync($"{account.Name} is an administrator. Set a password within {LinkLife.TotalMinutes:0} minutes, with this link, once:");
            await output.WriteLineAsync(AccountPaths.InvitationUnder(OriginOf(app), token));
            return 0;
        }
        catch (Exception e) when (StartMistakes.Of(e) is { Count: > 0 } mistakes)
        {
            foreach (var mistake in mistakes)
            {
                await error.WriteLineAsync($"WebShell cannot do this: {mistake}");
            }

            return 1;
        }
    }

    // Also where the portal has never been started.
    private static async Task StartStorageAsync(IServiceProvider services)
    {
        foreach (var start in services.GetServices<IHostedService>().Where(service => service.GetType().Namespace == typeof(Core.Storage.DataDirectory).Namespace))
        {
            await start.StartAsync(CancellationToken.None);
        }
    }

    // Nothing listens here: without configured origins the address is the one it would listen on.
    private static Uri OriginOf(WebApplication app) =>
        app.Services.GetRequiredService<IOptions<PortalOptions>>().Value.PublicOrigins.Count == 0 && app.Configuration["urls"]?.Split(';') is [{ Length: > 0 } url, ..]
            ? new Uri(url)
            : app.Services.GetRequiredService<PublicOrigins>().First;
}
