using WebShell.App.Dialogs;

namespace WebShell.App.Terminals;

/// <summary>A title as a machine may set it: foreign text of at most <see cref="MaxLength"/> characters, without blanks around it.</summary>
internal static class TerminalTitle
{
    public const int MaxLength = 128;

    // One less: what is cut ends in an ellipsis.
    public static string Clean(string title) => ForeignText.Clean(title, MaxLength - 1).Trim();
}
