using System.Security.Cryptography;

namespace WebShell.Tests.Support.SshServers;

/// <summary>
/// A PAM service of its own for one sshd: sshd asks PAM under the name it was called by, so it is called by a link of that name. Only
/// modules of libpam-modules are used, which every Debian has. Needs root; goes with the test.
/// </summary>
internal sealed class PamService : IDisposable
{
    private readonly string _file;

    public PamService(string directory, params string[] authentication)
    {
        var name = $"webshell-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        _file = $"/etc/pam.d/{name}";
        Program = Path.Combine(directory, name);
        File.CreateSymbolicLink(Program, "/usr/sbin/sshd");
        File.WriteAllLines(_file, [.. authentication.Select(line => $"auth {line}"), "auth required pam_permit.so", "account required pam_permit.so", "session required pam_permit.so"]);
    }

    /// <summary>What to start instead of sshd.</summary>
    public string Program { get; }

    public void Dispose()
    {
        File.Delete(_file);
        File.Delete(Program);
    }
}
