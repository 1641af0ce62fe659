using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// Where a viewer that has nothing yet begins: a fresh terminal of <paramref name="Size"/> that is shown the preamble, and then
/// the output from the offset on, is in the state of one that has seen everything.
/// </summary>
/// <param name="Offset">Between characters and sequences; zero while nothing has left the buffer.</param>
/// <param name="Preamble">The modes in force at the offset; empty at zero. It asks the terminal nothing, and its bytes count in no offset.</param>
/// <param name="Size">The size in force at the offset, null if none was ever noted.</param>
public readonly record struct OutputReplay(long Offset, ReadOnlyMemory<byte> Preamble, TerminalSize? Size);
