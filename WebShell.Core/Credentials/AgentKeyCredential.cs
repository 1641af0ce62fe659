namespace WebShell.Core.Credentials;

/// <summary>
/// A key that the service account's ssh-agent holds, named by its public half. Only that key is used, and only where an administrator
/// configured the agent's socket.
/// </summary>
public sealed class AgentKeyCredential : Credential
{
    /// <param name="publicKey">One line as in a <c>.pub</c> file.</param>
    /// <exception cref="ArgumentException">Not a public key.</exception>
    public AgentKeyCredential(string publicKey)
    {
        var fields = publicKey.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2 || !SshFields.TryDecode(fields[1], out var blob) || SshFields.NameOf(blob) != fields[0])
        {
            throw new ArgumentException("This is not a public key: it is one line as in a .pub file (ssh-ed25519 AAAA…).");
        }

        Blob = blob;
    }

    /// <summary>The public key as it travels (RFC 4253, 6.6).</summary>
    internal byte[] Blob { get; }
}
