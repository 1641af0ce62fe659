namespace WebShell.App.Dialogs;

/// <summary>Where a machine keeps the key of a type: the middle of <c>/etc/ssh/ssh_host_TYPE_key.pub</c>.</summary>
internal static class HostKeyFile
{
    // ssh-ed25519 → ed25519, ecdsa-sha2-nistp256 → ecdsa, ssh-rsa → rsa; anything else stays a pattern for the shell.
    public static string Of(string algorithm) => algorithm switch
    {
        _ when algorithm.Contains("ed25519", StringComparison.Ordinal) => "ed25519",
        _ when algorithm.Contains("ecdsa", StringComparison.Ordinal) => "ecdsa",
        _ when algorithm.Contains("rsa", StringComparison.Ordinal) => "rsa",
        _ => "*",
    };
}
