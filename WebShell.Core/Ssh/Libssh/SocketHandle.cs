using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>Owns a file descriptor that .NET's own event loop knows nothing of.</summary>
internal sealed unsafe class SocketHandle() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    private const int RttOffset = 68;
    private const int LeastRttOffset = 148;
    private const int TcpInfoBytes = 152;

    public int Fd => (int)handle;

    /// <summary>Two ends of one connection inside this process; what is written to one is read from the other.</summary>
    public static (SocketHandle Near, SocketHandle Far) Pair()
    {
        var fds = stackalloc int[2];
        if (Libc.socketpair(Libc.UnixFamily, Libc.SockStreamCloseOnExecNonBlocking, 0, fds) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        var (near, far) = (new SocketHandle(), new SocketHandle());
        near.SetHandle(fds[0]);
        far.SetHandle(fds[1]);
        return (near, far);
    }

    /// <summary>What is there to be read, without waiting: 0 when the other end is closed or the connection broken, null when there is nothing yet.</summary>
    public int? Read(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return Moved(Libc.read(this, bytes, (nuint)buffer.Length));
        }
    }

    /// <summary>Writes what fits, without waiting: 0 when the other end is closed or the connection broken, null when nothing fits now.</summary>
    public int? Write(ReadOnlySpan<byte> data)
    {
        fixed (byte* bytes = data)
        {
            return Moved(Libc.write(this, bytes, (nuint)data.Length));
        }
    }

    private static int? Moved(nint count) => count >= 0 ? (int)count
        : Marshal.GetLastPInvokeError() is Libc.TryAgain or Libc.Interrupted ? null : 0;

    public void SetOption(int level, int option, int value)
    {
        if (Libc.setsockopt(this, level, option, &value, sizeof(int)) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>The error of a connect that was under way; 0 when it succeeded.</summary>
    public int TakeError()
    {
        int error = 0, length = sizeof(int);
        return Libc.getsockopt(this, Libc.SolSocket, Libc.SoError, &error, &length) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    /// <summary>The kernel's smoothed round-trip time (TCP_INFO, tcpi_rtt in µs); null when there is none yet.</summary>
    public TimeSpan? ReadRoundTrip() => ReadTcpInfo(RttOffset);

    /// <summary>The least round-trip time seen in the last minutes (TCP_INFO, tcpi_min_rtt in µs); null when there is none yet.</summary>
    public TimeSpan? ReadLeastRoundTrip() => ReadTcpInfo(LeastRttOffset);

    private TimeSpan? ReadTcpInfo(int offset)
    {
        var info = stackalloc byte[TcpInfoBytes];
        var length = TcpInfoBytes;
        if (IsClosed || Libc.getsockopt(this, Libc.IpProtoTcp, Libc.TcpInfo, info, &length) != 0 || length < offset + sizeof(uint))
        {
            return null;
        }

        var microseconds = *(uint*)(info + offset);
        return microseconds == 0 ? null : TimeSpan.FromMicroseconds(microseconds);
    }

    /// <summary>The connection was reset: the kernel holds nothing more of it (TCP_CLOSE).</summary>
    public bool IsReset()
    {
        const byte TcpClose = 7;
        var info = stackalloc byte[TcpInfoBytes];
        var length = TcpInfoBytes;
        return Libc.getsockopt(this, Libc.IpProtoTcp, Libc.TcpInfo, info, &length) == 0 && info[0] == TcpClose;
    }

    /// <summary>
    /// A second descriptor of the same socket, for libssh: it closes it on some ways and leaves it open on others, and must
    /// never close the one that we poll.
    /// </summary>
    public int Duplicate()
    {
        var fd = Libc.fcntl(this, Libc.FcntlDupCloseOnExec, 0);
        return fd >= 0 ? fd : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>
    /// Closes the duplicate unless libssh has done so. The number may belong to a stranger by now: the kernel's
    /// cookie says whether it is still this socket.
    /// </summary>
    public void CloseDuplicate(int fd)
    {
        ulong mine = 0, theirs = 0;
        int length = sizeof(ulong), theirLength = sizeof(ulong);
        if (fd >= 0
            && Libc.getsockopt(this, Libc.SolSocket, Libc.SoCookie, &mine, &length) == 0
            && Libc.getsockopt(fd, Libc.SolSocket, Libc.SoCookie, &theirs, &theirLength) == 0
            && mine == theirs
            && fd != Fd)
        {
            _ = Libc.close(fd);
        }
    }

    /// <summary>libssh makes the socket blocking when it takes it over; a blocking send would hold a whole loop.</summary>
    public void KeepNonBlocking()
    {
        var flags = Libc.fcntl(this, Libc.FcntlGetFlags, 0);
        if ((flags & Libc.NonBlocking) == 0)
        {
            _ = Libc.fcntl(this, Libc.FcntlSetFlags, flags | Libc.NonBlocking);
        }
    }

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
