using System.Buffers;

namespace WebShell.Core.Sessions;

/// <summary>
/// At least the newest <c>capacity</c> bytes of a stream by absolute offset, in whole segments of a shared pool, and one more at
/// most. Not thread-safe.
/// </summary>
/// <remarks>
/// The first segment begins small and grows, so an idle shell that has shown its prompt costs a kilobyte. When the ring is full
/// the oldest segment becomes the newest, so a flood allocates nothing. <see cref="Trim"/> and <see cref="Release"/> give memory back.
/// </remarks>
internal sealed class SegmentRing(int capacity)
{
    public const int MaxSegmentBytes = 16 * 1024;

    private const int FirstBytes = 1024;
    private const int Growth = 4;

    // A pool of its own: who misuses another one cannot reach the output of a shell. It keeps a megabyte for all shells together.
    private const int MaxPooledSegments = 64;
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(MaxSegmentBytes, MaxPooledSegments);

    private readonly int _segmentBytes = Math.Min(MaxSegmentBytes, capacity);
    private byte[]?[]? _segments;

    /// <summary>The offset of the oldest byte held.</summary>
    public long Start { get; private set; }

    /// <summary>The offset behind the newest byte.</summary>
    public long End { get; private set; }

    /// <summary>Room behind the newest byte would cost the oldest ones.</summary>
    public bool IsFull => End % _segmentBytes == 0 && End - Start >= capacity + _segmentBytes;

    /// <summary>What <see cref="Evict"/> drops: everything before this offset.</summary>
    public long NextStart => Start + _segmentBytes;

    /// <summary>How much memory it holds.</summary>
    public long HeldBytes => _segments?.Sum(segment => (long)(segment?.Length ?? 0)) ?? 0;

    /// <summary>Drops the oldest segment of a full ring; its memory is the next room.</summary>
    public void Evict() => Start = NextStart;

    /// <summary>Where the next bytes go, never empty; they count after <see cref="Commit"/>. A full ring is evicted first.</summary>
    public Memory<byte> Room()
    {
        _segments ??= new byte[]?[((capacity + _segmentBytes - 1) / _segmentBytes) + 1];
        ref var segment = ref _segments[SlotOf(End)];
        var used = (int)(End % _segmentBytes);
        if (segment is null)
        {
            segment = Rent(End == 0 ? Math.Min(FirstBytes, _segmentBytes) : _segmentBytes);
        }
        else if (used == segment.Length)
        {
            segment = Moved(segment, used, Rent(Math.Min(used * Growth, _segmentBytes)));
        }

        return segment.AsMemory(used, Math.Min(segment.Length, _segmentBytes) - used);
    }

    public void Commit(int count) => End += count;

    /// <summary>The bytes from <paramref name="offset"/> on that lie together; empty at the end.</summary>
    public ReadOnlySpan<byte> At(long offset)
    {
        if (offset >= End)
        {
            return [];
        }

        var from = (int)(offset % _segmentBytes);
        return _segments![SlotOf(offset)].AsSpan(from, (int)Math.Min(_segmentBytes - from, End - offset));
    }

    public void CopyTo(long offset, Span<byte> to)
    {
        while (!to.IsEmpty)
        {
            var piece = At(offset);
            piece = piece[..Math.Min(piece.Length, to.Length)];
            piece.CopyTo(to);
            to = to[piece.Length..];
            offset += piece.Length;
        }
    }

    /// <summary>Gives back what the newest segment does not use. Nobody may be writing into the room.</summary>
    public void Trim()
    {
        if (_segments?[SlotOf(End)] is not { } newest || IsFull)
        {
            // A full ring's next room is its oldest bytes.
            return;
        }

        var used = (int)(End % _segmentBytes);
        ref var segment = ref _segments[SlotOf(End)];
        if (used == 0)
        {
            Return(newest);
            segment = null;
        }
        else if (newest.Length > used)
        {
            segment = Moved(newest, used, GC.AllocateUninitializedArray<byte>(used));
        }
    }

    /// <summary>Gives back everything; what was held is gone.</summary>
    public void Release()
    {
        foreach (var segment in _segments ?? [])
        {
            Return(segment);
        }

        _segments = null;
        Start = End;
    }

    private int SlotOf(long offset) => (int)(offset / _segmentBytes % _segments!.Length);

    private static byte[] Moved(byte[] from, int used, byte[] to)
    {
        from.AsSpan(0, used).CopyTo(to);
        Return(from);
        return to;
    }

    private static byte[] Rent(int bytes) => bytes < MaxSegmentBytes ? GC.AllocateUninitializedArray<byte>(bytes) : Pool.Rent(bytes);

    // Only whole segments are worth keeping.
    private static void Return(byte[]? segment)
    {
        if (segment?.Length == MaxSegmentBytes)
        {
            Pool.Return(segment);
        }
    }
}
