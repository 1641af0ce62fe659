using System.Text.RegularExpressions;
using WebShell.Core.Sessions;

namespace WebShell.App.Workspace;

/// <summary>What a person reads below the sentence about how a shell ended.</summary>
internal static partial class EndWords
{
    /// <summary>A reason's stable code: <c>HostKeyChanged</c> reads <c>host-key-changed</c>.</summary>
    public static string Code(Enum reason) => Humps().Replace(reason.ToString(), "-$0").ToLowerInvariant();

    /// <summary>Below the sentence, which has the exit status or signal: <c>shell-exited, open for 41 min</c>.</summary>
    public static string Detail(SessionEnd end, DateTimeOffset openedAt) => $"{Code(end.Reason)}, open for {Durations.Of(end.At - openedAt)}";

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Humps();
}
