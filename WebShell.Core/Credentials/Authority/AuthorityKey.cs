using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials.Authority;

/// <summary>The private key of the portal's own authority, in a sealed file (<see cref="ISecretProtector"/>); made when it is first needed.</summary>
public sealed class AuthorityKey(ISecretProtector protector, IOptions<CertificateAuthorityOptions> options)
{
    // There is one; the binding keeps any other sealed secret from being put in its place.
    internal static readonly SecretBinding Binding = new(Guid.Empty, "portal", "user-certificate-authority");

    private readonly Lock _gate = new();

    /// <summary>The public key as machines want it, for the file that <c>TrustedUserCAKeys</c> in sshd_config names.</summary>
    /// <exception cref="CertificateSigningException">The key cannot be opened or made; the message is for an administrator.</exception>
    public string PublicLine
    {
        get
        {
            using var key = Open();
            return $"{EcdsaKey.Type} {Convert.ToBase64String(EcdsaKey.PublicBlob(key))} webshell-user-ca";
        }
    }

    /// <exception cref="CertificateSigningException">The key cannot be opened or made; the message is for an administrator.</exception>
    internal ECDsa Open()
    {
        try
        {
            lock (_gate)
            {
                return File.Exists(Path) ? Read() : Make();
            }
        }
        catch (Exception e) when (e is SecretUnreadableException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CertificateSigningException($"The key of the portal's own certificate authority cannot be used: {e.Message}", e);
        }
    }

    private string Path => options.Value.KeyPath;

    private ECDsa Read()
    {
        var secret = protector.Unprotect(File.ReadAllBytes(Path), Binding);
        try
        {
            var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(secret, out _);
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private ECDsa Make()
    {
        var key = EcdsaKey.Create();
        var secret = key.ExportPkcs8PrivateKey();
        try
        {
            Write(Path, protector.Protect(secret, Binding), overwrite: false);
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    // Written beside, then renamed: machines will trust this key, so half of one must never stand there.
    internal static void Write(string path, byte[] envelope, bool overwrite)
    {
        var beside = $"{path}.new";
        using (var file = new FileStream(beside, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(envelope);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite);
    }
}
