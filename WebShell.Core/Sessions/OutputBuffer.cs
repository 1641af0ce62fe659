namespace WebShell.Core.Sessions;

/// <summary>
/// The newest output of one shell, addressed by its absolute byte offset, so that any number of viewers
/// can read at their own pace and continue where they left off. Thread-safe.
/// </summary>
public sealed class OutputBuffer(int capacity)
{
    public int Capacity => capacity;

    /// <summary>The offset of the oldest byte still held.</summary>
    public long Start => throw new NotImplementedException();

    /// <summary>The offset behind the newest byte.</summary>
    public long End => throw new NotImplementedException();

    public void Append(ReadOnlySpan<byte> data) => throw new NotImplementedException();

    /// <summary>No more output will come; waiting readers get an empty chunk.</summary>
    public void Complete() => throw new NotImplementedException();

    /// <summary>
    /// Waits for output at or after <paramref name="offset"/> and returns at most <paramref name="maxBytes"/> of it. A chunk
    /// that starts later than asked for means that the bytes between are gone. Empty: the output is complete.
    /// </summary>
    public ValueTask<OutputChunk> ReadAsync(long offset, int maxBytes, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>A piece of output and where in the whole output it starts.</summary>
public readonly record struct OutputChunk(long Offset, ReadOnlyMemory<byte> Data)
{
    public long End => Offset + Data.Length;

    public bool IsEmpty => Data.IsEmpty;
}
