using System.Diagnostics;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// The steps of one sign-in: the machine's under one deadline (<see cref="SshOptions.SignInTimeout"/>), which stands still while a
/// person is asked. A question is withdrawn when the machine hangs up meanwhile.
/// </summary>
internal sealed class SignInSteps(LibsshSession session, SshTarget target, TimeSpan limit)
{
    // A machine that used its time up gets no negative one.
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(1);

    private TimeSpan _used;

    /// <summary>What the machine has said so far.</summary>
    public SignInBanner Banner { get; } = new();

    /// <summary>Repeats one of libssh's <c>ssh_userauth_*</c> calls until the machine has answered.</summary>
    /// <exception cref="ShellException">No answer in time (<see cref="ShellFailureReason.SignInTimeout"/>), or the connection broke.</exception>
    public async Task<SignInReply> RunAsync(Func<SessionHandle, int> call, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit - _used > LeastTime ? limit - _used : LeastTime);
        var begun = Stopwatch.GetTimestamp();
        var offered = SignInMethods.None;
        try
        {
            var result = await session.StepAsync(
                handle =>
                {
                    var code = call(handle);
                    offered = Offered(handle);
                    Banner.Read(handle);
                    return code;
                },
                LibsshNative.AuthAgain,
                deadline.Token);
            return result.Code != LibsshNative.Error ? new SignInReply(result.Code, offered, result.Error) : throw Lost(result.Error);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ShellException(
                ShellFailureReason.SignInTimeout,
                $"{target.VmName} did not answer the sign-in within {limit.TotalSeconds:0.#} s. Try again; if it stays, its directory or name service may hang.",
                e);
        }
        finally
        {
            _used += Stopwatch.GetElapsedTime(begun);
        }
    }

    /// <summary>Reads or sets something of the session, which answers at once.</summary>
    public Task<T> ReadAsync<T>(Func<SessionHandle, T> read) => session.AskAsync(read);

    /// <summary>Asks a person.</summary>
    /// <exception cref="ShellException">The machine hung up meanwhile (<see cref="ShellFailureReason.ConnectionLost"/>), or what the question ends with.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        using var withdrawn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = ask(withdrawn.Token).AsTask();
        if (await Task.WhenAny(asking, session.Lost) == asking)
        {
            return await asking;
        }

        await withdrawn.CancelAsync();
        await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new ShellException(ShellFailureReason.ConnectionLost, $"{target.VmName} closed the connection while it waited for an answer. Connect again.");
    }

    private static unsafe SignInMethods Offered(SessionHandle handle)
    {
        var bits = LibsshNative.ssh_userauth_list(handle, null);
        return ((bits & LibsshNative.MethodPassword) != 0 ? SignInMethods.Password : 0)
            | ((bits & LibsshNative.MethodPublicKey) != 0 ? SignInMethods.PrivateKey : 0)
            | ((bits & LibsshNative.MethodInteractive) != 0 ? SignInMethods.Prompts : 0);
    }

    private ShellException Lost(string error) => new(
        ShellFailureReason.ConnectionLost, $"The connection to {target.VmName} broke during the sign-in. Try again.", new InvalidOperationException($"libssh: {error}"));
}

/// <summary>What the machine answered to one step (one of libssh's <c>SSH_AUTH_*</c>, never an error), what it offers now, and libssh's text for the log.</summary>
internal readonly record struct SignInReply(int Code, SignInMethods Offered, string Error);
