using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>
/// The newest output of one shell, addressed by its absolute byte offset, so that any number of viewers
/// can read at their own pace and continue where they left off. Thread-safe for one writer and any number of readers.
/// </summary>
/// <param name="capacity">How many of the newest bytes are kept at least; at most one segment of 16 KiB more.</param>
public sealed class OutputBuffer(int capacity)
{
    /// <summary>So many calls of <see cref="Rest"/> without new output in between, and memory is given back.</summary>
    private const int RestsUntilTrim = 30;

    private readonly Lock _gate = new();
    private readonly SegmentRing _ring = new(capacity);
    private readonly SizeMarks _sizes = new();
    private ReplayStart? _replayStart;
    private TaskCompletionSource? _changed;
    private long _restedAt = -1;
    private int _rests;
    private bool _isWriting;
    private bool _completed;

    public int Capacity { get; } = capacity > 0 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity));

    /// <summary>The offset of the oldest byte still held.</summary>
    public long Start
    {
        get
        {
            lock (_gate)
            {
                return _ring.Start;
            }
        }
    }

    /// <summary>The offset behind the newest byte.</summary>
    public long End
    {
        get
        {
            lock (_gate)
            {
                return _ring.End;
            }
        }
    }

    /// <summary>How much memory the output takes.</summary>
    internal long HeldBytes
    {
        get
        {
            lock (_gate)
            {
                return _ring.HeldBytes;
            }
        }
    }

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
            _sizes.Note(_ring.End, size);
        }
    }

    /// <summary>Where a viewer that has nothing yet begins to read, and with which modes in force.</summary>
    public OutputReplay ReplayFrom()
    {
        lock (_gate)
        {
            var offset = ReplayOffset();
            return new OutputReplay(offset, Preamble(isFresh: true), _sizes.At(offset).Size);
        }
    }

    /// <summary>No more output will come; waiting readers get an empty chunk.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            _isWriting = false;
            _ring.Trim();
            WakeReaders();
        }
    }

    /// <summary>Nobody shows this output any more: its memory goes back. Who reads nevertheless finds it complete and gone.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _completed = true;
            _replayStart = null;
            if (!_isWriting)
            {
                _ring.Release();
            }

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
            var isLost = offset < _ring.Start;
            var from = isLost ? ReplayOffset() : offset;
            if (from < _ring.End || _completed)
            {
                chunk = Copy(from, maxBytes) with { Preamble = isLost ? Preamble(isFresh: offset == 0) : default };
                changed = Task.CompletedTask;
                return true;
            }

            _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            chunk = default;
            changed = _changed.Task;
            return false;
        }
    }

    /// <summary>Where the writer may put its next bytes, never empty; readers see them after <see cref="Commit"/>.</summary>
    internal Memory<byte> GetRoom()
    {
        lock (_gate)
        {
            if (_completed)
            {
                throw new InvalidOperationException("The output is complete.");
            }

            if (_ring.IsFull)
            {
                Evict();
            }

            _isWriting = true;
            return _ring.Room();
        }
    }

    /// <summary>Makes the first <paramref name="count"/> bytes of the room visible; the room is the ring's again.</summary>
    internal void Commit(int count)
    {
        lock (_gate)
        {
            _isWriting = false;
            _ring.Commit(count);
            WakeReaders();
        }
    }

    /// <summary>Looks whether the output rests; to be called about once a second. After half a minute memory is given back.</summary>
    internal void Rest()
    {
        lock (_gate)
        {
            _rests = _ring.End == _restedAt ? _rests + 1 : 0;
            _restedAt = _ring.End;
            if (_rests == RestsUntilTrim && !_isWriting)
            {
                _ring.Trim();
            }
        }
    }

    // What leaves is followed before it goes: from then on it is known only by the modes it has set.
    private void Evict()
    {
        _replayStart ??= new ReplayStart(_ring, _sizes);
        _replayStart.MoveTo(_ring.NextStart);
        _ring.Evict();
        _sizes.Forget(_ring.Start);
    }

    private long ReplayOffset()
    {
        _replayStart?.Settle();
        return Math.Max(_replayStart?.Offset ?? 0, _ring.Start);
    }

    private ReadOnlyMemory<byte> Preamble(bool isFresh) => _replayStart?.Preamble(isFresh) ?? default;

    private OutputChunk Copy(long start, int maxBytes)
    {
        var (size, until) = _sizes.At(start);
        var count = (int)Math.Clamp(Math.Min(_ring.End, until) - start, 0, maxBytes);
        if (count == 0)
        {
            return new OutputChunk(start, default) { Size = size };
        }

        var data = GC.AllocateUninitializedArray<byte>(count);
        _ring.CopyTo(start, data);
        return new OutputChunk(start, data) { Size = size };
    }

    private void WakeReaders()
    {
        _changed?.SetResult();
        _changed = null;
    }
}
