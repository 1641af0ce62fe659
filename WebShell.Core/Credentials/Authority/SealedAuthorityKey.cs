using Microsoft.Extensions.Options;
using WebShell.Core.Credentials.Keys;

namespace WebShell.Core.Credentials.Authority;

/// <summary>The file of the portal's own authority, as a place with one sealed secret.</summary>
internal sealed class SealedAuthorityKey(IOptions<CertificateAuthorityOptions> options) : ISealedRows
{
    public string Name => "keys of the portal's own certificate authority";

    private string Path => options.Value.KeyPath;

    public Task<IReadOnlyList<Guid>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Guid>>(File.Exists(Path) ? [AuthorityKey.Binding.Id] : []);

    public async Task<IReadOnlyList<SealedRow>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        ids.Count > 0 ? [new SealedRow(AuthorityKey.Binding, await File.ReadAllBytesAsync(Path, cancellationToken))] : [];

    public Task<int> ReplaceAsync(IReadOnlyList<(SealedRow Row, byte[] Secret)> changes, CancellationToken cancellationToken)
    {
        AuthorityKey.Write(Path, changes[0].Secret, overwrite: true);
        return Task.FromResult(1);
    }

    // Beside, not away: machines trust that key, and the key-encryption key may turn up.
    public Task ForgetAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count > 0)
        {
            File.Move(Path, $"{Path}.lost", overwrite: true);
        }

        return Task.CompletedTask;
    }
}
