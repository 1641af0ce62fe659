namespace WebShell.Core.Sessions;

/// <summary>Where a session is in its life: Connecting → Connected ↔ Detached → Ended. Nothing leaves Ended.</summary>
public enum SessionState
{
    /// <summary>The shell is being opened; input is refused.</summary>
    Connecting,

    /// <summary>The shell runs and a page that can be reached holds its lease.</summary>
    Connected,

    /// <summary>The shell runs without a page: nobody holds its lease, or the page that does cannot be reached. It ends when its grace time is over.</summary>
    Detached,

    /// <summary>The shell is gone; <see cref="SessionEnd"/> says why.</summary>
    Ended,
}
