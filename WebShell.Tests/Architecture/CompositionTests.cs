using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebShell.Core;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Inventory;
using WebShell.Core.Sessions;
using WebShell.Core.Shells;
using WebShell.Core.Storage;
using WebShell.Tests.Support;

namespace WebShell.Tests.Architecture;

public sealed class CompositionTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("webshell-composition-").FullName;

    [Fact]
    public async Task AddWebShellCore_WithAUserAConnectorAndAFolder_StartsAndStops()
    {
        using var host = Host([]);

        await Within.Seconds(host.StartAsync());
        await using (var circuit = host.Services.CreateAsyncScope())
        {
            Assert.Empty(circuit.ServiceProvider.GetRequiredService<ShellService>().Leases);
            Assert.Same(
                host.Services.GetRequiredService<SessionRegistry>(), circuit.ServiceProvider.GetServices<IHostedService>().OfType<SessionRegistry>().Single());
        }

        await Within.Seconds(host.StopAsync());
    }

    [Fact]
    public async Task Start_WrongValues_NamesEveryMistakeAtOnce()
    {
        using var host = Host(new()
        {
            ["WebShell:Sessions:ShellsPerUser"] = "0",
            ["WebShell:Sessions:DetachGrace"] = "-00:00:01",
            ["WebShell:Sessions:OutputLowWaterBytes"] = "400000",
            ["WebShell:Sessions:ReplayBufferBytes"] = "100000",
        });

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => Within.Seconds(host.StartAsync()));

        var mistakes = string.Join('\n', refused.Failures);
        Assert.Contains(nameof(SessionOptions.ShellsPerUser), mistakes, StringComparison.Ordinal);
        Assert.Contains(nameof(SessionOptions.DetachGrace), mistakes, StringComparison.Ordinal);
        Assert.Contains("OutputLowWaterBytes must be below OutputHighWaterBytes", mistakes, StringComparison.Ordinal);
        Assert.Contains("OutputHighWaterBytes must be below ReplayBufferBytes", mistakes, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private IHost Host(Dictionary<string, string?> settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration["WebShell:Secrets:KeyFile"] = Path.Combine(_data, "secrets.key");
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        builder.Services.AddLogging().AddWebShellCore();
        builder.Services.AddScoped<ICurrentUser, NoUser>();
        builder.Services.AddSingleton<IAuditLog, AuditList>();
        builder.Services.AddSingleton(new DataDirectory(_data));
        builder.Services.RemoveAll<IInventorySource>();
        builder.Services.RemoveAll<IShellConnector>().AddSingleton<IShellConnector, HandConnector>();
        return builder.Build();
    }

    private sealed class NoUser : ICurrentUser
    {
        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<PortalUser?>(null);
    }
}
