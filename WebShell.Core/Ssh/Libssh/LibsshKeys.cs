using System.Security.Cryptography;
using System.Text;
using WebShell.Core.Credentials;
using WebShell.Core.Shells;
using WebShell.Core.Ssh.HostKeys;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Reads keys in and out of libssh.</summary>
internal static unsafe class LibsshKeys
{
    /// <summary>The key the machine showed in the key exchange; on the session's loop.</summary>
    public static HostKey? ReadHostKey(SessionHandle session)
    {
        if (LibsshNative.ssh_get_server_publickey(session, out var key) != LibsshNative.Ok)
        {
            return null;
        }

        using (key)
        {
            return Export(key);
        }
    }

    /// <summary>Imports a private key on the thread pool: a passphrase's bcrypt takes tens of milliseconds.</summary>
    /// <exception cref="ShellException">It cannot be used (<see cref="ShellFailureReason.CredentialUnusable"/>); the sentence says why.</exception>
    public static Task<KeyHandle> ImportAsync(PrivateKeyCredential credential, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.Run(() => Certified(Import(credential), credential.Certificate, now), cancellationToken);

    private static KeyHandle Import(PrivateKeyCredential credential)
    {
        if (credential.IsEncrypted && string.IsNullOrEmpty(credential.Passphrase))
        {
            throw Unusable("The private key is protected by a passphrase, and none was given with it.");
        }

        var text = Terminated(credential.Key);
        var passphrase = Terminated(credential.Passphrase ?? "");
        try
        {
            // Never a null passphrase: OpenSSL would ask for it on the server's own terminal, and wait.
            fixed (byte* t = text, p = passphrase)
            {
                var code = LibsshNative.ssh_pki_import_privkey_base64(t, p, 0, 0, out var key);
                return code == LibsshNative.Ok ? Checked(key) : throw Unusable(credential.IsEncrypted
                    ? "The passphrase does not open the private key, or the key is damaged."
                    : "The private key cannot be read: it is damaged, cut off or of a kind that is not supported (use Ed25519, ECDSA or RSA).");
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            CryptographicOperations.ZeroMemory(passphrase);
        }
    }

    /// <summary>A new Ed25519 key in OpenSSH's format.</summary>
    public static PrivateKeyCredential Make()
    {
        var type = LibsshNative.ssh_key_type_from_name("ssh-ed25519");
        if (LibsshNative.ssh_pki_generate(type, 0, out var key) != LibsshNative.Ok)
        {
            throw Unusable("No key could be made.");
        }

        using (key)
        {
            if (LibsshNative.ssh_pki_export_privkey_base64(key, null, 0, 0, out var text) != LibsshNative.Ok)
            {
                throw Unusable("No key could be made.");
            }

            try
            {
                return new PrivateKeyCredential(LibsshNative.Text(text), passphrase: null);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(new Span<byte>(text, Encoding.UTF8.GetByteCount(LibsshNative.Text(text))));
                LibsshNative.ssh_string_free_char(text);
            }
        }
    }

    /// <summary>The public half as machines want it: type and base64.</summary>
    /// <exception cref="ShellException">It cannot be told.</exception>
    public static string PublicLine(KeyHandle key) => Export(key) is { } half ? $"{half.Algorithm} {half.Base64}" : throw Unusable("The private key cannot be read.");

    /// <summary>UTF-8 with the null that C needs, in memory that the collector neither moves nor copies; the caller wipes it.</summary>
    public static byte[] Terminated(string secret)
    {
        var bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(secret) + 1, pinned: true);
        Encoding.UTF8.GetBytes(secret, bytes);
        return bytes;
    }

    private static KeyHandle Checked(KeyHandle key)
    {
        var bits = Export(key)?.RsaBits();
        if (bits is null or >= SshAlgorithms.MinRsaBits)
        {
            return key;
        }

        key.Dispose();
        throw Unusable($"The private key is RSA with {bits} bits; at least {SshAlgorithms.MinRsaBits} are needed. Make a new key (Ed25519).");
    }

    // libssh puts any certificate on any key; the machine would say no more than no.
    private static KeyHandle Certified(KeyHandle key, UserCertificate? certificate, DateTimeOffset now)
    {
        var fault = certificate is null ? null
            : Export(key)?.Base64 != Convert.ToBase64String(certificate.KeyBlob) ? "The certificate belongs to another key. Choose the one that was made for this key."
            : certificate.FaultAt(now);
        if (fault is null && (certificate is null || TryCertify(key, certificate)))
        {
            return key;
        }

        key.Dispose();
        throw Unusable(fault ?? "The certificate cannot be used: it is damaged or of a kind that is not supported (use Ed25519, ECDSA or RSA).");
    }

    private static bool TryCertify(KeyHandle key, UserCertificate certificate)
    {
        var type = LibsshNative.ssh_key_type_from_name(certificate.Type);
        if (LibsshNative.ssh_pki_import_cert_base64(certificate.Base64, type, out var imported) != LibsshNative.Ok)
        {
            return false;
        }

        using (imported)
        {
            return LibsshNative.ssh_pki_copy_cert_to_privkey(imported, key) == LibsshNative.Ok;
        }
    }

    private static HostKey? Export(KeyHandle key)
    {
        if (LibsshNative.ssh_pki_export_pubkey_base64(key, out var base64) != LibsshNative.Ok)
        {
            return null;
        }

        try
        {
            return HostKey.TryParse(LibsshNative.Text(base64), out var parsed) ? parsed : null;
        }
        finally
        {
            LibsshNative.ssh_string_free_char(base64);
        }
    }

    private static ShellException Unusable(string message) => new(ShellFailureReason.CredentialUnusable, message);
}
