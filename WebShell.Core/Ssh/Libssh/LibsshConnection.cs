using System.Diagnostics;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>A signed-in session; once it has a terminal, or another session has signed in through it, that owns it.</summary>
internal sealed class LibsshConnection(LibsshSession session, SshTarget target, ShellFacts facts, SshOptions options) : ISshConnection
{
    private int _isGiven;

    public ShellFacts Facts => facts;

    public string VmName => target.VmName;

    public async Task<ISshTerminal> OpenTerminalAsync(string terminalType, TerminalSize size, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isGiven, 1) != 0)
        {
            throw new InvalidOperationException("A connection carries one terminal.");
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.SignInTimeout);
        try
        {
            var terminal = await session.AskAsync(_ => new LibsshTerminal(session, facts, options));
            await StepAsync(terminal.OpenChannel, ShellFailureReason.ShellRefused, "does not open a session for this login", deadline.Token);
            await StepAsync(() => terminal.RequestPty(terminalType, size), ShellFailureReason.PtyRefused, "gives no terminal to this login", deadline.Token);
            await StepAsync(terminal.RequestShell, ShellFailureReason.ShellRefused, "starts no shell for this login", deadline.Token);
            await session.AskAsync(_ => terminal.Start());
            return terminal;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            await session.CloseAsync();
            throw new ShellException(ShellFailureReason.ShellRefused, $"{target.VmName} did not open a shell within {options.SignInTimeout.TotalSeconds:0.#} s. Try again.", e);
        }
        catch (ObjectDisposedException e)
        {
            throw Lost(e);
        }
        catch
        {
            await session.CloseAsync();
            throw;
        }
    }

    /// <summary>Lets this machine connect to the next one (direct-tcpip). One tunnel at a time.</summary>
    /// <exception cref="ShellException">It does not, or cannot; both machines are named.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; this connection is then good for closing only.</exception>
    public async Task<LibsshTunnel> OpenTunnelAsync(SshTarget next, CancellationToken cancellationToken)
    {
        LibsshTunnel? tunnel = null;
        try
        {
            tunnel = await session.AskAsync(_ => new LibsshTunnel(session, target.VmName, options));
            var clock = Stopwatch.GetTimestamp();
            var result = await session.StepAsync(_ => tunnel.Open(next.Host, next.Port), LibsshNative.Again, cancellationToken);
            if (result.Code != LibsshNative.Ok)
            {
                throw TunnelRefusal.Of(target, next, result.Error);
            }

            await session.AskAsync(_ => tunnel.Start(Stopwatch.GetElapsedTime(clock)));
            return tunnel;
        }
        catch (Exception e)
        {
            await AbandonAsync(tunnel);
            if (e is ObjectDisposedException)
            {
                throw TunnelRefusal.Of(target, next, "closed");
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync() => await session.CloseAsync();

    private async Task AbandonAsync(LibsshTunnel? tunnel)
    {
        if (tunnel is null)
        {
            return;
        }

        tunnel.Far.Dispose();
        try
        {
            await session.AskAsync(_ =>
            {
                tunnel.Close();
                return true;
            });
        }
        catch (ObjectDisposedException)
        {
            // The session is closed, and the tunnel with it.
        }
    }

    private async Task StepAsync(Func<int> call, ShellFailureReason reason, string what, CancellationToken cancellationToken)
    {
        var result = await session.StepAsync(_ => call(), LibsshNative.Again, cancellationToken);
        if (result.Code == LibsshNative.Ok)
        {
            return;
        }

        var cause = new InvalidOperationException($"libssh: {result.Error}");
        var isRefusal = result.Error.StartsWith("Channel request", StringComparison.Ordinal)
            || result.Error.StartsWith("Channel opening failure", StringComparison.Ordinal);
        throw isRefusal
            ? new ShellException(reason, $"{target.VmName} {what} ({target.Login}). Its administrator may have limited the login or this key.", cause)
            : Lost(cause);
    }

    private ShellException Lost(Exception cause) => session.JumpEnd is { } jumpEnd
        ? TunnelRefusal.Lost(jumpEnd, cause)
        : new(ShellFailureReason.ConnectionLost, $"{target.VmName} closed the connection right after the sign-in. Try again; if it stays, look into its SSH server's log.", cause);
}
