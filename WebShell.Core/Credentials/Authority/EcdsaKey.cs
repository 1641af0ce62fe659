using System.Security.Cryptography;

namespace WebShell.Core.Credentials.Authority;

/// <summary>ECDSA on the curve P-256 as SSH writes it (RFC 5656): the platform has no Ed25519.</summary>
internal static class EcdsaKey
{
    public const string Type = "ecdsa-sha2-nistp256";
    private const string CurveName = "nistp256";
    private const int FieldBytes = 32;

    public static ECDsa Create() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The name of its curve and the uncompressed point: what follows the type in a key's blob.</summary>
    public static SshFieldWriter PublicFields(this SshFieldWriter fields, ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return fields.Text(CurveName).Bytes([4, .. point.X!, .. point.Y!]);
    }

    /// <summary>The public key as it travels.</summary>
    public static byte[] PublicBlob(ECDsa key) => new SshFieldWriter().Text(Type).PublicFields(key).ToArray();

    /// <summary>The signature's blob.</summary>
    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> data)
    {
        var signature = key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation).AsSpan();
        var numbers = new SshFieldWriter().Number(signature[..FieldBytes]).Number(signature[FieldBytes..]).ToArray();
        return new SshFieldWriter().Text(Type).Bytes(numbers).ToArray();
    }
}
