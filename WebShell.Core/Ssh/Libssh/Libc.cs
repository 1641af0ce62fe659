using System.Runtime.InteropServices;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>The calls of Linux's libc that .NET does not offer without its own event loop on the descriptor.</summary>
internal static unsafe partial class Libc
{
    public const uint EpollIn = 0x1;
    public const uint EpollOut = 0x4;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int EpollModify = 3;
    public const int EpollCloseOnExec = 0x80000;

    public const int EventCloseOnExecNonBlocking = 0x80800;

    public const int UnixFamily = 1;
    public const int SockStreamCloseOnExecNonBlocking = 0x80801;
    public const int FcntlDupCloseOnExec = 1030;
    public const int FcntlGetFlags = 3;
    public const int FcntlSetFlags = 4;
    public const int NonBlocking = 0x800;

    public const int SolSocket = 1;
    public const int SoError = 4;
    public const int SoKeepAlive = 9;
    public const int SoCookie = 57;

    public const int IpProtoTcp = 6;
    public const int TcpNoDelay = 1;
    public const int TcpInfo = 11;
    public const int TcpUserTimeout = 18;

    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int InProgress = 115;

    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = true)]
    public static partial SocketHandle epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_ctl(SocketHandle epoll, int operation, SocketHandle fd, uint* ev);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_wait(SocketHandle epoll, uint* events, int max, int milliseconds);

    [LibraryImport(Library, SetLastError = true)]
    public static partial SocketHandle eventfd(uint initial, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(SocketHandle fd, void* buffer, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(SocketHandle fd, void* buffer, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(SocketHandle fd, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int fd, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial SocketHandle socket(int family, int type, int protocol);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socketpair(int family, int type, int protocol, int* fds);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int connect(SocketHandle fd, byte* address, int length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int setsockopt(SocketHandle fd, int level, int option, void* value, int length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int getsockopt(SocketHandle fd, int level, int option, void* value, int* length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int getsockopt(int fd, int level, int option, void* value, int* length);
}
