using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Editing;
using WebShell.Core.Inventory;
using WebShell.Core.Inventory.Formats;
using WebShell.Core.Inventory.Import;
using WebShell.Core.Inventory.Stored;
using WebShell.Core.Storage;
using WebShell.Tests.Access;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.Support;

/// <summary>An inventory in a real database, beside a list of machines that last as long as the process; <see cref="SecondNode"/> is another portal on the same database.</summary>
internal sealed class StoredInventory : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-machines-").FullName;
    private readonly List<ServiceProvider> _nodes = [];
    private Action<StorageOptions> _choose = _ => { };

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public AuditList Audit { get; } = new();

    public ListSource Transient { get; } = new("demo fleet");

    /// <summary>The file that the configuration names.</summary>
    public string? File { get; private init; }

    public ServiceProvider Services => _nodes[0];

    private SourceSchedule Schedule => Services.GetServices<IHostedService>().OfType<SourceSchedule>().Single();

    public MachineStore Store => Services.GetRequiredService<MachineStore>();

    public VmInventory Inventory => Services.GetRequiredService<VmInventory>();

    public static Task<StoredInventory> StartAsync(params Vm[] transient) => StartAsync(_ => { }, transient);

    /// <param name="choose">Where the database is.</param>
    /// <param name="transient">The other list.</param>
    public static async Task<StoredInventory> StartAsync(Action<StorageOptions> choose, params Vm[] transient)
    {
        var inventory = new StoredInventory { _choose = choose };
        inventory.Transient.List = transient;
        await inventory.SecondNode();
        return inventory;
    }

    /// <param name="file">What the configuration names.</param>
    public static async Task<StoredInventory> StartWithFileAsync(string file)
    {
        var inventory = new StoredInventory { File = file };
        await inventory.SecondNode();
        return inventory;
    }

    public async Task<ServiceProvider> SecondNode()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(new DataDirectory(_directory));
        services.AddSingleton<IAuditLog>(Audit);
        services.AddLogging();
        services.AddCredentials().AddStorage();
        services.Configure<SecretOptions>(options => options.KeyFile = Path.Combine(_directory, "secrets.key"));
        services.Configure(_choose);
        services.AddSingleton(provider => new MachineStore(provider.GetRequiredService<IMachineTable>(), NullLogger<MachineStore>.Instance));
        services.AddOptions<InventoryOptions>().Configure(options => options.File = File);
        services.AddListingFormats();
        services.AddEditing();
        services.AddSingleton(provider => new VmInventory([provider.GetRequiredService<MachineStore>(), Transient], NullLogger<VmInventory>.Instance));
        var node = services.BuildServiceProvider();
        var inventory = node.GetRequiredService<VmInventory>();
        foreach (var start in node.GetServices<IHostedService>().Where(service => service is not SourceSchedule))
        {
            await start.StartAsync(default);
        }

        await inventory.RefreshAsync(default);
        _nodes.Add(node);
        return node;
    }

    /// <summary>From now on the first node looks at sources by itself, as the time goes.</summary>
    public Task StartScheduleAsync() => Schedule.StartAsync(default);

    /// <summary>Lets the time go, a poll of the schedule at a time, until it is so.</summary>
    public async Task PassTimeUntilAsync(Func<bool> isSo, TimeSpan? longest = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        for (var end = Time.GetUtcNow() + (longest ?? TimeSpan.FromHours(1)); !isSo();)
        {
            if (Time.GetUtcNow() < end)
            {
                Time.Advance(TimeSpan.FromSeconds(2));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), limit.Token);
        }
    }

    /// <summary>What that person edits with.</summary>
    public MachineEditor Editor(string name = "Ann", bool isAdministrator = true, ServiceProvider? node = null)
    {
        node ??= Services;
        return new MachineEditor(
            node.GetRequiredService<MachineStore>(), node.GetRequiredService<VmInventory>(), Policies.New(),
            new Person(new PortalUser(name, name) { Role = isAdministrator ? PortalRole.Administrator : PortalRole.User }), Audit, Time);
    }

    /// <summary>What sources are taken over with.</summary>
    public MachineImporter Importer => Services.GetRequiredService<MachineImporter>();

    /// <summary>What looks at sources by itself.</summary>
    public SourceSync Sync => Services.GetRequiredService<SourceSync>();

    /// <summary>Where the lists of sources lie.</summary>
    public SourceFolders Folders => Services.GetRequiredService<SourceFolders>();

    /// <summary>What that person looks after the sources with.</summary>
    public MachineSources Sources(bool isAdministrator = true) => new(
        Services.GetRequiredService<ISourceTable>(), Services.GetRequiredService<SourceReader>(), Sync, Services.GetRequiredService<SourceRules>(), Importer, Store, Policies.New(),
        new Person(new PortalUser("Ann", "Ann") { Role = isAdministrator ? PortalRole.Administrator : PortalRole.User }), Audit);

    public async ValueTask DisposeAsync()
    {
        await Schedule.StopAsync(default);
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    private sealed class Person(PortalUser user) : ICurrentUser
    {
        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<PortalUser?>(user);
    }
}
