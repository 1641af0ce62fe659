namespace WebShell.Core.Ssh.Libssh;

/// <summary>What a look at the clock says about the machine.</summary>
internal enum KeepaliveVerdict
{
    Fine,
    Ask,
    Dead,
}

/// <summary>
/// Judges a machine by the bytes that came from it, whatever they were: libssh's own keepalive reports success on a frozen
/// machine. While we do not listen (nobody reads the output) silence means nothing.
/// </summary>
internal sealed class Keepalive(SshOptions options)
{
    private readonly long _interval = (long)options.KeepaliveInterval.TotalMilliseconds;
    private readonly long _timeout = (long)options.KeepaliveTimeout.TotalMilliseconds;
    private ulong _bytes;
    private long _heard;
    private long _asked;

    public TimeSpan Timeout => options.KeepaliveTimeout;

    public void Start(ulong bytes) => (_bytes, _heard) = (bytes, Environment.TickCount64);

    /// <summary>Nothing has come for so long that an answer is overdue: half of the timeout, which is at least one interval.</summary>
    public bool IsSilent(long now) => now - _heard >= _timeout / 2;

    public KeepaliveVerdict Judge(long now, ulong bytes, bool isListening)
    {
        if (bytes != _bytes || !isListening)
        {
            (_bytes, _heard) = (bytes, now);
            return KeepaliveVerdict.Fine;
        }

        if (now - _heard >= _timeout)
        {
            return KeepaliveVerdict.Dead;
        }

        if (now - _heard < _interval || now - _asked < _interval)
        {
            return KeepaliveVerdict.Fine;
        }

        _asked = now;
        return KeepaliveVerdict.Ask;
    }
}
