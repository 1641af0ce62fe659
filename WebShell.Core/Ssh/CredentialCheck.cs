using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.Libssh;

namespace WebShell.Core.Ssh;

/// <summary>Looks whether a credential can be used at all, before a machine is bothered with it.</summary>
public sealed class CredentialCheck(TimeProvider time)
{
    /// <summary>What is wrong with it, for a person; null when nothing is. Reading a key takes up to a second: its passphrase is made expensive to guess.</summary>
    public async Task<string?> FindFaultAsync(Credential credential, CancellationToken cancellationToken)
    {
        try
        {
            if (credential is PrivateKeyCredential key)
            {
                using var imported = await LibsshKeys.ImportAsync(key, time.GetUtcNow(), cancellationToken);
            }

            return null;
        }
        catch (ShellException e)
        {
            return e.Failure.Message;
        }
    }
}
