using System.Buffers;
using System.Text;

namespace WebShell.Core.Vt;

/// <summary>
/// Follows a shell's output and knows at every byte which modes a terminal that has seen all of it is in. One writer, constant
/// memory, no allocation while it is fed, nothing thrown whatever comes.
/// </summary>
/// <remarks>What it knows and what it leaves out is written in docs/decisions/vt-tracker.md.</remarks>
public sealed class VtTracker
{
    /// <summary>What is kept of a string sequence; what comes behind is passed over.</summary>
    public const int MaxStringBytes = VtString.MaxBytes;

    private readonly VtTerminal _terminal;
    private readonly VtParser _parser;

    public VtTracker(int columns, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        _terminal = new VtTerminal(columns, rows);
        _parser = new VtParser(_terminal);
    }

    /// <summary>It stands between characters and sequences, so what comes next means the same to a terminal that begins here.</summary>
    public bool IsAtBoundary => _parser.IsAtBoundary;

    public int Columns => _terminal.Screen.Columns;

    public int Rows => _terminal.Screen.Rows;

    public void Feed(ReadOnlySpan<byte> output) => _parser.Feed(output);

    /// <summary>Feeds until right behind a line feed that is no part of a sequence; false: there was none, and everything was fed.</summary>
    public bool FeedThroughLine(ReadOnlySpan<byte> output, out int count) => _parser.FeedThroughLine(output, out count);

    /// <summary>Feeds until right behind a control or a sequence, nothing if it stands there; false: everything was fed.</summary>
    public bool FeedToBoundary(ReadOnlySpan<byte> output, out int count) => _parser.FeedToBoundary(output, out count);

    /// <summary>The terminal has another size from here on.</summary>
    public void Resize(int columns, int rows)
    {
        if (columns != Columns || rows != Rows)
        {
            _terminal.Screen.Resize(columns, rows);
        }
    }

    /// <summary>
    /// The sequences that put a terminal of this size into the modes in force here; behind them the output goes on. They ask
    /// nothing. Away from a boundary they end in the middle of a sequence like the one that is open.
    /// </summary>
    /// <param name="to">Gets the bytes.</param>
    /// <param name="isFresh">
    /// The terminal was just made. Otherwise it may be in any state, in the middle of a sequence too: its modes are reset first,
    /// and what is on its screen goes to the scrollback.
    /// </param>
    public void WritePreamble(IBufferWriter<byte> to, bool isFresh)
    {
        var text = new StringBuilder();
        new VtPreamble(_terminal, text, isFresh).Write();
        text.Append(_parser.Reopen());
        Encoding.UTF8.GetBytes(text.ToString(), to);
    }
}
