using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>A signed-in session; once it has a terminal, that owns it.</summary>
internal sealed class LibsshConnection(LibsshSession session, SshTarget target, ShellFacts facts, SshOptions options) : ISshConnection
{
    private int _isGiven;

    public ShellFacts Facts => facts;

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

    public async ValueTask DisposeAsync() => await session.CloseAsync();

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

    private ShellException Lost(Exception cause) =>
        new(ShellFailureReason.ConnectionLost, $"{target.VmName} closed the connection right after the sign-in. Try again; if it stays, look into its SSH server's log.", cause);
}
