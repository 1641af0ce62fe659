using System.Security.Cryptography;

namespace WebShell.Core.Credentials.Keys;

/// <summary>
/// A file with a key: 32 random bytes as base64, for the portal's own user only. It is not in the database: who has one of the two has
/// nothing.
/// </summary>
internal sealed class SecretKeyFile(string path)
{
    private readonly Lock _gate = new();

    public bool Exists => File.Exists(path);

    /// <exception cref="SecretUnreadableException">There is none, it cannot be read, or others may read it.</exception>
    public LocalKey Read()
    {
        try
        {
            if (!Exists)
            {
                throw new SecretUnreadableException($"The key file {path} is missing. Put it back; without it stored secrets stay closed.");
            }

            if ((File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            {
                throw new SecretUnreadableException($"The key file {path} may be read by others. Allow its owner only: chmod 600 {path}");
            }

            return LocalKey.Parse(File.ReadAllText(path), $"the key file {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnreadableException($"The key file {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The key, newly made when there is none.</summary>
    /// <exception cref="SecretUnreadableException">It cannot be read or made.</exception>
    public LocalKey ReadOrMake()
    {
        lock (_gate)
        {
            if (!Exists)
            {
                Make();
            }

            return Read();
        }
    }

    private void Make()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

            // Written beside, then renamed without replacing: another node may make one at the same time, and half of a key is none.
            var beside = $"{path}.{Guid.NewGuid():N}.new";
            using (var file = new FileStream(beside, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                using var writer = new StreamWriter(file, leaveOpen: true);
                writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(LocalKey.Bytes)));
                writer.Flush();
                file.Flush(flushToDisk: true);
            }

            if (Exists)
            {
                File.Delete(beside);
            }
            else
            {
                File.Move(beside, path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretUnreadableException($"The key file {path} cannot be made: {e.Message}", e);
        }
    }
}
