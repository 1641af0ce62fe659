using WebShell.App.Operations;
using WebShell.Core.Sessions;

namespace WebShell.App.Terminals;

/// <summary>What the page must know to open a terminal: the user's taste, whose shell it is, and from which offset on output is new.</summary>
internal sealed record TerminalPageOptions(
    int Scrollback, int FontSize, bool ScreenReader, bool AskBeforePaste, string VmName, string Login, long LiveFrom, bool IsWatching)
    : IPlainArgument
{
    public static TerminalPageOptions Of(TerminalPreferences taste, ShellViewer viewer) => new(
        taste.Scrollback, taste.FontSize, taste.ScreenReader, taste.AskBeforePaste,
        viewer.Session.VmName, viewer.Session.Login, viewer.LiveFrom, viewer is ShellWatch);
}
