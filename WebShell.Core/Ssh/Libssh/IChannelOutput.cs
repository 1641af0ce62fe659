namespace WebShell.Core.Ssh.Libssh;

/// <summary>Where a channel's bytes go as they come; called on the loop, from within libssh.</summary>
internal interface IChannelOutput
{
    void Append(ReadOnlySpan<byte> data);
}
