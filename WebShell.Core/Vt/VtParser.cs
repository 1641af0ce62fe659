using System.Buffers;

namespace WebShell.Core.Vt;

/// <summary>
/// Takes output apart into text, controls and sequences, in UTF-8, cut anywhere. C1 controls count as xterm.js counts them: as the
/// characters U+0080–009F, never as single bytes. What is no UTF-8 is dropped. Memory is constant, however long a sequence is.
/// </summary>
internal sealed class VtParser(VtTerminal terminal)
{
    private static readonly SearchValues<byte> Text = SearchValues.Create([.. Enumerable.Range(0x20, 0x7F - 0x20).Select(value => (byte)value)]);

    private readonly VtParameters _parameters = new();
    private readonly VtString _string = new();
    private VtState _state;
    private int _collected;
    private int _character;
    private int _missing;
    private int _least;

    /// <summary>Between sequences and characters: what follows means the same to a terminal that has seen nothing before.</summary>
    public bool IsAtBoundary => _state == VtState.Ground && _missing == 0;

    public void Feed(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            data = data[FeedSome(data)..];
        }
    }

    /// <summary>Feeds until right behind the first line feed that is no part of a sequence, or everything; says how much, and which.</summary>
    public bool FeedThroughLine(ReadOnlySpan<byte> data, out int count)
    {
        for (count = 0; count < data.Length;)
        {
            var isLineFeed = data[count] == '\n' && IsAtBoundary;
            count += FeedSome(data[count..]);
            if (isLineFeed)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Feeds until right behind a control or sequence, nothing if it stands there, or everything; says how much, and which.</summary>
    public bool FeedToBoundary(ReadOnlySpan<byte> data, out int count)
    {
        // Behind text a combining character or a repetition (REP) would miss what it belongs to.
        for (count = 0; count < data.Length && !(IsAtBoundary && terminal.Screen.LastWidth == 0);)
        {
            count += FeedSome(data[count..]);
        }

        return IsAtBoundary && terminal.Screen.LastWidth == 0;
    }

    /// <summary>What puts a terminal into the middle of the sequence that is open here. Empty at a boundary.</summary>
    public string Reopen() => _state switch
    {
        VtState.Ground => "",
        VtState.Escape or VtState.EscapeIntermediate => "\e!",
        VtState.OscString => $"\e]{_string.Reopen()}",
        VtState.IgnoredString => "\e^",
        VtState.DcsEntry or VtState.DcsParameter or VtState.DcsIgnore or VtState.DcsIntermediate or VtState.DcsPassthrough => "\eP0<",
        _ => "\e[<<",
    };

    // A run of text, a character, or a byte of one.
    private int FeedSome(ReadOnlySpan<byte> data)
    {
        var first = data[0];
        if (_missing > 0)
        {
            return TakeContinuation(first);
        }

        if (first >= 0x80)
        {
            Lead(first);
            return 1;
        }

        if (_state == VtState.Ground && first is >= 0x20 and < 0x7F)
        {
            var run = TextRun(data);
            terminal.PrintAscii(run);
            return run;
        }

        if (_state >= VtState.IgnoredString && first is >= 0x20 and < 0x7F)
        {
            return FeedString(data);
        }

        Take(first);
        return 1;
    }

    private int FeedString(ReadOnlySpan<byte> data)
    {
        if (_state is not (VtState.OscString or VtState.DcsPassthrough or VtState.DcsIgnore or VtState.IgnoredString))
        {
            Take(data[0]);
            return 1;
        }

        var run = TextRun(data);
        if (_state == VtState.OscString)
        {
            _string.Put(data[..run]);
        }

        return run;
    }

    private static int TextRun(ReadOnlySpan<byte> data)
    {
        var run = data.IndexOfAnyExcept(Text);
        return run < 0 ? data.Length : run;
    }

    private void Lead(byte first)
    {
        switch (first)
        {
            case >= 0xC0 and < 0xE0:
                (_character, _missing, _least) = (first & 0x1F, 1, 0x80);
                break;
            case >= 0xE0 and < 0xF0:
                (_character, _missing, _least) = (first & 0x0F, 2, 0x800);
                break;
            case >= 0xF0 and < 0xF8:
                (_character, _missing, _least) = (first & 0x07, 3, 0x10000);
                break;
            default:
                // Stands nowhere by itself.
                break;
        }
    }

    private int TakeContinuation(byte next)
    {
        if ((next & 0xC0) != 0x80)
        {
            // The character is broken; this byte begins something new.
            _missing = 0;
            return 0;
        }

        _character = (_character << 6) | (next & 0x3F);
        if (--_missing == 0 && IsCharacter)
        {
            Take(_character);
        }

        return 1;
    }

    // xterm.js drops byte order marks anywhere.
    private bool IsCharacter => _character >= _least && _character is not ((>= 0xD800 and <= 0xDFFF) or 0xFEFF or > 0x10FFFF);

    private void Take(int character)
    {
        var (action, next) = VtTable.Look(_state, character);
        _state = next;
        switch (action)
        {
            case VtAction.Print:
                terminal.Print(character);
                break;
            case VtAction.Execute:
                terminal.Execute(character);
                break;
            case VtAction.Clear:
                Clear();
                break;
            case VtAction.Collect:
                _collected = (_collected << 8) | character;
                break;
            case VtAction.Parameter:
                _parameters.Put(character);
                break;
            case VtAction.EscDispatch:
                terminal.Escape((_collected << 8) | character);
                break;
            case VtAction.CsiDispatch:
                terminal.Control((_collected << 8) | character, _parameters);
                break;
            case VtAction.OscStart:
                _string.Clear();
                break;
            case VtAction.OscPut:
                _string.Put(character);
                break;
            case VtAction.OscEnd:
                EndOsc(character);
                break;
            case VtAction.DcsUnhook:
                terminal.EndString();
                Clear();
                break;
        }
    }

    private void EndOsc(int character)
    {
        if (character is not (0x18 or 0x1A))
        {
            terminal.Command(_string);
        }

        terminal.EndString();
        Clear();
    }

    private void Clear()
    {
        _parameters.Clear();
        _collected = 0;
    }
}
