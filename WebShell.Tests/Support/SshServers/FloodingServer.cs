using System.Runtime.InteropServices;

namespace WebShell.Tests.Support.SshServers;

/// <summary>
/// A machine that keeps to the protocol until the keys are agreed on and then floods: with packets to be ignored instead of an answer to
/// the sign-in, or with a shell's output far beyond the window that the client gave it.
/// </summary>
internal sealed class FloodingServer(bool signsIn) : LibsshHalfServer
{
    // struct ssh_channel_struct of libssh 0.10: session, local_channel, local_window, local_eof, local_maxpacket, remote_channel, remote_window.
    private const int RemoteWindowOffset = 28;
    private const int PieceBytes = 16 * 1024;

    private static readonly string Piece = new('x', PieceBytes);

    private long _sent;

    /// <summary>How many bytes the other side let it send.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public static async Task<FloodingServer> StartNewAsync(bool signsIn)
    {
        var server = new FloodingServer(signsIn);
        await server.StartAsync();
        return server;
    }

    protected override void Serve(nint session)
    {
        var shell = signsIn ? OpenShell(session) : 0;
        while (signsIn ? Overruns(shell) : LibsshServer.ssh_send_ignore(session, Piece) == LibsshServer.Ok)
        {
            Interlocked.Add(ref _sent, PieceBytes);
        }
    }

    // libssh would wait for room: it is told that there is plenty.
    private static bool Overruns(nint shell)
    {
        Marshal.WriteInt32(shell + RemoteWindowOffset, 1 << 30);
        return LibsshServer.ssh_channel_write(shell, Piece, PieceBytes) == PieceBytes;
    }
}
