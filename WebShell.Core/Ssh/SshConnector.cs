using Microsoft.Extensions.Logging;
using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Authority;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Core.Ssh;

/// <summary>The whole opening of a shell over SSH, for each machine of the way: check, resolve, dial (again, where the reason passes), trust, sign in, open. What fails, fails with a reason and a sentence.</summary>
internal sealed partial class SshConnector(
    ISshBackend backend,
    TargetResolver resolver,
    HandshakeLimit handshakes,
    ConnectRetries retries,
    SignInPause pause,
    HostKeyStore hostKeys,
    CredentialStore credentials,
    PersonTime person,
    CertificateIssuer certificates,
    IAuditLog audit,
    ILogger<SshConnector> logger,
    ISharedCredentials? shared = null) : IShellConnector
{
    public async Task<IShell> OpenAsync(ShellRequest request, IShellDialogue dialogue, CancellationToken cancellationToken)
    {
        var opening = new Opening(request.VmName, dialogue);
        try
        {
            // All of them first: a mistake at the end of the way must not cost a sign-in at its beginning.
            ShellRequest[] way = [.. request.Way.Select(request.To), request];
            var targets = Array.ConvertAll(way, SshTarget.Parse);
            Array.ForEach(targets[1..], resolver.CheckBehindJump);
            return await OpenAsync(way, targets, opening, cancellationToken);
        }
        catch (ShellException e)
        {
            var failure = opening.Explain(e.Failure);
            Log.NotOpened(logger, request.VmName, failure.Reason, failure.Step, failure.Hop, e);
            throw new ShellException(failure, e.InnerException);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Unexpected(logger, request.VmName, opening.Step, e);
            throw new ShellException(
                new ShellFailure(ShellFailureReason.Internal, "The portal could not open the shell because of a fault of its own. Tell an administrator.") { Step = opening.Step }, e);
        }
    }

    private async Task<IShell> OpenAsync(ShellRequest[] way, SshTarget[] targets, Opening opening, CancellationToken cancellationToken)
    {
        ISshConnection? connection = null;
        try
        {
            foreach (var (request, target) in way.Zip(targets))
            {
                connection = await ReachAsync(request, target, connection, opening, cancellationToken);
            }

            opening.Report(ShellOpeningStep.OpenTerminal);
            var (wanted, vm) = (way[^1], targets[^1]);
            var terminal = await connection!.OpenTerminalAsync(wanted.TerminalType, wanted.Size.Clamp(), cancellationToken);
            Log.Opened(logger, vm.VmName, vm.Login, string.Join(" → ", targets.SkipLast(1).Select(hop => hop.VmName)), terminal.Facts.HostKey, terminal.Facts.KeyExchange, terminal.Facts.Cipher);
            opening.Report(ShellOpeningStep.Open);
            return terminal;
        }
        catch
        {
            // The last one that was made owns those before it.
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Connects and signs in to one machine of the way; a try that failed for a passing reason is repeated for this machine only.</summary>
    private async Task<ISshConnection> ReachAsync(
        ShellRequest request, SshTarget target, ISshConnection? through, Opening opening, CancellationToken cancellationToken)
    {
        opening.Begin(target.VmName);
        void Waits(ConnectRetry retry)
        {
            Log.TriesAgain(logger, target.VmName, retry.Cause.Reason, opening.Step, retry.Number, retry.Count);
            opening.Dialogue.ReportRetry(retry);
        }

        return await retries.RunAsync(() => TryAsync(request, target, through, opening, cancellationToken), Waits, cancellationToken);
    }

    private async Task<ISshConnection> TryAsync(
        ShellRequest request, SshTarget target, ISshConnection? through, Opening opening, CancellationToken cancellationToken)
    {
        opening.Report(ShellOpeningStep.Resolve);
        pause.Check(target);
        using var place = await handshakes.EnterAsync(target.VmName, cancellationToken);
        var addresses = through is null ? await resolver.ResolveAsync(target, cancellationToken) : [];
        opening.Dialogue.ReportFact(through is null ? $"{target.Host} is {string.Join(", ", addresses.Select(address => address.Address))}" : $"{target.Address}, looked up by the machine before it on the way");
        var connect = new SshConnectRequest(target, addresses, opening.Report) { Through = through, Note = opening.Dialogue.ReportFact };
        var verifier = new HostKeyVerifier(target, hostKeys, opening.Dialogue, person, audit, logger);
        var authenticator = new CredentialAuthenticator(target, request.Credential, credentials, certificates, opening.Dialogue, person, pause)
        {
            IsBehindJump = through is not null,
            Shared = request.AsksPerson ? null : shared,
            HostKey = () => verifier.Accepted,
        };
        try
        {
            var connection = await backend.ConnectAsync(connect, verifier, authenticator, cancellationToken);
            pause.Succeeded(target);
            return connection;
        }
        catch (ShellException e) when (e.Failure.Reason == ShellFailureReason.AuthenticationFailed)
        {
            pause.Failed(target);
            throw;
        }
    }

    /// <summary>Where an opening is: which machine of the way, and which step.</summary>
    private sealed class Opening(string vmName, IShellDialogue person)
    {
        private readonly HopDialogue _onTheWay = new(person, vmName);
        private string? _hop;

        public ShellOpeningStep Step { get; private set; } = ShellOpeningStep.Resolve;

        /// <summary>The person, as asked about the machine at hand.</summary>
        public IShellDialogue Dialogue => _hop is null ? person : _onTheWay;

        public void Begin(string machine)
        {
            _hop = machine == vmName ? null : machine;
            person.ReportMachine(machine);
        }

        public void Report(ShellOpeningStep step)
        {
            Step = step;
            person.Report(step);
        }

        /// <summary>Names step and machine; one on the way is named in the sentence as well, with where the way leads.</summary>
        public ShellFailure Explain(ShellFailure failure)
        {
            var hop = failure.Hop ?? _hop;
            return failure with { Step = Step, Hop = hop, Message = hop is null ? failure.Message : $"{hop}, on the way to {vmName}: {failure.Message}" };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Information, "Opened a shell on {Vm} as {Login} through [{Way}]; host key {HostKey}, {KeyExchange}, {Cipher}.")]
        public static partial void Opened(ILogger logger, string vm, string login, string way, string hostKey, string keyExchange, string cipher);

        [LoggerMessage(4002, LogLevel.Information, "No shell on {Vm}: {Reason} at {Step} (on the way: {Hop}).")]
        public static partial void NotOpened(ILogger logger, string vm, ShellFailureReason reason, ShellOpeningStep step, string? hop, Exception exception);

        [LoggerMessage(4003, LogLevel.Error, "No shell on {Vm}: a fault at {Step}.")]
        public static partial void Unexpected(ILogger logger, string vm, ShellOpeningStep step, Exception exception);

        [LoggerMessage(4004, LogLevel.Debug, "{Vm}: {Reason} at {Step}; trying again, {Number} of {Count}.")]
        public static partial void TriesAgain(ILogger logger, string vm, ShellFailureReason reason, ShellOpeningStep step, int number, int count);
    }
}
