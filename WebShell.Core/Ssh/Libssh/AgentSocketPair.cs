using System.Runtime.InteropServices;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Two connected sockets of this process (<c>socketpair</c>), which .NET does not offer.</summary>
internal static unsafe partial class AgentSocketPair
{
    private const int Unix = 1;
    private const int StreamCloseOnExec = 0x80001;

    /// <returns>0, or −1 and the last error.</returns>
    public static int Open(Span<int> pair)
    {
        fixed (int* both = pair)
        {
            return socketpair(Unix, StreamCloseOnExec, 0, both);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socketpair(int domain, int type, int protocol, int* pair);
}
