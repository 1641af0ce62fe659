namespace WebShell.Core.Ssh.Libssh;

/// <summary>Two connected sockets of this process (<c>socketpair</c>), which .NET does not offer.</summary>
internal static unsafe class AgentSocketPair
{
    private const int StreamCloseOnExec = 0x80001;

    /// <returns>0, or −1 and the last error.</returns>
    public static int Open(Span<int> pair)
    {
        fixed (int* both = pair)
        {
            return Libc.socketpair(Libc.UnixFamily, StreamCloseOnExec, 0, both);
        }
    }
}
