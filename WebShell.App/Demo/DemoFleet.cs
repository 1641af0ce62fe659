using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using WebShell.App.Operations;
using WebShell.Core.Credentials;
using WebShell.Core.Inventory;
using WebShell.Core.Ssh.HostKeys;
using WebShell.Core.Storage;

namespace WebShell.App.Demo;

/// <summary>
/// Throw-away OpenSSH servers on free loopback ports, so that a fresh checkout has machines to click on. They sign in with a key
/// the fleet made, their host keys are pinned beforehand, and all of it ends with the portal, also when that is killed.
/// </summary>
internal sealed partial class DemoFleet(DataDirectory data, CredentialStore credentials, HostKeyStore hostKeys, ILogger<DemoFleet> logger)
    : IHostedService, IInventorySource, IDisposable
{
    public const string SourceName = "demo fleet";
    public const string CredentialName = "demo-fleet";

    private const int StartAttempts = 3;
    private const int MarkBytes = 16;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<IReadOnlyList<Vm>> _machines = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _servers;

    public string Name => SourceName;

    public async ValueTask<IReadOnlyList<Vm>> LoadAsync(CancellationToken cancellationToken) => await _machines.Task.WaitAsync(cancellationToken);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var sshd = DemoPrograms.Find("sshd", "openssh-server");
        var keygen = DemoPrograms.Find("ssh-keygen", "openssh-client");
        MakePrivilegeSeparationFolder();
        var root = data.Folder("fleet");
        var userKey = Path.Combine(root, "user_key");
        await DemoPrograms.MakeKeyAsync(keygen, userKey, SourceName, cancellationToken);
        var folders = DemoMachine.All.ToDictionary(machine => machine, machine => new DemoFolder(data.Folder(Path.Combine("fleet", machine.Name)), machine));
        await Task.WhenAll(folders.Select(entry => DemoPrograms.MakeKeyAsync(keygen, entry.Value.HostKey, entry.Key.Name, cancellationToken))); Trust(userKey, folders);

        var machines = await StartServersAsync(sshd, folders, userKey + ".pub", cancellationToken);
        Log.Started(logger, machines.Count, root);
        _machines.SetResult(machines);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _machines.TrySetCanceled(CancellationToken.None);
        if (_servers is not { HasExited: false } servers)
        {
            return;
        }

        // The end of its input is the sign to end everything; see fleet.sh.
        servers.StandardInput.Close();
        try
        {
            await servers.WaitForExitAsync(cancellationToken).WaitAsync(StopLimit, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            servers.Kill(entireProcessTree: true);
        }
    }

    public void Dispose()
    {
        // Closes the servers' input too: a start that failed later leaves nothing behind.
        _servers?.Dispose();
    }

    // The portal made these keys itself, so nobody has to be asked about them.
    private void Trust(string userKey, Dictionary<DemoMachine, DemoFolder> folders)
    {
        credentials.Set(CredentialName, new PrivateKeyCredential(File.ReadAllText(userKey), passphrase: null));
        foreach (var (machine, folder) in folders)
        {
            var publicKey = File.ReadAllText(folder.HostKey + ".pub").Split(' ');
            hostKeys.Pin(machine.Name, HostKey.Parse(publicKey[1]), SourceName);
        }
    }

    private async Task<IReadOnlyList<Vm>> StartServersAsync(
        string sshd, Dictionary<DemoMachine, DemoFolder> folders, string authorizedKeys, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var ports = FreePorts(folders.Count);
            var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MarkBytes));
            foreach (var ((_, folder), port) in folders.Zip(ports))
            {
                folder.Prepare(port, Environment.UserName, mark, authorizedKeys, DemoPrograms.FindSftpServer());
            }

            _servers = Launch([mark, sshd, .. folders.Values.Select(folder => folder.Path)]);
            var silent = await SilentAsync(folders.Zip(ports, (entry, port) => (entry.Key, entry.Value, port)), cancellationToken);
            if (silent is null)
            {
                var system = OperatingSystemName();
                return [.. folders.Keys.Zip(ports, (machine, port) => machine.ToVm(port, Environment.UserName, system))];
            }

            await StopAsync(cancellationToken);
            if (attempt == StartAttempts)
            {
                throw new StartMistakeException($"The demo fleet could not start {silent.Name}; {folders[silent].Log} says why. Start with --no-demo to go without.");
            }
        }
    }

    private static Process Launch(string[] arguments)
    {
        var start = new ProcessStartInfo("setsid", ["bash", Path.Combine(AppContext.BaseDirectory, "Demo", "fleet.sh"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("The fleet's script did not start.");
    }

    // Asked for and given back: another program may take one in between, hence several attempts.
    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        try
        {
            return [.. listeners.Select(listener =>
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            })];
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }

    private static async Task<DemoMachine?> SilentAsync(
        IEnumerable<(DemoMachine Machine, DemoFolder Folder, int Port)> machines, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        foreach (var (machine, folder, port) in machines)
        {
            // What is behind another machine may not answer here: its log tells.
            if (!await (machine.Jump is null ? AnswersAsync(port, limit.Token) : ListensAsync(folder.Log, limit.Token)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                return machine;
            }
        }

        return null;
    }

    private static async Task<bool> ListensAsync(string log, CancellationToken limit)
    {
        while (!limit.IsCancellationRequested)
        {
            if (File.Exists(log) && (await File.ReadAllTextAsync(log, CancellationToken.None)).Contains("Server listening on", StringComparison.Ordinal))
            {
                return true;
            }

            await Task.Delay(20, CancellationToken.None);
        }

        return false;
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken limit)
    {
        var greeting = new byte[4];
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, limit);
                await client.GetStream().ReadExactlyAsync(greeting, limit);
                return Encoding.ASCII.GetString(greeting) == "SSH-";
            }
            catch (Exception e) when (e is SocketException or IOException && !limit.IsCancellationRequested)
            {
                await Task.Delay(20, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    // sshd wants it when it runs as root; the package's service makes it, and on a fresh container no service ever ran.
    private static void MakePrivilegeSeparationFolder()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory("/run/sshd", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
    }

    private static string OperatingSystemName() =>
        File.Exists("/etc/os-release")
        && File.ReadLines("/etc/os-release").FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)) is { } line
            ? ShortName().Replace(line["PRETTY_NAME=".Length..].Trim('"'), "")
            : "Linux";

    // "Debian GNU/Linux 12 (bookworm)" is known as "Debian 12", and that fits into a column.
    [GeneratedRegex(@" GNU/Linux| \(.*\)$")]
    private static partial Regex ShortName();

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Information, "The demo fleet of {Count} machines runs; its keys, homes and logs are in {Folder}")]
        public static partial void Started(ILogger logger, int count, string folder);
    }
}
