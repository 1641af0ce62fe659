using System.Runtime.CompilerServices;
using System.Text;
using WebShell.Core.Shells;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// A shell's channel on its loop, and the two bounded pipes between loop and session. Unread output stops the reading of
/// the socket, so that the machine waits; input goes on meanwhile.
/// </summary>
internal sealed class LibsshTerminal : ISshTerminal, ISessionGuest
{
    /// <summary>Reads of 4 KiB (libssh's size) in one turn, before the loop's other sessions get theirs.</summary>
    private const int MaxPollsPerTurn = 64;

    /// <summary>
    /// libssh reads with every write, 4 KiB at most. While reading is paused this much may come in that way; then
    /// input waits as well.
    /// </summary>
    private const int MaxOverrunBytes = 1024 * 1024;

    private const int RoundTripAgeMilliseconds = 1000;

    private readonly LibsshSession _session;
    private readonly LibsshChannel _channel;
    private readonly OutputPipe _output;
    private readonly InputPipe _input;
    private readonly Keepalive _keepalive;
    private ChannelWindow? _window;
    private readonly OutputPacing _pacing = new();
    private readonly TaskCompletionSource<ShellEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StrongBox<TerminalSize>? _newSize;
    private bool _isEnded;
    private long _roundTripRead = long.MinValue / 2;
    private TimeSpan? _roundTrip;
    private int _turnIsPosted;

    // What was read of the channel's own bytes: the notice did not come through its window.
    private long _noticeBytes;

    public LibsshTerminal(LibsshSession session, ShellFacts facts, SshOptions options)
    {
        (_session, Facts) = (session, facts);
        _output = new OutputPipe(options, ReadOn);
        _input = new InputPipe(options.InputQueueBytes);
        _keepalive = new Keepalive(options);
        _channel = new LibsshChannel(session.Handle, _output);
        _session.GiveTo(this);
    }

    public ShellFacts Facts { get; }

    public Task<ShellEnd> Ended => _ended.Task;

    public TimeSpan? RoundTrip
    {
        get
        {
            var now = Environment.TickCount64;
            if (now - Volatile.Read(ref _roundTripRead) > RoundTripAgeMilliseconds && !_ended.Task.IsCompleted)
            {
                Volatile.Write(ref _roundTripRead, now);
                _roundTrip = _session.ReadRoundTrip() ?? _roundTrip;
            }

            return _roundTrip;
        }
    }

    private long TakenBytes => _output.ReadBytes - _noticeBytes;

    private bool HasOutgoing => _newSize is not null || !_input.IsEmpty || _session.IsWritePending;

    private bool MayRead => !_output.IsFull || (HasOutgoing && _output.UnreadBytes < MaxOverrunBytes);

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await _output.ReadAsync(buffer, cancellationToken);
        if (_window?.IsDue(TakenBytes) == true)
        {
            PostTurn();
        }

        return count;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        if (_ended.Task.IsCompleted || !await _input.WriteAsync(input, PostTurn, cancellationToken))
        {
            throw new ShellException(ShellFailureReason.ConnectionLost, "The shell has ended; what was typed was not sent.");
        }
    }

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellationToken)
    {
        // Kept at once, so that what is typed after it is also sent after it; of several only the last is sent.
        Interlocked.Exchange(ref _newSize, new StrongBox<TerminalSize>(size.Clamp()));
        PostTurn();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _session.Loop.Post(() => End(new ShellEnd(ShellEndReason.Disposed)));
        await _session.CloseAsync();
    }

    public int OpenChannel()
    {
        var code = _channel.OpenSession();
        if (code == LibsshNative.Ok)
        {
            _window = _channel.TryTakeWindow(_session.ReadLeastRoundTrip);
        }

        return code;
    }

    public int RequestPty(string terminalType, TerminalSize size) => _channel.RequestPty(terminalType, size);

    public int RequestShell() => _channel.RequestShell();

    public bool Start()
    {
        _keepalive.Start(_session.BytesReceived);
        if (Facts.Notice.Length > 0)
        {
            // As a terminal's lines: whoever sees the shell, live or recorded, sees what its machine said first.
            _output.Append(Encoding.UTF8.GetBytes(Facts.Notice.Replace("\n", "\r\n", StringComparison.Ordinal)));
            _noticeBytes = _output.AppendedBytes;
        }

        PostTurn();
        return true;
    }

    public void OnTurn()
    {
        if (_isEnded)
        {
            return;
        }

        var before = _output.AppendedBytes;
        if (_window?.Widen(TakenBytes) == false && !_channel.IsClosed)
        {
            EndByPeer(_session.ErrorText());
            return;
        }

        for (var polls = 0; polls < MaxPollsPerTurn && MayRead; polls++)
        {
            var code = _session.Poll();
            if (code == LibsshNative.Error)
            {
                EndByPeer(_session.ErrorText());
                return;
            }

            if (!TrySend(out var hasSent))
            {
                EndByPeer(_session.ErrorText());
                return;
            }

            _output.FlushWhenWorthwhile();
            if (_channel.IsClosed || (code == LibsshNative.Again && !hasSent))
            {
                break;
            }
        }

        _output.Flush();
        if (_channel.IsClosed)
        {
            EndByPeer(null);
        }
        else if (MayRead && !HasOutgoing && _pacing.ShouldRest(_output.AppendedBytes - before))
        {
            _session.Rest();
        }
        else
        {
            _session.Arm(input: MayRead);
        }
    }

    public void OnTick(long now)
    {
        if (_isEnded)
        {
            return;
        }

        if (_output.IsFull && _session.IsSocketGone)
        {
            End(new ShellEnd(ShellEndReason.ConnectionLost, Detail: "reset while nobody read"));
            return;
        }

        switch (_keepalive.Judge(now, _session.BytesReceived, isListening: !_output.IsFull))
        {
            case KeepaliveVerdict.Ask:
                _session.AskForSignOfLife();
                OnTurn();
                break;
            case KeepaliveVerdict.Dead:
                End(new ShellEnd(ShellEndReason.KeepaliveTimeout, Detail: $"no byte for {_keepalive.Timeout.TotalSeconds:0.#} s") { Hop = _session.SilentHop(now) });
                break;
        }
    }

    /// <summary>Part of the session's closing.</summary>
    public void ReleaseChannel()
    {
        _channel.Release();
        End(new ShellEnd(ShellEndReason.Disposed));
    }

    /// <summary>Sends at most one piece, and nothing while libssh still holds bytes: its own buffer has no bound.</summary>
    private bool TrySend(out bool hasSent)
    {
        hasSent = false;
        if (_session.IsWritePending)
        {
            return true;
        }

        if (Interlocked.Exchange(ref _newSize, null) is { } size)
        {
            hasSent = true;
            return _channel.Resize(size.Value);
        }

        var sent = _input.IsEmpty ? 0 : _input.Take(_channel.Write);
        hasSent = sent > 0;
        if (hasSent)
        {
            _pacing.NoteInput();
        }

        return sent >= 0;
    }

    private void PostTurn()
    {
        if (Interlocked.Exchange(ref _turnIsPosted, 1) == 0)
        {
            _session.Loop.Post(() =>
            {
                Volatile.Write(ref _turnIsPosted, 0);
                OnTurn();
            });
        }
    }

    private void ReadOn() => _session.Loop.Post(() =>
    {
        _output.Resume();
        OnTurn();
    });

    /// <param name="error">libssh's text; null when the channel was closed in order.</param>
    private void EndByPeer(string? error)
    {
        var wasHungUp = error is null
            || error.Contains("disconnected", StringComparison.Ordinal)
            || error.Contains("SSH_MSG_DISCONNECT", StringComparison.Ordinal);
        End(_channel switch
        {
            { ExitSignal: { } signal } => new ShellEnd(ShellEndReason.Signalled, Signal: signal, Detail: error),
            { ExitStatus: { } status } => new ShellEnd(ShellEndReason.Exited, ExitStatus: status, Detail: error),
            _ when _session.JumpEnd is { } jump => jump,
            _ => new ShellEnd(wasHungUp ? ShellEndReason.ConnectionClosed : ShellEndReason.ConnectionLost, Detail: error),
        });
    }

    private void End(ShellEnd end)
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        _output.Complete();
        _input.Complete();
        _session.Close(politely: end.Reason is not (ShellEndReason.ConnectionLost or ShellEndReason.KeepaliveTimeout));
        _ended.TrySetResult(end);
    }
}
