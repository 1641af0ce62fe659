using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using WebShell.App;
using WebShell.App.Account;
using WebShell.App.Security;
using WebShell.Core.Inventory;
using WebShell.Core.Shells;

namespace WebShell.Tests.Browser.Support;

/// <summary>The whole portal on a free loopback port, with a data directory of its own that goes with it; what a test needs otherwise it replaces.</summary>
internal sealed class PortalHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _data;

    private PortalHost(WebApplication app, string data)
    {
        _app = app;
        _data = data;
    }

    public IServiceProvider Services => _app.Services;

    /// <summary>Where the portal itself listens; browsers may come through a proxy.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Signs the first administrator in, once, and goes on to a local address.</summary>
    public string SignInLink(string next) =>
        $"{Services.GetRequiredService<OneTimeSignIn>().LinkUnder(Services.GetRequiredService<PublicOrigins>().First)}&{AccountPaths.ReturnParameter}={Uri.EscapeDataString(next)}";

    /// <param name="connector">Opens the shells; null: the portal's own, by SSH.</param>
    /// <param name="vms">The inventory.</param>
    /// <param name="publicOrigin">What browsers see when a proxy stands in front; null: the portal itself.</param>
    /// <param name="extra">Further services.</param>
    public static async Task<PortalHost> StartAsync(
        IShellConnector? connector, IReadOnlyList<Vm> vms, Uri? publicOrigin = null, Action<WebApplicationBuilder>? extra = null)
    {
        var data = Directory.CreateTempSubdirectory("webshell-test-").FullName;
        string[] origin = publicOrigin is null ? [] : ["--WebShell:PublicOrigins:0", publicOrigin.GetLeftPart(UriPartial.Authority)];
        var app = Portal.Build(["--port", "0", "--data", data, "--no-demo", "--environment", "Development", "--WebShell:Reachability:Enabled", "false", .. origin], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            if (connector is not null)
            {
                builder.Services.Replace(ServiceDescriptor.Singleton(connector));
            }

            builder.Services.AddSingleton<IInventorySource>(new FixedInventory(vms));
            extra?.Invoke(builder);
        });
        await app.StartAsync();
        return new PortalHost(app, data);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private sealed class FixedInventory(IReadOnlyList<Vm> vms) : IInventorySource
    {
        public string Name => "test";

        public ValueTask<IReadOnlyList<Vm>> LoadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(vms);
    }
}
