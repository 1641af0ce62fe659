namespace WebShell.Core.Ssh.HostKeys;

/// <summary>A change to the pinned keys that cannot be made; nothing was changed. The message is for an administrator.</summary>
public sealed class HostKeyChangeException(string message) : Exception(message);
