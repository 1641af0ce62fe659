using System.Buffers;
using WebShell.Core.Vt;

namespace WebShell.Core.Sessions;

/// <summary>
/// Where a replay of a ring begins once its oldest bytes are gone: behind the first line end at or after the ring's start, with
/// the modes in force there. It is fed with what leaves the ring, so a shell that never filled it pays nothing. Not thread-safe.
/// </summary>
/// <param name="ring">Held bytes.</param>
/// <param name="sizes">The terminal's sizes in them.</param>
internal sealed class ReplayStart(SegmentRing ring, SizeMarks sizes)
{
    /// <summary>
    /// How far behind the ring's start a line end is looked for; then any control or sequence will do, for as long again; then
    /// it begins wherever that is, and the preamble ends inside the sequence that is open there.
    /// </summary>
    public const int MaxSearchBytes = 16 * 1024;

    private const int DefaultColumns = 80;
    private const int DefaultRows = 24;

    private VtTracker? _tracker;
    private bool _isSettled;

    public long Offset { get; private set; }

    /// <summary>Follows the output up to <paramref name="start"/>, where the ring will begin.</summary>
    public void MoveTo(long start)
    {
        if (Offset >= start)
        {
            return;
        }

        _tracker ??= new VtTracker(DefaultColumns, DefaultRows);
        while (Offset < start)
        {
            var piece = Piece(start);
            _tracker.Feed(piece);
            Offset += piece.Length;
        }

        _isSettled = false;
    }

    /// <summary>Goes on to the place where a viewer should begin; more of the output may have come since it last stopped searching.</summary>
    public void Settle()
    {
        if (_tracker is null || _isSettled)
        {
            return;
        }

        _isSettled = TrySettle(ring.Start + MaxSearchBytes, isLine: true) || TrySettle(ring.Start + (2 * MaxSearchBytes), isLine: false)
            || Offset >= ring.Start + (2 * MaxSearchBytes);
    }

    public ReadOnlyMemory<byte> Preamble(bool isFresh)
    {
        if (_tracker is null)
        {
            return default;
        }

        FollowSize();
        var preamble = new ArrayBufferWriter<byte>();
        _tracker.WritePreamble(preamble, isFresh);
        return preamble.WrittenMemory;
    }

    private bool TrySettle(long limit, bool isLine)
    {
        while (Offset < limit && Offset < ring.End)
        {
            var piece = Piece(Math.Min(limit, ring.End));
            var isFound = isLine ? _tracker!.FeedThroughLine(piece, out var count) : _tracker!.FeedToBoundary(piece, out count);
            Offset += count;
            if (isFound)
            {
                return true;
            }
        }

        return false;
    }

    // What lies together, in one size, and before the limit; the tracker gets that size.
    private ReadOnlySpan<byte> Piece(long limit)
    {
        var until = FollowSize();
        var piece = ring.At(Offset);
        return piece[..(int)Math.Min(piece.Length, Math.Min(limit, until) - Offset)];
    }

    private long FollowSize()
    {
        var (size, until) = sizes.At(Offset);
        if (size is { } known)
        {
            _tracker!.Resize(known.Columns, known.Rows);
        }

        return until;
    }
}
