using System.Diagnostics;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// The way from a jump host to the next machine: a channel of the jump's session (direct-tcpip) on one side, a pair of sockets on the
/// other, whose far end the next session has for its socket. Bytes wait on both ways instead of piling up.
/// </summary>
/// <remarks>
/// It lives on the jump session's loop, and so does the next session. The next session's closing closes it; once the next machine
/// has accepted the user, the jump's session ends with it. A jump that is lost closes the far socket, so that the next
/// session ends too, and says why by <see cref="JumpEnd"/>.
/// </remarks>
internal sealed class LibsshTunnel : ISessionGuest
{
    /// <summary>Bytes from the jump that the next session has not read yet; from here on the jump's socket is not read.</summary>
    private const int MaxHeldBytes = 1024 * 1024;

    /// <summary>libssh reads with every write: so much may come while bytes go out, then those wait as well.</summary>
    private const int MaxOverrunBytes = 1024 * 1024;

    /// <summary>Bytes taken from the next session in one go; no more are taken while the jump has not accepted them.</summary>
    private const int PieceBytes = 32 * 1024;

    /// <summary>Reads of 4 KiB (libssh's size) in one turn, before the loop's other sessions get theirs.</summary>
    private const int MaxPollsPerTurn = 64;

    private readonly LibsshSession _session;
    private readonly LibsshChannel _channel;
    private readonly Keepalive _keepalive;
    private readonly TunnelBuffer _fromJump = new();
    private readonly TunnelBuffer _toJump = new();
    private readonly SocketHandle _near;
    private readonly SshLoop.Registration _nearWatch;
    private TimeSpan _beyond;
    private bool _isNearClosed;

    public LibsshTunnel(LibsshSession session, string jumpName, SshOptions options)
    {
        (_session, JumpName) = (session, jumpName);
        _keepalive = new Keepalive(options);
        _channel = new LibsshChannel(session.Handle, _fromJump);
        (_near, Far) = SocketHandle.Pair();
        _nearWatch = session.Loop.Register(new NearEnd(this), _near);
        _keepalive.Start(session.BytesReceived);
        _session.GiveTo(this);
    }

    public string JumpName { get; }

    /// <summary>The next session's socket, which closes it.</summary>
    public SocketHandle Far { get; }

    public SshLoop Loop => _session.Loop;

    /// <summary>The jump's session is nobody else's any more: it ends with the tunnel.</summary>
    public bool EndsItsSession { get; set; }

    public bool HasEnded { get; private set; }

    /// <summary>How the jump's connection ended, or that of one before it; null when it lives, and when it was the next machine that hung up.</summary>
    public ShellEnd? JumpEnd { get; private set; }

    private bool HasOutgoing => _toJump.Length > 0 || _session.IsWritePending;

    private bool MayRead => _fromJump.Length < MaxHeldBytes || (HasOutgoing && _fromJump.Length < MaxHeldBytes + MaxOverrunBytes);

    /// <summary>A native step: repeated until it does not answer <see cref="LibsshNative.Again"/>.</summary>
    public int Open(string host, int port) => _channel.OpenForward(host, port);

    /// <param name="openTime">How long the jump took to connect: a round trip to it, and what lies beyond.</param>
    public bool Start(TimeSpan openTime)
    {
        _beyond = openTime - (_session.ReadRoundTrip() ?? TimeSpan.Zero) is { Ticks: > 0 } beyond ? beyond : TimeSpan.Zero;
        OnTurn();
        return true;
    }

    public TimeSpan? ReadRoundTrip() => _session.ReadRoundTrip() + _beyond;

    public TimeSpan? ReadLeastRoundTrip() => _session.ReadLeastRoundTrip() + _beyond;

    public string? SilentHop(long now) => _session.SilentHop(now) ?? (_keepalive.IsSilent(now) ? JumpName : null);

    public void OnTurn()
    {
        if (HasEnded)
        {
            return;
        }

        for (var polls = 0; polls < MaxPollsPerTurn && MayRead; polls++)
        {
            var code = _session.Poll();
            if (_fromJump.Length >= PieceBytes || code == LibsshNative.Error)
            {
                GiveToNext();
            }

            if (code == LibsshNative.Error || !TrySend(out var hasSent))
            {
                Lose(ShellEndReason.ConnectionLost, _session.ErrorText());
                return;
            }

            if (_channel.IsAtEnd || _channel.IsClosed || (code == LibsshNative.Again && !hasSent))
            {
                break;
            }
        }

        GiveToNext();
        if (_isNearClosed || ((_channel.IsAtEnd || _channel.IsClosed) && _fromJump.Length == 0))
        {
            End();
            return;
        }

        _session.Arm(input: MayRead);
        _nearWatch.Watch(input: _toJump.Length == 0 && !_session.IsWritePending, output: _fromJump.Length > 0);
    }

    public void OnTick(long now)
    {
        if (HasEnded)
        {
            return;
        }

        switch (_keepalive.Judge(now, _session.BytesReceived, isListening: MayRead))
        {
            case KeepaliveVerdict.Ask:
                _session.AskForSignOfLife();
                OnTurn();
                break;
            case KeepaliveVerdict.Dead:
                Lose(ShellEndReason.KeepaliveTimeout, $"no byte for {_keepalive.Timeout.TotalSeconds:0.#} s");
                break;
        }
    }

    /// <summary>The next session is over. What it said last is still sent, as far as the jump takes it.</summary>
    public void Close()
    {
        if (!HasEnded && TrySend(out _))
        {
            _ = _session.Poll();
        }

        End();
        if (EndsItsSession)
        {
            _session.Close(politely: JumpEnd is null);
        }
    }

    public void ReleaseChannel() => End();

    /// <summary>Takes at most one piece, and nothing while libssh still holds bytes: its own buffer has no bound. False: the session is lost.</summary>
    private bool TrySend(out bool hasSent)
    {
        hasSent = false;
        if (_session.IsWritePending)
        {
            return true;
        }

        if (_toJump.Length == 0)
        {
            TakeFromNext();
        }

        if (_toJump.Length == 0)
        {
            return true;
        }

        var sent = _channel.Write(_toJump.Waiting);
        hasSent = sent > 0;
        _toJump.Remove(Math.Max(sent, 0));
        return sent >= 0;
    }

    private void TakeFromNext()
    {
        var count = _near.Read(_toJump.Reserve(PieceBytes));
        if (count is > 0 and var taken)
        {
            _toJump.Commit(taken);
            return;
        }

        _toJump.Clear();
        _isNearClosed |= count == 0;
    }

    private void GiveToNext()
    {
        while (_fromJump.Length > 0 && _near.Write(_fromJump.Waiting) is { } written)
        {
            _isNearClosed |= written == 0;
            _fromJump.Remove(written == 0 ? _fromJump.Length : written);
        }
    }

    // One before this jump may be the reason; that one is then to be named.
    private void Lose(ShellEndReason reason, string detail)
    {
        JumpEnd = _session.JumpEnd ?? new ShellEnd(reason, Detail: detail) { Hop = JumpName };
        End();
        _session.Close(politely: false);
    }

    private void End()
    {
        if (HasEnded)
        {
            return;
        }

        HasEnded = true;
        _nearWatch.Dispose();
        _near.Dispose();
        _channel.Release();
        _fromJump.Clear();
        _toJump.Clear();
        _session.GiveTo(null);
        _session.Loop.Post(_session.OnTurn);
    }

    /// <summary>The loop's view of the near socket.</summary>
    private sealed class NearEnd(LibsshTunnel tunnel) : ILoopClient
    {
        public void OnTurn() => tunnel.OnTurn();

        public void OnTick(long now)
        {
            // The session's tick is the tunnel's.
        }
    }
}
