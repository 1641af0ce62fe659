using System.Text.RegularExpressions;
using WebShell.App.Dialogs;
using WebShell.Core.Sessions;

namespace WebShell.App.Workspace;

/// <summary>What a person reads below the sentence about how a shell ended.</summary>
internal static partial class EndWords
{
    /// <summary>A reason's stable code: <c>HostKeyChanged</c> reads <c>host-key-changed</c>.</summary>
    public static string Code(Enum reason) => Humps().Replace(reason.ToString(), "-$0").ToLowerInvariant();

    /// <summary>As in <c>exit status 3 after 41 min, 10:31:40</c>.</summary>
    public static string Detail(SessionEnd end, DateTimeOffset openedAt)
    {
        var how = end switch
        {
            { ExitStatus: { } status } => $"Exit status {status}",
            { Signal: { } signal } => $"Signal {ForeignText.Clean(signal, 16)}",
            _ => Code(end.Reason),
        };
        return $"{how} after {Durations.Of(end.At - openedAt)}";
    }

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Humps();
}
