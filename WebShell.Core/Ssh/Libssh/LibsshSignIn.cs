using System.Security.Cryptography;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Signs in with exactly one credential, within <see cref="SshOptions.SignInTimeout"/>.</summary>
internal sealed class LibsshSignIn(LibsshSession session, SshTarget target, SshOptions options)
{
    /// <exception cref="ShellException">Not signed in; the reason says whether the machine refused or the credential is at fault.</exception>
    public async Task RunAsync(Credential credential, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.SignInTimeout);
        try
        {
            var result = credential switch
            {
                PasswordCredential password => await TryAsync(password, deadline.Token),
                PrivateKeyCredential key => await TryAsync(key, deadline.Token),
                _ => throw new ArgumentException($"{credential} is not a kind that can sign in.", nameof(credential)),
            };
            Judge(credential, result);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ShellException(
                ShellFailureReason.SignInTimeout,
                $"{target.VmName} did not answer the sign-in within {options.SignInTimeout.TotalSeconds:0.#} s. Try again; if it stays, its directory or name service may hang.",
                e);
        }
    }

    private async Task<StepResult> TryAsync(PasswordCredential credential, CancellationToken cancellationToken)
    {
        var password = LibsshKeys.Terminated(credential.Password);
        try
        {
            return await session.StepAsync(handle => SendPassword(handle, password), LibsshNative.AuthAgain, cancellationToken);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }

    private async Task<StepResult> TryAsync(PrivateKeyCredential credential, CancellationToken cancellationToken)
    {
        using var key = await LibsshKeys.ImportAsync(credential, cancellationToken);
        return await session.StepAsync(
            handle => LibsshNative.ssh_userauth_publickey(handle, target.Login, key), LibsshNative.AuthAgain, cancellationToken);
    }

    private unsafe int SendPassword(SessionHandle handle, byte[] password)
    {
        fixed (byte* bytes = password)
        {
            return LibsshNative.ssh_userauth_password(handle, target.Login, bytes);
        }
    }

    private void Judge(Credential credential, StepResult result)
    {
        var what = credential is PasswordCredential ? "password" : "key";
        var cause = new InvalidOperationException($"libssh: {result.Code} {result.Error}");
        switch (result.Code)
        {
            case LibsshNative.AuthSuccess:
                return;
            case LibsshNative.AuthDenied:
                throw new ShellException(
                    ShellFailureReason.AuthenticationFailed,
                    $"{target.VmName} did not accept the {what} for {target.Login}. {(what == "key" ? "Check that the machine has the public key for this login." : "Check login and password; some machines accept keys only.")}",
                    cause);
            case LibsshNative.AuthPartial:
                throw new ShellException(
                    ShellFailureReason.AuthenticationFailed,
                    $"{target.VmName} accepted the {what} for {target.Login} but asks for a second proof, which is not supported here.",
                    cause);
            default:
                throw new ShellException(
                    ShellFailureReason.ConnectionLost, $"The connection to {target.VmName} broke during the sign-in. Try again.", cause);
        }
    }
}
