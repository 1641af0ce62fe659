using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>SSH by libssh, driven from a few epoll loops. Each deadline covers the machine's work only, never a person's.</summary>
internal sealed class LibsshBackend(IOptions<SshOptions> options, SshMetrics metrics, TimeProvider time, ILogger<LibsshBackend> logger) : ISshBackend, IDisposable
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
            var steps = new SignInSteps(session, request.Target, _options.SignInTimeout);
            await steps.AskAsync(token => VerifyAsync(verifier, greeting, token), cancellationToken);
            request.Report(ShellOpeningStep.SignIn);
            await new LibsshSignIn(steps, request.Target, greeting.Address, authenticator, _options, time).RunAsync(cancellationToken);
            await session.OwnTheWayAsync();
            return new LibsshConnection(session, request.Target, greeting.Facts with { Notice = steps.Banner.Text }, _options);
        }
        catch (Exception e)
        {
            var jumpEnd = session.JumpEnd;
            await session.CloseAsync();
            if (jumpEnd is not null && e is not OperationCanceledException)
            {
                throw TunnelRefusal.Lost(jumpEnd, e);
            }

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

    private static async ValueTask<bool> VerifyAsync(IHostKeyVerifier verifier, Greeting greeting, CancellationToken cancellationToken)
    {
        await verifier.VerifyAsync(greeting.Address, greeting.HostKey, cancellationToken);
        return true;
    }
}

/// <summary>A machine that has greeted and shown its key; nothing of the user's was sent.</summary>
internal sealed record Greeting(LibsshSession Session, string Address, HostKey HostKey, ShellFacts Facts);
