using System.Security.Cryptography;
using System.Text;

namespace WebShell.Core.Credentials;

/// <summary>
/// AES-256-GCM with a fresh random nonce each time and the binding as associated data. The envelope: version (1 byte), the key's id (8),
/// nonce (12), tag (16), ciphertext.
/// </summary>
internal sealed class AesGcmProtector(SecretKeyFile keyFile) : ISecretProtector
{
    private const byte Version = 1;
    private const int KeyIdStart = 1;
    private const int NonceStart = KeyIdStart + SecretKey.IdBytes;
    private const int TagStart = NonceStart + NonceBytes;
    private const int TextStart = TagStart + TagBytes;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public byte[] Protect(ReadOnlySpan<byte> secret, SecretBinding binding)
    {
        var key = keyFile.ReadOrMake();
        var envelope = new byte[TextStart + secret.Length];
        envelope[0] = Version;
        key.Id.CopyTo(envelope.AsSpan(KeyIdStart));
        RandomNumberGenerator.Fill(envelope.AsSpan(NonceStart, NonceBytes));
        using var aes = new AesGcm(key.Bytes, TagBytes);
        aes.Encrypt(envelope.AsSpan(NonceStart, NonceBytes), secret, envelope.AsSpan(TextStart), envelope.AsSpan(TagStart, TagBytes), Data(binding));
        return envelope;
    }

    public byte[] Unprotect(ReadOnlySpan<byte> protectedSecret, SecretBinding binding)
    {
        if (protectedSecret.Length < TextStart || protectedSecret[0] != Version)
        {
            throw new SecretUnreadableException("The stored secret is damaged, or of a newer WebShell.");
        }

        var key = keyFile.Read();
        if (!protectedSecret.Slice(KeyIdStart, SecretKey.IdBytes).SequenceEqual(key.Id))
        {
            throw new SecretUnreadableException($"The secret was stored with another key than the one in {keyFile.Path}. Put the former key file back, or remove the secret and store it anew.");
        }

        var secret = new byte[protectedSecret.Length - TextStart];
        using var aes = new AesGcm(key.Bytes, TagBytes);
        try
        {
            aes.Decrypt(protectedSecret.Slice(NonceStart, NonceBytes), protectedSecret[TextStart..], protectedSecret.Slice(TagStart, TagBytes), secret, Data(binding));
            return secret;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new SecretUnreadableException("The stored secret was altered, or belongs to something else. Remove it and store it anew; if nobody touched the database, tell the security desk.", e);
        }
    }

    private static byte[] Data(SecretBinding binding) => Encoding.UTF8.GetBytes($"webshell-secret\0{binding.Id:N}\0{binding.OwnerId}\0{binding.Kind}");
}
