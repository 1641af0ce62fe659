using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Dial, greeting and key exchange, together within <see cref="SshOptions.ConnectTimeout"/>.</summary>
internal sealed class LibsshGreeting(SshLoops loops, TcpDialer dialer, SshOptions options, SshMetrics metrics, SshConnectRequest request)
{
    private string VmName => request.Target.VmName;

    /// <exception cref="ShellException">It did not work; nothing is left open.</exception>
    public async Task<Greeting> RunAsync(IReadOnlyList<string> keyTypes, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.ConnectTimeout);
        var address = request.Through is null ? request.Addresses[0].ToString() : request.Target.Address;
        var isConnected = false;
        try
        {
            request.Report(ShellOpeningStep.Connect);
            var (line, answered) = request.Through is LibsshConnection jump
                ? (await TunnelAsync(jump, deadline.Token), address)
                : await DialAsync(deadline.Token);
            (isConnected, address) = (true, answered);
            request.Note(request.Through is LibsshConnection passed ? $"{answered}, through {passed.VmName}" : answered);
            request.Report(ShellOpeningStep.KeyExchange);
            var session = await LibsshSession.CreateAsync(line.Loop, line.Socket, AlgorithmOffer.For(keyTypes, request.Target.AllowsLegacyAlgorithms, LibsshLibrary.ChecksGcmTags), metrics, line.Tunnel);
            return await ExchangeKeysAsync(session, address, deadline.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && !isConnected && request.Through is LibsshConnection slow)
        {
            // Not passing: what was asked of the jump cannot be taken back, so its connection cannot be used again.
            throw new ShellException(
                new ShellFailure(ShellFailureReason.ConnectTimeout, $"{slow.VmName} did not reach {VmName} at {address} within {options.ConnectTimeout.TotalSeconds:0.#} s. Check that {VmName} is up and that no firewall is between the two.") { Address = address }, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Passing(
                ShellFailureReason.ConnectTimeout,
                address,
                isConnected
                    ? $"{VmName} accepted the connection at {address} but did not greet as an SSH server within {options.ConnectTimeout.TotalSeconds:0.#} s. Check that the port is its SSH port and that the machine is not overloaded."
                    : $"{VmName} did not answer at {address} within {options.ConnectTimeout.TotalSeconds:0.#} s. Check that it is up and that no firewall is between.",
                e);
        }
    }

    private async Task<(Line Line, string Address)> DialAsync(CancellationToken cancellationToken)
    {
        var loop = loops.Choose();
        try
        {
            var (socket, endpoint) = await dialer.DialAsync(loop, VmName, request.Addresses, cancellationToken);
            return (new Line(loop, socket, null), endpoint.ToString());
        }
        catch
        {
            loop.CountSession(-1);
            throw;
        }
    }

    // On the jump's own loop: what goes through one goes through the other in the same turn.
    private async Task<Line> TunnelAsync(LibsshConnection jump, CancellationToken cancellationToken)
    {
        var tunnel = await jump.OpenTunnelAsync(request.Target, cancellationToken);
        tunnel.Loop.CountSession(+1);
        return new Line(tunnel.Loop, tunnel.Far, tunnel);
    }

    private async Task<Greeting> ExchangeKeysAsync(LibsshSession session, string address, CancellationToken cancellationToken)
    {
        try
        {
            var result = await session.StepAsync(LibsshNative.ssh_connect, LibsshNative.Again, cancellationToken);
            if (result.Code != LibsshNative.Ok)
            {
                var banner = await session.AskAsync(Banner);
                request.Note(banner.Length > 0 ? $"Greeted as {banner}" : "It did not greet");
                request.Note($"libssh: {Printable(result.Error)}");
                throw Failed(address, result.Error, banner);
            }

            var (key, agreed) = await session.AskAsync(ReadFacts);
            var facts = agreed with { AllowsLegacyAlgorithms = request.Target.AllowsLegacyAlgorithms };
            request.Note($"Greeted as {facts.ServerBanner}");
            request.Note($"Agreed on {facts.KeyExchange}, {facts.Cipher}{(facts.Mac.Length == 0 ? "" : $", {facts.Mac}")}");
            return key is null
                ? throw new ShellException(ShellFailureReason.NotSsh, $"{VmName} showed no host key. Check its SSH server.")
                : new Greeting(session, address, key, facts);
        }
        catch (Exception e)
        {
            var jumpEnd = session.JumpEnd;
            await session.CloseAsync();
            if (jumpEnd is not null && e is ShellException)
            {
                throw TunnelRefusal.Lost(jumpEnd, e);
            }

            throw;
        }
    }

    private ShellException Failed(string address, string error, string banner)
    {
        var cause = new InvalidOperationException($"libssh: {error}");
        if (error.Contains("no match for method", StringComparison.Ordinal))
        {
            return new(ShellFailureReason.NoCommonAlgorithm, $"{VmName} offers only algorithms that are too weak or unknown here. Update its SSH server; until then an administrator can allow old ones for it (algorithms: legacy). ({Printable(error)})", cause);
        }

        if (banner.Length > 0)
        {
            return Passing(ShellFailureReason.ConnectionLost, address, $"{VmName} broke the connection off during the key exchange. Try again; if it stays, look into its SSH server's log.", cause);
        }

        return error.Contains("Socket error", StringComparison.Ordinal)
            ? Passing(ShellFailureReason.NotSsh, address, $"{VmName} closed the connection at {address} without greeting as an SSH server. Check that the port is its SSH port; a busy SSH server (MaxStartups) does this too.", cause)
            : new(ShellFailureReason.NotSsh, $"What answers at {address} is not an SSH server. Check the port of {VmName}.", cause);
    }

    // The machine has shown no key yet, and a moment later it may.
    private static ShellException Passing(ShellFailureReason reason, string address, string message, Exception cause) =>
        new(new ShellFailure(reason, message) { Address = address, IsPassing = true }, cause);

    /// <summary>A connection that is there and on which nothing was said yet.</summary>
    private readonly record struct Line(SshLoop Loop, SocketHandle Socket, LibsshTunnel? Tunnel);

    private static string Printable(string text) => string.Concat(text.Where(c => c is >= ' ' and <= '~').Take(400));

    private static unsafe string Banner(SessionHandle session) => Printable(LibsshNative.Text(LibsshNative.ssh_get_serverbanner(session)));

    private static unsafe (HostKey? Key, ShellFacts Facts) ReadFacts(SessionHandle session)
    {
        var key = LibsshKeys.ReadHostKey(session);
        return (key, new ShellFacts
        {
            ServerBanner = Banner(session),
            KeyExchange = LibsshNative.Text(LibsshNative.ssh_get_kex_algo(session)),
            Cipher = LibsshNative.Text(LibsshNative.ssh_get_cipher_in(session)),
            Mac = LibsshNative.Text(LibsshNative.ssh_get_hmac_in(session)),
            HostKey = key?.ToString() ?? "",
        });
    }
}
