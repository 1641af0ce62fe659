using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using WebShell.Core.Inventory;
using WebShell.Core.Shells;
using WebShell.Core.Ssh;

namespace WebShell.Core.Reachability;

/// <summary>
/// Connects to a machine once, at the first of its addresses that takes the connection and that a shell would be allowed to dial, reads the
/// server's identification (RFC 4253, 4.2), answers with its own and hangs up: sshd notes a client that left and holds nothing open.
/// </summary>
internal sealed class BannerProbe(TargetResolver resolver, IOptions<ReachabilityOptions> options, TimeProvider time)
{
    /// <summary>A server may say other lines first.</summary>
    private const int MaxBannerBytes = 4096;

    private static readonly byte[] Identification = "SSH-2.0-WebShell_reachability\r\n"u8.ToArray();

    public async Task<Reach> ProbeAsync(Vm vm, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.Timeout);
        try
        {
            var target = SshTarget.Parse(new ShellRequest { VmName = vm.Name, Host = vm.Address, Port = vm.Port, Login = vm.Logins[0], AllowLoopback = vm.AllowLoopback });
            var addresses = await resolver.ResolveAsync(target, limit.Token);
            return await LookAsync(vm, addresses, limit.Token);
        }
        catch (ShellException e)
        {
            return e.Failure.Reason == ShellFailureReason.AddressDenied
                ? Seen(ReachState.AddressDenied, "Address not allowed")
                : Seen(ReachState.NoSuchHost, $"No host named {vm.Address}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TimedOut();
        }
    }

    // One after the other, never two at once: a machine is connected to once.
    private async Task<Reach> LookAsync(Vm vm, IReadOnlyList<IPEndPoint> addresses, CancellationToken cancellationToken)
    {
        var failures = new List<Reach>();
        var started = Stopwatch.GetTimestamp();
        foreach (var address in addresses)
        {
            // What is left of the time is shared by the addresses that are left.
            using var share = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var left = (options.Value.Timeout - Stopwatch.GetElapsedTime(started)) / (addresses.Count - failures.Count);
            share.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            var dialled = Stopwatch.GetTimestamp();
            try
            {
                await socket.ConnectAsync(address, share.Token);
            }
            catch (SocketException e)
            {
                failures.Add(Failed(vm, e.SocketErrorCode));
                continue;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(TimedOut());
                continue;
            }

            return await ReadAsync(vm, socket, Stopwatch.GetElapsedTime(dialled), cancellationToken);
        }

        return failures[0] with { Words = string.Join("; ", failures.Select(failure => failure.Words).Distinct()) };
    }

    private Reach Failed(Vm vm, SocketError error) => error switch
    {
        SocketError.ConnectionRefused => Seen(ReachState.Refused, $"Refused, port {vm.Port}"),
        SocketError.TimedOut => Seen(ReachState.TimedOut, "Timed out"),
        SocketError.ConnectionReset => Seen(ReachState.NotSsh, "Hung up without a word"),
        _ => Seen(ReachState.Unreachable, "No way to it from here"),
    };

    private Reach TimedOut() => Seen(ReachState.TimedOut, $"Timed out after {options.Value.Timeout.TotalSeconds:0.#} s");

    private async Task<Reach> ReadAsync(Vm vm, Socket socket, TimeSpan roundTrip, CancellationToken cancellationToken)
    {
        Reach? reach = null;
        try
        {
            reach = Judge(await ReadBannerAsync(socket, cancellationToken), roundTrip);
            if (reach.IsReachable)
            {
                _ = await socket.SendAsync(Identification, cancellationToken);
                socket.Shutdown(SocketShutdown.Both);
            }

            return reach;
        }
        catch (SocketException e)
        {
            return reach ?? Failed(vm, e.SocketErrorCode); // one that answered and hung up did answer
        }
    }

    private static async Task<string> ReadBannerAsync(Socket socket, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxBannerBytes];
        var length = 0;
        while (length < bytes.Length && !IsWhole(bytes.AsSpan(0, length)))
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return Encoding.Latin1.GetString(bytes, 0, length);
    }

    // The line SSH-…, whatever stands before it; or what can only be another protocol.
    private static bool IsWhole(ReadOnlySpan<byte> said)
    {
        var text = Encoding.Latin1.GetString(said);
        var at = text.StartsWith("SSH-", StringComparison.Ordinal) ? 0 : text.IndexOf("\nSSH-", StringComparison.Ordinal);
        return (at >= 0 && text.IndexOf('\n', at + 1) >= 0) || text.StartsWith("HTTP/", StringComparison.Ordinal);
    }

    private Reach Judge(string said, TimeSpan roundTrip)
    {
        if (said.StartsWith("SSH-", StringComparison.Ordinal) || said.Contains("\nSSH-", StringComparison.Ordinal))
        {
            var reach = Seen(ReachState.Reachable, $"Reachable, {Math.Max(1, Math.Round(roundTrip.TotalMilliseconds)):0} ms");
            return reach with { RoundTrip = roundTrip, LastSeen = reach.CheckedAt };
        }

        var what = said.Length == 0 ? "it hung up without a word" : said.StartsWith("HTTP/", StringComparison.Ordinal) ? "HTTP answered" : "something else answered";
        return Seen(ReachState.NotSsh, $"Not SSH: {what}") with { RoundTrip = roundTrip };
    }

    private Reach Seen(ReachState state, string words) => new() { State = state, Words = words, CheckedAt = time.GetUtcNow() };
}
