using System.Diagnostics;

namespace WebShell.Core.Ssh.Libssh;

/// <summary>
/// Notices output that comes in many small pieces without anybody typing: then waiting a moment lets one turn do the
/// work of many, and nobody sees it (docs/decisions/ssh-libssh.md). What follows input is never held back.
/// </summary>
internal sealed class OutputPacing
{
    /// <summary>How long the loop looks away.</summary>
    public const int RestMilliseconds = 3;

    private const int FreeTurns = 8;
    private const int LittleBytes = 16 * 1024;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(4);

    private long _windowStart;
    private int _turns;

    public void NoteInput() => _turns = 0;

    /// <summary>Asked at the end of each turn.</summary>
    /// <param name="bytes">What the turn brought.</param>
    public bool ShouldRest(long bytes)
    {
        var now = Stopwatch.GetTimestamp();
        if (bytes is 0 or > LittleBytes || (_turns < FreeTurns && Stopwatch.GetElapsedTime(_windowStart, now) > Window))
        {
            (_windowStart, _turns) = (now, 0);
            return false;
        }

        if (++_turns < FreeTurns)
        {
            return false;
        }

        // Still busy after a rest: rest again. One quiet turn (nothing came) begins anew.
        _turns = FreeTurns;
        return true;
    }
}
