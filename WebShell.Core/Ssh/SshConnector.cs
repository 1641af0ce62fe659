using Microsoft.Extensions.Logging;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Core.Ssh;

/// <summary>The whole opening of a shell over SSH: check, resolve, dial (again, where the reason passes), trust, sign in, open. What fails, fails with a reason and a sentence.</summary>
internal sealed partial class SshConnector(
    ISshBackend backend,
    TargetResolver resolver,
    HandshakeLimit handshakes,
    ConnectRetries retries,
    SignInPause pause,
    HostKeyStore hostKeys,
    CredentialStore credentials,
    PersonTime person,
    ILogger<SshConnector> logger) : IShellConnector
{
    public async Task<IShell> OpenAsync(ShellRequest request, IShellDialogue dialogue, CancellationToken cancellationToken)
    {
        var step = ShellOpeningStep.Resolve;
        void Report(ShellOpeningStep next)
        {
            step = next;
            dialogue.Report(next);
        }

        void Waits(ConnectRetry retry)
        {
            Log.TriesAgain(logger, request.VmName, retry.Cause.Reason, step, retry.Number, retry.Count);
            dialogue.ReportRetry(retry);
        }

        try
        {
            var target = SshTarget.Parse(request);
            return await retries.RunAsync(() => OpenAsync(target, request, dialogue, Report, cancellationToken), Waits, cancellationToken);
        }
        catch (ShellException e)
        {
            Log.NotOpened(logger, request.VmName, e.Failure.Reason, step, e);
            throw new ShellException(e.Failure with { Step = step }, e.InnerException);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Unexpected(logger, request.VmName, step, e);
            throw new ShellException(
                new ShellFailure(ShellFailureReason.Internal, "The portal could not open the shell because of a fault of its own. Tell an administrator.") { Step = step }, e);
        }
    }

    private async Task<IShell> OpenAsync(
        SshTarget target, ShellRequest request, IShellDialogue dialogue, Action<ShellOpeningStep> report, CancellationToken cancellationToken)
    {
        report(ShellOpeningStep.Resolve);
        pause.Check(target);
        using var place = await handshakes.EnterAsync(target.VmName, cancellationToken);
        var addresses = await resolver.ResolveAsync(target, cancellationToken);
        var verifier = new HostKeyVerifier(target, hostKeys, dialogue, person, logger);
        var authenticator = new CredentialAuthenticator(target, request.Credential, credentials, dialogue, person, pause);
        var connection = await ConnectAsync(new SshConnectRequest(target, addresses, report), verifier, authenticator, cancellationToken);
        try
        {
            report(ShellOpeningStep.OpenTerminal);
            var terminal = await connection.OpenTerminalAsync(request.TerminalType, request.Size.Clamp(), cancellationToken);
            Log.Opened(logger, target.VmName, target.Login, terminal.Facts.HostKey, terminal.Facts.KeyExchange, terminal.Facts.Cipher);
            report(ShellOpeningStep.Open);
            return terminal;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<ISshConnection> ConnectAsync(
        SshConnectRequest request, IHostKeyVerifier verifier, ISshAuthenticator authenticator, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await backend.ConnectAsync(request, verifier, authenticator, cancellationToken);
            pause.Succeeded(request.Target);
            return connection;
        }
        catch (ShellException e) when (e.Failure.Reason == ShellFailureReason.AuthenticationFailed)
        {
            pause.Failed(request.Target);
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Information, "Opened a shell on {Vm} as {Login}; host key {HostKey}, {KeyExchange}, {Cipher}.")]
        public static partial void Opened(ILogger logger, string vm, string login, string hostKey, string keyExchange, string cipher);

        [LoggerMessage(4002, LogLevel.Information, "No shell on {Vm}: {Reason} at {Step}.")]
        public static partial void NotOpened(ILogger logger, string vm, ShellFailureReason reason, ShellOpeningStep step, Exception exception);

        [LoggerMessage(4003, LogLevel.Error, "No shell on {Vm}: a fault at {Step}.")]
        public static partial void Unexpected(ILogger logger, string vm, ShellOpeningStep step, Exception exception);

        [LoggerMessage(4004, LogLevel.Debug, "{Vm}: {Reason} at {Step}; trying again, {Number} of {Count}.")]
        public static partial void TriesAgain(ILogger logger, string vm, ShellFailureReason reason, ShellOpeningStep step, int number, int count);
    }
}
