using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// The newest output of one shell, addressed by its absolute byte offset, so that any number of viewers
/// can read at their own pace and continue where they left off. Thread-safe for one writer and any number of readers.
/// </summary>
/// <remarks>
/// A ring of segments. A segment is allocated when the first byte gets there and used again once the ring has come round,
/// so a busy shell costs never more than <c>capacity</c> plus one segment. The very first one begins small and grows, so an
/// idle shell that has shown its prompt costs a kilobyte.
/// </remarks>
/// <param name="capacity">How many of the newest bytes are kept, at least one.</param>
public sealed class OutputBuffer(int capacity)
{
    private const int MaxSegmentBytes = 16 * 1024;
    private const int FirstBytes = 1024;
    private const int Growth = 4;

    private readonly int _segmentBytes = Math.Min(MaxSegmentBytes, capacity);
    private readonly Lock _gate = new();
    private readonly SizeMarks _sizes = new();
    private byte[]?[]? _segments;
    private TaskCompletionSource? _changed;
    private long _end;
    private bool _completed;

    public int Capacity { get; } = capacity > 0 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity));

    /// <summary>The offset of the oldest byte still held.</summary>
    public long Start => Math.Max(0, End - Capacity);

    /// <summary>The offset behind the newest byte.</summary>
    public long End => Interlocked.Read(ref _end);

    public void Append(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var room = GetRoom().Span;
            var count = Math.Min(room.Length, data.Length);
            data[..count].CopyTo(room);
            Commit(count);
            data = data[count..];
        }
    }

    /// <summary>From here on the output is for a terminal of this size.</summary>
    public void NoteSize(TerminalSize size)
    {
        lock (_gate)
        {
            _sizes.Forget(Start);
            _sizes.Note(_end, size);
        }
    }

    /// <summary>Where a viewer that has nothing yet begins to read, and with which modes in force.</summary>
    public OutputReplay ReplayFrom()
    {
        lock (_gate)
        {
            var offset = Boundary();
            return new OutputReplay(offset, default, _sizes.At(offset).Size);
        }
    }

    /// <summary>No more output will come; waiting readers get an empty chunk.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            WakeReaders();
        }
    }

    /// <summary>
    /// Waits for output at or after <paramref name="offset"/> and returns at most <paramref name="maxBytes"/> of it, never
    /// across a change of size. A chunk that starts later than asked for means that the bytes between are gone; it then starts
    /// where <see cref="ReplayFrom"/> does, with a preamble. Empty: the output is complete.
    /// </summary>
    public async ValueTask<OutputChunk> ReadAsync(long offset, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!TryRead(offset, maxBytes, out var chunk, out var changed))
            {
                await changed.WaitAsync(cancellationToken);
                continue;
            }

            return chunk;
        }
    }

    /// <summary>Answers at once, or says with <paramref name="changed"/> when to ask again.</summary>
    internal bool TryRead(long offset, int maxBytes, out OutputChunk chunk, out Task changed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);

        // The signal is taken under the lock that WakeReaders runs under, so no append falls between looking and waiting.
        lock (_gate)
        {
            var from = offset < Start ? Boundary() : offset;
            if (from < _end || _completed)
            {
                chunk = Copy(from, maxBytes);
                changed = Task.CompletedTask;
                return true;
            }

            _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            chunk = default;
            changed = _changed.Task;
            return false;
        }
    }

    /// <summary>
    /// Where the writer may put its next bytes, never empty; readers see them after <see cref="Commit"/>.
    /// The ring has one segment more than it needs, so this room never overlaps bytes that are still held.
    /// </summary>
    internal Memory<byte> GetRoom()
    {
        lock (_gate)
        {
            if (_completed)
            {
                throw new InvalidOperationException("The output is complete.");
            }

            _segments ??= new byte[]?[((Capacity + _segmentBytes - 1) / _segmentBytes) + 1];
            ref var segment = ref _segments[SlotOf(_end)];
            segment ??= GC.AllocateUninitializedArray<byte>(_end == 0 ? Math.Min(FirstBytes, _segmentBytes) : _segmentBytes);
            var used = (int)(_end % _segmentBytes);
            if (used == segment.Length)
            {
                Array.Resize(ref segment, Math.Min(used * Growth, _segmentBytes));
            }

            return segment.AsMemory(used);
        }
    }

    /// <summary>Makes the first <paramref name="count"/> bytes of the room visible.</summary>
    internal void Commit(int count)
    {
        lock (_gate)
        {
            Interlocked.Add(ref _end, count);
            WakeReaders();
        }
    }

    private OutputChunk Copy(long start, int maxBytes)
    {
        var (size, until) = _sizes.At(start);
        var count = (int)Math.Clamp(Math.Min(_end, until) - start, 0, maxBytes);
        if (count == 0)
        {
            return new OutputChunk(start, default) { Size = size };
        }

        var data = GC.AllocateUninitializedArray<byte>(count);
        for (var copied = 0; copied < count;)
        {
            var from = _segments![SlotOf(start + copied)].AsSpan((int)((start + copied) % _segmentBytes));
            from = from[..Math.Min(from.Length, count - copied)];
            from.CopyTo(data.AsSpan(copied));
            copied += from.Length;
        }

        return new OutputChunk(start, data) { Size = size };
    }

    // Behind the first line feed, if one comes soon; else where the ring begins.
    private long Boundary()
    {
        var start = Start;
        if (start == 0)
        {
            return 0;
        }

        var limit = Math.Min(_end, start + MaxSegmentBytes);
        for (var offset = start; offset < limit; offset++)
        {
            if (_segments![SlotOf(offset)]![offset % _segmentBytes] == (byte)'\n')
            {
                return offset + 1;
            }
        }

        return start;
    }

    private int SlotOf(long offset) => (int)(offset / _segmentBytes % _segments!.Length);

    private void WakeReaders()
    {
        _changed?.SetResult();
        _changed = null;
    }
}
