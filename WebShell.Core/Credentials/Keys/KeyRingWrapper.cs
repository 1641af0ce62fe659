using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace WebShell.Core.Credentials.Keys;

/// <summary>ASP.NET's key ring, which makes itself a new key every 90 days and keeps the former ones. One name for all of them: which one it was stands in what it wrapped.</summary>
internal sealed class KeyRingWrapper(IDataProtectionProvider ring) : IKeyWrapper
{
    private const string Purpose = "WebShell.Secrets";

    // What the ring writes begins with four bytes of its own, then the key's id.
    private const int KeyIdEnd = 4 + 16;

    public string Id { get; } = KeyName.Of("ASP.NET key ring");

    public string Place => "the key ring in the folder keys of the data directory";

    public byte[] Wrap(ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> context) => For(context).Protect(dataKey.ToArray());

    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context)
    {
        try
        {
            return For(context).Unprotect(wrapped.ToArray());
        }
        catch (CryptographicException e)
        {
            throw new SecretUnreadableException($"What {Place} wrapped does not open: it was altered, belongs to something else, or the ring is another one or lost the key. Put the former files key-….xml back.", e);
        }
    }

    public bool IsCurrent(ReadOnlySpan<byte> wrapped) =>
        wrapped.Length > KeyIdEnd && ring.CreateProtector(Purpose).Protect([]).AsSpan(0, KeyIdEnd).SequenceEqual(wrapped[..KeyIdEnd]);

    // The ring has no associated data; a purpose is the same to it.
    private IDataProtector For(ReadOnlySpan<byte> context) => ring.CreateProtector(Purpose).CreateProtector(Convert.ToHexString(SHA256.HashData(context)));
}
