namespace WebShell.Core.Vt;

/// <summary>The two screens, where the cursor is, and with what it writes. Rows and columns count from 0.</summary>
internal sealed partial class VtScreen
{
    private readonly VtBuffer _normal;
    private readonly VtBuffer _alternate;
    private VtCharsets _charsets;
    private VtPen _pen;

    public VtScreen(int columns, int rows)
    {
        (Columns, Rows) = (columns, rows);
        _normal = new VtBuffer(hasScrollback: true, columns, rows);
        _alternate = new VtBuffer(hasScrollback: false, columns, rows);
        Active = _normal;
    }

    public int Columns { get; private set; }

    public int Rows { get; private set; }

    public VtModes Modes { get; } = new();

    public VtBuffer Normal => _normal;

    public VtBuffer Alternate => _alternate;

    public VtBuffer Active { get; private set; }

    public bool IsAlternate => Active == _alternate;

    public ref VtCharsets Charsets => ref _charsets;

    public ref VtPen Pen => ref _pen;

    /// <summary>The cells of the last character if nothing but text came since, else 0: what a combining one joins, and REP repeats.</summary>
    public int LastWidth { get; set; }

    public void Resize(int columns, int rows)
    {
        (Columns, Rows) = (columns, rows);
        _normal.Resize(columns, rows, isFilled: true);
        _alternate.Resize(columns, rows, isFilled: IsAlternate);
    }

    /// <summary>The private modes that move the cursor or change screens; false for the others.</summary>
    public bool SetPrivateMode(int mode, bool isSet)
    {
        switch (mode)
        {
            case 2:
                if (isSet)
                {
                    _charsets.DesignateAscii();
                }

                return true;
            case 6:
                Modes.Origin = isSet;
                MoveTo(0, 0);
                return true;
            case 47 or 1047 or 1049:
                Switch(isSet, withCursor: mode == 1049);
                return true;
            case 1048:
                SaveOrRestore(isSet);
                return true;
            default:
                return false;
        }
    }

    public void SaveCursor() =>
        Active.Saved = new VtSavedCursor(Active.X, Active.Above + Active.Y, _pen.Fore, _pen.Back, _charsets.InForce);

    public void RestoreCursor()
    {
        var saved = Active.Saved;
        (_pen.Fore, _pen.Back) = (saved.Fore, saved.Back);
        _charsets.InForce = saved.Charset;
        (Active.X, Active.Y) = (saved.Column, Active.SavedRow(Rows));
        Restrict(Columns - 1);
    }

    /// <summary>DECSTR.</summary>
    public void SoftReset()
    {
        Active.ResetRegion();
        Modes.Reset();
        Modes.IsCursorHidden = false;
        _pen = default;
        _charsets = default;
        Active.Saved = new VtSavedCursor(0, Active.Above, 0, 0, 0);
    }

    /// <summary>RIS.</summary>
    public void Reset()
    {
        _normal.Reset(Columns);
        _alternate.Reset(Columns);
        Active = _normal;
        Modes.Reset();
        Modes.Mouse = VtModes.NoMouse;
        Modes.MouseEncoding = 0;
        _pen = default;
        _charsets = default;
    }

    private void SaveOrRestore(bool save)
    {
        if (save)
        {
            SaveCursor();
        }
        else
        {
            RestoreCursor();
        }
    }

    // 1049 saves before it goes and restores after it came back, also when there was nothing to change.
    private void Switch(bool toAlternate, bool withCursor)
    {
        if (withCursor && toAlternate)
        {
            SaveCursor();
        }

        if (toAlternate != IsAlternate)
        {
            var target = toAlternate ? _alternate : _normal;
            (target.X, target.Y) = (Active.X, Active.Y);
            if (!toAlternate)
            {
                _alternate.Clear(Columns);
            }

            Active = target;
        }

        if (withCursor && !toAlternate)
        {
            RestoreCursor();
        }
    }
}
