using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebShell.App;
using WebShell.App.Account;
using WebShell.App.Security;
using WebShell.Tests.Browser.Support;

namespace WebShell.Tests.Browser;

/// <summary>The portal as <c>./run</c> starts it, with its demo fleet of real OpenSSH servers; nothing is replaced.</summary>
public sealed class DemoPortal : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("webshell-story-").FullName;
    private WebApplication? _app;

    internal string LinkTo(string next)
    {
        var services = _app!.Services;
        // Each browser of these tests is a person's first one, so each gets a link of its own.
        var link = services.GetRequiredService<OneTimeSignIn>().LinkUnder(services.GetRequiredService<PublicOrigins>().First);
        return $"{link}&{AccountPaths.ReturnParameter}={Uri.EscapeDataString(next)}";
    }

    internal IServiceProvider Services => _app!.Services;

    public async Task InitializeAsync()
    {
        _app = Portal.Build(
            ["--port", "0", "--data", _data, "--environment", "Development"],
            builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _app!.StopAsync(limit.Token);
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
