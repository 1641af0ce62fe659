using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>A piece of output and where in the whole output it starts. All of it was printed for one terminal size.</summary>
public readonly record struct OutputChunk(long Offset, ReadOnlyMemory<byte> Data)
{
    public long End => Offset + Data.Length;

    public bool IsEmpty => Data.IsEmpty;

    /// <summary>
    /// Not empty only when the reader had fallen out of the buffer and goes on here: what puts its terminal, fresh when it
    /// asked from offset zero, else in whatever state, into the modes in force at <see cref="Offset"/>. To be shown before the data; its bytes count in no offset.
    /// </summary>
    public ReadOnlyMemory<byte> Preamble { get; init; }

    /// <summary>The size in force for this piece, null if none was ever noted. A replay gives its terminal this size first.</summary>
    public TerminalSize? Size { get; init; }
}
