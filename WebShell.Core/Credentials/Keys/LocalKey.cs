using System.Security.Cryptography;

namespace WebShell.Core.Credentials.Keys;

/// <summary>A key of 32 bytes that is at hand, from a file or the environment: wraps by AES-256-GCM with a fresh random nonce each time. Wrapped: nonce (12 bytes), tag (16), ciphertext.</summary>
internal sealed class LocalKey(byte[] bytes, string place) : IKeyWrapper
{
    public const int Bytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int TextStart = NonceBytes + TagBytes;

    public string Id { get; } = KeyName.Of(bytes);

    public string Place => place;

    /// <summary>A key as it is written down: its bytes as base64, on one line.</summary>
    /// <exception cref="SecretUnreadableException">It is none.</exception>
    public static LocalKey Parse(string text, string place)
    {
        var bytes = new byte[Bytes + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == Bytes
            ? new LocalKey(bytes[..length], place)
            : throw new SecretUnreadableException($"{char.ToUpperInvariant(place[0])}{place[1..]} does not hold a key: {Bytes} bytes as base64 on one line.");
    }

    public byte[] Wrap(ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> context)
    {
        var wrapped = new byte[TextStart + dataKey.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(bytes, TagBytes);
        aes.Encrypt(wrapped.AsSpan(0, NonceBytes), dataKey, wrapped.AsSpan(TextStart), wrapped.AsSpan(NonceBytes, TagBytes), context);
        return wrapped;
    }

    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> context) => wrapped.Length >= TextStart
        ? Open(wrapped[..NonceBytes], wrapped.Slice(NonceBytes, TagBytes), wrapped[TextStart..], context)
        : throw SecretUnreadableException.Altered(null);

    /// <summary>What the key itself sealed: a data key, or in the first version's envelopes the secret.</summary>
    /// <exception cref="SecretUnreadableException">Altered, or sealed for another context.</exception>
    public byte[] Open(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> text, ReadOnlySpan<byte> context)
    {
        var opened = new byte[text.Length];
        using var aes = new AesGcm(bytes, TagBytes);
        try
        {
            aes.Decrypt(nonce, text, tag, opened, context);
            return opened;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw SecretUnreadableException.Altered(e);
        }
    }
}
