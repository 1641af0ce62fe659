namespace WebShell.Tests.Support.SshServers;

/// <summary>Keys and certificates made by ssh-keygen, in a directory that goes with them.</summary>
internal sealed class UserKeys : IDisposable
{
    public const string Passphrase = "corréct horse";

    private readonly string _directory = Directory.CreateTempSubdirectory("webshell-keys-").FullName;

    /// <param name="kind">Options of ssh-keygen, as in <c>-t rsa -b 3072 -m PEM</c>.</param>
    /// <param name="isProtected">With <see cref="Passphrase"/>.</param>
    /// <returns>The file of the private key; the public one is beside it.</returns>
    public async Task<string> MakeAsync(string kind, bool isProtected = false)
    {
        var file = Path.Combine(_directory, Path.GetRandomFileName());
        await ServerProcess.RunAsync("ssh-keygen", "openssh-client", ["-q", "-N", isProtected ? Passphrase : "", "-f", file, .. kind.Split(' ')]);
        return file;
    }

    /// <summary>Certifies the key; returns the certificate's line.</summary>
    /// <param name="authority">The file of the authority's private key.</param>
    /// <param name="key">The file of the private key.</param>
    /// <param name="options">Further options of ssh-keygen, as in <c>-n deploy -V +1h</c>.</param>
    public static async Task<string> CertifyAsync(string authority, string key, string options)
    {
        await ServerProcess.RunAsync("ssh-keygen", "openssh-client", ["-q", "-s", authority, "-I", "tester/1", .. options.Split(' '), $"{key}.pub"]);
        return await File.ReadAllTextAsync($"{key}-cert.pub");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
