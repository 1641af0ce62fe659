using WebShell.App.Account;
using WebShell.App.Admin;
using WebShell.App.Admin.Auditing;
using WebShell.App.Demo;
using WebShell.App.Inventory;
using WebShell.App.Operations;
using WebShell.App.Security;
using WebShell.App.Terminals;
using WebShell.App.Workspace;
using WebShell.Core;

namespace WebShell.App;

/// <summary>The application's table of contents: what it consists of, and in which order a request meets it.</summary>
public static class Portal
{
    /// <summary>Builds the portal without starting it. <paramref name="extra"/> comes last, so that a test or a benchmark can add and replace services.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The command line is wrong; every mistake is named.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? extra = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = CommandLine.ToConfiguration(args),
            ApplicationName = typeof(Portal).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });

        builder.AddPortalOperations();
        builder.AddPortalSecurity();
        builder.Services.AddWebShellCore();
        builder.AddPortalDemo();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddPortalCircuits();
        builder.AddPortalAccounts();
        builder.Services.AddPortalAdmin();
        builder.Services.AddLeanInteropJson();
        builder.Services.AddTerminals();
        builder.Services.AddWorkspace();
        extra?.Invoke(builder);

        var app = builder.Build();
        ConfigurationCheck.Require(app.Services);
        app.UsePortalSecurity();
        app.UseMiddleware<StoppingGate>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapPortalHealth();
        app.MapPortalAccounts();
        app.MapPortalAdmin();
        app.MapAuditExport();
        app.MapMachineExport();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.DisableWebSocketCompression = true);
        return app;
    }

    /// <summary>Runs the portal until it is stopped. The exit code is 1 when it could not start; standard error says why in words.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (GenerateCommand.Run(args, Console.Out, Console.Error) is { } done)
        {
            return done;
        }

        if (await SecretsCommand.RunAsync(args, Console.Out, Console.Error) is { } finished)
        {
            return finished;
        }

        if (await AccountsCommand.RunAsync(args, Console.Out, Console.Error) is { } recovered)
        {
            return recovered;
        }

        if (await RulesCommand.RunAsync(args, Console.Out, Console.Error) is { } applied)
        {
            return applied;
        }

        try
        {
            await using var output = Console.OpenStandardOutput();
            if (await AuditCommand.RunAsync(args, output, Console.Error) is { } said)
            {
                return said;
            }

            await using var app = Build(args);
            await app.StartAsync();
            var origin = app.Services.GetRequiredService<PublicOrigins>().First;
            var oneTime = app.Services.GetRequiredService<OneTimeSignIn>();
            Console.WriteLine($"WebShell ready: {oneTime.LinkUnder(origin)}");
            if (oneTime.IsOffered && !app.Environment.IsDevelopment())
            {
                await Console.Error.WriteLineAsync("There is no administrator yet: that link signs the first one in, once, within 15 minutes. For a new one, start the portal again, or run it with: accounts reset-admin");
            }

            var stop = app.Services.GetRequiredService<StopSignal>();
            await stop.WaitAsync();
            await app.Services.GetRequiredService<Drain>().RunAsync(stop.Hurried);
            stop.Hurry();
            await app.StopAsync();
            return 0;
        }
        catch (Exception e) when (StartMistakes.Of(e) is { Count: > 0 } mistakes)
        {
            foreach (var mistake in mistakes)
            {
                await Console.Error.WriteLineAsync($"WebShell cannot start: {mistake}");
            }

            return 1;
        }
    }
}
