using WebShell.Core.Ssh.Libssh;

namespace WebShell.Core.Ssh;

/// <summary>What the portal reaches machines with, for the page that shows it.</summary>
public sealed class SshStatus
{
    /// <summary>As the library says it, e.g. <c>0.10.6/openssl/zlib</c>.</summary>
    public string LibraryVersion { get; } = LibsshLibrary.Version;

    /// <summary>A packet with a changed AES-GCM tag was refused in the self-test, so AES-GCM is offered.</summary>
    public bool ChecksGcmTags { get; } = LibsshLibrary.ChecksGcmTags;
}
