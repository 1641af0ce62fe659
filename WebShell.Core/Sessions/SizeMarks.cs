using WebShell.Core.Shells;

namespace WebShell.Core.Sessions;

/// <summary>Which size the terminal had from which offset on. At most <see cref="MaxMarks"/>; the oldest ones become one. Not thread-safe.</summary>
internal sealed class SizeMarks
{
    public const int MaxMarks = 64;

    private readonly List<(long Offset, TerminalSize Size)> _marks = [];

    /// <summary>From <paramref name="offset"/> on the terminal has this size; offsets never go back.</summary>
    public void Note(long offset, TerminalSize size)
    {
        if (_marks.Count > 0 && _marks[^1].Offset == offset)
        {
            _marks.RemoveAt(_marks.Count - 1);
        }

        if (_marks.Count > 0 && _marks[^1].Size == size)
        {
            return;
        }

        _marks.Add((offset, size));
        if (_marks.Count > MaxMarks)
        {
            // Two stretches become one, of the later size: it is the nearer one to what is on the screen now.
            _marks[1] = (_marks[0].Offset, _marks[1].Size);
            _marks.RemoveAt(0);
        }
    }

    /// <summary>The size in force at <paramref name="offset"/>, and where the next one begins.</summary>
    public (TerminalSize? Size, long Until) At(long offset)
    {
        TerminalSize? size = null;
        foreach (var mark in _marks)
        {
            if (mark.Offset > offset)
            {
                return (size, mark.Offset);
            }

            size = mark.Size;
        }

        return (size, long.MaxValue);
    }

    /// <summary>Nobody will ask about anything before <paramref name="offset"/> again.</summary>
    public void Forget(long offset)
    {
        while (_marks.Count > 1 && _marks[1].Offset <= offset)
        {
            _marks.RemoveAt(0);
        }
    }
}
