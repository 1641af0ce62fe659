using WebShell.Core.Audit;
using WebShell.Core.Credentials;
using WebShell.Core.Credentials.Keys;

namespace WebShell.Core.Storage;

/// <summary>What an operator does about the keys of stored secrets, on the command line; it brings the database up and checks the keys first, as a start does.</summary>
public sealed class SecretUpkeep
{
    private readonly StorageStart _storage;
    private readonly SecretKeyStart _keys;
    private readonly SecretRewrap _rewrap;
    private readonly IAuditLog _audit;

    internal SecretUpkeep(StorageStart storage, SecretKeyStart keys, SecretRewrap rewrap, IAuditLog audit) => (_storage, _keys, _rewrap, _audit) = (storage, keys, rewrap, audit);

    /// <summary>Wraps everything with the current key. Where nothing was left behind, former keys are forgotten and may be taken away.</summary>
    /// <exception cref="SecretUnreadableException">A key is missing.</exception>
    public async Task<IReadOnlyList<RewrapResult>> RewrapAsync(CancellationToken cancellationToken)
    {
        await _storage.StartAsync(cancellationToken);
        await _keys.StartAsync(cancellationToken);
        await NoteAsync("wrapped anew", cancellationToken);
        var results = await _rewrap.RunAsync(cancellationToken);
        if (results.All(result => result.Unreadable.Count == 0))
        {
            await _keys.TidyAsync(onlyLost: false, cancellationToken);
        }

        return results;
    }

    /// <summary>Takes away what was sealed with keys that are not at hand, so that the portal starts again.</summary>
    public async Task<IReadOnlyList<RewrapResult>> ForgetLostAsync(CancellationToken cancellationToken)
    {
        await _storage.StartAsync(cancellationToken);
        await NoteAsync("those whose key is lost taken away", cancellationToken);
        var results = await _rewrap.ForgetLostAsync(cancellationToken);
        await _keys.TidyAsync(onlyLost: true, cancellationToken);
        await _keys.StartAsync(cancellationToken);
        return results;
    }

    // Who sits at the server's console is known to the server only.
    private ValueTask NoteAsync(string what, CancellationToken cancellationToken) =>
        _audit.WriteAsync(new AuditEvent(AuditKind.SecretsRewrapped, "", $"{Environment.UserName} (console)", "stored secrets") { Result = what }, cancellationToken);
}
