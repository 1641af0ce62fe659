namespace WebShell.Core.Ssh.Libssh;

/// <summary>What a session carries on its one channel: a terminal, or the way to the next machine. All its methods are called on the session's loop.</summary>
internal interface ISessionGuest
{
    /// <summary>The session's socket is ready.</summary>
    void OnTurn();

    /// <summary>Time for timers.</summary>
    /// <param name="now">Monotonic milliseconds (<see cref="Environment.TickCount64"/>).</param>
    void OnTick(long now);

    /// <summary>Part of the session's closing.</summary>
    void ReleaseChannel();
}
