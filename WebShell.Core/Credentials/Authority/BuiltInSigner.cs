using System.Security.Cryptography;

namespace WebShell.Core.Credentials.Authority;

/// <summary>An authority of the portal's own, for small sites. The format is OpenSSH's PROTOCOL.certkeys, the key ECDSA P-256.</summary>
internal sealed class BuiltInSigner(Func<ECDsa> open) : ICertificateSigner
{
    private const uint UserCertificate = 1;
    private const int NonceBytes = 32;

    public Task<string> SignAsync(CertificateOrder order, CancellationToken cancellationToken)
    {
        using var key = open();
        return Task.FromResult(Sign(key, order));
    }

    /// <exception cref="CertificateSigningException">The key to certify is not ECDSA P-256.</exception>
    internal static string Sign(ECDsa authority, CertificateOrder order)
    {
        var key = new SshFields(order.PublicKey);
        if (key.ReadText() != EcdsaKey.Type)
        {
            throw new CertificateSigningException("The portal's own authority signs ECDSA P-256 keys only.");
        }

        const string Type = EcdsaKey.Type + Credentials.UserCertificate.TypeSuffix;
        var signed = new SshFieldWriter()
            .Text(Type)
            .Bytes(RandomNumberGenerator.GetBytes(NonceBytes))
            .Bytes(key.ReadBytes())
            .Bytes(key.ReadBytes())
            .UInt64(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))))
            .UInt32(UserCertificate)
            .Text(order.KeyId)
            .Bytes(new SshFieldWriter().Text(order.Principal).ToArray())
            .UInt64((ulong)order.ValidFrom.ToUnixTimeSeconds())
            .UInt64((ulong)order.ValidUntil.ToUnixTimeSeconds())
            .Bytes(Options(("source-address", order.SourceAddressList)))
            .Bytes(Options(("permit-pty", null)))
            .Text("")
            .Bytes(EcdsaKey.PublicBlob(authority))
            .ToArray();
        return $"{Type} {Convert.ToBase64String([.. signed, .. new SshFieldWriter().Bytes(EcdsaKey.Sign(authority, signed)).ToArray()])} {order.KeyId}";
    }

    // A value stands in a field inside a field; an option without one has an empty field.
    private static byte[] Options(params ReadOnlySpan<(string Name, string? Value)> options)
    {
        var fields = new SshFieldWriter();
        foreach (var (name, value) in options)
        {
            fields.Text(name).Bytes(value is null ? [] : new SshFieldWriter().Text(value).ToArray());
        }

        return fields.ToArray();
    }
}
