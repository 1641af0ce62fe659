using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WebShell.Core.Credentials.Keys;

namespace WebShell.Core.Credentials;

/// <summary>
/// Envelope encryption: each secret is sealed by AES-256-GCM under a random data key of its own, which a key-encryption key wraps
/// (<see cref="IKeyWrapper"/>); both are bound to id, owner and kind. The envelope: version 2 (1 byte), the wrapping key's id (8), how long
/// the wrapped key is (2), the wrapped key, nonce (12), tag (16), ciphertext. Version 1, which had the key itself seal the secret, is read.
/// </summary>
internal sealed class AesGcmProtector(SecretKeys keys) : ISecretProtector
{
    private const byte Version = 2;
    private const byte FormerVersion = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int SealBytes = NonceBytes + TagBytes;
    private const int KeyEnd = 1 + KeyName.Bytes;
    private const int LengthEnd = KeyEnd + sizeof(ushort);
    private const int DataKeyBytes = 32;

    public byte[] Protect(ReadOnlySpan<byte> secret, SecretBinding binding)
    {
        var dataKey = RandomNumberGenerator.GetBytes(DataKeyBytes);
        try
        {
            var text = new byte[SealBytes + secret.Length];
            RandomNumberGenerator.Fill(text.AsSpan(0, NonceBytes));
            using var aes = new AesGcm(dataKey, TagBytes);
            aes.Encrypt(text.AsSpan(0, NonceBytes), secret, text.AsSpan(SealBytes), text.AsSpan(NonceBytes, TagBytes), SecretContext(binding));
            return Envelope(keys.Current, dataKey, binding, text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    public byte[] Unprotect(ReadOnlySpan<byte> protectedSecret, SecretBinding binding)
    {
        var key = KeyOf(protectedSecret);
        if (protectedSecret[0] == FormerVersion)
        {
            return OpenFormer(key, protectedSecret[KeyEnd..], binding);
        }

        var dataKey = Unwrap(key, protectedSecret, binding, out var text);
        try
        {
            var secret = new byte[text.Length - SealBytes];
            using var aes = new AesGcm(dataKey, TagBytes);
            aes.Decrypt(text[..NonceBytes], text[SealBytes..], text.Slice(NonceBytes, TagBytes), secret, SecretContext(binding));
            return secret;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw SecretUnreadableException.Altered(e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    public byte[]? Rewrap(ReadOnlySpan<byte> protectedSecret, SecretBinding binding)
    {
        var key = KeyOf(protectedSecret);
        if (protectedSecret[0] == FormerVersion)
        {
            // It had no data key of its own, so there is no other way than to seal it anew.
            var secret = OpenFormer(key, protectedSecret[KeyEnd..], binding);
            var sealedAnew = Protect(secret, binding);
            CryptographicOperations.ZeroMemory(secret);
            return sealedAnew;
        }

        if (key.Id == keys.Current.Id && key.IsCurrent(Wrapped(protectedSecret)))
        {
            return null;
        }

        var dataKey = Unwrap(key, protectedSecret, binding, out var text);
        try
        {
            return Envelope(keys.Current, dataKey, binding, text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    private static byte[] Envelope(IKeyWrapper key, byte[] dataKey, SecretBinding binding, ReadOnlySpan<byte> text)
    {
        var wrapped = key.Wrap(dataKey, KeyContext(binding));
        if (wrapped.Length is 0 or > KeyName.MaxWrappedBytes)
        {
            throw new SecretUnreadableException($"What {key.Place} wrapped has {wrapped.Length} bytes; 1 to {KeyName.MaxWrappedBytes} are kept.");
        }

        var envelope = new byte[LengthEnd + wrapped.Length + text.Length];
        envelope[0] = Version;
        Convert.FromHexString(key.Id).CopyTo(envelope.AsSpan(1));
        BinaryPrimitives.WriteUInt16BigEndian(envelope.AsSpan(KeyEnd), (ushort)wrapped.Length);
        wrapped.CopyTo(envelope.AsSpan(LengthEnd));
        text.CopyTo(envelope.AsSpan(LengthEnd + wrapped.Length));
        return envelope;
    }

    private IKeyWrapper KeyOf(ReadOnlySpan<byte> envelope)
    {
        if (envelope.Length <= LengthEnd || envelope[0] is not (Version or FormerVersion))
        {
            throw new SecretUnreadableException("The stored secret is damaged, or of a newer WebShell.");
        }

        var id = Convert.ToHexStringLower(envelope[1..KeyEnd]);
        return keys.Find(id) ?? throw new SecretUnreadableException(
            keys.IsFileMissing ? $"The secret was stored with the key {id}, and the key file is missing. Put it back, or name the former key in {SecretOptions.Section}:{nameof(SecretOptions.FormerKeyFiles)}."
            : $"The secret was stored with another key ({id}) than those at hand: {keys.Places}. Name the former key in {SecretOptions.Section}:{nameof(SecretOptions.FormerKeyFiles)}, or remove the secret and store it anew.")
        {
            IsKeyMissing = true,
        };
    }

    private static ReadOnlySpan<byte> Wrapped(ReadOnlySpan<byte> envelope)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(envelope[KeyEnd..]);
        return envelope.Length >= LengthEnd + length + SealBytes ? envelope.Slice(LengthEnd, length) : throw SecretUnreadableException.Altered(null);
    }

    private static byte[] Unwrap(IKeyWrapper key, ReadOnlySpan<byte> envelope, SecretBinding binding, out ReadOnlySpan<byte> text)
    {
        var wrapped = Wrapped(envelope);
        text = envelope[(LengthEnd + wrapped.Length)..];
        var dataKey = key.Unwrap(wrapped, KeyContext(binding));
        return dataKey.Length == DataKeyBytes ? dataKey : throw SecretUnreadableException.Altered(null);
    }

    private static byte[] OpenFormer(IKeyWrapper key, ReadOnlySpan<byte> text, SecretBinding binding) => key is LocalKey local && text.Length >= SealBytes
        ? local.Open(text[..NonceBytes], text.Slice(NonceBytes, TagBytes), text[SealBytes..], SecretContext(binding))
        : throw SecretUnreadableException.Altered(null);

    private static byte[] SecretContext(SecretBinding binding) => Context("webshell-secret", binding);

    private static byte[] KeyContext(SecretBinding binding) => Context("webshell-data-key", binding);

    private static byte[] Context(string what, SecretBinding binding) => Encoding.UTF8.GetBytes($"{what}\0{binding.Id:N}\0{binding.OwnerId}\0{binding.Kind}");
}
