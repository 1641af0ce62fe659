using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WebShell.Core.Access;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Authority;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Inventory;
using WebShell.Core.Shells;
using WebShell.Core.Ssh;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Core.Storage;
using WebShell.Tests.Inventory;

namespace WebShell.Tests.Support;

/// <summary>Shared credentials as the portal composes them: a real database, SSH, an inventory in a list, and somebody who acts.</summary>
internal sealed class SharedPortal : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;

    private SharedPortal(ServiceProvider services) => (_services, _scope) = (services, services.CreateAsyncScope());

    public string Directory { get; private init; } = "";

    public ListSource Machines { get; private init; } = null!;

    public Actor Who { get; private init; } = null!;

    public AuditList Audit { get; private init; } = null!;

    /// <summary>Everything that was logged, with exceptions.</summary>
    public List<string> Logged { get; private init; } = null!;

    public SharedDesk Desk => _scope.ServiceProvider.GetRequiredService<SharedDesk>();

    public HostKeyStore HostKeys => Get<HostKeyStore>();

    public static async Task<SharedPortal> StartAsync(Action<StorageOptions>? choose = null, params Vm[] machines)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("webshell-shared-").FullName;
        var (list, who, audit, logged) = (new ListSource("list", machines), new Actor(), new AuditList(), new List<string>());
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(new DataDirectory(directory));
        services.AddSingleton<IAuditLog>(audit);
        services.AddSingleton<ICurrentUser>(who);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(logged)));
        services.AddCredentials().AddCertificateAuthority().AddSharedCredentials().AddStorage().AddSsh();
        services.AddAccess();
        services.AddSingleton(new VmInventory([list], NullLogger<VmInventory>.Instance));
        services.Configure<SecretOptions>(options => options.KeyFile = Path.Combine(directory, "secrets.key"));
        services.Configure<CertificateAuthorityOptions>(options => options.KeyFile = Path.Combine(directory, "ca.sealed"));
        services.Configure<StorageOptions>(options => choose?.Invoke(options));
        services.Configure<SshOptions>(options => (options.DataDirectory, options.ConnectRetries) = (directory, 0));
        var portal = new SharedPortal(services.BuildServiceProvider()) { Directory = directory, Machines = list, Who = who, Audit = audit, Logged = logged };
        await portal.Get<StorageStart>().StartAsync(default);
        await portal.Get<SecretKeyStart>().StartAsync(default);
        await portal.LoadAsync();
        return portal;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The inventory has what the list has now.</summary>
    public Task LoadAsync(params Vm[] machines)
    {
        Machines.List = machines.Length > 0 ? machines : Machines.List;
        return Get<VmInventory>().RefreshAsync(default);
    }

    /// <summary>Adds one that must be addable.</summary>
    public async Task<SharedLine> AddAsync(SharedDraft draft, Credential? secret = null)
    {
        Assert.Empty(await Desk.AddAsync(draft, secret, default));
        return (await Desk.ListAsync(default)).Single(line => line.Draft.Name == draft.Name.Trim());
    }

    public Task<IShell> OpenAsync(ShellRequest request, IShellDialogue? dialogue = null) =>
        Within.Seconds(Get<IShellConnector>().OpenAsync(request, dialogue ?? new SilentDialogue(), default));

    public async Task<ShellFailure> FailAsync(ShellRequest request, IShellDialogue? dialogue = null) =>
        (await Assert.ThrowsAsync<ShellException>(() => OpenAsync(request, dialogue))).Failure;

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>Who acts; at first an administrator.</summary>
    internal sealed class Actor : ICurrentUser
    {
        public PortalUser? User { get; set; } = new("u-1", "ann") { Role = PortalRole.Administrator };

        public ValueTask<PortalUser?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(User);
    }

    private sealed class Lines(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
