using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.App.Workspace;

/// <summary>One tab: a shell on a machine, and after a reconnect the next one on the same machine. Changed by <see cref="ShellWorkspace"/> only.</summary>
public sealed class WorkspaceTab
{
    public required ShellAddress Address { get; init; }

    /// <summary>The machine's environment label, or empty.</summary>
    public required string Environment { get; init; }

    /// <summary>How its shells sign in; goes with the tab.</summary>
    public SignInMemory SignIn { get; init; } = new(plan: null);

    /// <summary>When the shell at hand was asked for.</summary>
    public DateTimeOffset AskedAt { get; internal set; }

    /// <summary>The shell; null while it is being asked for, when it was refused, and when only its end is known.</summary>
    public TerminalSession? Session { get; internal set; }

    /// <summary>This page's way to the shell: its lease (perhaps lost to another window), or a watch. Null when it has none.</summary>
    public ShellViewer? Viewer { get; internal set; }

    /// <summary>A shell that ended while this page was away, of which no more is left.</summary>
    public EndedSession? Past { get; internal set; }

    /// <summary>Why there is no shell: no right, a limit, no such login.</summary>
    public ShellFailure? Refusal { get; internal set; }

    /// <summary>What to tell support when it failed; the log has it too.</summary>
    public string? ErrorId { get; internal set; }

    /// <summary>What its owner calls it, else the machine.</summary>
    public string Name => Session?.Name ?? Past?.Name ?? Address.VmName;

    /// <summary>What the machine calls itself; shown after our own words only.</summary>
    public string Title { get; internal set; } = "";

    /// <summary>It wrote something while another tab was in front.</summary>
    public bool HasNewOutput { get; internal set; }

    /// <summary>It rang while another tab was in front.</summary>
    public bool HasRung { get; internal set; }

    /// <summary>Browser to portal and back; null when not known.</summary>
    public TimeSpan? BrowserRoundTrip { get; internal set; }

    public ShellLease? Lease => Viewer as ShellLease;

    /// <summary>This page sees the shell and does not type: another one does.</summary>
    public bool IsWatching => Viewer is ShellWatch;

    /// <summary>The shell is somebody else's: this page watches it, and cannot take it over.</summary>
    public bool IsOthers => Viewer is ShellWatch { IsOthers: true };

    public TabState State => Session?.State switch
    {
        SessionState.Ended => TabState.Ended,
        not null when Viewer is ShellWatch { End: not null } => TabState.Ended,
        not null when IsWatching => TabState.Watching,
        not null when Lease is not { IsHeld: true } => TabState.Elsewhere,
        SessionState.Connecting => TabState.Connecting,
        not null => TabState.Connected,
        null => Refusal is null && Past is null ? TabState.Connecting : TabState.Ended,
    };

    /// <summary>How its shell ended.</summary>
    public SessionEnd? End => Past?.End ?? (Viewer as ShellWatch)?.End ?? Session?.End;

    /// <summary>When its shell was asked for, by the session's own clock.</summary>
    public DateTimeOffset OpenedAt => Past?.OpenedAt ?? Session?.OpenedAt ?? AskedAt;

    /// <summary>Why it could not be opened; null when it was, or is still being opened.</summary>
    public ShellFailure? Failure => Refusal ?? (State == TabState.Ended ? End?.Failure : null);

    internal string? SessionId => Session?.Id ?? Past?.Id;

    internal long OutputEnd => Session?.Output.End ?? 0;

    /// <summary>The offset up to which its output had been in front.</summary>
    internal long SeenOutput { get; set; }

    /// <summary>The way to its shell so far, step by step; empty before there was one.</summary>
    public IReadOnlyList<OpeningStep> Opening => Session?.Opening ?? Past?.Opening ?? [];

    /// <summary>The alert about a changed host key has been read; the pane still says so.</summary>
    internal bool IsAlertClosed { get; set; }
}

/// <summary>What a tab shows of its shell's life.</summary>
public enum TabState
{
    Connecting,
    Connected,

    /// <summary>The shell goes on in another window.</summary>
    Elsewhere,

    /// <summary>The shell goes on in another window, and is shown here.</summary>
    Watching,
    Ended,
}
