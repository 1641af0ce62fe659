namespace WebShell.Core.Vt;

/// <summary>What DECSC keeps, in xterm.js: the place, colours and attributes (not underline style and link), and the character set.</summary>
/// <param name="Column">From 0.</param>
/// <param name="Line">From the first line of the buffer, scrollback included.</param>
/// <param name="Fore">As in <see cref="VtPen"/>.</param>
/// <param name="Back">As in <see cref="VtPen"/>.</param>
/// <param name="Charset">As in <see cref="VtCharsets"/>.</param>
internal readonly record struct VtSavedCursor(int Column, long Line, uint Fore, uint Back, byte Charset);
