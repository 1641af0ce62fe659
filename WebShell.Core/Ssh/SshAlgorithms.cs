namespace WebShell.Core.Ssh;

/// <summary>
/// What is offered, in order of preference: nothing with SHA-1, CBC or RSA below 2048 bits. AES-GCM only where the library was seen to
/// check its tags, because one that does not works unnoticed (CVE-2026-59847).
/// </summary>
public static class SshAlgorithms
{
    public const int MinRsaBits = 2048;

    public const string KeyExchange =
        "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
        + "diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,diffie-hellman-group14-sha256";

    /// <summary>Ciphers that come with their own authentication, AES-GCM.</summary>
    public const string GcmCiphers = "aes256-gcm@openssh.com,aes128-gcm@openssh.com";

    private const string FirstCipher = "chacha20-poly1305@openssh.com";
    private const string LastCiphers = "aes256-ctr,aes192-ctr,aes128-ctr";

    public const string Macs = "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512";

    public const string Compression = "none";

    /// <summary>Signature algorithms for host keys and plain user keys (RFC 8332 for RSA).</summary>
    public const string Signatures = "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256";

    /// <summary>The same for the user's key, with the ones of certified keys (OpenSSH's PROTOCOL.certkeys).</summary>
    public const string UserSignatures = Signatures
        + ",ssh-ed25519-cert-v01@openssh.com,ecdsa-sha2-nistp256-cert-v01@openssh.com,ecdsa-sha2-nistp384-cert-v01@openssh.com,"
        + "ecdsa-sha2-nistp521-cert-v01@openssh.com,rsa-sha2-512-cert-v01@openssh.com,rsa-sha2-256-cert-v01@openssh.com";

    /// <summary>Offered last, and only to machines whose entry says that they have nothing newer (<c>algorithms: legacy</c>).</summary>
    public const string LegacyKeyExchange = "diffie-hellman-group14-sha1";

    public const string LegacyCiphers = "aes256-cbc,aes192-cbc,aes128-cbc";

    public const string LegacyMacs = "hmac-sha1-etm@openssh.com,hmac-sha1";

    public const string LegacySignatures = "ssh-rsa";

    /// <param name="withGcm">AES-GCM was seen to be checked.</param>
    public static string Ciphers(bool withGcm) => withGcm ? $"{FirstCipher},{GcmCiphers},{LastCiphers}" : $"{FirstCipher},{LastCiphers}";
}
