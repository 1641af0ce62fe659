using System.Diagnostics;
using WebShell.App.Operations;

namespace WebShell.App.Demo;

/// <summary>The system programs the demo fleet needs, found where Debian puts them.</summary>
internal static class DemoPrograms
{
    private static readonly string[] SystemFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];
    private static readonly string[] SftpServers = ["/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/lib/ssh/sftp-server"];

    /// <summary>The absolute path of a program (sshd insists on one).</summary>
    /// <exception cref="StartMistakeException">It is not installed.</exception>
    public static string Find(string program, string package) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(SystemFolders)
            .Select(folder => Path.GetFullPath(Path.Combine(folder, program)))
            .FirstOrDefault(File.Exists)
        ?? throw new StartMistakeException($"The demo fleet needs '{program}': install the package {package}, or start with --no-demo.");

    public static string? FindSftpServer() => SftpServers.FirstOrDefault(File.Exists);

    /// <summary>Makes an ed25519 key without a passphrase, and its public half beside it, unless it is there.</summary>
    public static async Task MakeKeyAsync(string keygen, string file, string comment, CancellationToken cancellationToken)
    {
        if (File.Exists(file) && File.Exists(file + ".pub"))
        {
            return;
        }

        File.Delete(file);
        var start = new ProcessStartInfo(keygen, ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file]) { RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{keygen} did not start.");
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new StartMistakeException($"The demo fleet could not make a key: {error.Trim()}");
        }
    }
}
