using System.Diagnostics;
using System.Net.Sockets;
using WebShell.Tests.Support.SshServers;

namespace WebShell.Tests.Ssh;

/// <summary>
/// The portal's account has an ssh_config that runs programs, a default key that the machine accepts, and an agent: all that <c>ssh</c>
/// would use by itself. None of it is touched. The process is a real one, as a login whose home that is.
/// </summary>
[Collection(Support.SshServers.SshServers.Name)]
public sealed class HostileHomeTests(SshFixture ssh) : IAsyncLifetime
{
    // A process of .NET on a busy machine takes its time.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private TestLogin _account = null!;
    private OpenSshServer _server = null!;
    private Socket _agent = null!;
    private string _print = "";
    private int _agentCalls;

    private string Mark => Path.Combine(_account.Home, "was-run");

    [Fact]
    public async Task SignIn_FromAHomeFullOfBait_UsesNoneOfIt()
    {
        var (output, _) = await RunAsync([Environment.ProcessPath!, typeof(SignInProbe).Assembly.Location, "sign-in-probe", $"{_server.Port}", _server.HostKey.Base64, SshServer.Login]);

        Assert.Equal(["PasswordCredential: AuthenticationFailed", "PromptsCredential: MethodNotOffered", "PrivateKeyCredential: AuthenticationFailed"], output.Trim().Split('\n'));
        Assert.False(File.Exists(Mark), "a program of ~/.ssh/config was run");
        Assert.Equal(0, Volatile.Read(ref _agentCalls));
        Assert.DoesNotContain(_print, await File.ReadAllTextAsync(_server.LogFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bait_IsTakenBySsh()
    {
        string[] common = ["ssh", "-p", $"{_server.Port}", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", $"{SshServer.Login}@127.0.0.1", "true"];

        await RunAsync(common);
        Assert.True(File.Exists(Mark));

        var (_, code) = await RunAsync([.. common[..1], "-F", "/dev/null", .. common[1..]]);
        Assert.NotEqual(0, Volatile.Read(ref _agentCalls));
        Assert.Equal(0, code);
        Assert.Contains(_print, await File.ReadAllTextAsync(_server.LogFile), StringComparison.Ordinal);
    }

    public async Task InitializeAsync()
    {
        Assert.NotNull(ssh);
        _account = await TestLogin.CreateAsync();
        _server = await OpenSshServer.StartNewAsync();
        var folder = Directory.CreateDirectory(Path.Combine(_account.Home, ".ssh")).FullName;
        var key = Path.Combine(folder, "id_ed25519");
        await ServerProcess.RunAsync("ssh-keygen", "openssh-client", "-q", "-t", "ed25519", "-N", "", "-f", key);
        await File.AppendAllTextAsync(_server.AuthorizedKeysFile, await File.ReadAllTextAsync(key + ".pub"));
        _print = WebShell.Core.Ssh.HostKeys.HostKey.Parse((await File.ReadAllTextAsync(key + ".pub")).Split(' ')[1]).Fingerprint;
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), $"""
            Match exec "touch {Mark}"
            Host *
                User nobody
                IdentityFile {key}
                ProxyCommand sh -c 'touch {Mark}; exit 1'

            """);
        await ServerProcess.RunAsync("chown", "coreutils", "-R", _account.Name, folder);
        _agent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _agent.Bind(new UnixDomainSocketEndPoint(Path.Combine(_account.Home, "agent")));
        _agent.Listen();
        _ = CountAsync();
    }

    public async Task DisposeAsync()
    {
        _agent.Dispose();
        await _server.DisposeAsync();
        await _account.DisposeAsync();
    }

    // Ends with the socket.
    private async Task CountAsync()
    {
        try
        {
            while (true)
            {
                using var caller = await _agent.AcceptAsync();
                Interlocked.Increment(ref _agentCalls);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task<(string Output, int Code)> RunAsync(string[] command)
    {
        var start = _account.Running(command);
        start.Environment["SSH_AUTH_SOCK"] = Path.Combine(_account.Home, "agent");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(StartLimit);
        return ((await output) + (process.ExitCode is 0 or 255 ? "" : await errors), process.ExitCode);
    }
}
