using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Shared;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Keys made and read by libssh, in memory only.</summary>
internal sealed class LibsshKeyPairs(TimeProvider time) : IKeyPairs
{
    public Task<PrivateKeyCredential> MakeAsync(CancellationToken cancellationToken) => AskAsync(() => Task.Run(LibsshKeys.Make, cancellationToken));

    public Task<string> PublicLineAsync(PrivateKeyCredential key, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        using var imported = await LibsshKeys.ImportAsync(key, time.GetUtcNow(), cancellationToken);
        return LibsshKeys.PublicLine(imported);
    });

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            LibsshLibrary.EnsureUsable();
            return await ask();
        }
        catch (ShellException e)
        {
            throw new SharedCredentialException(e.Failure.Message, e);
        }
    }
}
