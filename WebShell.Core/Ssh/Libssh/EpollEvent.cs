using System.Runtime.InteropServices;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>The layout of <c>struct epoll_event</c>, which is packed to 12 bytes on x86-64 and 16 bytes elsewhere.</summary>
internal static unsafe class EpollEvent
{
    public const int MaxWords = 4;

    private static readonly int DataWord = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 1 : 2;

    private static readonly int Words = DataWord + 2;

    public static void Set(uint* target, uint interest, uint id)
    {
        target[0] = interest;
        target[DataWord] = id;
        target[DataWord + 1] = 0;
    }

    public static uint Id(uint* events, int index) => events[(index * Words) + DataWord];
}
