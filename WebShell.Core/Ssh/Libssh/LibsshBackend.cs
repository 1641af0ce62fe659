using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>SSH by libssh, driven from a few epoll loops. Each deadline covers the machine's work only, never a person's.</summary>
internal sealed class LibsshBackend(IOptions<SshOptions> options, SshMetrics metrics, ILogger<LibsshBackend> logger) : ISshBackend, IDisposable
{
    private readonly SshOptions _options = options.Value;
    private readonly SshLoops _loops = new(options.Value.EffectiveLoops, logger);
    private readonly TcpDialer _dialer = new(options.Value);

    public async Task<ISshConnection> ConnectAsync(
        SshConnectRequest request, IHostKeyVerifier verifier, ISshAuthenticator authenticator, CancellationToken cancellationToken)
    {
        LibsshLibrary.EnsureUsable();
        var greeting = await GreetAsync(request, verifier.PinnedAlgorithms, cancellationToken);
        var session = greeting.Session;
        try
        {
            request.Report(ShellOpeningStep.HostKey);
            await WhileConnectedAsync(session, request, token => verifier.VerifyAsync(greeting.Address, greeting.HostKey, token), cancellationToken);
            request.Report(ShellOpeningStep.SignIn);
            Credential? credential = null;
            await WhileConnectedAsync(
                session, request, async token => credential = await authenticator.GetCredentialAsync(greeting.Address, token), cancellationToken);
            await new LibsshSignIn(session, request.Target, _options).RunAsync(credential!, cancellationToken);
            return new LibsshConnection(session, request.Target, greeting.Facts, _options);
        }
        catch
        {
            await session.CloseAsync();
            throw;
        }
    }

    public void Dispose() => _loops.Dispose();

    /// <summary>
    /// Only pinned types are offered, else a machine with several keys might show one that is not pinned. One that has none
    /// of them any more is greeted again with all types, so that its new key can be shown beside the pin; it is refused all the same.
    /// </summary>
    private async Task<Greeting> GreetAsync(SshConnectRequest request, IReadOnlyList<string> pinned, CancellationToken cancellationToken)
    {
        var greet = new LibsshGreeting(_loops, _dialer, _options, metrics, request);
        try
        {
            return await greet.RunAsync(pinned, cancellationToken);
        }
        catch (ShellException e) when (e.Failure.Reason == ShellFailureReason.NoCommonAlgorithm && pinned.Count > 0)
        {
            return await greet.RunAsync([], cancellationToken);
        }
    }

    /// <summary>Asks a person; when the machine hangs up meanwhile, the question is withdrawn.</summary>
    private static async Task WhileConnectedAsync(
        LibsshSession session, SshConnectRequest request, Func<CancellationToken, ValueTask> ask, CancellationToken cancellationToken)
    {
        using var withdrawn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = ask(withdrawn.Token).AsTask();
        if (await Task.WhenAny(asking, session.Lost) != asking)
        {
            await withdrawn.CancelAsync();
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new ShellException(ShellFailureReason.ConnectionLost, $"{request.Target.VmName} closed the connection while it waited for an answer. Connect again.");
        }

        await asking;
    }
}

/// <summary>A machine that has greeted and shown its key; nothing of the user's was sent.</summary>
internal sealed record Greeting(LibsshSession Session, IPEndPoint Address, HostKey HostKey, ShellFacts Facts);
