using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// Connects to the first address that answers: each next one gets its chance after a short delay (RFC 8305, light).
/// The sockets never meet .NET's own event loop.
/// </summary>
internal sealed class TcpDialer(SshOptions options)
{
    /// <exception cref="ShellException">No address answered; the reason is the first address's.</exception>
    public async Task<(SocketHandle Socket, IPEndPoint Address)> DialAsync(
        SshLoop loop, string vmName, IReadOnlyList<IPEndPoint> addresses, CancellationToken cancellationToken)
    {
        using var losers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = new List<(Task<SocketHandle> Task, IPEndPoint Address)>();
        (SocketHandle, IPEndPoint)? winner = null;
        foreach (var address in addresses)
        {
            attempts.Add((ConnectAsync(loop, vmName, address, losers.Token), address));
            winner = await FirstAsync(attempts, attempts.Count < addresses.Count ? options.NextAddressDelay : Timeout.InfiniteTimeSpan, cancellationToken);
            if (winner is not null || cancellationToken.IsCancellationRequested)
            {
                break;
            }
        }

        await losers.CancelAsync();
        await AbandonAsync(attempts, winner?.Item1);
        cancellationToken.ThrowIfCancellationRequested();
        if (winner is { } won)
        {
            return won;
        }

        await attempts[0].Task;
        throw new InvalidOperationException("An attempt that did not win did not fail either.");
    }

    private static async Task<(SocketHandle Socket, IPEndPoint Address)?> FirstAsync(
        List<(Task<SocketHandle> Task, IPEndPoint Address)> attempts, TimeSpan patience, CancellationToken cancellationToken)
    {
        var delay = Task.Delay(patience, cancellationToken);
        while (true)
        {
            // Who still runs is asked first: one that succeeds right after is then found below or waited for.
            var running = attempts.Select(attempt => attempt.Task).Where(task => !task.IsCompleted).ToArray();
            if (attempts.FirstOrDefault(attempt => attempt.Task.IsCompletedSuccessfully) is { Task: not null } won)
            {
                return (await won.Task, won.Address);
            }

            if (running.Length == 0 || await Task.WhenAny([.. running, delay]) == delay)
            {
                return null;
            }
        }
    }

    private static async Task AbandonAsync(List<(Task<SocketHandle> Task, IPEndPoint Address)> attempts, SocketHandle? winner)
    {
        foreach (var (task, _) in attempts)
        {
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompletedSuccessfully && await task != winner)
            {
                (await task).Dispose();
            }
        }
    }

    private async Task<SocketHandle> ConnectAsync(SshLoop loop, string vmName, IPEndPoint address, CancellationToken cancellationToken)
    {
        var attempt = new PendingConnect(loop, Open(address));
        var error = await attempt.RunAsync(address, cancellationToken);
        if (error == 0)
        {
            return attempt.Socket;
        }

        attempt.Socket.Dispose();
        throw Failed(vmName, address, error);
    }

    private SocketHandle Open(IPEndPoint address)
    {
        var family = address.AddressFamily == AddressFamily.InterNetwork ? 2 : 10;
        var socket = Libc.socket(family, Libc.SockStreamCloseOnExecNonBlocking, 0);
        if (socket.IsInvalid)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        socket.SetOption(Libc.IpProtoTcp, Libc.TcpNoDelay, 1);
        socket.SetOption(Libc.SolSocket, Libc.SoKeepAlive, 1);
        socket.SetOption(Libc.IpProtoTcp, Libc.TcpUserTimeout, (int)options.KeepaliveTimeout.TotalMilliseconds);
        return socket;
    }

    private static ShellException Failed(string vmName, IPEndPoint address, int error)
    {
        const int NetworkUnreachable = 101, TimedOut = 110, Refused = 111, HostUnreachable = 113;
        var cause = new Win32Exception(error);
        var (reason, message) = error switch
        {
            Refused => (ShellFailureReason.ConnectionRefused, $"{vmName} refused the connection: nothing listens at {address}. Check that its SSH server runs and that the port is right."),
            TimedOut => (ShellFailureReason.ConnectTimeout, $"{vmName} did not answer at {address}. Check that it is up and that no firewall is between."),
            NetworkUnreachable or HostUnreachable => (ShellFailureReason.Unreachable, $"There is no way to {vmName} at {address}. Check that it is up, and the portal's network."),
            _ => (ShellFailureReason.Unreachable, $"{vmName} cannot be reached at {address}: {cause.Message}."),
        };
        return new(new ShellFailure(reason, message) { Address = address.ToString(), IsPassing = true }, cause);
    }
}
