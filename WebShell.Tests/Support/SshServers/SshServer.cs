using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Tests.Support.SshServers;

/// <summary>A real SSH server on a free loopback port with a host key and a user key of its own, in a directory that goes with it.</summary>
internal abstract class SshServer : IAsyncDisposable
{
    private ServerProcess? _process;

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("webshell-ssh-").FullName;

    public string Name { get; init; } = "vm-1";

    public int Port { get; private set; }

    public int Pid => _process!.Pid;

    public HostKey HostKey { get; protected set; } = null!;

    public string UserKeyFile => Path.Combine(Directory, "user");

    public string UserKey => File.ReadAllText(UserKeyFile);

    public static string Login => Environment.UserName;

    protected string HostKeyFile => Path.Combine(Directory, "host");

    public ShellRequest Request(string? credential = "key") => new()
    {
        VmName = Name,
        Host = "127.0.0.1",
        Port = Port,
        Login = Login,
        Credential = credential,
        AllowLoopback = true,
    };

    public async Task StartAsync()
    {
        await ServerProcess.RunAsync("ssh-keygen", "openssh-client", "-q", "-t", "ed25519", "-N", "", "-f", UserKeyFile);
        await MakeHostKeyAsync();
        await RestartAsync();
    }

    /// <summary>Starts again on the same port, e.g. with another host key.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        Port = Port == 0 ? ServerProcess.FreePort() : Port;
        _process = await LaunchAsync();
    }

    public async Task StopAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    public abstract Task MakeHostKeyAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>Null where it is no process of its own.</summary>
    protected abstract Task<ServerProcess?> LaunchAsync();

    protected static HostKey ReadPublicKey(string file) => HostKey.Parse(File.ReadAllText(file).Split(' ')[1]);
}
