using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Authority;
using WebShell.Core.Shells;
using WebShell.Core.Ssh;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Tests.Support.SshServers;

/// <summary>The SSH side as the portal composes it, with a data directory of its own.</summary>
internal sealed class SshPortal : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-data-").FullName;

    public SshPortal(Action<SshOptions>? configure = null, Action<IServiceCollection>? replace = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddLogging();
        services.AddCredentials();
        services.AddCertificateAuthority();
        services.AddSsh();
        services.AddSingleton<IAuditLog>(Audit);
        services.Configure<SshOptions>(options => options.DataDirectory = _directory);
        // Failures are looked at by themselves; ConnectRetryTests switches the retries on.
        services.Configure<SshOptions>(options => options.ConnectRetries = 0);
        services.Configure<SshOptions>(options => configure?.Invoke(options));
        replace?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    /// <summary>What was recorded.</summary>
    public AuditList Audit { get; } = new();

    public IShellConnector Connector => Get<IShellConnector>();

    public HostKeyStore HostKeys => Get<HostKeyStore>();

    public CredentialStore Credentials => Get<CredentialStore>();

    public string KnownHostsFile => Path.Combine(_directory, "known_hosts");

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Pins the server's key and stores its user's key as <c>key</c>.</summary>
    public SshPortal Trusting(SshServer server)
    {
        HostKeys.Pin(server.Name, server.HostKey, "test");
        Credentials.Set("key", new PrivateKeyCredential(server.UserKey, null));
        return this;
    }

    public Task<IShell> OpenAsync(ShellRequest request, IShellDialogue? dialogue = null, CancellationToken cancellationToken = default) =>
        Within.Seconds(Connector.OpenAsync(request, dialogue ?? new SilentDialogue(), cancellationToken));

    /// <summary>Opens what must not open and returns why not.</summary>
    public async Task<ShellFailure> FailAsync(ShellRequest request, IShellDialogue? dialogue = null) =>
        (await Assert.ThrowsAsync<ShellException>(() => OpenAsync(request, dialogue))).Failure;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
