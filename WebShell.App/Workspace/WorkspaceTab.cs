using WebShell.Core.Sessions;
using WebShell.Core.Shells;

namespace WebShell.App.Workspace;

/// <summary>One tab: a shell on a machine, and after a reconnect the next one on the same machine. Changed by <see cref="ShellWorkspace"/> only.</summary>
public sealed class WorkspaceTab
{
    public required ShellAddress Address { get; init; }

    /// <summary>The machine's environment label, or empty.</summary>
    public required string Environment { get; init; }

    /// <summary>When the shell at hand was asked for.</summary>
    public DateTimeOffset AskedAt { get; internal set; }

    /// <summary>The shell; null while it is being asked for, and when it was refused.</summary>
    public ShellLease? Lease { get; internal set; }

    /// <summary>Why there is no shell: no right, a limit, no such login.</summary>
    public ShellFailure? Refusal { get; internal set; }

    /// <summary>What to tell support when it failed; the log has it too.</summary>
    public string? ErrorId { get; internal set; }

    /// <summary>What the machine calls itself; shown after our own words only.</summary>
    public string Title { get; internal set; } = "";

    /// <summary>It wrote something while another tab was in front.</summary>
    public bool HasNewOutput { get; internal set; }

    /// <summary>It rang while another tab was in front.</summary>
    public bool HasRung { get; internal set; }

    /// <summary>Browser to portal and back; null when not known.</summary>
    public TimeSpan? BrowserRoundTrip { get; internal set; }

    public TabState State => Lease?.Session.State switch
    {
        SessionState.Connected or SessionState.Detached => TabState.Connected,
        SessionState.Ended => TabState.Ended,
        SessionState.Connecting => TabState.Connecting,
        _ => Refusal is null ? TabState.Connecting : TabState.Ended,
    };

    /// <summary>Why it could not be opened; null when it was, or is still being opened.</summary>
    public ShellFailure? Failure => Refusal ?? (State == TabState.Ended ? Lease?.Session.End?.Failure : null);

    internal long OutputEnd => Lease?.Session.Output.End ?? 0;

    /// <summary>The offset up to which its output had been in front.</summary>
    internal long SeenOutput { get; set; }

    /// <summary>The alert about a changed host key has been read; the pane still says so.</summary>
    internal bool IsAlertClosed { get; set; }
}

/// <summary>What a tab shows of its shell's life.</summary>
public enum TabState
{
    Connecting,
    Connected,
    Ended,
}
