using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace WebShell.Core.Credentials;

/// <summary>
/// The file with the key that stored secrets are sealed with: 32 random bytes as base64, for the portal's own user only. It is made
/// with the first secret, and it is not in the database: who has one of the two has nothing.
/// </summary>
internal sealed class SecretKeyFile(IOptions<SecretOptions> options)
{
    private readonly Lock _gate = new();

    public string Path => options.Value.KeyPath;

    /// <exception cref="SecretUnreadableException">There is none, it cannot be read, or others may read it.</exception>
    public SecretKey Read()
    {
        lock (_gate)
        {
            return File.Exists(Path) ? ReadPresent() : throw new SecretUnreadableException($"The key file {Path} is missing. Put it back; without it stored secrets stay closed.");
        }
    }

    /// <summary>The key, newly made when there is none.</summary>
    /// <exception cref="SecretUnreadableException">It cannot be read or made.</exception>
    public SecretKey ReadOrMake()
    {
        lock (_gate)
        {
            if (!File.Exists(Path))
            {
                Make();
            }

            return ReadPresent();
        }
    }

    /// <summary>What is wrong with a key that is there; null when nothing is, or when there is none yet.</summary>
    public string? FindFault()
    {
        try
        {
            _ = File.Exists(Path) ? Read() : null;
            return null;
        }
        catch (SecretUnreadableException e)
        {
            return e.Message;
        }
    }

    private SecretKey ReadPresent()
    {
        try
        {
            if ((File.GetUnixFileMode(Path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            {
                throw new SecretUnreadableException($"The key file {Path} may be read by others. Allow its owner only: chmod 600 {Path}");
            }

            var bytes = new byte[SecretKey.Bytes256 + 1];
            return Convert.TryFromBase64String(File.ReadAllText(Path).Trim(), bytes, out var length) && length == SecretKey.Bytes256
                ? new SecretKey(bytes[..length])
                : throw new SecretUnreadableException($"The key file {Path} does not hold a key: {SecretKey.Bytes256} bytes as base64 on one line.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnreadableException($"The key file {Path} cannot be read: {e.Message}", e);
        }
    }

    private void Make()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using var file = new FileStream(Path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            using var writer = new StreamWriter(file);
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretKey.Bytes256)));
            writer.Flush();
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnreadableException($"The key file {Path} cannot be made: {e.Message}", e);
        }
    }
}

/// <summary>A key and its id: the first bytes of its hash, which say nothing of it.</summary>
internal sealed class SecretKey(byte[] bytes)
{
    public const int Bytes256 = 32;
    public const int IdBytes = 8;

    public byte[] Bytes => bytes;

    public byte[] Id { get; } = SHA256.HashData(bytes)[..IdBytes];
}
