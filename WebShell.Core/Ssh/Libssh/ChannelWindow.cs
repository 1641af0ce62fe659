using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// How much a machine may send before this side has taken it (RFC 4254, 5.2): as little as keeps the line busy, because
/// whatever is in the window is how old the screen is. Lives on its channel's loop; only <see cref="IsDue"/> is asked from elsewhere.
/// </summary>
/// <remarks>
/// libssh 0.10 opens a channel with 64,000 bytes, raises that to 1.28 MB with the first data, tops it up by itself, and has no
/// call to choose otherwise. So the number it keeps is held so high that it never does, and lowered for the moment of one
/// call, which then sends exactly the wanted addition. The number is the struct's second field; whether it really stands
/// there is seen on every channel before anything is written (docs/decisions/ssh-channel-window.md).
/// </remarks>
internal sealed unsafe class ChannelWindow
{
    /// <summary>What libssh 0.10 opens a channel with (CHANNEL_INITIAL_WINDOW).</summary>
    public const int InitialBytes = 64_000;

    /// <summary>All that a near machine needs. With half of it tinysshd, which waits for room in each turn, came to 1.6 MB/s.</summary>
    public const int MinBytes = 64_000;

    /// <summary>A line of 100 ms at 5 MB/s has that much under way.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>libssh tops up to this (WINDOWBASE), and only when it is asked to read more than the window has.</summary>
    private const int TopUpBytes = 1_280_000;

    private const uint NeverToppedUp = 1u << 30;
    private const int LocalChannelOffset = 8;
    private const int LocalWindowOffset = 12;
    private const int MaxChannelNumber = 1024;

    /// <summary>What a busy machine lets pass between a wake-up and its thread; the line's round trip does not show it.</summary>
    private static readonly TimeSpan WakeUp = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan RateSpan = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RoundTripSpan = TimeSpan.FromSeconds(1);

    // libssh wants room for what it is asked to read, and writes nothing there: all data has gone to the callback. Never touched, so it costs no memory.
    private static readonly nint Unused = (nint)NativeMemory.Alloc(TopUpBytes);

    private readonly nint _channel;
    private readonly Func<TimeSpan?> _roundTripOf;
    private long _granted = InitialBytes;

    // What may be under way or unread at a time.
    private int _size = InitialBytes;
    private long _dueAt;
    private long _rateTakenAt;
    private long _rateTaken;
    private long _roundTripAt;
    private TimeSpan _roundTrip;

    private ChannelWindow(nint channel, Func<TimeSpan?> roundTripOf)
    {
        (_channel, _roundTripOf) = (channel, roundTripOf);
        _rateTakenAt = Stopwatch.GetTimestamp();
        Field = NeverToppedUp;
        SetDue();
    }

    private uint Field
    {
        set => Volatile.Write(ref *(uint*)(_channel + LocalWindowOffset), value);
    }

    /// <summary>Takes the window of a channel that was just opened; null when this libssh keeps it elsewhere: then its own stays.</summary>
    /// <param name="channel">An <c>ssh_channel</c> on which nothing has come yet.</param>
    /// <param name="roundTrip">The line's least round trip.</param>
    public static ChannelWindow? TryTake(nint channel, Func<TimeSpan?> roundTrip)
    {
        var isWhereExpected = sizeof(nint) == LocalChannelOffset
            && *(uint*)(channel + LocalWindowOffset) == InitialBytes
            && *(uint*)(channel + LocalChannelOffset) <= MaxChannelNumber;
        return isWhereExpected ? new ChannelWindow(channel, roundTrip) : null;
    }

    /// <summary>Is it time to let more come? From any thread.</summary>
    /// <param name="taken">All bytes that the reader has taken so far.</param>
    public bool IsDue(long taken) => taken >= Volatile.Read(ref _dueAt);

    /// <summary>Lets as much more come as the reader has taken. False: the session is lost.</summary>
    public bool Widen(long taken)
    {
        if (!IsDue(taken))
        {
            return true;
        }

        Fit(taken);
        var addition = taken + _size - _granted;
        if (addition <= 0)
        {
            SetDue();
            return true;
        }

        Field = (uint)(TopUpBytes - addition);
        var code = LibsshNative.ssh_channel_read_timeout(_channel, (byte*)Unused, TopUpBytes, isStderr: 1, timeoutMilliseconds: 0);
        Field = NeverToppedUp;
        _granted += addition;
        SetDue();
        return code != LibsshNative.Error;
    }

    // Below a quarter it is not worth a packet, and at half the line would already run dry.
    private void SetDue() => Volatile.Write(ref _dueAt, _granted - (_size * 3L / 4));

    // What the reader takes during one round trip is under way at full speed; twice that, because the answer to an addition takes one too.
    private void Fit(long taken)
    {
        var now = Stopwatch.GetTimestamp();
        var span = Stopwatch.GetElapsedTime(_rateTakenAt, now);
        if (span < RateSpan)
        {
            return;
        }

        if (_roundTripAt == 0 || Stopwatch.GetElapsedTime(_roundTripAt, now) > RoundTripSpan)
        {
            (_roundTripAt, _roundTrip) = (now, _roundTripOf() ?? TimeSpan.Zero);
        }

        var perSecond = (taken - _rateTaken) / span.TotalSeconds;
        _size = (int)Math.Clamp(MinBytes + (2 * perSecond * (_roundTrip + WakeUp).TotalSeconds), MinBytes, MaxBytes);
        (_rateTakenAt, _rateTaken) = (now, taken);
    }
}
