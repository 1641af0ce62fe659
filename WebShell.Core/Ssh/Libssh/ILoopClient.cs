namespace WebShell.Core.Ssh.Libssh;

/// <summary>Something with a descriptor that an <see cref="SshLoop"/> watches; all its methods are called on the loop's thread.</summary>
internal interface ILoopClient
{
    /// <summary>The descriptor is ready, or the client asked for another turn.</summary>
    void OnTurn();

    /// <summary>About every <see cref="SshLoop.TickMilliseconds"/> while the client is registered: time for timers.</summary>
    /// <param name="now">Monotonic milliseconds (<see cref="Environment.TickCount64"/>).</param>
    void OnTick(long now);
}
