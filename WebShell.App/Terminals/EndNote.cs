using WebShell.Core.Sessions;

namespace WebShell.App.Terminals;

/// <summary>
/// What a terminal says about its end: the sentence, and when (Unix milliseconds) and after how many seconds it was.
/// Without a time nothing is written on the screen, because there never was one.
/// </summary>
internal sealed record EndNote(string Message, long? At, double? Seconds)
{
    public static EndNote Of(TerminalSession session, SessionEnd end) => end.Reason == SessionEndReason.OpenFailed
        ? new EndNote(end.Message, null, null)
        : new EndNote(end.Message, end.At.ToUnixTimeMilliseconds(), (end.At - session.OpenedAt).TotalSeconds);
}
